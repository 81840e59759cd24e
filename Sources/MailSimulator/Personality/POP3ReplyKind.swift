import MailProtocol

/// The occasions on which a POP3 server says something, and what it may name then. RFC 1939 §§4-7, LAST RFC
/// 1460.
enum POP3ReplyKind: String, ReplyKind {
  case greeting
  case user
  /// The maildrop is open and locked.
  case pass
  case apop
  case stat
  case list
  case listOne = "list-one"
  case retr
  case dele
  case noop
  case rset
  case top
  case uidl
  case uidlOne = "uidl-one"
  case last
  /// QUIT, and what it may say instead when nobody logged in, when nothing is left, when something was
  /// removed.
  case quit
  case quitEarly = "quit-early"
  case quitEmpty = "quit-empty"
  case quitRemoved = "quit-removed"
  /// Another session has this maildrop. RFC 1939 §4.
  case locked
  case capa
  case stls
  case utf8
  /// LANG alone, and with a language.
  case lang
  case langOne = "lang-one"
  case auth
  /// AUTH alone: the mechanisms follow.
  case authList = "auth-list"
  /// Logged in again too soon. RFC 2449 §8.1.1.
  case loginDelay = "login-delay"
  /// What a server that says more to somebody whom it knows says to a verb that it does not; without it, the
  /// refusal is the same before and after the login.
  case unknownAfterLogin = "unknown-after-login"
  /// The last words to a client that has to go. RFC 3206 §4 for the response code.
  case tooManyConnections = "too-many-connections"
  case tooManyConnectionsPerAddress = "too-many-connections-per-address"
  case loginTooSlow = "login-too-slow"
  case shutdown

  static let speaking = MailProtocolName.pop3
  static let refusalStarts = ["-ERR"]
  /// A POP3 refusal has one code, `-ERR`.
  static let standardRefusals: [Diagnosis.ID: String] = [:]

  var values: Set<ReplyValue> {
    switch self {
    case .greeting: [.process]
    case .user, .locked, .quitEarly: [.user]
    case .capa, .stls, .utf8, .lang, .langOne, .authList, .loginDelay, .tooManyConnections,
      .tooManyConnectionsPerAddress, .loginTooSlow, .shutdown:
      []
    case .pass, .apop, .auth, .quit, .quitEmpty, .quitRemoved, .rset, .noop: [.user, .n, .octets]
    case .stat, .list, .uidl: [.n, .octets]
    case .listOne, .retr, .top: [.i, .octets]
    case .unknownAfterLogin: [.verb, .line]
    case .dele, .last: [.i]
    case .uidlOne: [.i, .id]
    }
  }

  var starts: [String] {
    switch self {
    case .locked, .loginDelay, .unknownAfterLogin, .tooManyConnections, .tooManyConnectionsPerAddress, .loginTooSlow,
      .shutdown:
      ["-ERR"]
    case .greeting, .user, .pass, .apop, .stat, .list, .listOne, .retr, .dele, .noop, .rset, .top, .uidl, .uidlOne,
      .last, .quit, .quitEarly, .quitEmpty, .quitRemoved, .capa, .stls, .utf8, .lang, .langOne, .auth, .authList:
      ["+OK"]
    }
  }

  var otherwise: DefaultText<POP3ReplyKind> {
    switch self {
    case .greeting, .user, .pass, .list, .retr, .dele, .noop, .rset, .quit, .locked: .demanded
    case .apop, .auth: .same(.pass)
    case .capa: .plain("+OK Capability list follows")
    case .stls: .plain("+OK Begin TLS negotiation now")
    case .utf8: .plain("+OK UTF8 enabled")
    case .lang: .plain("+OK Language listing follows")
    case .langOne: .plain("+OK en Replies are in English")
    case .authList: .plain("+OK Mechanisms follow")
    case .loginDelay: .plain("-ERR [LOGIN-DELAY] Wait before you log in again")
    case .unknownAfterLogin: .plain("-ERR Unknown command")
    case .tooManyConnections: .plain("-ERR [SYS/TEMP] too many connections, try again later")
    case .tooManyConnectionsPerAddress: .plain("-ERR [SYS/TEMP] too many connections from your address")
    case .loginTooSlow: .plain("-ERR [SYS/TEMP] you took too long to log in")
    case .shutdown: .plain("-ERR [SYS/TEMP] the server is shutting down")
    case .stat: .plain("+OK {n} {octets}")
    case .listOne: .plain("+OK {i} {octets}")
    case .top, .uidl: .plain("+OK")
    case .uidlOne: .plain("+OK {i} {id}")
    case .last: .plain("+OK {i}")
    case .quitEarly, .quitEmpty, .quitRemoved: .same(.quit)
    }
  }
}
