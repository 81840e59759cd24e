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
    switch name {
    case .pop3: side = .pop3(POP3Wire())
    case .smtp: side = .smtp(SMTPWire())
    }
  }

  mutating func close() { side = .offline }

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
  }

  public let text: String
  public let role: Role
  public let verb: String?
  public let verdict: Verdict
}

/// A reply and the line that it answers; nil for the greeting, and for what a server says unasked.
public struct Exchange: Sendable {
  public let line: SentLine?
  public let reply: Reply
  public let anatomy: ReplyAnatomy
  /// Where the session stands now.
  public let state: String
}

private struct POP3Wire: Sendable {
  var state = POP3State.authorization(.fresh)
  var facts = POP3Rules.Facts(offered: [])
  private var framer = LineFramer(limit: 64 << 10)
  private var reader = POP3ReplyReader()
  private var isGreeted = false
  private var waiting: [(parsed: Parsed<POP3Command>, line: SentLine)] = []

  mutating func send(_ line: String) -> SentLine {
    let parsed = POP3Command.parse(line)
    let sent = SentLine(
      text: line, role: .command, verb: parsed.verb?.rawValue, verdict: POP3Rules.judge(parsed, in: state, facts))
    waiting.append((parsed, sent))
    return sent
  }

  mutating func receive(_ octets: [UInt8]) -> [Exchange] {
    framer.append(octets)
    var exchanges: [Exchange] = []
    while let line = framer.next() {
      let command = waiting.first?.parsed.command
      let isLong = isGreeted && (command?.expectsMultiline ?? false)
      guard let reply = reader.take(line.bytes, expectingMultiline: isLong) else { continue }
      exchanges.append(pair(reply))
    }
    return exchanges
  }

  private mutating func pair(_ reply: POP3Reply) -> Exchange {
    guard isGreeted else {
      isGreeted = true
      facts.hasTimestamp = APOPDigest.timestamp(inGreeting: reply.line) != nil
      if facts.hasTimestamp { facts.offered.insert(.apop) }
      if reply.status != .ok { state = .closed }
      return exchange(nil, reply, .greeting)
    }
    guard !waiting.isEmpty else { return exchange(nil, reply, .unknown) }
    let (parsed, line) = waiting.removeFirst()
    guard let command = parsed.command else {
      return exchange(line, reply, parsed.verb == nil ? .unknown : .unspecified)
    }
    state = POP3Rules.advance(state, after: command, reply.status)
    // A command out of its turn is refused for that, not for what it asks.
    let isOutOfTurn = line.verdict.diagnosis?.id.rawValue.hasPrefix("state.") ?? false
    return exchange(line, reply, isOutOfTurn ? .unspecified : .command(command))
  }

  private func exchange(
    _ line: SentLine?, _ reply: POP3Reply, _ occasion: ReplyAnatomy.POP3Occasion
  ) -> Exchange {
    Exchange(
      line: line, reply: .pop3(reply), anatomy: ReplyAnatomy(reply, answering: occasion), state: state.name)
  }
}

private struct SMTPWire: Sendable {
  var state = SMTPState.connected
  var facts = SMTPRules.Facts(offered: [.ehlo, .vrfy, .expn, .help])
  private var framer = LineFramer(limit: 64 << 10)
  private var reader = SMTPReplyReader()
  private var isGreeted = false
  private var waiting: [(command: SMTPCommand?, verb: SMTPVerb?, line: SentLine)] = []
  /// No empty line of the open letter has come yet.
  private var isInHeader = true

  mutating func send(_ line: String) -> SentLine {
    if state == .data {
      let role = line == "." ? SentLine.Role.endOfLetter : .letterLine
      let remark = SMTPRules.remark(onLetterLine: line, inHeader: isInHeader)
      let sent = SentLine(text: line, role: role, verb: nil, verdict: .allowed(remark: remark))
      if line.isEmpty { isInHeader = false }
      if role == .endOfLetter { waiting.append((nil, nil, sent)) }
      return sent
    }
    let parsed = SMTPCommand.parse(line)
    let sent = SentLine(
      text: line, role: .command, verb: parsed.verb?.rawValue, verdict: SMTPRules.judge(parsed, in: state, facts))
    waiting.append((parsed.command, parsed.verb, sent))
    return sent
  }

  mutating func receive(_ octets: [UInt8]) -> [Exchange] {
    framer.append(octets)
    var exchanges: [Exchange] = []
    while let line = framer.next() {
      if let reply = reader.take(line.bytes) { exchanges.append(pair(reply)) }
    }
    return exchanges
  }

  private mutating func pair(_ reply: SMTPReply) -> Exchange {
    guard isGreeted else {
      isGreeted = true
      if reply.code == 421 { state = .closed }
      return exchange(nil, reply, .greeting)
    }
    guard !waiting.isEmpty else {
      if reply.code == 421 { state = .closed }
      return exchange(nil, reply, .unknown)
    }
    let (command, verb, line) = waiting.removeFirst()
    if line.role == .endOfLetter {
      state = SMTPRules.advanceAfterLetter(reply.code)
      return exchange(line, reply, .endOfData)
    }
    if let command { state = SMTPRules.advance(state, after: command, reply.code) }
    if reply.code == 421 { state = .closed }
    if state == .data { isInHeader = true }
    return exchange(line, reply, verb.map { .command($0) } ?? .unknown)
  }

  private func exchange(
    _ line: SentLine?, _ reply: SMTPReply, _ occasion: ReplyAnatomy.SMTPOccasion
  ) -> Exchange {
    Exchange(
      line: line, reply: .smtp(reply), anatomy: ReplyAnatomy(reply, answering: occasion), state: state.name)
  }
}
