/// A reply cut into parts, each with its place and the keys under which `Locales/*/replies.yaml` says what it
/// means. `explain`, the lessons and `connect` all show replies through this.
public struct ReplyAnatomy: Hashable, Sendable {
  public struct Part: Hashable, Sendable {
    /// Which line of the reply, from 0.
    public let line: Int
    /// Octets of that line.
    public let range: Range<Int>
    /// The part, safe to show.
    public let text: String
    /// Keys from the most exact to the most general; the first one that a catalog has is the meaning.
    public let meanings: [String]
    /// What it says differs from reply to reply (a count, a size), so that it is worth showing each time.
    public let isValue: Bool
    /// What it says in base64, safe to show.
    public let decoded: String?
  }

  public private(set) var parts: [Part] = []

  public init() {}

  /// The same without guesses at the reason from what was asked: for a refusal whose reason is known and told apart from it.
  public var withoutReasons: ReplyAnatomy {
    var copy = self
    copy.parts = parts.map { part in
      Part(
        line: part.line, range: part.range, text: part.text, meanings: part.meanings.filter { !$0.contains("-after.") },
        isValue: part.isValue, decoded: part.decoded)
    }
    return copy
  }

  mutating func add(
    _ line: [UInt8], at index: Int, _ range: Range<Int>, _ meanings: [String], isValue: Bool = false,
    shownAs text: String? = nil, decoded: String? = nil
  ) {
    guard !range.isEmpty else { return }
    parts.append(
      Part(
        line: index, range: range, text: text ?? ByteSanitizer.visible(line[range]), meanings: meanings,
        isValue: isValue, decoded: decoded))
  }
}

/// A part of a line between spaces, with its place.
struct Word {
  let range: Range<Int>
  let text: String

  var isNumber: Bool { !text.isEmpty && text.utf8.allSatisfy { (0x30...0x39).contains($0) } }

  static func all(in line: [UInt8], from start: Int = 0) -> [Word] {
    guard start < line.count else { return [] }
    return line[start...].split(separator: .space).map {
      Word(range: $0.startIndex..<$0.endIndex, text: String(decoding: $0, as: UTF8.self))
    }
  }
}
