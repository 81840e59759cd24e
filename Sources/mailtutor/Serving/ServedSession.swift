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

  mutating func receive(_ octets: [UInt8]) -> OctetAnswer {
    let shown = noteLine(octets)
    // On a line of its own: inside the call of `answer` it would run beside a copy of this session, and every piece of a
    // letter would copy the letter.
    let output = world.use { session.receive(octets, in: &$0) }
    let answer = answer(output)
    if let shown {
      // What is wrong may stand in, or beside, what must not be shown.
      for annotation in output.annotations { log?.note(.annotation(annotation.masked(ifNeededFor: shown))) }
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

  /// - Returns: the line as the log has it; nil without a log, and while the line is not whole.
  private mutating func noteLine(_ octets: [UInt8]) -> String? {
    guard let log else { return nil }
    framer.append(octets)
    guard let line = framer.next() else { return nil }
    let shown = shown(line.bytes)
    log.note(.client(shown, isLetters: session.isTakingLetter))
    return shown
  }

  private mutating func shown(_ line: [UInt8]) -> String {
    if session.isTakingLetter { return ByteSanitizer.visible(line) }
    let text = String(decoding: line, as: UTF8.self)
    switch session.secrecy {
    case .commands: return ByteSanitizer.visible(SecretMask.mask(text, expectsSecret: false))
    case .mayBeSecret: return ByteSanitizer.visible(SecretMask.mask(text, expectsSecret: true))
    case .isSecret: return Secret.mask
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
  fileprivate func masked(ifNeededFor shown: String) -> Self {
    guard shown.contains(Secret.mask) else { return self }
    func mask(_ diagnosis: Diagnosis) -> Diagnosis {
      var diagnosis = diagnosis
      diagnosis.values = diagnosis.values.mapValues { _ in Secret.mask }
      return diagnosis
    }
    switch self {
    case .refused(let diagnosis): return .refused(mask(diagnosis))
    case .forgiven(let diagnosis): return .forgiven(mask(diagnosis))
    case .fault: return self
    }
  }
}
