import MailNetwork
import MailProtocol
import MailSimulator

/// What the two protocols' sessions have in common for `serve`: how they are run, and what its log wants to know of
/// them.
protocol MailSession: Sendable {
  static var speaking: MailProtocolName { get }
  init(in world: MailWorld, client: String, tls: Bool, isTLSOffered: Bool)
  mutating func open(in world: inout MailWorld) -> ServerOutput
  mutating func receive(_ octets: [UInt8], in world: inout MailWorld) -> ServerOutput
  mutating func tlsStarted(in world: inout MailWorld)
  mutating func abort(in world: inout MailWorld)

  /// The next octets are a letter's. `mutating`, so that a session need not be copied to be asked.
  var isTakingLetter: Bool { mutating get }
  var knowsCaller: Bool { get }
  var secrecy: Secrecy { get }
  /// The last words to a client that has to go.
  static func farewell(_ limit: ReachedLimit) -> String
}

/// What of the next line may be written down.
enum Secrecy {
  /// All but what follows PASS and its like.
  case commands
  /// A password may come by itself.
  case mayBeSecret
  /// It is an answer to a challenge.
  case isSecret
}

extension POP3Session: MailSession {
  static let speaking = MailProtocolName.pop3

  var isTakingLetter: Bool { false }

  var knowsCaller: Bool {
    switch state {
    case .authorization: false
    case .transaction, .update, .closed: true
    }
  }

  var secrecy: Secrecy {
    switch state {
    case .authorization(.userGiven): .mayBeSecret
    case .authorization(.sasl): .isSecret
    case .authorization(.fresh), .transaction, .update, .closed: .commands
    }
  }

  static func farewell(_ limit: ReachedLimit) -> String {
    switch limit {
    case .connections: "-ERR [SYS/TEMP] too many connections, try again later\r\n"
    case .connectionsPerAddress: "-ERR [SYS/TEMP] too many connections from your address\r\n"
    case .login: "-ERR [SYS/TEMP] you took too long to log in\r\n"
    case .shutdown: "-ERR [SYS/TEMP] the server is shutting down\r\n"
    // RFC 1939 §3: the autologout timer closes without a response.
    case .silence: ""
    }
  }
}

extension SMTPSession: MailSession {
  static let speaking = MailProtocolName.smtp

  var isTakingLetter: Bool { state == .data || state == .chunking }

  var knowsCaller: Bool { state != .connected }

  var secrecy: Secrecy {
    if case .sasl = state { .isSecret } else { .commands }
  }

  /// RFC 5321 §3.8: 421 may come at any moment and is the last thing a server says.
  static func farewell(_ limit: ReachedLimit) -> String {
    switch limit {
    case .connections: "421 4.3.2 Too many connections, try again later\r\n"
    case .connectionsPerAddress: "421 4.7.0 Too many connections from your address\r\n"
    case .login: "421 4.7.0 You took too long to say hello\r\n"
    case .shutdown: "421 4.3.2 The server is shutting down\r\n"
    case .silence: "421 4.4.2 Idle for too long, closing\r\n"
    }
  }
}
