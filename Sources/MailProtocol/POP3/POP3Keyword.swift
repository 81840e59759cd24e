/// The keywords with which CAPA's lines begin, as far as they have a meaning here. RFC 2449 §6, RFC 2595 §4, RFC 5034 §6,
/// RFC 6856, RFC 3206, and what servers announce beside them.
public enum POP3Keyword {
  public static func starts(_ line: some Collection<UInt8>) -> Bool {
    let word = line.prefix { $0 != .space }
    return word.count <= 32 && known.contains(String(decoding: Array(word), as: UTF8.self).uppercased())
  }

  public static let known: Set<String> = [
    "TOP", "USER", "SASL", "RESP-CODES", "LOGIN-DELAY", "PIPELINING", "EXPIRE", "UIDL", "IMPLEMENTATION", "STLS",
    "AUTH-RESP-CODE", "UTF8", "LANG", "APOP", "LAST",
  ]

  /// Keys for what a line announces, from the most exact to the most general: `EXPIRE 0` means another thing than
  /// `EXPIRE 30`.
  static func meanings(_ words: [Word]) -> [String] {
    guard let keyword = words.first?.text.uppercased() else { return [] }
    let value = words.dropFirst().first.map { ["pop3.capability.\(keyword)-\($0.text.uppercased())"] } ?? []
    return value + ["pop3.capability.\(keyword)", "pop3.capability.other"]
  }
}
