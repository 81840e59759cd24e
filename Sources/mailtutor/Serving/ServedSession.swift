import MailNetwork
import MailProtocol
import MailSimulator

/// A simulated server's session on a connection of `serve`: it works on the shared world, and tells the log what was
/// said, masked.
struct ServedSession<Session: ServerSession>: OctetSession {
  private let world: SharedWorld
  private let log: ConnectionLog?
  private var session: Session
  /// Cuts the client's octets into lines, for the log.
  private var framer = LineFramer(limit: ConnectionLog.longestLine)
  /// Of the lines in the log.
  private var expectation = SecretExpectation()

  init(_ caller: Caller, in world: SharedWorld, log: LiveLog?) {
    self.world = world
    self.log = log?.connection()
    // Every plain port of `serve` can be upgraded in the middle.
    session = world.use { Session(in: $0, client: caller.address, tls: caller.isEncrypted, isTLSOffered: true) }
    self.log?.note(.opened(Session.speaking, from: "\(caller.address) \(caller.port)", tls: caller.isEncrypted))
  }

  /// Line by line also in a letter when there is a log, so that it sees which lines were the letter's.
  var framing: InputFraming {
    mutating get { log == nil && session.isTakingLetter ? .pieces : .lines }
  }

  var knowsCaller: Bool { session.knowsCaller }

  mutating func open() -> OctetAnswer {
    let output = world.use { session.open(in: &$0) }
    return answer(output)
  }

  /// A BDAT piece need not end where a line does: what follows it is a command, and a line of its own in the log.
  mutating func receive(_ octets: [UInt8]) -> OctetAnswer {
    guard log != nil, let left = session.octetsLeft, left < octets.count else { return answerOne(octets) }
    var answer = answerOne(Array(octets.prefix(left)))
    guard answer.then == .goOn else { return answer }
    let rest = answerOne(Array(octets.dropFirst(left)))
    answer.writes += rest.writes
    answer.delay += rest.delay
    answer.then = rest.then
    return answer
  }

  private mutating func answerOne(_ octets: [UInt8]) -> OctetAnswer {
    let noted = noteLine(octets)
    // On a line of its own: inside the call of `answer` it would run beside a copy of this session, and every piece of a
    // letter would copy the letter.
    let output = world.use { session.receive(octets, in: &$0) }
    let answer = answer(output)
    if let noted {
      // What is wrong may stand in, or beside, what must not be shown.
      for annotation in output.annotations { log?.note(.annotation(annotation.hidingSecrets(of: noted.line))) }
      if let reason = reasonToWait(noted, output) { log?.note(.annotation(.waiting(reason))) }
    }
    return answer
  }

  mutating func tlsStarted() { world.use { session.tlsStarted(in: &$0) } }

  mutating func farewell(_ limit: ReachedLimit) -> [UInt8] {
    let words = world.use { session.farewell(limit.farewell, in: $0) }
    log?.note(.server(.octets(words)))
    return words
  }

  mutating func end(_ ending: ConnectionEnding) {
    world.use { session.abort(in: &$0) }
    log?.note(.closed(ending))
  }

  private func answer(_ output: ServerOutput) -> OctetAnswer {
    for reply in output.replies { log?.note(.server(reply)) }
    let then: OctetAnswer.Next =
      switch output.then {
      case .goOn: .goOn
      case .startTLS: .startTLS
      case .close: .close
      }
    return OctetAnswer(
      writes: output.replies.map(\.write), delay: .seconds(output.delaySeconds), then: then)
  }

  /// A line as it came, and as the log has it.
  private struct NotedLine {
    let line: MaskedLine
    let endsWithCRLF: Bool
    /// Of a letter; else a command, or the answer to a challenge.
    let isLetters: Bool
  }

  /// - Returns: nil without a log, and while the line is not whole.
  private mutating func noteLine(_ octets: [UInt8]) -> NotedLine? {
    guard let log else { return nil }
    framer.append(octets)
    // The last octets of a piece are whole without an end.
    let isLast = session.octetsLeft == octets.count
    let line = framer.next()
    guard line != nil || isLast else { return nil }
    let bytes = line?.bytes ?? framer.takeRest()
    let noted = NotedLine(
      line: masked(bytes), endsWithCRLF: line?.endsWithCRLF ?? true, isLetters: session.isTakingLetter)
    log.note(.client(noted.line.shown, isLetters: noted.isLetters))
    return noted
  }

  /// A program that ends its lines with LF alone waits for a reply, and the server for the end of the line: both would
  /// wait for ever, and neither says why.
  private mutating func reasonToWait(_ noted: NotedLine, _ output: ServerOutput) -> Diagnosis? {
    guard !noted.endsWithCRLF, output.replies.isEmpty, output.then == .goOn else { return nil }
    guard noted.isLetters else { return Diagnosis(.lineWaitsForCRLF, Session.speaking) }
    return noted.line.shown == "." && session.octetsLeft == nil ? Diagnosis(.dataBareLF, Session.speaking) : nil
  }

  private mutating func masked(_ line: [UInt8]) -> MaskedLine {
    if session.isTakingLetter { return MaskedLine(ofLetter: line) }
    let text = String(decoding: line, as: UTF8.self)
    let isExpected = expectation.isOpen && !session.position.isLoggedIn
    switch session.secrecy {
    case .isSecret: return text == "*" ? MaskedLine(ofLetter: line) : MaskedLine(allOf: text)
    case .commands, .mayBeSecret:
      expectation.sent(text)
      return SecretMask.masked(text, expectsSecret: isExpected || session.secrecy == .mayBeSecret)
    }
  }
}

extension ReachedLimit {
  /// As the session's protocol and personality word it.
  fileprivate var farewell: Farewell {
    switch self {
    case .connections: .tooManyConnections
    case .connectionsPerAddress: .tooManyConnectionsPerAddress
    case .silence: .idle
    case .login: .loginTooSlow
    case .shutdown: .shutdown
    }
  }
}

/// A letter is made and stuffed on the connection's event loop, after the world's lock has been given back.
extension OutgoingLetter.Pieces: OctetSource {}

extension ServerOutput.Reply {
  fileprivate var write: OctetAnswer.Write {
    switch self {
    case .octets(let octets): .octets(octets)
    case .letter(let letter): .source(letter.makeIterator())
    }
  }
}

extension ServerOutput.Annotation {
  fileprivate func hidingSecrets(of line: MaskedLine) -> Self {
    switch self {
    case .refused(let diagnosis): .refused(diagnosis.hidingSecrets(of: line))
    case .forgiven(let diagnosis): .forgiven(diagnosis.hidingSecrets(of: line))
    case .waiting(let diagnosis): .waiting(diagnosis.hidingSecrets(of: line))
    case .declined, .fault: self
    }
  }
}
