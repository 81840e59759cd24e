import MailProtocol

/// An SMTP connection seen from the client's side. What it knows of the server, EHLO has said; in a simulated world the
/// simulator tells it more.
///
/// Whether octets are a command or a letter's is known for certain only when the replies before them have come: a DATA
/// that was refused makes commands of the lines that were sent behind it. So they are kept as they went out, and settled
/// one after the other as the replies come.
struct SMTPClientSession: Sendable {
  private(set) var position = SMTPPosition()
  /// Sent and not settled.
  private var outgoing: [UInt8] = []
  private var ahead = LookAhead()
  private var framer = LineFramer(limit: POP3ClientSession.longestReplyLine)
  private var reader = SMTPReplyReader()
  /// Of the letter that the server is taking, without stuffing dots.
  private var letter: [UInt8] = []
  /// Letters that the server has taken responsibility for.
  private(set) var taken: [Observation.Delivery] = []

  /// Where the session will stand if all that is under way succeeds.
  private struct LookAhead: Sendable {
    var position = SMTPPosition()
    /// How much of `outgoing` it has seen.
    var seen = 0
    /// Octets of a BDAT piece that are still to be sent. RFC 3030 §2.
    var pieceLeft = 0
  }

  /// Octets that are still to be sent keep their reply away.
  var isWaiting: Bool { (!outgoing.isEmpty && ahead.pieceLeft == 0) || position.state == .greeting }

  /// Every line that is sent now is the letter's.
  var isInData: Bool { ahead.position.isInData }

  /// Octets of a BDAT piece are due, whatever they are.
  var isInPiece: Bool { ahead.pieceLeft > 0 }

  mutating func send(_ line: [UInt8]) -> SentLine {
    outgoing += line + [0x0D, 0x0A]
    let isOfPiece = ahead.pieceLeft > 0
    let sent = lookAtRest()
    settleLetterLines()
    // Nothing in it is a command, whatever it says.
    if isOfPiece { return SentLine(text: line.text, role: .letterLine, verdict: .allowed(remark: nil)) }
    guard let sent else { preconditionFailure("a whole line is a line") }
    return sent
  }

  /// The lines of the open letter without stuffing dots; nil when none is open.
  var openLetter: [[UInt8]]? {
    guard isInData else { return nil }
    var lines = letter.split(separator: 0x0A, omittingEmptySubsequences: false).map { Array($0).withoutLineEnd }
    if lines.last?.isEmpty ?? false { lines.removeLast() }
    return lines
  }

  private func read(_ line: [UInt8], at position: SMTPPosition) -> SentLine {
    if position.isInExchange {
      return SentLine(response: line, verdict: SMTPRules.judge(response: line))
    }
    if position.isInData {
      return SentLine(
        text: line.text, role: line.text == "." ? .endOfLetter : .letterLine, verdict: .allowed(remark: nil))
    }
    let parsed = SMTPCommand.parse(line)
    return SentLine(
      text: parsed.line, role: .command(.smtp(parsed)), verdict: SMTPRules.judge(parsed, at: position))
  }

  mutating func receive(_ octets: [UInt8]) -> [Exchange] {
    framer.append(octets)
    var exchanges: [Exchange] = []
    // What stands behind the reply that starts TLS was not said in TLS: nobody may read it. RFC 3207 §6.
    while !position.isTLSDue, let line = framer.next() {
      if let reply = reader.take(line.bytes) { exchanges.append(pair(reply)) }
    }
    return exchanges
  }

  mutating func secured() {
    position.tlsStarted()
    framer = LineFramer(limit: POP3ClientSession.longestReplyLine)
    reader = SMTPReplyReader()
    outgoing = []
    lookAhead()
  }

  mutating func lost() {
    position.lost()
    outgoing = []
    lookAhead()
  }

  mutating func learn(from server: SMTPPosition) {
    position.learn(from: server)
    ahead.position.learn(from: server)
  }

  // MARK: Pairing

  private mutating func pair(_ reply: SMTPReply) -> Exchange {
    if position.state == .greeting {
      position.greeted(reply)
      lookAhead()
      return exchange(.greeting, reply, .greeting)
    }
    guard let octets = outgoing.takeLine() else {
      position.answered(reply)
      lookAhead()
      return exchange(.nothing, reply, .unknown)
    }
    let line = read(octets, at: position)
    let occasion: ReplyAnatomy.SMTPOccasion
    switch line.role {
    case .letterLine, .endOfLetter:
      occasion = .endOfData
      finishLetter(reply)
    case .response:
      occasion = .command(.auth)
      position.responseAnswered(reply)
    case .command(let parsed):
      occasion = parsed.verb.flatMap { SMTPVerb(rawValue: $0) }.map { .command($0) } ?? .unknown
      move(after: parsed.smtp, reply)
    }
    settleLetterLines()
    lookAhead()
    return exchange(.line(line), reply, occasion)
  }

  private mutating func move(after command: SMTPCommand?, _ reply: SMTPReply) {
    guard let command else { return position.answered(reply) }
    let envelope = position.state.envelope
    position.advance(after: command, reply)
    if case .bdat(let octets, let isLast) = command {
      takePiece(octets, reply)
      if isLast, reply.severity == 2, let envelope { take(envelope) }
    }
    if position.isInData || position.state.envelope == nil { letter = [] }
  }

  /// A server that knows no BDAT, or does not wait for a piece that it refuses, takes its octets for commands.
  private mutating func takePiece(_ octets: Int, _ reply: SMTPReply) {
    guard reply.code != 500, reply.code != 502, outgoing.count >= octets else { return }
    if reply.severity == 2 { letter += outgoing.prefix(octets) }
    outgoing.removeFirst(octets)
  }

  /// Lines of an open letter get no reply of their own.
  private mutating func settleLetterLines() {
    guard position.isInData else { return }
    var settled = 0
    while let end = outgoing.lineEnd(from: settled), outgoing[settled..<end] != [0x2E, 0x0D, 0x0A] {
      letter += DotStuffing.unstuff(line: outgoing[settled..<end])
      settled = end
    }
    outgoing.removeFirst(settled)
    ahead.seen -= settled
  }

  private mutating func finishLetter(_ reply: SMTPReply) {
    let envelope = position.state.envelope
    position.letterAnswered(reply)
    if reply.severity == 2, let envelope { take(envelope) }
    letter = []
  }

  private mutating func take(_ envelope: SMTPEnvelope) {
    taken.append(.init(from: envelope.sender, to: envelope.recipients, letter: Letter(letter)))
  }

  // MARK: Looking ahead

  private mutating func lookAhead() {
    ahead = LookAhead(position: position)
    lookAtRest()
  }

  /// - Returns: the first line that is seen now.
  @discardableResult private mutating func lookAtRest() -> SentLine? {
    var first: SentLine?
    while ahead.seen < outgoing.count {
      if ahead.pieceLeft > 0 {
        let here = min(ahead.pieceLeft, outgoing.count - ahead.seen)
        ahead.seen += here
        ahead.pieceLeft -= here
        continue
      }
      guard let end = outgoing.lineEnd(from: ahead.seen) else { break }
      let sent = read(Array(outgoing[ahead.seen..<end]).withoutLineEnd, at: ahead.position)
      ahead.seen = end
      first = first ?? sent
      assume(sent)
    }
    return first
  }

  /// Goes on as if the server had agreed.
  private mutating func assume(_ line: SentLine) {
    switch line.role {
    case .response, .letterLine: break
    case .endOfLetter: ahead.position.letterAnswered(SMTPReply(code: 250, lines: []))
    case .command(let parsed):
      guard let command = parsed.smtp else { return }
      if case .bdat(let octets, _) = command, ahead.position.offers.verbs.contains(.bdat) { ahead.pieceLeft = octets }
      guard line.verdict.isAllowed else { return }
      ahead.position.advance(assumingSuccessOf: command)
    }
  }

  private func exchange(
    _ cause: Exchange.Cause, _ reply: SMTPReply, _ occasion: ReplyAnatomy.SMTPOccasion
  ) -> Exchange {
    Exchange(
      cause: cause, reply: .smtp(reply), anatomy: ReplyAnatomy(reply, answering: occasion), state: position.state.name)
  }
}

extension [UInt8] {
  fileprivate var text: String { String(decoding: self, as: UTF8.self) }

  fileprivate var withoutLineEnd: [UInt8] {
    var line = self[...]
    if line.last == 0x0A { line = line.dropLast() }
    if line.last == 0x0D { line = line.dropLast() }
    return Array(line)
  }

  /// The index behind the first LF.
  fileprivate func lineEnd(from start: Int) -> Int? { self[start...].firstIndex(of: 0x0A).map { $0 + 1 } }

  fileprivate mutating func takeLine() -> [UInt8]? {
    guard let end = lineEnd(from: 0) else { return nil }
    defer { removeFirst(end) }
    return Array(self[..<end]).withoutLineEnd
  }
}
