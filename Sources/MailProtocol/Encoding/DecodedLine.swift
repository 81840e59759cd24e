/// What a line of an AUTH exchange says, and what kind of line it must be. `mailtutor decode` shows it. RFC 4648 §4,
/// RFC 4616 §2, RFC 2195 §2, RFC 5802 §7.
public struct DecodedLine: Hashable, Sendable {
  /// `decode.form.FORM` of `Locales/*/ui.yaml` says what it is.
  public enum Form: String, CaseIterable, Hashable, Sendable {
    case empty, text, octets, plain, challenge, response, scram
    case userPrompt = "user-prompt"
    case passwordPrompt = "password-prompt"
    /// PLAIN without the NUL that stands first.
    case plainShort = "plain-short"
  }

  public let octets: [UInt8]
  public let form: Form
  public let parts: [LoginPart]
  /// What is probably a mistake, though it is base64.
  public let remark: Diagnosis?

  /// - Parameter line: base64, with or without the reply code or the command before it.
  public init(_ line: String) throws(UnreadableLine) {
    let text = ExchangeLine.response(in: line)
    switch SASLResponse(initial: Secret(text), speaking: .smtp) {
    case .unreadable(let diagnosis):
      throw UnreadableLine(diagnosis, suggestion: Self.repaired(text))
    case .cancelled:
      throw UnreadableLine(Diagnosis(.base64NotBase64, .smtp))
    case .octets(let octets, let remark):
      self.octets = octets
      // Octets that are no text are a form here, not a mistake.
      self.remark = remark.flatMap { $0.id == .base64Newline ? $0 : nil }
      let anatomy = Self.anatomy(octets)
      form = anatomy.form
      parts = anatomy.parts
    }
  }

  /// The alphabet of URLs, and `=` that were left out at the end.
  private static func repaired(_ text: String) -> String? {
    let standard = String(text.map { sign -> Character in sign == "-" ? "+" : sign == "_" ? "/" : sign })
    let bare = standard.utf8.reversed().drop { $0 == UInt8(ascii: "=") }.count
    let padded = String(standard.prefix(bare)) + String(repeating: "=", count: (4 - bare % 4) % 4)
    guard padded != text, let octets = Base64.decode(padded), !octets.isEmpty, isText(octets) else { return nil }
    return padded
  }

  private static func isText(_ octets: [UInt8]) -> Bool {
    octets.allSatisfy { $0 >= 0x20 || $0 == 0 || $0 == .lf || $0 == .cr }
      && String(validating: octets, as: UTF8.self) != nil
  }

  private static func anatomy(_ octets: [UInt8]) -> (form: Form, parts: [LoginPart]) {
    guard !octets.isEmpty else { return (.empty, []) }
    let ending = [LoginPart].text(octets).filter { $0.role == .newline }
    let body = Array(octets.dropLast(ending.first?.octets.count ?? 0))
    guard isText(octets) else { return (.octets, .text(octets)) }
    let text = String(decoding: body, as: UTF8.self)
    if let prompt = prompt(text) { return (prompt, .text(octets)) }
    if body.contains(0) { return plain(body, ending) ?? (Form.text, [LoginPart].text(octets)) }
    if text.hasPrefix("<"), APOPDigest.timestamp(inGreeting: body) == text {
      return (.challenge, [LoginPart(.challenge, body)] + ending)
    }
    if let response = response(body) { return (.response, response + ending) }
    return (isSCRAM(text) ? .scram : .text, .text(octets))
  }

  /// What servers ask in AUTH LOGIN: `Username:`, `User Name` and a NUL, in any case.
  private static func prompt(_ text: String) -> Form? {
    switch text.lowercased().filter({ $0.isLetter }) {
    case "username" where isQuestion(text): .userPrompt
    case "password" where isQuestion(text): .passwordPrompt
    default: nil
    }
  }

  private static func isQuestion(_ text: String) -> Bool { text.last == ":" || text.last == "\0" }

  private static func plain(_ octets: [UInt8], _ ending: [LoginPart]) -> (form: Form, parts: [LoginPart])? {
    let pieces = octets.split(separator: 0, omittingEmptySubsequences: false)
    let nul = LoginPart(.nul, [0])
    switch pieces.count {
    case 2: return (.plainShort, [LoginPart(.user, pieces[0]), nul, LoginPart(.password, pieces[1])] + ending)
    case 3:
      let identity = pieces[0].isEmpty ? [] : [LoginPart(.identity, pieces[0])]
      return (.plain, identity + [nul, LoginPart(.user, pieces[1]), nul, LoginPart(.password, pieces[2])] + ending)
    default: return nil
    }
  }

  /// A name, a space, and 32 lower-case hexadecimal digits.
  private static func response(_ octets: [UInt8]) -> [LoginPart]? {
    guard let space = octets.lastIndex(of: .space), space > 0 else { return nil }
    let digest = octets[(space + 1)...]
    guard digest.count == 32, digest.allSatisfy({ "0123456789abcdef".utf8.contains($0) }) else { return nil }
    return [LoginPart(.user, octets[..<space]), LoginPart(.space, " "), LoginPart(.hmac, digest)]
  }

  private static func isSCRAM(_ text: String) -> Bool {
    let names = text.split(separator: ",", omittingEmptySubsequences: false).map { $0.prefix(2) }
    return text.hasPrefix("n,") && names.contains("r=") || names.starts(with: ["r=", "s=", "i="])
      || names.first == "c=" && names.last == "p=" || names.count == 1 && names[0] == "v="
  }
}
