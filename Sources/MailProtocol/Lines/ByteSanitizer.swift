/// Makes octets from outside safe to show: nothing that could move a cursor, colour a screen, reorder text or
/// fake a prompt is left. Everything a server, a pack or a learner's paste says goes through here.
public enum ByteSanitizer {
  /// Octets as text: valid UTF-8 stays, an invalid octet becomes `\xE9`, a control becomes `\x1B`.
  public static func visible(_ bytes: some Sequence<UInt8>) -> String {
    let octets = Array(bytes)
    var result = ""
    var index = 0
    while index < octets.count {
      let length = scalarLength(startingWith: octets[index])
      if length > 0, index + length <= octets.count,
        let text = String(validating: octets[index..<(index + length)], as: UTF8.self)
      {
        for scalar in text.unicodeScalars { append(scalar, to: &result) }
        index += length
      } else {
        result += "\\x" + hex(UInt32(octets[index]), digits: 2)
        index += 1
      }
    }
    return result
  }

  private static func scalarLength(startingWith octet: UInt8) -> Int {
    switch octet {
    case 0x00..<0x80: 1
    case 0xC2..<0xE0: 2
    case 0xE0..<0xF0: 3
    case 0xF0..<0xF5: 4
    default: 0
    }
  }

  public static func visible(_ text: String) -> String {
    if text.isPlain { return text }
    var result = ""
    for scalar in text.unicodeScalars { append(scalar, to: &result) }
    return result
  }

  private static func append(_ scalar: Unicode.Scalar, to result: inout String) {
    if scalar == "\t" {
      result += "    "
    } else if mayBeShown(scalar) {
      result.unicodeScalars.append(scalar)
    } else if scalar.value < 0x100 {
      result += "\\x" + hex(scalar.value, digits: 2)
    } else {
      result += "\\u{" + hex(scalar.value, digits: 4) + "}"
    }
  }

  private static func mayBeShown(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII { return (0x20..<0x7F).contains(scalar.value) }
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned:
      // Joiners belong to written words and emoji; bidirectional overrides do not.
      return scalar == "\u{200C}" || scalar == "\u{200D}"
    default: return true
    }
  }

  private static func hex(_ value: UInt32, digits: Int) -> String {
    let text = String(value, radix: 16, uppercase: true)
    return String(repeating: "0", count: max(0, digits - text.count)) + text
  }
}
