/// A fast way for lines that are plain ASCII, which nearly all are. There a `Character` is an octet, so that words can be
/// found without asking Unicode where a character ends. The parsers ask here; every other line goes the slow way and
/// means the same.
extension StringProtocol {
  /// Printable ASCII only.
  var isPlain: Bool { utf8.allSatisfy { (0x20...0x7E).contains($0) } }

  /// Its words, as `split(separator: " ")` has them.
  var words: [SubSequence] {
    guard isPlain else { return split(separator: " ") }
    var words: [SubSequence] = []
    var rest = self[...]
    while let start = rest.utf8.firstIndex(where: { $0 != .space }) {
      rest = rest[start...]
      let end = rest.utf8.firstIndex(of: .space) ?? rest.endIndex
      words.append(rest[..<end])
      rest = rest[end...]
    }
    return words
  }

  /// Up to the first space.
  var firstWord: SubSequence {
    guard isPlain else { return prefix { $0 != " " } }
    return self[..<(utf8.firstIndex(of: .space) ?? endIndex)]
  }

  var withoutLeadingSpaces: SubSequence {
    guard isPlain else { return drop { $0 == " " } }
    return self[(utf8.firstIndex { $0 != .space } ?? endIndex)...]
  }
}
