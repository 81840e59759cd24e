import MailProtocol

/// One connection from a server's side: octets in, replies out. The simulated peer and `serve` run it.
///
/// What every session guarantees:
/// - The rule book judges every line, and moves the session by the reply that goes out; nothing else does.
/// - Commands that were sent together are answered in order, however they are cut.
/// - From the answer that starts TLS on nothing is read until the handshake is done.
public protocol ServerSession: Sendable {
  static var speaking: MailProtocolName { get }

  /// - Parameters:
  ///   - client: the address that it called from.
  ///   - tls: encrypted from the first octet. RFC 8314 §3.
  ///   - isTLSOffered: who runs the session can shake hands when STLS or STARTTLS asks for it.
  init(in world: MailWorld, client: String, tls: Bool, isTLSOffered: Bool)

  /// Begins the session with the greeting.
  mutating func open(in world: inout MailWorld) -> ServerOutput
  /// Answers what has arrived.
  mutating func receive(_ octets: [UInt8], in world: inout MailWorld) -> ServerOutput
  /// The handshake is done: what was said in plaintext, answered or not, is forgotten. RFC 2595 §4, RFC 3207 §4.2.
  mutating func tlsStarted(in world: inout MailWorld)
  /// The connection was lost: what was not answered is not done.
  mutating func abort(in world: inout MailWorld)

  /// Which session of the world this is, from 0.
  var ordinal: Int { get }
  /// The next octets are a letter's. `mutating`, so that a session need not be copied to be asked.
  var isTakingLetter: Bool { mutating get }
  /// How many octets of a letter are still to come, where the client has said so: a BDAT piece. RFC 3030 §2.
  var octetsLeft: Int? { mutating get }
  /// Somebody has logged in, or at least said hello: such a session may be given more time.
  var knowsCaller: Bool { get }
  var secrecy: Secrecy { get }
  /// Where the session stands, for those who may see it.
  var position: Observation.Position { get }

  /// The last words to a client that has to go; empty where the protocol wants silence.
  func farewell(_ reason: Farewell, in world: MailWorld) -> [UInt8]
}

/// What of the next line may be written down.
public enum Secrecy: Hashable, Sendable {
  /// All but what follows PASS and its like.
  case commands
  /// A password may come by itself.
  case mayBeSecret
  /// It is an answer to a challenge.
  case isSecret
}

/// Why a server sends a client away that has done nothing wrong.
public enum Farewell: Hashable, Sendable {
  case tooManyConnections
  case tooManyConnectionsPerAddress
  case loginTooSlow
  case idle
  case shutdown
}
