/// Reads what follows `MAIL` and `RCPT`: the keyword, its colon, the path and the parameters, and names each
/// way to get them wrong. RFC 5321 §§3.3, 4.1.1.2, 4.1.1.3.
struct PathReader {
  enum Result: Equatable {
    /// `flaw` is what lenient servers forgive: a space after the colon, missing brackets.
    case path(ReversePath, [MailParameter], flaw: Diagnosis.ID?)
    case wrong(Diagnosis.ID, bad: String, suggestion: String)
  }

  let argument: Substring
  /// `FROM` or `TO`.
  let keyword: String
  let verb: SMTPVerb

  func read() -> Result {
    if let path = usualPath() { return .path(.mailbox(path), [], flaw: nil) }
    if argument.isEmpty { return .wrong(.argumentMissing, bad: "", suggestion: verb.form) }
    guard argument.uppercased().hasPrefix(keyword) else {
      guard let colon = argument.firstIndex(of: ":") else {
        return .wrong(.pathNoColon, bad: String(argument), suggestion: prefix + bracketed(argument))
      }
      // `MAIL FORM:<a@b>`, `RCPT FROM:<a@b>`: the colon is there, the word before it is another one.
      let address = bracketed(argument[argument.index(after: colon)...])
      let isRecipient = argument[..<colon].uppercased() == "TO"
      return .wrong(
        .pathWrongKeyword, bad: String(argument[...colon]),
        suggestion: isRecipient ? "RCPT TO:\(address)" : prefix + address)
    }
    let afterKeyword = argument.dropFirst(keyword.count)
    let unspaced = afterKeyword.drop { $0 == " " }
    guard unspaced.first == ":" else {
      return .wrong(.pathNoColon, bad: String(argument), suggestion: prefix + bracketed(unspaced))
    }
    let afterColon = unspaced.dropFirst()
    let text = afterColon.drop { $0 == " " }
    // Behind the colon many servers forgive a space, before it none does.
    if afterKeyword.first == " " {
      return .wrong(.pathSpace, bad: String(argument), suggestion: prefix + bracketed(text))
    }
    return path(text, flaw: afterColon.first == " " ? .pathSpace : nil)
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

  /// The command with this path as it should be typed.
  func spelled(_ path: ReversePath) -> String { "\(prefix)<\(path)>" }

  private var prefix: String { "\(verb.rawValue) \(keyword):" }

  private func path(_ text: Substring, flaw: Diagnosis.ID?) -> Result {
    if text.isEmpty { return .wrong(.pathEmpty, bad: String(argument), suggestion: verb.form) }
    if text.first == "<" {
      guard let end = QuotedString.first(">", in: text) else {
        return .wrong(.pathOneBracket, bad: String(text), suggestion: prefix + bracketed(text))
      }
      let inside = text[text.index(after: text.startIndex)..<end]
      if QuotedString.first("<", in: inside) != nil {
        let address = inside[inside.index(after: inside.lastIndex(of: "<")!)...]
        return .wrong(.pathDisplayName, bad: String(text), suggestion: prefix + bracketed(address))
      }
      return address(inside, parameters: text[text.index(after: end)...], flaw: flaw)
    }
    if let open = text.firstIndex(of: "<") {
      // A name before the brackets, as in a header: `Bob <b@c.example>`.
      return .wrong(.pathDisplayName, bad: String(text), suggestion: prefix + bracketed(text[open...]))
    }
    if text.first == "\"", let at = text.lastIndex(of: " ") {
      return .wrong(.pathDisplayName, bad: String(text), suggestion: prefix + bracketed(text[at...]))
    }
    let word = text.prefix { $0 != " " }
    if word.contains(">") {
      return .wrong(.pathOneBracket, bad: String(text), suggestion: prefix + bracketed(word))
    }
    return address(word, parameters: text.dropFirst(word.count), flaw: .pathNoBrackets)
  }

  private func address(_ text: Substring, parameters: Substring, flaw: Diagnosis.ID?) -> Result {
    if text.isEmpty {
      // Only a sender may be empty: a bounce must not be bounced. RFC 5321 §4.5.5.
      return verb == .mail
        ? finish(.null, parameters, flaw) : .wrong(.pathEmpty, bad: "<>", suggestion: verb.form)
    }
    if verb == .rcpt, text.lowercased() == "postmaster" {
      return finish(.mailbox(MailPath(localPart: String(text), domain: nil)), parameters, flaw)
    }
    guard let path = MailPath(address: String(text)) else {
      let id: Diagnosis.ID = text.contains("@") || text.contains(" ") ? .pathBadAddress : .pathNoDomain
      return .wrong(id, bad: String(text), suggestion: verb.form)
    }
    return finish(.mailbox(path), parameters, flaw)
  }

  private func finish(_ path: ReversePath, _ text: Substring, _ flaw: Diagnosis.ID?) -> Result {
    if let first = text.first, first != " " {
      return .wrong(.pathBadAddress, bad: String(text), suggestion: spelled(path))
    }
    let parameters = text.split(separator: " ").map { word in
      let equals = word.firstIndex(of: "=")
      return MailParameter(
        keyword: (equals.map { word[..<$0] } ?? word).uppercased(),
        value: equals.map { String(word[word.index(after: $0)...]) })
    }
    return .path(path, parameters, flaw: flaw)
  }

  private func bracketed(_ text: Substring) -> String {
    let address = text.filter { !"<> \"".contains($0) }
    return address.contains("@") ? "<\(address)>" : "<address@domain>"
  }
}
