/// Reads what follows `MAIL` and `RCPT`: the keyword, its colon, the path and the parameters. What is not written as the
/// grammar has it is looked at by `KeywordSlips` and `PathSlips`. RFC 5321 §§3.3, 4.1.1.2, 4.1.1.3.
struct PathReader {
  enum Result: Equatable {
    /// `flaw` is what lenient servers forgive: a space after the colon, missing brackets.
    case path(ReversePath, [MailParameter], flaw: Diagnosis.ID?)
    case wrong(PathSlip)
  }

  let argument: Substring
  /// `FROM` or `TO`.
  let keyword: String
  let verb: SMTPVerb

  func read() -> Result {
    if let path = usualPath() { return .path(.mailbox(path), [], flaw: nil) }
    if let slip = KeywordSlips(argument, keyword: keyword, verb: verb).slip { return .wrong(slip) }
    let afterColon = argument.dropFirst(keyword.count + 1)
    let text = afterColon.withoutLeadingSpaces
    if text.isEmpty { return .wrong(PathSlip(id: .pathEmpty, bad: String(argument))) }
    return path(text, flaw: afterColon.first == " " ? .pathSpace : nil)
      ?? .wrong(PathSlips(text, verb: verb).slip.after(prefix))
  }

  /// The address of `FROM:<a@b.example>`, spelled as nearly every client spells it. Every other line is nil here and
  /// taken apart with more patience.
  private func usualPath() -> MailPath? {
    let octets = argument.utf8
    guard argument.isPlain, octets.count > keyword.utf8.count + 2, octets.last == UInt8(ascii: ">") else { return nil }
    let colon = octets.index(octets.startIndex, offsetBy: keyword.utf8.count)
    let open = octets.index(after: colon)
    let inside = octets[octets.index(after: open)...].dropLast()
    guard octets[colon] == UInt8(ascii: ":"), octets[open] == UInt8(ascii: "<"),
      !inside.contains(UInt8(ascii: "<")), !inside.contains(UInt8(ascii: ">")),
      argument[..<colon].uppercased() == keyword
    else { return nil }
    return MailPath(address: String(Substring(inside)))
  }

  /// The command with this path and these parameters as it should be typed.
  func spelled(_ path: ReversePath, _ parameters: [MailParameter]) -> String {
    prefix + "<\(path)>" + parameters.map { " \($0.typed)" }.joined()
  }

  private var prefix: String { "\(verb.rawValue) \(keyword):" }

  /// nil where the text is not a path and its parameters.
  private func path(_ text: Substring, flaw: Diagnosis.ID?) -> Result? {
    if text.first == "<" {
      guard let end = QuotedString.first(">", in: text) else { return nil }
      let inside = text[text.index(after: text.startIndex)..<end]
      return address(inside, parameters: text[text.index(after: end)...], flaw: flaw)
    }
    let word = text.firstWord
    return word.isEmpty ? nil : address(word, parameters: text[word.endIndex...], flaw: .pathNoBrackets)
  }

  private func address(_ text: Substring, parameters: Substring, flaw: Diagnosis.ID?) -> Result? {
    guard let parameters = self.parameters(parameters) else { return nil }
    // Only a sender may be empty: a bounce must not be bounced. RFC 5321 §4.5.5.
    if text.isEmpty { return verb == .mail ? .path(.null, parameters, flaw: flaw) : nil }
    if verb == .rcpt, text.lowercased() == "postmaster" {
      return .path(.mailbox(MailPath(localPart: String(text), domain: nil)), parameters, flaw: flaw)
    }
    return MailPath(address: String(text)).map { .path(.mailbox($0), parameters, flaw: flaw) }
  }

  /// nil where something stands there that is no parameter, such as a second address.
  private func parameters(_ text: Substring) -> [MailParameter]? {
    if let first = text.first, first != " " { return nil }
    let parameters = text.words.map { MailParameter(typed: String($0)) }
    return parameters.allSatisfy(\.hasKeyword) ? parameters : nil
  }
}

/// What is wrong with a path or the word before it.
struct PathSlip: Equatable {
  let id: Diagnosis.ID
  let bad: String
  var sign: String?
  /// The line mended in this one respect.
  var suggestion: String?
  /// The line mended as a command with the other verb, where that may have been meant as well.
  var otherwise: String?

  /// As a slip of the whole line, where so far only the path was mended.
  func after(_ prefix: String) -> PathSlip {
    var slip = self
    slip.suggestion = suggestion.map { prefix + $0 }
    return slip
  }
}
