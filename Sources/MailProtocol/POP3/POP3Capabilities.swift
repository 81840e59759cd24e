/// CAPA's lines: a server writes them, a client reads them. RFC 2449 §6, RFC 2595 §4 (STLS), RFC 5034 §6 (SASL),
/// RFC 6856 (UTF8, LANG).
public struct POP3Capabilities: Hashable, Sendable {
  /// Commands that are announced by their own name.
  public var verbs: Set<POP3Verb>
  /// `USER`: names and passwords are taken.
  public var takesPasswords: Bool
  /// nil without a SASL line.
  public var mechanisms: [SASLMechanism]?
  /// All other lines as they stand: `EXPIRE NEVER`, `IMPLEMENTATION x`.
  public var others: [String]

  /// In the order in which they are written.
  private static let announced: [POP3Verb] = [.top, .uidl, .stls, .utf8, .lang]

  public init(verbs: Set<POP3Verb>, takesPasswords: Bool, mechanisms: [SASLMechanism]?, others: [String]) {
    self.verbs = verbs
    self.takesPasswords = takesPasswords
    self.mechanisms = mechanisms
    self.others = others
  }

  /// - Parameter lines: of the reply, dots still stuffed.
  public init(lines: [[UInt8]]) {
    self.init(verbs: [], takesPasswords: false, mechanisms: nil, others: [])
    for line in lines {
      let text = String(decoding: DotStuffing.unstuff(line: line), as: UTF8.self)
      let words = text.split(separator: " ")
      guard let keyword = words.first?.uppercased() else { continue }
      if keyword == "USER" {
        takesPasswords = true
      } else if keyword == "SASL" {
        mechanisms = words.dropFirst().map { SASLMechanism($0) }
      } else if let verb = POP3Verb(rawValue: keyword), words.count == 1 || !Self.announced.contains(verb) {
        verbs.insert(verb)
      } else {
        others.append(text)
      }
    }
  }

  public var lines: [String] {
    func own(_ verbs: [POP3Verb]) -> [String] { verbs.filter(self.verbs.contains).map(\.rawValue) }
    var lines = own([.top, .uidl])
    if takesPasswords { lines.append("USER") }
    if let mechanisms { lines.append(["SASL"] + mechanisms.map(\.name)) }
    return lines + own([.stls, .utf8, .lang]) + others
  }
}

extension [String] {
  /// Words of one line.
  fileprivate mutating func append(_ words: [String]) { append(words.joined(separator: " ")) }
}
