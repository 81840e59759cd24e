/// A line as it came, and what can be read in it before anybody knows what was meant.
struct Typed {
  let line: String

  init(_ line: String) { self.line = line }

  static let closing: [Character: Character] = [
    "'": "'", "\"": "\"", "`": "`", "<": ">", "(": ")", "[": "]", "{": "}",
  ]

  /// Something other than ASCII stands in it.
  var isForeign: Bool { !line.utf8.allSatisfy { $0 < 0x80 } }

  /// In ASCII as far as signs go, the surest first.
  var readings: [String] {
    let signs = LookAlikes.replaced(in: line)
    return [ChineseKeys.zhuyin(line), ChineseKeys.cangjie(line), signs].compactMap(\.self).map(Self.trimmed)
  }

  /// One of the brackets or quotes was none of ASCII's, so that the pair may be mended.
  var hasForeignBrackets: Bool {
    line.unicodeScalars.contains { scalar in
      !scalar.isASCII && LookAlikes.ascii(of: scalar).map { "<>()[]{}\"'`".contains($0) && !$0.isEmpty } == true
    }
  }

  /// A sentence's own mark behind the command, `QUIT。`; of an ASCII one nobody knows whether it belongs to a word.
  func withoutFullStop(_ reading: some StringProtocol) -> String {
    var reading = String(reading)
    for scalar in line.unicodeScalars.reversed() {
      let twin = LookAlikes.ascii(of: scalar) ?? String(scalar)
      // Spaces, and what shows nothing.
      if twin == " " || twin.isEmpty { continue }
      guard !scalar.isASCII, let sign = twin.first, ".,;:!?".contains(sign), reading.last == sign else { break }
      reading.removeLast()
    }
    return Self.trimmed(reading)
  }

  /// What stands in quotes or brackets that hold the whole.
  static func withoutQuotes(_ reading: String) -> String {
    var reading = reading
    while let open = reading.first, let close = closing[open], reading.last == close, reading.count > 2 {
      reading = String(reading.dropFirst().dropLast())
    }
    return reading
  }

  private static func trimmed(_ text: some StringProtocol) -> String {
    var text = text.drop { $0 == " " || $0 == "\t" }
    while text.last == " " || text.last == "\t" { text = text.dropLast() }
    return String(text)
  }
}
