import MailProtocol

/// The occasions on which a POP3 server says something, and what it may name then. RFC 1939 §§4-7, LAST RFC
/// 1460.
enum POP3Word: String, WordOccasion {
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

  static let speaking = MailProtocolName.pop3
  static let refusalStarts = ["-ERR"]

  var values: Set<WordValue> {
    switch self {
    case .greeting: [.process]
    case .user, .locked, .quitEarly: [.user]
    case .pass, .apop, .quit, .quitEmpty, .quitRemoved, .rset, .noop: [.user, .n, .octets]
    case .stat, .list, .uidl: [.n, .octets]
    case .listOne, .retr, .top: [.i, .octets]
    case .dele, .last: [.i]
    case .uidlOne: [.i, .id]
    }
  }

  var starts: [String] { self == .locked ? ["-ERR"] : ["+OK"] }

  var otherwise: Otherwise<POP3Word> {
    switch self {
    case .greeting, .user, .pass, .list, .retr, .dele, .noop, .rset, .quit, .locked: .demanded
    case .apop: .same(.pass)
    case .stat: .plain("+OK {n} {octets}")
    case .listOne: .plain("+OK {i} {octets}")
    case .top, .uidl: .plain("+OK")
    case .uidlOne: .plain("+OK {i} {id}")
    case .last: .plain("+OK {i}")
    case .quitEarly, .quitEmpty, .quitRemoved: .same(.quit)
    }
  }
}

/// A personality's POP3 half: its words and what it has beyond RFC 1939's minimum.
struct POP3Side: Decodable, Sendable {
  let words: Words<POP3Word>
  let refusals: Refusals<POP3Word>
  var offered: Set<POP3Verb>
  /// The process number of the first session; each later one has the next.
  let process: Int

  /// Optional and historic commands that a session can perform.
  static let performed: [POP3Verb] = [.apop, .top, .uidl, .last]

  private enum CodingKeys: String, CodingKey { case words, refuse, offers, process }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    words = try container.decode(Words<POP3Word>.self, forKey: .words)
    refusals = try container.decode(Refusals<POP3Word>.self, forKey: .refuse)
    process = try container.decodeIfPresent(Int.self, forKey: .process) ?? 1
    let names = try container.decodeIfPresent([String].self, forKey: .offers) ?? []
    offered = []
    for name in names {
      guard let verb = Self.verb(name) else {
        throw DecodingError.dataCorruptedError(
          forKey: .offers, in: container, debugDescription: Self.advice(against: name))
      }
      offered.insert(verb)
    }
  }

  static func verb(_ name: String) -> POP3Verb? { performed.first { $0.rawValue == name } }

  static func advice(against name: String) -> String {
    let names = performed.map(\.rawValue).joined(separator: ", ")
    return "the simulator cannot perform `\(name)`; a POP3 server here may offer \(names)"
  }
}
