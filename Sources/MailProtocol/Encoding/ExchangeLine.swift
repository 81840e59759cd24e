/// A line of an AUTH exchange as people copy it from a session: with the server's `334 `, with the client's command,
/// with the `S: ` of a transcript.
enum ExchangeLine {
  /// The base64 in it.
  static func response(in line: String) -> String {
    var words = line.split(whereSeparator: \.isWhitespace).map(String.init)
    if let first = words.first, ["S:", "C:"].contains(first) { words.removeFirst() }
    if words.first == "334" || words.first == "+" {
      words.removeFirst()
    } else if words.count >= 2, words[0].uppercased() == "AUTH",
      SASLMechanism.performed.contains(SASLMechanism(words[1]))
    {
      words.removeFirst(2)
    }
    return words.joined(separator: " ")
  }
}
