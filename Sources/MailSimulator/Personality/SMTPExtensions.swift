import MailProtocol

/// The extensions of an SMTP server: EHLO's lines, and what the rule book may then allow. What is announced
/// is performed (RFC 5321 §2.2.1), so only what a session can do may be added.
struct SMTPExtensions: Hashable, Sendable {
  /// As EHLO announces them.
  private(set) var announced = SMTPCapabilities()
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
      guard words.count > 1, words.dropFirst().allSatisfy({ SASLMechanism.performed.contains(SASLMechanism($0)) })
      else { return false }
    case "SIZE": if words.count > 2 || (words.count == 2 && (Int(words[1]) ?? -1) < 0) { return false }
    default: if words.count > 1 { return false }
    }
    if keyword == "EHLO" { hasEHLO = true } else { announced.add(SMTPCapabilities.Extension(line)) }
    return true
  }

  /// - Returns: whether there is such an extension at all.
  @discardableResult
  mutating func remove(_ keyword: String) -> Bool {
    announced.remove(keyword)
    if keyword == "EHLO" { hasEHLO = false }
    return Self.names.contains(keyword)
  }

  static func advice(against line: String) -> String {
    "the simulator cannot perform `\(line)`; an SMTP server here may offer "
      + names.map { $0 == "SIZE" ? "SIZE number" : $0 == "AUTH" ? "AUTH mechanisms" : $0 }.joined(separator: ", ")
  }

  func has(_ keyword: String) -> Bool { announced[keyword] != nil }

  /// Commands beyond the minimum.
  var verbs: Set<SMTPVerb> { hasEHLO ? announced.verbs.union([.ehlo]) : announced.verbs }
}
