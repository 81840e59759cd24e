/// Signs that stand where an ASCII one was meant: the full-width forms of a Chinese input method, its punctuation, and
/// what editors and web pages make of quotes and hyphens.
enum LookAlikes {
  /// The line with each of them replaced; letters with marks and other scripts stay.
  static func replaced(in line: some StringProtocol) -> String {
    guard !line.isPlain else { return String(line) }
    var result = String.UnicodeScalarView()
    var rest = Substring(line).unicodeScalars[...]
    while let scalar = rest.popFirst() {
      // The keys `_` and `^` give two signs each.
      if let meant = doubled[scalar], rest.first == scalar {
        rest.removeFirst()
        result.append(meant)
      } else if let meant = ascii(of: scalar) {
        result.append(contentsOf: meant.unicodeScalars)
      } else {
        result.append(scalar)
      }
    }
    return String(result)
  }

  /// nil when it looks like nothing in ASCII.
  static func ascii(of scalar: Unicode.Scalar) -> String? {
    guard !scalar.isASCII else { return nil }
    if (0xFF01...0xFF5E).contains(scalar.value) { return Unicode.Scalar(scalar.value - 0xFEE0).map { String($0) } }
    if let sign = signs[scalar] ?? quotes[scalar] { return String(sign) }
    if dashes.contains(scalar) { return "-" }
    switch scalar.properties.generalCategory {
    case .spaceSeparator: return " "
    // Nothing shows where these stand.
    case .format: return ""
    default: return nil
    }
  }

  static func isFullwidth(_ scalar: Unicode.Scalar) -> Bool {
    (0xFF01...0xFF5E).contains(scalar.value) || scalar == "\u{3000}" || signs[scalar] != nil
  }

  static func isQuote(_ scalar: Unicode.Scalar) -> Bool { quotes[scalar] != nil }

  static func isDash(_ scalar: Unicode.Scalar) -> Bool { dashes.contains(scalar) }

  private static let signs: [Unicode.Scalar: Character] = [
    "。": ".", "｡": ".", "、": ",", "､": ",", "《": "<", "》": ">", "〈": "<", "〉": ">", "【": "[", "】": "]",
    "〔": "(", "〕": ")", "〖": "[", "〗": "]", "「": "\"", "」": "\"", "『": "\"", "』": "\"", "｢": "\"", "｣": "\"",
    "￥": "$", "¥": "$", "·": "`", "・": "`", "〜": "~", "￠": "c", "￡": "#", "￣": "~", "￤": "|", "¦": "|",
  ]
  private static let quotes: [Unicode.Scalar: Character] = [
    "\u{201C}": "\"", "\u{201D}": "\"", "\u{201E}": "\"", "\u{2018}": "'", "\u{2019}": "'", "\u{201A}": "'",
    "\u{AB}": "\"", "\u{BB}": "\"", "\u{2032}": "'", "\u{2033}": "\"",
  ]
  private static let dashes: Set<Unicode.Scalar> = [
    "\u{2010}", "\u{2011}", "\u{2012}", "\u{2013}", "\u{2014}", "\u{2015}", "\u{2212}",
  ]
  private static let doubled: [Unicode.Scalar: Unicode.Scalar] = ["\u{2014}": "_", "…": "^"]
}
