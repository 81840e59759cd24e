// How many terminal columns a text takes; wrapping, tables and the line editor's lists go by it.

/// Display columns by grapheme cluster: 0 for control and combining characters, 2 for East Asian wide ones and emoji,
/// else 1.
///
/// libc's `wcwidth` is not asked: it knows only ASCII under `LANG=C`, which is what a container or a class-room login
/// often has, and it differs between systems. The standard library knows the Unicode properties everywhere, except East
/// Asian Width, so that the wide ranges stand here. Characters of ambiguous width (`…`, `“`, `·`) count 1, as nearly
/// all terminals draw them.
public enum TextWidth {
  public static func columns(_ text: String) -> Int {
    var ascii = 0
    for byte in text.utf8 {
      guard byte < 0x80 else { return text.reduce(0) { $0 + columns(of: $1) } }
      if byte >= 0x20 && byte < 0x7F { ascii += 1 }
    }
    return ascii
  }

  public static func columns(of character: Character) -> Int {
    let scalars = character.unicodeScalars
    if scalars.count > 1, isEmojiSequence(scalars) { return 2 }
    // A cluster can have several advancing scalars (Indic conjuncts, a regional indicator pair): terminals add them up.
    return scalars.reduce(0) { $0 + columns(of: $1) }
  }

  /// Joined, with a skin tone, or asked for in colour (U+FE0F): one picture, however many scalars.
  private static func isEmojiSequence(_ scalars: String.UnicodeScalarView) -> Bool {
    guard let first = scalars.first, first.properties.isEmoji else { return false }
    return scalars.dropFirst().contains {
      $0 == "\u{200D}" || $0 == "\u{FE0F}" || $0.properties.isEmojiModifier
    }
  }

  private static func columns(of scalar: Unicode.Scalar) -> Int {
    switch scalar.value {
    case 0x20..<0x7F: return 1
    case 0xAD: return 1  // a soft hyphen shows on terminals, though it is a format character
    case 0x1160...0x11FF, 0xD7B0...0xD7FF: return 0  // drawn inside the syllable's first letter
    case 0x1F1E6...0x1F1FF: return 1  // half a flag
    default: break
    }
    switch scalar.properties.generalCategory {
    case .control, .nonspacingMark, .enclosingMark, .format, .lineSeparator, .paragraphSeparator: return 0
    default: return isWide(scalar) ? 2 : 1
    }
  }

  private static func isWide(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.value < 0x1100 { return false }
    return scalar.properties.isEmojiPresentation || wideRanges.contains { $0.contains(scalar.value) }
  }

  /// East Asian Width W and F of Unicode 16, without emoji; in the order of how often our texts have them.
  private static let wideRanges: [ClosedRange<UInt32>] = [
    0x3041...0xA4CF, 0xFF01...0xFF60, 0x2E80...0x303E, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE10...0xFE19,
    0xFE30...0xFE6B, 0xFFE0...0xFFE6, 0x1100...0x115F, 0x2329...0x232A, 0xA960...0xA97C, 0x16FE0...0x16FF1,
    0x17000...0x18D08, 0x1AFF0...0x1B2FB, 0x1F200...0x1F265, 0x20000...0x2FFFD, 0x30000...0x3FFFD,
  ]
}
