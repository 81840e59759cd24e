/// Quoted strings in a path, where `<`, `>` and `@` are ordinary signs: `"a@b"@c.example`. `PathReader` and `MailPath`
/// ask here. RFC 5321 §4.1.2.
enum QuotedString {
  /// The index after the quoted string that `text` begins with; nil when it has no end. A backslash takes the octet
  /// behind it as it is.
  static func end(in text: Substring) -> Substring.Index? {
    var isEscaped = false
    for index in text.indices.dropFirst() {
      if isEscaped {
        isEscaped = false
      } else if text[index] == "\\" {
        isEscaped = true
      } else if text[index] == "\"" {
        return text.index(after: index)
      }
    }
    return nil
  }

  /// The first `sign` outside a quoted string.
  static func first(_ sign: Character, in text: Substring) -> Substring.Index? {
    var index = text.startIndex
    while index < text.endIndex {
      if text[index] == sign { return index }
      // A quote without its end is an ordinary sign, and an error for somebody else to find.
      index = (text[index] == "\"" ? end(in: text[index...]) : nil) ?? text.index(after: index)
    }
    return nil
  }
}
