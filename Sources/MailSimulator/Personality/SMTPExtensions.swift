import MailProtocol

/// The extensions of an SMTP server: EHLO's lines, and what the rule book may then allow. What is announced
/// is performed (RFC 5321 §2.2.1), so only what a session can do may be added.
struct SMTPExtensions: Hashable, Sendable {
  /// As EHLO announces them, in order: `SIZE 10240000`.
  private(set) var lines: [String] = []
  private(set) var hasEHLO = false

  private static let names = [
    "EHLO", "PIPELINING", "SIZE", "8BITMIME", "ENHANCEDSTATUSCODES", "VRFY", "EXPN", "HELP",
  ]

  /// - Parameter line: a keyword and its parameter, as EHLO says it; `EHLO` stands for the command itself.
  /// - Returns: whether it is one that the simulator performs.
  mutating func add(_ line: String) -> Bool {
    let words = line.split(separator: " ", omittingEmptySubsequences: false)
    guard let keyword = words.first.map(String.init), Self.names.contains(keyword) else { return false }
    if words.count > 1, keyword != "SIZE" || words.count > 2 || (Int(words[1]) ?? -1) < 0 { return false }
    remove(keyword)
    if keyword == "EHLO" { hasEHLO = true } else { lines.append(line) }
    return true
  }

  /// - Returns: whether there is such an extension at all.
  @discardableResult
  mutating func remove(_ keyword: String) -> Bool {
    lines.removeAll { Self.keyword(of: $0) == keyword }
    if keyword == "EHLO" { hasEHLO = false }
    return Self.names.contains(keyword)
  }

  static func advice(against line: String) -> String {
    "the simulator cannot perform `\(line)`; an SMTP server here may offer "
      + names.map { $0 == "SIZE" ? "SIZE number" : $0 }.joined(separator: ", ")
  }

  private static func keyword(of line: String) -> String { String(line.prefix { $0 != " " }) }

  /// Commands beyond the minimum.
  var verbs: Set<SMTPVerb> {
    let named = lines.compactMap { SMTPVerb(rawValue: Self.keyword(of: $0)) }
    return Set(named).union(hasEHLO ? [.ehlo] : [])
  }

  /// Parameters of MAIL that may follow EHLO: SIZE (RFC 1870), BODY (RFC 6152).
  var parameters: Set<String> {
    Set(lines.compactMap { ["SIZE": "SIZE", "8BITMIME": "BODY"][Self.keyword(of: $0)] })
  }

  /// Octets that a letter may have; SIZE 0 and SIZE alone say nothing. RFC 1870 §3.
  var sizeLimit: Int? {
    lines.first { $0.hasPrefix("SIZE ") }.flatMap { Int($0.dropFirst(5)) }.flatMap { $0 > 0 ? $0 : nil }
  }
}
