/// Latin letters with marks, as input methods, editors and pastes bring them, composed or not.
extension Unicode.Scalar {
  /// `Ế` is `LATIN CAPITAL LETTER E WITH CIRCUMFLEX AND ACUTE` to Unicode: the name tells the letter that was meant, in
  /// every Latin script, with no table of ours. nil for a plain letter and for everything else.
  var latinBase: Unicode.Scalar? {
    guard !isASCII, let name = properties.name else { return nil }
    let words = name.split(separator: " ")
    guard words.count > 3, words[0] == "LATIN", words[2] == "LETTER", words[3].unicodeScalars.count == 1,
      let letter = words[3].unicodeScalars.first
    else { return nil }
    return words[1] == "SMALL" ? Unicode.Scalar(letter.value + 0x20) : letter
  }

  /// Some keyboards and macOS send `é` as `e` and a mark after it (NFD).
  var isMark: Bool { !isASCII && properties.generalCategory == .nonspacingMark }

  /// `ơ` and `ư`, with any tone.
  var hasHorn: Bool { !isASCII && properties.name?.contains("WITH HORN") == true }
}

extension StringProtocol {
  /// `Ế` as `E`; what is no Latin letter stays.
  var withoutMarks: String {
    guard !isPlain else { return String(self) }
    var plain = String.UnicodeScalarView()
    for scalar in unicodeScalars where !scalar.isMark { plain.append(scalar.latinBase ?? scalar) }
    return String(plain)
  }

  /// Only Latin letters and ASCII, and at least one mark.
  var isMarkedLatin: Bool {
    unicodeScalars.allSatisfy { $0.isASCII || $0.isMark || $0.latinBase != nil }
      && !unicodeScalars.allSatisfy(\.isASCII)
  }
}
