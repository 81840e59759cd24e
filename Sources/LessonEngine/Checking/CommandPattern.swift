import MailProtocol

/// A command as a lesson names it, compared by meaning: case, spacing, forgiven spellings and the case of domains do
/// not matter; `*` stands for any one argument.
public struct CommandPattern: Hashable, Sendable {
  public let text: String
  private let words: [String]

  public init(_ text: String) {
    self.text = text
    words = Self.words(of: text)
  }

  public func matches(_ line: String) -> Bool {
    let typed = Self.words(of: line)
    return typed.count == words.count && zip(words, typed).allSatisfy { $0 == "*" || $0 == $1 || $0 == "<*>" }
  }

  /// The keyword, upper case.
  public var verb: String { words.first ?? "" }
  public var arguments: [String] { Array(words.dropFirst()) }

  /// The parts that carry meaning. The rest of a PASS line is one word, spaces and all (RFC 1939 §7); a path is
  /// one word in brackets with its domain in small letters.
  static func words(of line: String) -> [String] {
    let verb = line.prefix { $0 != " " }.uppercased()
    let rest = line.dropFirst(verb.count).drop { $0 == " " }
    switch verb {
    case "PASS": return rest.isEmpty ? [verb] : [verb, String(line.dropFirst(verb.count + 1))]
    case "MAIL", "RCPT": return [verb] + pathWords(rest)
    case "LIST", "RETR", "DELE", "TOP", "UIDL":
      return [verb] + rest.split(separator: " ").map { Int($0).map(String.init) ?? String($0) }
    case "HELO", "EHLO", "AUTH":
      return [verb] + rest.split(separator: " ").map { $0.lowercased() }
    case "NOOP": return [verb]
    default: return [verb] + rest.split(separator: " ").map(String.init)
    }
  }

  private static func pathWords(_ rest: Substring) -> [String] {
    guard let colon = rest.firstIndex(of: ":") else { return rest.split(separator: " ").map(String.init) }
    let keyword = rest[..<colon].uppercased()
    var parts = rest[rest.index(after: colon)...].split(separator: " ").map(String.init)
    guard !parts.isEmpty else { return [keyword] }
    var address = parts.removeFirst()
    if address.hasPrefix("<"), address.hasSuffix(">") { address = String(address.dropFirst().dropLast()) }
    if let at = address.lastIndex(of: "@") { address = address[..<at] + address[at...].lowercased() }
    return [keyword, "<\(address)>"] + parts.map { $0.uppercased() }
  }
}
