import MailProtocol

/// The connection as the learner's side sees it: it judges what is typed, puts the server's octets together to
/// replies, pairs each reply with its line, and follows the state from the wire alone.
struct Wire: Sendable {
  private enum Side: Sendable {
    case offline
    case pop3(POP3Wire)
    case smtp(SMTPWire)
  }

  private var side = Side.offline
  /// The handshake that made the open connection safe.
  private(set) var tls: TLSReport?
  /// Of connections that are closed.
  private var maildropSeen: Observation.Maildrop?
  private var lettersSeen: [Observation.Delivery] = []

  var protocolName: MailProtocolName? {
    switch side {
    case .offline: nil
    case .pop3: .pop3
    case .smtp: .smtp
    }
  }

  /// `offline`, or the state's name.
  var stateName: String {
    switch side {
    case .offline: "offline"
    case .pop3(let wire): wire.state.name
    case .smtp(let wire): wire.state.name
    }
  }

  var isOffline: Bool { protocolName == nil }

  /// Every line is the letter's now.
  var isInData: Bool {
    if case .smtp(let wire) = side { wire.state == .data } else { false }
  }

  var acceptsPassword: Bool {
    if case .pop3(let wire) = side { wire.state == .authorization(.userGiven) } else { false }
  }

  /// The next line answers a challenge: all of it is secret.
  var isInExchange: Bool {
    switch side {
    case .offline: false
    case .pop3(let wire): wire.state == .authorization(.sasl)
    case .smtp(let wire): if case .sasl = wire.state { true } else { false }
    }
  }

  /// A line was sent whose reply has not come.
  var isWaiting: Bool {
    switch side {
    case .offline: false
    case .pop3(let wire): wire.isWaiting
    case .smtp(let wire): wire.isWaiting
    }
  }

  /// A server has answered STLS or STARTTLS with yes.
  var isTLSDue: Bool {
    switch side {
    case .offline: false
    case .pop3(let wire): wire.isTLSDue
    case .smtp(let wire): wire.isTLSDue
    }
  }

  /// What the server has said of itself, where no all-seeing teacher tells more.
  var witnessed: Observation {
    switch side {
    case .offline: Observation(maildrop: maildropSeen, deliveries: lettersSeen, pop3Facts: nil, smtpFacts: nil)
    case .pop3(let wire):
      Observation(maildrop: wire.maildrop ?? maildropSeen, deliveries: lettersSeen, pop3Facts: nil, smtpFacts: nil)
    case .smtp(let wire):
      Observation(maildrop: maildropSeen, deliveries: lettersSeen + wire.taken, pop3Facts: nil, smtpFacts: nil)
    }
  }

  /// A question that a person should answer before this line goes to a real server: mail that is removed by it, or a
  /// letter that leaves. A key of `ui.yaml`, and its values.
  func question(before line: String) -> Feedback? {
    let values = ["recipients": recipients.map { ByteSanitizer.visible($0.description) }.joined(separator: ", ")]
    if isInData { return line == "." ? .notice("connect.ask-letter", values) : nil }
    switch protocolName {
    case .pop3 where marked > 0 && POP3Command.parse(line).command == .quit:
      return .notice("connect.ask-quit", ["n": String(marked)])
    case .smtp:
      guard case .bdat(_, last: true)? = SMTPCommand.parse(line).command, !recipients.isEmpty else { return nil }
      return .notice("connect.ask-piece", values)
    case .pop3, nil: return nil
    }
  }

  /// Whether the answer to such a question is a yes, in each language that it is asked in; `có` also without its accent.
  static func isYes(_ answer: String) -> Bool {
    let word = InputMethod.asciiTwin(of: answer).lowercased().split(separator: " ").joined()
    return ["yes", "y", "có", "co\u{301}", "co", "是", "是的", "好"].contains(word)
  }

  /// Whom the open letter would reach.
  var recipients: [MailPath] {
    if case .smtp(let wire) = side { wire.recipients } else { [] }
  }

  /// A password may come, even as a bare line: learners answer the question that was never asked.
  var mayGetSecret: Bool {
    if case .pop3(let wire) = side, case .authorization = wire.state { true } else { false }
  }

  /// Messages marked in the open session: what a lost line would leave in the maildrop.
  var marked: Int {
    if case .pop3(let wire) = side { wire.facts.maildrop?.marked.count ?? 0 } else { 0 }
  }

  var legalVerbs: [String] {
    switch side {
    case .offline: []
    case .pop3(let wire): POP3Rules.legalVerbs(in: wire.state, wire.facts).map(\.rawValue)
    case .smtp(let wire): SMTPRules.legalVerbs(in: wire.state, wire.facts).map(\.rawValue)
    }
  }

  mutating func open(_ name: MailProtocolName) {
    close()
    switch name {
    case .pop3: side = .pop3(POP3Wire())
    case .smtp: side = .smtp(SMTPWire())
    }
  }

  mutating func close() {
    (maildropSeen, lettersSeen) = (witnessed.maildrop, witnessed.deliveries)
    side = .offline
    tls = nil
  }

  /// What was said before the handshake is forgotten by both sides. RFC 2595 §4, RFC 3207 §4.2.
  mutating func secured(_ report: TLSReport) {
    tls = report
    switch side {
    case .offline: break
    case .pop3(var wire):
      wire.secured()
      side = .pop3(wire)
    case .smtp(var wire):
      wire.secured()
      side = .smtp(wire)
    }
  }

  /// What an all-seeing teacher knows of the server sharpens the judgement.
  mutating func learn(from observation: Observation?) {
    switch side {
    case .offline: break
    case .pop3(var wire):
      if let facts = observation?.pop3Facts { wire.facts = facts }
      side = .pop3(wire)
    case .smtp(var wire):
      if let facts = observation?.smtpFacts { wire.facts = facts }
      side = .smtp(wire)
    }
  }

  /// Judges a line that is about to be sent and remembers it until its reply comes.
  mutating func send(_ line: String) -> SentLine {
    switch side {
    case .offline: return SentLine(text: line, role: .command, verb: nil, verdict: .allowed(remark: nil))
    case .pop3(var wire):
      let sent = wire.send(line)
      side = .pop3(wire)
      return sent
    case .smtp(var wire):
      let sent = wire.send(line)
      side = .smtp(wire)
      return sent
    }
  }

  mutating func receive(_ octets: [UInt8]) -> [Exchange] {
    switch side {
    case .offline: return []
    case .pop3(var wire):
      let exchanges = wire.receive(octets)
      side = .pop3(wire)
      return exchanges
    case .smtp(var wire):
      let exchanges = wire.receive(octets)
      side = .smtp(wire)
      return exchanges
    }
  }
}

/// A line on its way, with what the rule book says of it.
public struct SentLine: Hashable, Sendable {
  public enum Role: Hashable, Sendable {
    case command
    /// A line of the letter: no reply comes.
    case letterLine
    /// The dot that ends the letter.
    case endOfLetter
    /// The answer to a challenge of AUTH.
    case response
  }

  /// Of an answer to a challenge only the mask.
  public let text: String
  public let role: Role
  public let verb: String?
  public let verdict: Verdict
  /// The answer to a challenge itself.
  public var secret: Secret?
}

/// A reply and the line that it answers; nil for the greeting, and for what a server says unasked.
public struct Exchange: Sendable {
  public let line: SentLine?
  public let reply: Reply
  public let anatomy: ReplyAnatomy
  /// Where the session stands now.
  public let state: String
}
