/// A run of a paragraph. The terminal colours spans, or puts code into backticks again; HTML has an element for each.
public enum Span: Hashable, Sendable {
  case prose(String)
  /// Protocol text, without its backticks: it is typed, or sent, exactly as it stands.
  case code(String)
  /// What a paragraph is about, before its text.
  case mark(Mark)

  /// The verdict that a paragraph gives. Each has its words, for where no sign can be drawn.
  public enum Mark: Hashable, Sendable {
    case good(String)
    case bad(String)
    case remark(String)
    /// Its words are shown in any case: `Hint 1 of 2:`.
    case label(String)
  }

  /// A sentence of a catalog, or prose, with code in backticks. As in Markdown: as many backticks as it began with end a
  /// span, and without an end they are ordinary characters.
  public static func spans(_ text: String) -> [Span] {
    var spans: [Span] = []
    var prose = ""
    var rest = text[...]
    while let tick = rest.firstIndex(of: "`") {
      prose += rest[..<tick]
      rest = rest[tick...]
      let fence = rest.prefix { $0 == "`" }
      if let end = closing(fence.count, in: rest[fence.endIndex...]) {
        if !prose.isEmpty { spans.append(.prose(prose)) }
        prose = ""
        spans.append(.code(String(rest[fence.endIndex..<end.lowerBound])))
        rest = rest[end.upperBound...]
      } else {
        prose += fence
        rest = rest[fence.endIndex...]
      }
    }
    prose += rest
    return prose.isEmpty ? spans : spans + [.prose(prose)]
  }

  private static func closing(_ count: Int, in text: Substring) -> Range<String.Index>? {
    var index = text.startIndex
    while let start = text[index...].firstIndex(of: "`") {
      let fence = text[start...].prefix { $0 == "`" }
      if fence.count == count { return start..<fence.endIndex }
      index = fence.endIndex
    }
    return nil
  }

  /// Whether code needs its backticks also where a colour shows it: a dot alone, a full-width sign or a space at an end
  /// would be taken for the sentence's own.
  public static func keepsTicks(_ code: String) -> Bool {
    !code.contains { $0.isASCII && ($0.isLetter || $0.isNumber) } || code.first == " " || code.last == " "
  }

  /// Code between backticks, for where colours cannot show it.
  public static func ticked(_ code: String) -> String {
    let longest = code.split { $0 != "`" }.map(\.count).max() ?? 0
    let fence = String(repeating: "`", count: longest + 1)
    return fence + code + fence
  }
}
