/// One connection's answers: what an `OctetListener` runs. Called on the connection's event loop, one call at a time.
public protocol OctetSession {
  /// How it wants to be fed now. Asked before each line: `mutating`, so that a session need not be copied to be asked.
  var framing: InputFraming { mutating get }
  /// The client has said who it is, as far as the protocol asks: the limit until login no longer counts.
  var knowsCaller: Bool { get }

  /// What the server says first.
  mutating func open() -> OctetAnswer
  mutating func receive(_ octets: [UInt8]) -> OctetAnswer
  /// From here on everything is encrypted. What the session knew from before must be forgotten where the protocol says
  /// so (RFC 3207 §4.2, RFC 2595 §4).
  mutating func tlsStarted()
  /// The last words to a client that has to go; empty where the protocol wants silence. It may come before `open`.
  mutating func farewell(_ limit: ReachedLimit) -> [UInt8]
  /// The connection is closed; nothing is called after this.
  mutating func end(_ ending: ConnectionEnding)
}

public enum InputFraming: Hashable, Sendable {
  /// At most one line at a time, ended by LF or not yet: the answer to it is written before the next line is looked at,
  /// so that a thousand commands sent at once cannot make a thousand replies wait in memory.
  case lines
  /// Pieces as they come, for octets that are not answered one by one (a letter).
  case pieces
}

public struct OctetAnswer: Sendable {
  /// What follows when all is written.
  public enum Next: Hashable, Sendable {
    case goOn
    /// The TLS handshake. Octets that came before it are thrown away.
    case startTLS
    case close
  }

  /// What is written, one after the other, as fast as the client reads.
  public enum Write: Sendable {
    /// One write: clients have been seen to time out on halves. Large ones go out in pieces of
    /// `OutputQueue.largestWrite`.
    case octets([UInt8])
    /// Asked for its next octets when those before are on their way.
    case source(any OctetSource)
  }

  public var writes: [Write]
  /// Time before they are written.
  public var delay: Duration
  public var then: Next

  public init(writes: [Write] = [], delay: Duration = .zero, then: Next = .goOn) {
    self.writes = writes
    self.delay = delay
    self.then = then
  }
}

/// Octets that are made while they are sent, since there may be very many of them. Asked on the connection's event loop.
public protocol OctetSource: Sendable {
  /// The octets of the next write, best not more than `OutputQueue.largestWrite`; nil at the end.
  mutating func next() -> [UInt8]?
}

/// Who calls.
public struct Caller: Hashable, Sendable {
  /// `192.0.2.10`, `2001:db8::1`
  public let address: String
  public let port: Int
  /// TLS from the first octet.
  public let isEncrypted: Bool
}

/// How a connection came to its end.
public enum ConnectionEnding: Hashable, Sendable {
  /// The session closed it, as the protocol says.
  case finished
  /// The client went away.
  case hungUp
  case limit(ReachedLimit)
  /// The network or TLS gave up; what it said.
  case failed(String)
}
