import MailProtocol

/// An SMTP connection seen from the client's side. What it knows of the server, EHLO has said; in a lesson the
/// simulator tells it more.
struct SMTPWire: Sendable {
  private struct Waiting: Sendable {
    let command: SMTPCommand?
    let verb: SMTPVerb?
    let line: SentLine
  }

  private(set) var state = SMTPState.connected
  var facts = SMTPRules.Facts(offered: [.ehlo, .vrfy, .expn, .help])
  /// STARTTLS was accepted.
  private(set) var isTLSDue = false
  /// Of the open envelope.
  private(set) var recipients: [MailPath] = []
  private var framer = LineFramer(limit: 64 << 10)
  private var reader = SMTPReplyReader()
  private var isGreeted = false
  private var waiting: [Waiting] = []
  /// No empty line of the open letter has come yet.
  private var isInHeader = true
  private var sender = ReversePath.null
  /// Lines of the open letter, without stuffing dots.
  private var letter: [String] = []
  /// Letters that the server has taken responsibility for.
  private(set) var taken: [Observation.Delivery] = []
  /// Octets of a BDAT piece that are still to be typed. RFC 3030 §2.
  private var pieceLeft = 0

  var isWaiting: Bool { (!waiting.isEmpty && pieceLeft <= 0) || !isGreeted }

  mutating func send(_ line: String) -> SentLine {
    if pieceLeft > 0 {
      pieceLeft -= line.utf8.count + 2
      return SentLine(text: line, role: .letterLine, verb: nil, verdict: .allowed(remark: nil))
    }
    if state == .data { return sendLetterLine(line) }
    if case .sasl = state {
      let sent = SentLine(
        text: line == "*" ? line : Secret.mask, role: .response, verb: nil,
        verdict: SASLResponse.judge(line, speaking: .smtp), secret: line == "*" ? nil : Secret(line))
      waiting.append(Waiting(command: nil, verb: .auth, line: sent))
      return sent
    }
    let parsed = SMTPCommand.parse(line)
    let sent = SentLine(
      text: line, role: .command, verb: parsed.verb?.rawValue, verdict: SMTPRules.judge(parsed, in: state, facts))
    waiting.append(Waiting(command: parsed.command, verb: parsed.verb, line: sent))
    if case .bdat(let octets, _) = parsed.command { pieceLeft = octets }
    return sent
  }

  private mutating func sendLetterLine(_ line: String) -> SentLine {
    let role = line == "." ? SentLine.Role.endOfLetter : .letterLine
    let remark = SMTPRules.remark(onLetterLine: line, inHeader: isInHeader)
    let sent = SentLine(text: line, role: role, verb: nil, verdict: .allowed(remark: remark))
    if line.isEmpty { isInHeader = false }
    if role == .letterLine { letter.append(line.hasPrefix(".") ? String(line.dropFirst()) : line) }
    if role == .endOfLetter { waiting.append(Waiting(command: nil, verb: nil, line: sent)) }
    return sent
  }

  /// What the rules say of a line that is not sent yet.
  func judge(_ line: String) -> Verdict {
    var copy = self
    return copy.send(line).verdict
  }

  mutating func receive(_ octets: [UInt8]) -> [Exchange] {
    framer.append(octets)
    var exchanges: [Exchange] = []
    // What stands behind the reply that starts TLS was not said in TLS: nobody may read it. RFC 3207 §6. A peer that
    // knows no handshake goes on with its next octets.
    let wasTLSDue = isTLSDue
    while isTLSDue == wasTLSDue, let line = framer.next() {
      if let reply = reader.take(line.bytes) { exchanges.append(pair(reply)) }
    }
    return exchanges
  }

  /// RFC 3207 §4.2: as if nothing had been said.
  mutating func secured() {
    isTLSDue = false
    framer = LineFramer(limit: 64 << 10)
    reader = SMTPReplyReader()
    if isGreeted { state = .connected }
    recipients = []
    facts = SMTPRules.Facts(offered: [.ehlo, .vrfy, .expn, .help])
    facts.security.isTLS = true
  }

  private mutating func pair(_ reply: SMTPReply) -> Exchange {
    guard isGreeted else {
      isGreeted = true
      if reply.code == 421 { state = .closed }
      facts.isTurnedAway = reply.severity != 2
      return exchange(nil, reply, .greeting)
    }
    guard !waiting.isEmpty else {
      if reply.code == 421 { state = .closed }
      return exchange(nil, reply, .unknown)
    }
    let next = waiting.removeFirst()
    switch next.line.role {
    case .endOfLetter:
      state = SMTPRules.advanceAfterLetter(reply.code)
      if reply.severity == 2 { taken.append(.init(from: sender, to: recipients, letter: Letter(lines: letter))) }
      recipients = []
      return exchange(next.line, reply, .endOfData)
    case .response:
      state = SMTPRules.advanceAfterResponse(state, reply.code)
      if reply.severity == 2 { facts.security.isAuthenticated = true }
    case .command, .letterLine:
      if let command = next.command {
        state = SMTPRules.advance(state, after: command, reply.code)
        learn(from: reply, to: command)
      }
    }
    if reply.code == 421 { state = .closed }
    if state == .data, next.command == .data { (isInHeader, letter) = (true, []) }
    return exchange(next.line, reply, next.verb.map { .command($0) } ?? .unknown)
  }

  /// What the rule book may be told of the server now.
  private mutating func learn(from reply: SMTPReply, to command: SMTPCommand) {
    if case .bdat = command, reply.severity != 2 { pieceLeft = 0 }
    guard reply.severity == 2 else { return }
    switch command {
    case .ehlo: learnExtensions(reply.lines.dropFirst().map { $0.dropFirst(4) })
    case .helo: facts.parameters = []
    case .starttls: isTLSDue = true
    case .auth: facts.security.isAuthenticated = true
    case .rcpt(let path, _): recipients.append(path)
    case .mail(let path, let parameters):
      sender = path
      facts.isInternational = parameters.contains { $0.keyword == "SMTPUTF8" }
    default: break
    }
    if !state.isInTransaction { recipients = [] }
  }

  /// RFC 5321 §4.1.1.1: a keyword and its parameters on each line.
  private mutating func learnExtensions(_ lines: [ArraySlice<UInt8>]) {
    let security = facts.security
    facts = SMTPRules.Facts(offered: [.ehlo, .vrfy, .expn, .help])
    facts.security = security
    for line in lines {
      let words = String(decoding: line, as: UTF8.self).uppercased().split(separator: " ").map(String.init)
      guard let keyword = words.first else { continue }
      if let verb = SMTPVerb(rawValue: keyword) { facts.offered.insert(verb) }
      switch keyword {
      case "CHUNKING": facts.offered.insert(.bdat)
      case "SIZE": facts.sizeLimit = words.dropFirst().first.flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil }
      case "AUTH": facts.mechanisms = words.dropFirst().compactMap { SASLMechanism(rawValue: $0) }
      default: break
      }
      facts.parameters.formUnion(SMTPParameters.introduced(by: keyword))
    }
  }

  private func exchange(
    _ line: SentLine?, _ reply: SMTPReply, _ occasion: ReplyAnatomy.SMTPOccasion
  ) -> Exchange {
    Exchange(
      line: line, reply: .smtp(reply), anatomy: ReplyAnatomy(reply, answering: occasion), state: state.name)
  }
}
