/// What a server's question says while a login goes on. RFC 4954 §4, RFC 5034 §4.
extension ReplyAnatomy {
  /// The base64 of a server's question, and what it says.
  mutating func addBase64(_ line: [UInt8], from start: Int, else meaning: String) {
    let words = Word.all(in: line, from: start)
    guard let word = words.first, words.count == 1, let octets = Base64.decode(word.text) else {
      return addFreeText(line, from: start, meaning)
    }
    let isText = octets.allSatisfy { $0 >= 0x20 && $0 != 0x7F } && String(validating: octets, as: UTF8.self) != nil
    add(
      line, at: 0, word.range, isText ? ["sasl.part.base64"] : ["sasl.part.octets"], isValue: true,
      decoded: isText ? ByteSanitizer.visible(octets) : nil)
  }
}
