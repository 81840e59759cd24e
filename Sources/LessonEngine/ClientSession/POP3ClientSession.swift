import MailProtocol

/// A POP3 connection seen from the client's side. What it knows of the server, the server has said: greeting, CAPA,
/// STAT and LIST; in a simulated world the simulator tells it more.
struct POP3ClientSession: Sendable {
  private(set) var position = POP3Position()
  /// Where the session will stand if all that is under way succeeds.
  private var ahead = POP3Position()
  /// Lines whose replies have not come, oldest first.
  private var unanswered: [[UInt8]] = []
  /// The first of them, while its reply comes in.
  private var answered: SentLine?
  private var framer = LineFramer(limit: longestReplyLine)
  private var reader = POP3ReplyReader()

  /// What STAT and LIST have told of the maildrop's sizes. After STAT alone only the sum is known: it stands with the
  /// first message.
  private var sizes: [Int]?

  /// Octets of a line that are kept: no reply's is longer, and a letter's may be anything.
  static let longestReplyLine = 64 << 10

  var isWaiting: Bool { !unanswered.isEmpty || position.state == .greeting }

  /// As far as the replies have told; nil before STAT or LIST.
  var maildrop: Observation.Maildrop? {
    sizes.map { Observation.Maildrop(sizes: $0, deleted: position.maildrop?.marked ?? []) }
  }

  mutating func send(_ line: [UInt8]) -> SentLine {
    let sent = read(line, at: ahead)
    unanswered.append(line)
    assume(sent)
    return sent
  }

  private func read(_ line: [UInt8], at position: POP3Position) -> SentLine {
    if position.isInExchange {
      return SentLine(response: line, verdict: POP3Rules.judge(response: line))
    }
    let parsed = POP3Command.parse(line)
    return SentLine(
      text: parsed.line, role: .command(.pop3(parsed)), verdict: POP3Rules.judge(parsed, at: position))
  }

  mutating func receive(_ octets: [UInt8]) -> [Exchange] {
    framer.append(octets)
    var exchanges: [Exchange] = []
    // What stands behind the reply that starts TLS was not said in TLS: nobody may read it. RFC 3207 §6.
    while !position.isTLSDue, let line = framer.next() {
      // What is true now may be other than what was hoped for when it was sent.
      if answered == nil, position.state != .greeting { answered = unanswered.first.map { read($0, at: position) } }
      let isLong = answered?.parsed?.pop3?.expectsMultiline ?? false
      guard let reply = reader.take(line.bytes, expectingMultiline: isLong) else { continue }
      exchanges.append(pair(reply))
    }
    return exchanges
  }

  /// A list whose closing dot does not come is a reply as it stands: some servers answer `AUTH` or `LANG` with one line.
  /// A letter may just be slow.
  mutating func giveUpOnDot() -> Exchange? {
    guard let command = answered?.parsed?.pop3, let reply = reader.takeUnfinished(isList: command.isList) else {
      return nil
    }
    return pair(reply)
  }

  mutating func secured() {
    position.tlsStarted()
    (unanswered, answered) = ([], nil)
    framer = LineFramer(limit: Self.longestReplyLine)
    lookAhead()
  }

  mutating func lost() {
    position.lost()
    (unanswered, answered) = ([], nil)
    lookAhead()
  }

  mutating func learn(from server: POP3Position) {
    position.learn(from: server)
    ahead.learn(from: server)
  }

  private mutating func pair(_ reply: POP3Reply) -> Exchange {
    if position.state == .greeting {
      position.greeted(reply)
      lookAhead()
      return exchange(.greeting, reply, .greeting)
    }
    guard let line = answered else { return exchange(.nothing, reply, .unknown) }
    unanswered.removeFirst()
    answered = nil
    switch line.role {
    case .letterLine, .endOfLetter: preconditionFailure("POP3 takes no letters")
    case .response:
      position.responseAnswered(reply)
      lookAhead()
      return exchange(.line(line), reply, .command(.auth(mechanism: nil, initialResponse: nil)))
    case .command(let parsed):
      guard let command = parsed.pop3 else {
        lookAhead()
        return exchange(.line(line), reply, parsed.verb == nil ? .unknown : .unspecified)
      }
      position.advance(after: command, reply)
      if reply.status == .ok { hear(reply, to: command) }
      lookAhead()
      // A command out of its turn is refused for that, not for what it asks.
      let isOutOfTurn = line.verdict.diagnosis?.id.rawValue.hasPrefix("state.") ?? false
      return exchange(.line(line), reply, isOutOfTurn ? .unspecified : .command(command))
    }
  }

  private mutating func lookAhead() {
    ahead = position
    for line in unanswered { assume(read(line, at: ahead)) }
  }

  private mutating func assume(_ line: SentLine) {
    if line.verdict.isAllowed, let command = line.parsed?.pop3 { ahead.advance(assumingSuccessOf: command) }
  }

  private mutating func hear(_ reply: POP3Reply, to command: POP3Command) {
    switch command {
    case .pass, .apop, .auth: sizes = nil
    case .stat:
      guard reply.numbers.count > 1, (0...100_000).contains(reply.numbers[0]) else { return }
      let (count, octets) = (reply.numbers[0], reply.numbers[1])
      if maildrop?.count == count, maildrop?.octets == octets { return }
      let marked = position.maildrop?.marked ?? []
      var sizes = [Int](repeating: 0, count: count + marked.count)
      if let first = sizes.indices.first(where: { !marked.contains($0 + 1) }) { sizes[first] = octets }
      self.sizes = sizes
    case .list(nil):
      // `3 344400` on each line.
      var listed: [Int: Int] = [:]
      for line in reply.lines ?? [] {
        let words = String(decoding: line, as: UTF8.self).split(separator: " ")
        guard words.count >= 2, let number = Int(words[0]), let size = Int(words[1]), (1...100_000).contains(number)
        else { continue }
        listed[number] = size
      }
      let last = max(listed.keys.max() ?? 0, position.maildrop?.marked.max() ?? 0)
      sizes = last == 0 ? [] : (1...last).map { listed[$0] ?? 0 }
    case .user, .quit, .list, .retr, .dele, .noop, .rset, .top, .uidl, .last, .rpop, .capa, .stls, .utf8, .lang: break
    }
  }

  private func exchange(
    _ cause: Exchange.Cause, _ reply: POP3Reply, _ occasion: ReplyAnatomy.POP3Occasion
  ) -> Exchange {
    Exchange(
      cause: cause, reply: .pop3(reply), anatomy: ReplyAnatomy(reply, answering: occasion), state: position.state.name)
  }
}
