import MailProtocol

/// Where a recipient's letters go, and the delivery itself. SMTP sessions ask at RCPT and hand over at the
/// final dot.
extension MailWorld {
  enum Route: Hashable, Sendable {
    /// The account's index; `isForwarded` when its mailbox is on the other host of this world.
    case account(Int, isForwarded: Bool)
    case unknownUser
    /// Somebody else's: taken and forgotten.
    case elsewhere
    case relayDenied
  }

  /// Who sent a letter and how it came in: what a Received line tells. RFC 5321 §4.4.
  struct Handover: Sendable {
    let helo: String
    let address: String
    let extended: Bool
    /// The session's number in the world, and who was logged in there.
    let session: Int
    let user: String?
  }

  func route(to path: MailPath) -> Route {
    let domain = path.domain?.lowercased()
    let isOwn = domain.map { $0 == smtp.domain.lowercased() || $0 == smtp.hostname.lowercased() } ?? true
    if let index = accounts.firstIndex(where: { $0.addresses.contains(where: path.names) }) {
      return .account(index, isForwarded: !isOwn)
    }
    // RFC 5321 §4.5.1: every server knows Postmaster, with or without its own domain.
    if isOwn, path.localPart.lowercased() == "postmaster", !accounts.isEmpty {
      return .account(0, isForwarded: false)
    }
    if isOwn || domain.map(mailDomains.contains) ?? false { return .unknownUser }
    switch relay {
    case .accept: return .elsewhere
    case .refuse: return .relayDenied
    }
  }

  enum Room: Hashable, Sendable {
    case enough
    /// A maildrop among the recipients' is full: then the letter goes to none of them.
    case mailboxFull
    /// The disk is, so to speak: it may have room again later.
    case worldFull
  }

  /// Whether there is room for so many octets more in the maildrops of all these.
  func room(for recipients: [MailPath], octets: Int) -> Room {
    let mailboxes = recipients.compactMap { recipient -> Int? in
      if case .account(let index, _) = route(to: recipient) { index } else { nil }
    }
    if mailboxes.isEmpty { return .enough }
    if mailboxes.contains(where: { maildrops[$0].octets + octets > limits.mailbox }) { return .mailboxFull }
    let all = maildrops.reduce(0) { $0 + $1.octets }
    return all + octets * mailboxes.count > limits.world ? .worldFull : .enough
  }

  /// Takes a letter and the responsibility for it (RFC 5321 §4.2.5): it is in its maildrops when this
  /// returns.
  mutating func deliver(
    _ content: [UInt8], from sender: ReversePath, to recipients: [MailPath], _ handover: Handover
  ) {
    defer { lettersTaken += 1 }
    if recordsDeliveries {
      deliveries.append(
        Observation.Delivery(
          session: handover.session, user: handover.user, from: sender, to: recipients, letter: Letter(content)))
    }
    let mailboxes = recipients.compactMap { recipient in
      if case .account(let index, let isForwarded) = route(to: recipient) {
        (recipient, index, isForwarded)
      } else {
        nil
      }
    }
    // Somebody else's: taken and forgotten.
    if mailboxes.isEmpty { return }
    let id = queueID(hop: 0)
    var letter = content
    if smtp.half.addsMissingHeaders {
      letter = Submission.completing(letter, sender: sender, domain: smtpDomain, id: id, clock: clock)
    }
    let here = Trace(
      from: handover.helo, handover.address, by: smtp.hostname, handover.extended, id: id, clock)
    for (recipient, index, isForwarded) in mailboxes {
      var traces = [here]
      if isForwarded {
        // The second hop: this server hands the letter to the recipient's. Newest first. RFC 5321 §4.4.
        let receiver = host(for: recipient)
        let next = queueID(hop: 1)
        traces.insert(
          Trace(from: smtp.hostname, Trace.serverAddress, by: receiver, handover.extended, id: next, clock),
          at: 0)
      }
      put(Trace.returnPath(sender) + traces.flatMap(\.octets) + letter, into: index)
    }
  }

  /// What the letter that comes next is called by the server that takes it, and by the one after.
  func queueID(hop: UInt64) -> String {
    var numbers = SeededNumbers(seed, UInt64(lettersTaken), hop)
    let digits = String(numbers.next() >> 32, radix: 16, uppercase: true)
    return String(repeating: "0", count: 8 - digits.count) + digits
  }

  var smtpDomain: String { smtp.domain }

  /// The POP3 server's host where that is the recipient's, else its domain.
  private func host(for recipient: MailPath) -> String {
    let domain = recipient.domain ?? smtpDomain
    return MailDomain.of(host: pop3.hostname).lowercased() == domain.lowercased() ? pop3.hostname : domain
  }
}
