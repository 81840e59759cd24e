/// The first two layers of diagnosis: what an input method, an editor or a paste did to a line, and control
/// bytes. Both parsers ask here before they look for a verb.
public enum InputMethod {
  /// Why the octets of this line can be no command, whatever it says; nil when they are plain ASCII.
  public static func diagnose<Verb: WireVerb>(_ line: String, as: Verb.Type) -> Diagnosis? {
    let speaking = Verb.speaking
    if line.isPlain { return nil }
    if line.utf8.contains(0x08) || line.utf8.contains(0x7F) {
      return Diagnosis(.inputBackspace, speaking, ["suggestion": applyingBackspaces(line)])
    }
    if let control = line.unicodeScalars.first(where: { $0.value < 0x20 || (0x80..<0xA0).contains($0.value) }) {
      if control.value == 0 { return Diagnosis(.lineNUL, speaking) }
      return Diagnosis(.lineControl, speaking, ["bad": ByteSanitizer.visible(String(control))])
    }
    guard let first = line.unicodeScalars.firstIndex(where: { !$0.isASCII }) else { return nil }
    let foreign = line.unicodeScalars.filter { !$0.isASCII }
    let start = line.utf8.distance(from: line.startIndex, to: first)
    let id: Diagnosis.ID =
      if foreign.count == 1, foreign.first == "＠" {
        .pathFullwidthAt
      } else if foreign.contains(where: isFullwidth) {
        .inputFullwidth
      } else if foreign.contains(where: { smartQuotes[$0] != nil }) {
        .inputSmartQuotes
      } else if foreign.contains(where: dashes.contains) {
        .inputDash
      } else if foreign.contains(where: { asciiBase(of: $0) != nil || isCombining($0) }) {
        .inputComposed
      } else {
        .lineNonASCII
      }
    // A full-width space shows nothing on the screen: its number says what it is.
    let shown =
      foreign.allSatisfy { $0 == "\u{3000}" } ? "U+3000" : String(line.filter { !$0.isASCII }.prefix(12))
    let suggestion = commandTwin(of: line, as: Verb.self)
    // What no key of ours stands for was meant as text, not as a command.
    let isText = !suggestion.unicodeScalars.allSatisfy(\.isASCII)
    return Diagnosis(
      isText ? .lineNonASCII : id, speaking, range: start..<line.utf8.count,
      ["bad": ByteSanitizer.visible(shown), "suggestion": suggestion])
  }

  /// The command that was meant: the ASCII twin without a sentence's full stop, a colon that should be a space mended,
  /// and a verb mended whose letters the input method has swallowed (`LÍT` was LIST).
  private static func commandTwin<Verb: WireVerb>(of line: String, as: Verb.Type) -> String {
    var twin = asciiTwin(of: line)
    if line.hasSuffix("。") || line.hasSuffix("．") { twin = String(twin.dropLast()) }
    let verbs = Verb.allCases.map { (word: $0.rawValue, form: $0.form) }
    let words = verbs.map(\.word)
    if let colon = twin.firstIndex(of: ":"), words.contains(twin[..<colon].uppercased()), !twin.contains("@") {
      twin = twin[..<colon] + " " + twin[twin.index(after: colon)...].drop { $0 == " " }
    }
    let verb = VerbGuess.firstWord(of: twin)
    guard !words.contains(verb.uppercased()) else { return twin }
    let rest = twin.dropFirst(verb.count)
    // With an argument behind it, only a verb that takes one can have been meant.
    let fitting = verbs.filter { rest.isEmpty || $0.form.contains(" ") }.map(\.word)
    guard let meant = VerbGuess.closest(to: verb.uppercased(), among: fitting) else { return twin }
    let glued = verb.dropFirst(meant.count)
    return meant + (verb.uppercased().hasPrefix(meant) && glued.allSatisfy(\.isNumber) ? " " + glued : "") + rest
  }

  /// The line with every look-alike replaced by the ASCII sign that was meant.
  public static func asciiTwin(of line: String) -> String {
    var twin = String.UnicodeScalarView()
    for scalar in line.unicodeScalars {
      if scalar.isASCII {
        twin.append(scalar)
      } else if scalar == "\u{3000}" || scalar == "\u{A0}" {
        twin.append(" ")
      } else if let meant = cjkSigns[scalar] ?? smartQuotes[scalar] {
        twin.append(meant)
      } else if dashes.contains(scalar) {
        twin.append("-")
      } else if isFullwidth(scalar) {
        twin.append(Unicode.Scalar(scalar.value - 0xFEE0)!)
      } else if let base = asciiBase(of: scalar) {
        twin.append(base)
      } else if !isCombining(scalar) {
        twin.append(scalar)
      }
    }
    return ByteSanitizer.visible(String(twin))
  }

  private static func isFullwidth(_ scalar: Unicode.Scalar) -> Bool {
    (0xFF01...0xFF5E).contains(scalar.value) || scalar == "\u{3000}" || cjkSigns[scalar] != nil
  }

  private static let cjkSigns: [Unicode.Scalar: Unicode.Scalar] = [
    "。": ".", "、": ",", "《": "<", "》": ">", "〈": "<", "〉": ">", "【": "[", "】": "]",
  ]
  private static let smartQuotes: [Unicode.Scalar: Unicode.Scalar] = [
    "\u{201C}": "\"", "\u{201D}": "\"", "\u{2018}": "'", "\u{2019}": "'",
  ]
  private static let dashes: Set<Unicode.Scalar> = ["\u{2010}", "\u{2011}", "\u{2013}", "\u{2014}", "\u{2212}"]

  /// `Ế` is `LATIN CAPITAL LETTER E WITH CIRCUMFLEX AND ACUTE` to Unicode: the name tells the key that was
  /// meant, in every Latin script, with no table of ours.
  private static func asciiBase(of scalar: Unicode.Scalar) -> Unicode.Scalar? {
    guard let name = scalar.properties.name else { return nil }
    let words = name.split(separator: " ")
    guard words.count > 3, words[0] == "LATIN", words[2] == "LETTER", words[3].unicodeScalars.count == 1
    else { return nil }
    let letter = words[3].unicodeScalars.first!
    return words[1] == "SMALL" ? Unicode.Scalar(letter.value + 0x20) : letter
  }

  /// Some keyboards and macOS send `é` as `e` and a mark after it (NFD).
  private static func isCombining(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.generalCategory == .nonspacingMark
  }

  private static func applyingBackspaces(_ line: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in line.unicodeScalars {
      if scalar.value == 0x08 || scalar.value == 0x7F { _ = result.popLast() } else { result.append(scalar) }
    }
    return ByteSanitizer.visible(String(result))
  }
}
