import MailProtocol

/// The extensions of an SMTP server: EHLO's lines, and what the rule book may then allow. What is announced
/// is performed (RFC 5321 §2.2.1), so only what a session can do may be added.
struct SMTPExtensions: Hashable, Sendable {
  /// As EHLO announces them, in order: `SIZE 10240000`.
  private(set) var lines: [String] = []
  private(set) var hasEHLO = false

  private static let names = [
    "EHLO", "PIPELINING", "SIZE", "8BITMIME", "SMTPUTF8", "ENHANCEDSTATUSCODES", "STARTTLS", "AUTH", "DSN", "CHUNKING",
    "ETRN", "VRFY", "EXPN", "HELP", "VERB",
  ]

  /// - Parameter line: a keyword and its parameter, as EHLO says it; `EHLO` stands for the command itself.
  /// - Returns: whether it is one that the simulator performs.
  mutating func add(_ line: String) -> Bool {
    let words = line.split(separator: " ", omittingEmptySubsequences: false)
    guard let keyword = words.first.map(String.init), Self.names.contains(keyword) else { return false }
    switch keyword {
    case "AUTH":
      guard words.count > 1, words.dropFirst().allSatisfy({ SASLMechanism(rawValue: String($0)) != nil })
      else { return false }
    case "SIZE": if words.count > 2 || (words.count == 2 && (Int(words[1]) ?? -1) < 0) { return false }
    default: if words.count > 1 { return false }
    }
    if keyword == "EHLO" {
      hasEHLO = true
    } else if let index = lines.firstIndex(where: { Self.keyword(of: $0) == keyword }) {
      lines[index] = line
    } else {
      lines.append(line)
    }
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
      + names.map { $0 == "SIZE" ? "SIZE number" : $0 == "AUTH" ? "AUTH mechanisms" : $0 }.joined(separator: ", ")
  }

  private static func keyword(of line: String) -> String { String(line.prefix { $0 != " " }) }

  func has(_ keyword: String) -> Bool { lines.contains { Self.keyword(of: $0) == keyword } }

  /// Of AUTH's line, in its order.
  var mechanisms: [SASLMechanism] {
    guard let line = lines.first(where: { Self.keyword(of: $0) == "AUTH" }) else { return [] }
    return line.split(separator: " ").dropFirst().compactMap { SASLMechanism(rawValue: String($0)) }
  }

  /// EHLO's lines as they are true now. RFC 3207 §4.2: TLS changes them.
  func announced(mechanisms: [SASLMechanism], startTLS: Bool) -> [String] {
    lines.compactMap { line in
      switch Self.keyword(of: line) {
      case "STARTTLS": startTLS ? line : nil
      case "AUTH": mechanisms.isEmpty ? nil : "AUTH " + mechanisms.map(\.rawValue).joined(separator: " ")
      default: line
      }
    }
  }

  /// Commands beyond the minimum.
  var verbs: Set<SMTPVerb> {
    var verbs = Set(lines.compactMap { SMTPVerb(rawValue: Self.keyword(of: $0)) })
    if hasEHLO { verbs.insert(.ehlo) }
    if has("CHUNKING") { verbs.insert(.bdat) }
    return verbs
  }

  /// Parameters of MAIL and RCPT that may follow EHLO.
  var parameters: Set<String> { Set(lines.flatMap { SMTPParameters.introduced(by: Self.keyword(of: $0)) }) }

  /// Octets that a letter may have; SIZE 0 and SIZE alone say nothing. RFC 1870 §3.
  var sizeLimit: Int? {
    lines.first { $0.hasPrefix("SIZE ") }.flatMap { Int($0.dropFirst(5)) }.flatMap { $0 > 0 ? $0 : nil }
  }
}
