/// One line above the empty line, as a reader of letters takes it. RFC 5322 §2.2. `LetterReview` asks while a letter is
/// typed, and the checker of lessons when one has been taken.
enum HeaderLine {
  /// Why a line of the header is probably not what was meant; nil for a field that programs know.
  ///
  /// - Parameter isFirst: no field stands above it.
  static func flaw(of line: String, isFirst: Bool) -> Diagnosis? {
    if line.allSatisfy({ isBlank($0) }) { return Diagnosis(.dataSpaceLine, .smtp) }
    if line.first == " " || line.first == "\t" {
      // Here it goes on with the line above, whatever it looks like.
      let text = line.drop { isBlank($0) }
      let isField = Letter.field(String(text)).map { Letter.isUsual($0.name) } ?? false
      return isField || isFirst ? Diagnosis(.dataBadHeader, .smtp, ["bad": shown(line)]) : nil
    }
    if let field = Letter.field(line) { return flaw(of: field) }
    if InputMethod.headerLine(line) != nil {
      return Diagnosis(.inputFullwidth, .smtp, ["bad": "：", "case": inHeader])
    }
    let isMeant = line.first == ":" || line.first == "：" || isMeantAsField(line)
    return Diagnosis(isMeant ? .dataBadHeader : .dataNoBlankLine, .smtp, ["bad": shown(line)])
  }

  static func flaw(of field: Letter.Field) -> Diagnosis? {
    if !Letter.isUsual(field.name) || field.name.contains("-"), let meant = nearName(to: field.name) {
      return Diagnosis(.dataHeaderName, .smtp, ["bad": shown("\(field.name):"), "expected": "\(meant):"])
    }
    guard Letter.isUsual(field.name) else {
      // A field that no standard knows was probably meant as text: `Hi:`.
      return Diagnosis(.dataNoBlankLine, .smtp, ["bad": shown("\(field.name):")])
    }
    return secondName(in: field).map { Diagnosis(.dataTwoHeaders, .smtp, ["bad": shown("\($0):")]) }
  }

  /// Sentences of its own have what is wrong in a header alone.
  static let inHeader = "header"

  /// Enough of a line to know it by.
  static func shown(_ line: String) -> String {
    ByteSanitizer.visible(line.count > 40 ? line.prefix(40) + "…" : line)
  }

  private static func isBlank(_ sign: Character) -> Bool { sign == " " || sign == "\t" || sign == "\u{3000}" }

  // MARK: Names

  /// The fields that people type by hand.
  private static let typed = [
    "Subject", "From", "To", "Cc", "Bcc", "Date", "Reply-To", "Sender", "Message-ID", "MIME-Version", "Content-Type",
    "Content-Transfer-Encoding",
  ]

  /// The one that a slip of the finger has made another: `Subjet`. Short names are too near to people's: `Tom:`.
  private static func nearName(to name: String) -> String? {
    let typo = name.lowercased()
    guard typo.count >= 4, typo != "date" else { return nil }
    return typed.first { known in
      let known = known.lowercased()
      return known.count >= 4 && known != "date" && known != typo
        && VerbGuess.editDistance(typo, known) <= (known.count >= 7 ? 2 : 1)
    }
  }

  /// `From: a@b.example To: c@d.example`: the name inside the other's value.
  private static func secondName(in field: Letter.Field) -> String? {
    let isAddress = ["from", "to", "cc", "bcc", "reply-to", "sender"].contains(field.name.lowercased())
    for name in ["From", "To", "Cc", "Bcc", "Subject"] {
      guard let (before, behind) = split(field.value, at: name + ":") else { continue }
      if isAddress || (!before.isEmpty && name != "Subject" && behind.contains("@")) { return name }
    }
    return nil
  }

  private static func split(_ text: String, at needle: String) -> (before: Substring, behind: Substring)? {
    var start = text.startIndex
    while start < text.endIndex {
      let rest = text[start...]
      if rest.lowercased().hasPrefix(needle.lowercased()) {
        return (text[..<start], rest.dropFirst(needle.count))
      }
      start = text.index(after: start)
    }
    return nil
  }

  /// `Subject hi`, `Subject : hi`, `From=ann@a.example`, `ToAnn@a.example`, `主题：你好`: no field, and meant as one.
  private static func isMeantAsField(_ line: String) -> Bool {
    let word = line.prefix { $0.isASCII && ($0.isLetter || $0 == "-") }
    let behind = line[word.endIndex...]
    if typed.contains(where: { $0.lowercased() == word.lowercased() }), let next = behind.first {
      if next == "<" { return behind.contains("@") }
      if next != " " { return ":：;；=,，.-－".contains(next) }
      if behind.drop(while: { $0 == " " }).first.map({ ":：".contains($0) }) ?? false { return true }
      return ["subject", "mime-version", "content-type"].contains(word.lowercased()) || behind.contains("@")
    }
    return isGlued(line) || hasForeignName(line)
  }

  private static func isGlued(_ line: String) -> Bool {
    ["Subject", "From", "To", "Cc"].contains { name in
      guard line.lowercased().hasPrefix(name.lowercased()), let next = line.dropFirst(name.count).first else {
        return false
      }
      let isOther = next == "<" || next.isUppercase || !next.isASCII
      return isOther && (name == "Subject" || line.contains("@"))
    }
  }

  /// A name in the learner's own language. RFC 5322 §2.2 has ASCII alone.
  private static func hasForeignName(_ line: String) -> Bool {
    guard let colon = line.firstIndex(where: { $0 == ":" || $0 == "：" }) else { return false }
    let name = line[..<colon]
    let value = line[line.index(after: colon)...].drop { isBlank($0) }
    return !value.isEmpty && name.count <= 12 && name.contains { !$0.isASCII }
  }
}
