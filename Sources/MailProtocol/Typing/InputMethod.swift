/// The first two layers of diagnosis: what an input method, an editor or a paste did to a line, and control
/// bytes. Both parsers ask here before they look for a verb.
public enum InputMethod {
  /// Why the octets of this line can be no command, whatever it says; nil when they are plain ASCII.
  public static func diagnose<Verb: WireVerb>(_ line: String, as: Verb.Type) -> Diagnosis? {
    let speaking = Verb.speaking
    if line.isPlain { return nil }
    if line.utf8.contains(0x08) || line.utf8.contains(0x7F) {
      // The same line without its bytes may be right as it stands.
      let shown = applyingBackspaces(line)
      let diagnosis = Diagnosis(.inputBackspace, speaking)
      return (meant(line, as: Verb.self) ?? (shown.isPlain ? shown : nil))
        .map { diagnosis.adding("suggestion", $0) } ?? diagnosis
    }
    if let control = line.unicodeScalars.first(where: { $0.value < 0x20 || (0x80..<0xA0).contains($0.value) }) {
      if control.value == 0 { return Diagnosis(.lineNUL, speaking) }
      return Diagnosis(.lineControl, speaking, ["bad": ByteSanitizer.visible(String(control))])
    }
    let foreign = Array(line.unicodeScalars.filter { !$0.isASCII })
    guard let first = line.unicodeScalars.firstIndex(where: { !$0.isASCII }) else { return nil }
    let start = line.utf8.distance(from: line.startIndex, to: first)
    let suggestion = meant(line, as: Verb.self)
    let id = id(of: line, foreign, isMended: suggestion != nil, as: Verb.self)
    // What pinyin and its like have made of keys is a word, and all of it.
    let isSpace = foreign.allSatisfy { $0 == "\u{3000}" }
    let bad =
      isSpace ? fullwidthSpace : id == .inputConverted ? String(line.firstWord) : String(line.filter { !$0.isASCII })
    let diagnosis = Diagnosis(
      id, speaking, range: start..<line.utf8.count, ["bad": ByteSanitizer.visible(String(bad.prefix(12)))])
    return suggestion.map { diagnosis.adding("suggestion", $0) } ?? diagnosis
  }

  /// The `bad` of a line whose full-width spaces are all that is wrong: they show nothing on a screen, so that each
  /// language has a name for them.
  public static let fullwidthSpace = "U+3000"

  /// - Parameter foreign: the line's scalars that are none of ASCII's.
  private static func id<Verb: WireVerb>(
    of line: String, _ foreign: [Unicode.Scalar], isMended: Bool, as: Verb.Type
  ) -> Diagnosis.ID {
    if foreign.contains(where: { LookAlikes.ascii(of: $0) == nil && $0.latinBase == nil && !$0.isMark }) {
      let letters = line.prefix { $0.isASCII && $0.isLetter }
      return isMended && Verb(rawValue: letters.uppercased()) == nil ? .inputConverted : .lineNonASCII
    }
    if foreign == ["＠"] { return .pathFullwidthAt }
    if foreign.contains(where: LookAlikes.isFullwidth) { return .inputFullwidth }
    if foreign.contains(where: LookAlikes.isQuote) { return .inputSmartQuotes }
    if foreign.contains(where: LookAlikes.isDash) { return .inputDash }
    return foreign.contains { $0.latinBase != nil || $0.isMark } ? .inputComposed : .lineNonASCII
  }

  /// The line with every look-alike replaced by its ASCII sign and every letter by the one without marks: what it says
  /// to somebody who does not care how it was typed. What was meant by it is `meant`.
  public static func asciiTwin(of line: String) -> String {
    ByteSanitizer.visible(LookAlikes.replaced(in: line).withoutMarks)
  }
}
