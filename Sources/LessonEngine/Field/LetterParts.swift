import MailProtocol

/// The parts of a letter that can be read, one behind the other: out of base64 and quoted-printable, without the letters
/// inside of it. RFC 2045, RFC 2046.
enum LetterParts {
  fileprivate static let deepest = 4
  private static let mostParts = 40

  /// A text that is no letter of parts comes back as it is.
  static func readable(_ text: String) -> String {
    guard text.prefix(100_000).lowercased().contains("boundary=") else { return text }
    var left = mostParts
    // A mailbox file has a line of its own before the header.
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map(String.init)
      .drop { $0.isEmpty || $0.hasPrefix("From ") }
    return Array(lines).readable(depth: 0, left: &left).joined(separator: "\n")
  }

  fileprivate static func decoded(_ lines: ArraySlice<String>, _ encoding: String?) -> [String] {
    switch encoding {
    case "base64":
      let signs = lines.joined().filter { $0 != " " }
      guard let octets = Base64.decode(signs) else { return [] }
      return String(decoding: octets, as: UTF8.self)
        .split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map(String.init)
    case "quoted-printable": return quotedPrintable(lines)
    default: return Array(lines)
    }
  }

  /// A line that ends with `=` goes on with the next. RFC 2045 §6.7.
  private static func quotedPrintable(_ lines: ArraySlice<String>) -> [String] {
    var octets: [UInt8] = []
    for line in lines {
      var rest = Array(line.utf8)[...]
      while rest.last == 0x20 { rest.removeLast() }
      let goesOn = rest.last == UInt8(ascii: "=")
      if goesOn { rest.removeLast() }
      while let octet = rest.popFirst() {
        if octet == UInt8(ascii: "="), let code = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) {
          octets.append(code)
          rest = rest.dropFirst(2)
        } else {
          octets.append(octet)
        }
      }
      if !goesOn { octets.append(0x0A) }
    }
    return String(decoding: octets, as: UTF8.self)
      .split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map(String.init)
  }
}

extension [String] {
  /// The lines of a part: a header, an empty line, and what it holds.
  fileprivate func readable(depth: Int, left: inout Int) -> [String] {
    let letter = Letter(lines: self)
    let type = letter.value("Content-Type")?.lowercased() ?? ""
    let isOriginal = type.hasPrefix("message/rfc822") || type.hasPrefix("message/global") && !type.contains("delivery")
    if depth > 0, isOriginal || type.contains("rfc822-headers") || type.hasPrefix("text/html") { return [] }
    guard let boundary = boundary(letter.value("Content-Type") ?? ""), depth < LetterParts.deepest else {
      // A program's message about a letter is none itself.
      if depth == 0, type.isEmpty { return self }
      let encoding = letter.value("Content-Transfer-Encoding")?.lowercased().filter { $0 != " " }
      let body = LetterParts.decoded(letter.body[...], encoding)
      // What a letter's own header says of recipients is worth reading, too.
      return (depth == 0 ? letter.fields.filter { $0.name.lowercased() == "x-failed-recipients" } : [])
        .map { "\($0.name): \($0.value)" } + body
    }
    var readable: [String] = []
    var part: [String] = []
    var isInPart = false
    for line in letter.body {
      guard line.hasPrefix("--" + boundary) else {
        if isInPart { part.append(line) }
        continue
      }
      if isInPart, left > 0 {
        left -= 1
        readable += part.readable(depth: depth + 1, left: &left) + [""]
      }
      (part, isInPart) = ([], !line.hasPrefix("--" + boundary + "--"))
    }
    // A paste may lack the end.
    return isInPart ? readable + part.readable(depth: depth + 1, left: &left) : readable
  }

  private func boundary(_ type: String) -> String? {
    let parameter = type.split(separator: ";").map { $0.drop { $0 == " " || $0 == "\t" } }
      .first { $0.lowercased().hasPrefix("boundary=") }
    let value = parameter?.dropFirst("boundary=".count).filter { $0 != "\"" } ?? ""
    return value.isEmpty ? nil : value
  }
}
