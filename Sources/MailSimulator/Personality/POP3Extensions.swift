import MailProtocol

/// The optional commands and capabilities of a POP3 server, and CAPA's lines, which are true (RFC 2449 §5): only
/// what a session can do may be added.
struct POP3Extensions: Hashable, Sendable {
  private(set) var verbs: Set<POP3Verb> = []
  private(set) var mechanisms: [SASLMechanism] = []
  /// Capabilities that are no command, as CAPA announces them: `EXPIRE NEVER`.
  private(set) var lines: [String] = []

  /// Optional and historic commands that a session can perform.
  private static let performed: [POP3Verb] = [.apop, .top, .uidl, .last, .capa, .stls, .utf8, .lang]
  private static let names = ["RESP-CODES", "AUTH-RESP-CODE", "PIPELINING"]

  /// - Returns: whether the simulator can perform it.
  mutating func add(_ line: String) -> Bool {
    let words = line.split(separator: " ").map(String.init)
    guard let keyword = words.first else { return false }
    if let verb = Self.performed.first(where: { $0.rawValue == line }) {
      verbs.insert(verb)
      return true
    }
    switch keyword {
    case "AUTH":
      let named = words.dropFirst().map { SASLMechanism($0) }
      guard !named.isEmpty, named.allSatisfy(SASLMechanism.performed.contains) else { return false }
      mechanisms = named
      verbs.insert(.auth)
    case "LOGIN-DELAY":
      guard words.count == 2, let seconds = Int(words[1]), seconds >= 0 else { return false }
      lines.append(line)
    case "IMPLEMENTATION":
      guard words.count == 2 else { return false }
      lines.append(line)
    default:
      guard Self.names.contains(line) || line == "EXPIRE NEVER" else { return false }
      lines.append(line)
    }
    return true
  }

  /// - Returns: whether there is such an offer at all.
  @discardableResult
  mutating func remove(_ keyword: String) -> Bool {
    lines.removeAll { $0.prefix { $0 != " " } == keyword }
    if let verb = POP3Verb(rawValue: keyword) { verbs.remove(verb) }
    if keyword == "AUTH" { mechanisms = [] }
    return Self.performed.contains { $0.rawValue == keyword } || Self.names.contains(keyword)
      || ["AUTH", "LOGIN-DELAY", "IMPLEMENTATION", "EXPIRE"].contains(keyword)
  }

  /// Seconds between two logins of a user.
  var loginDelay: Int { lines.first { $0.hasPrefix("LOGIN-DELAY ") }.flatMap { Int($0.dropFirst(12)) } ?? 0 }

  static func advice(against name: String) -> String {
    let all = performed.map(\.rawValue) + ["AUTH mechanisms"] + names + ["EXPIRE NEVER", "LOGIN-DELAY seconds"]
    return "the simulator cannot perform `\(name)`; a POP3 server here may offer \(all.joined(separator: ", "))"
  }
}
