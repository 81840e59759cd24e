import LessonEngine

/// One line of a paragraph: what it begins with, and what of the text is on it.
struct WrappedLine: Equatable {
  var indent: String
  /// Prose and code only.
  var spans: [Span] = []

  fileprivate mutating func append(_ text: String, isCode: Bool) {
    switch spans.last {
    case .code(let before)? where isCode: spans[spans.count - 1] = .code(before + text)
    case .prose(let before)? where !isCode: spans[spans.count - 1] = .prose(before + text)
    case .code?, .prose?, .mark?, nil: spans.append(isCode ? .code(text) : .prose(text))
    }
  }

  /// Without spaces at the end.
  fileprivate var trimmed: WrappedLine {
    var line = self
    while let last = line.spans.popLast() {
      let text: String
      switch last {
      case .prose(let prose):
        text = Self.trimmed(prose)
        if !text.isEmpty { line.spans.append(.prose(text)) }
      case .code(let code):
        text = Self.trimmed(code)
        if !text.isEmpty { line.spans.append(.code(text)) }
      case .mark: text = ""
      }
      if !text.isEmpty { return line }
    }
    line.indent = Self.trimmed(line.indent)
    return line
  }

  private static func trimmed(_ text: String) -> String {
    var text = text
    while text.last == " " || text.last == "\u{3000}" { text.removeLast() }
    return text
  }
}

/// Breaks spans into lines of at most `columns` display columns, prefix included. The first begins with `firstIndent`,
/// the others with `indent`; a newline in prose begins a line, and spaces at a line's end go.
///
/// - Lines break at spaces, and around Chinese and Japanese characters where typography lets them (see `LineBreaking`).
/// - A code span is never broken, unless it alone is wider than the screen: what is in it is to be typed as it stands.
/// - What has no break in it goes further to the left, as far as it must; where even that is too little, it breaks at
///   the spaces of its code, then between grapheme clusters, and still no line begins with a closing mark.
/// - A blank indent that leaves fewer than four columns is shortened; one that says something stays.
///
/// - Parameters:
///   - ticks: code stands in backticks, which count. Without, only code that nobody would see has them.
///   - isFlush: the indent stays in any case, so that the lines of one speaker stand below each other.
func wrap(
  _ spans: [Span], columns: Int, indent: String = "", firstIndent: String? = nil, ticks: Bool, isFlush: Bool = false
) -> [WrappedLine] {
  let firstIndent = firstIndent ?? indent
  var lines: [WrappedLine] = []
  for paragraph in paragraphs(of: spans, ticks: ticks) {
    var filler = LineFiller(
      columns: columns, first: lines.isEmpty ? firstIndent : indent, others: indent, isFlush: isFlush)
    for run in runs(of: paragraph) { filler.add(run) }
    lines += filler.finish()
  }
  return lines
}

/// What is never divided: a grapheme cluster or a code span.
private struct Piece {
  var text: String
  var columns: Int
  var kind: Kind
  /// Also of a cluster that was cut from a code span.
  var isOfCode = false

  enum Kind {
    case space, code
    case character(Character)
  }

  var isSpace: Bool { if case .space = kind { true } else { false } }
  var isCode: Bool { if case .code = kind { true } else { false } }
  var character: Character? { if case .character(let it) = kind { it } else { nil } }
}

/// Pieces between two places where a line may break, and the spaces before them, which go when a line does break there.
private struct Run {
  var spaces = ""
  var pieces: [Piece] = []
  var columns: Int { pieces.reduce(0) { $0 + $1.columns } }
}

/// Cut at newlines: not at "\r\n" and "\n" as they come, since the pair is one Character, and both are newlines.
private func paragraphs(of spans: [Span], ticks: Bool) -> [[Piece]] {
  var paragraphs: [[Piece]] = [[]]
  for span in spans {
    switch span {
    case .code(let code):
      let text = ticks || Span.keepsTicks(code) ? Span.ticked(code) : code
      paragraphs[paragraphs.count - 1].append(
        Piece(text: text, columns: TextWidth.columns(text), kind: .code, isOfCode: true))
    case .prose(let prose):
      for character in prose {
        if character.isNewline {
          paragraphs.append([])
        } else {
          paragraphs[paragraphs.count - 1].append(piece(character))
        }
      }
    case .mark: break
    }
  }
  return paragraphs
}

private func piece(_ character: Character) -> Piece {
  let isSpace = character == " " || character == "\t" || character == "\u{3000}"
  let text = character == "\t" ? " " : String(character)
  return Piece(text: text, columns: TextWidth.columns(text), kind: isSpace ? .space : .character(character))
}

private func runs(of pieces: [Piece]) -> [Run] {
  var runs: [Run] = []
  var run = Run()
  var spaces = ""
  for piece in pieces {
    if piece.isSpace {
      spaces += piece.text
      continue
    }
    if let before = run.pieces.last {
      let isCounted = spaces.isEmpty && LineBreaking.isCounted(piece.character, after: run.pieces)
      if !isCounted, LineBreaking.isAllowed(between: before.character, and: piece.character, spaced: !spaces.isEmpty) {
        runs.append(run)
        run = Run(spaces: spaces)
      } else if !spaces.isEmpty {
        run.pieces += spaces.map { Piece(text: String($0), columns: TextWidth.columns(of: $0), kind: .space) }
      }
    } else {
      run.spaces = spaces
    }
    spaces = ""
    run.pieces.append(piece)
  }
  return run.pieces.isEmpty ? runs : runs + [run]
}

/// Where Chinese typography lets a line break (GB/T 15834 §5 and the usual line-start and line-end prohibitions). Our
/// other languages break at spaces only.
private enum LineBreaking {
  private static let neverFirst = Set("，。、；：！？）】」』”’》〉〕｝］．…—～·‧・％‰℃°,.;:!?)")
  private static let neverLast = Set("（【「『“‘《〈〔｛［￥＄")
  // Half-width ones may begin and end a line after a space (`:-)`, `$ telnet`), but not cling to a Chinese character.
  private static let neverFirstUnspaced = Set("]}>%\"'/")
  private static let neverLastUnspaced = Set("([{<\"'$#@/")

  /// nil stands for a code span.
  static func isAllowed(between before: Character?, and after: Character?, spaced: Bool) -> Bool {
    guard isPossible(between: before, and: after) else { return false }
    if spaced { return true }
    if let after, neverFirstUnspaced.contains(after) { return false }
    if let before, neverLastUnspaced.contains(before) { return false }
    return isIdeographic(before) || isIdeographic(after)
  }

  /// Also where there is no better place: no line begins with a closing mark, or ends with an opening one.
  static func isPossible(between before: Character?, and after: Character?) -> Bool {
    !(after.map(neverFirst.contains) ?? false) && !(before.map(neverLast.contains) ?? false)
  }

  /// What is counted stays with its number, and a number with what makes it an ordinal: `3封`, `第1/12步`. The 3 of `POP3`
  /// counts nothing.
  static func isCounted(_ character: Character?, after pieces: [Piece]) -> Bool {
    guard let character, let before = pieces.last?.character else { return false }
    if before == "第" { return character.isASCII && character.isNumber }
    guard isIdeographic(character), before.isASCII, before.isNumber else { return false }
    let number = pieces.reversed().prefix {
      $0.character.map { $0.isASCII && ($0.isNumber || "/.,".contains($0)) } ?? false
    }
    guard number.count < pieces.count else { return true }
    return !(pieces[pieces.count - number.count - 1].character.map { $0.isASCII && $0.isLetter } ?? true)
  }

  /// Wide, and no Hangul (Korean breaks at spaces) nor emoji (which belongs to the word that it stands with).
  private static func isIdeographic(_ character: Character?) -> Bool {
    guard let character, let scalar = character.unicodeScalars.first else { return false }
    switch scalar.value {
    case 0x1100...0x11FF, 0xA960...0xA97F, 0xAC00...0xD7FF: return false
    default: return TextWidth.columns(of: character) == 2 && !scalar.properties.isEmojiPresentation
    }
  }
}

private struct LineFiller {
  private let columns: Int
  private let others: String
  private let isFlush: Bool
  private var lines: [WrappedLine] = []
  private var line: WrappedLine
  private var used: Int
  private var isEmpty = true

  init(columns: Int, first: String, others: String, isFlush: Bool) {
    self.columns = max(columns, 2)
    self.isFlush = isFlush
    self.others = Self.fitted(others, self.columns)
    line = WrappedLine(indent: Self.fitted(first, self.columns))
    used = TextWidth.columns(line.indent)
  }

  private static func fitted(_ indent: String, _ columns: Int) -> String {
    guard isBlank(indent) else { return indent }
    return String(indent.prefix(max(0, columns - 4)))
  }

  private static func isBlank(_ indent: String) -> Bool { indent.allSatisfy { $0 == " " } }

  mutating func add(_ run: Run) {
    // Spaces before a paragraph's first word are its own indentation.
    let spaces = isEmpty && !lines.isEmpty ? "" : run.spaces
    let width = TextWidth.columns(spaces)
    if used + width + run.columns <= columns {
      append(spaces, width)
      append(run.pieces[...])
      return
    }
    if !isEmpty {
      breakLine()
    } else if used + width < columns {
      append(spaces, width)
    }
    if makesRoom(for: run.columns) { append(run.pieces[...]) } else { cut(run.pieces[...]) }
  }

  mutating func finish() -> [WrappedLine] {
    breakLine()
    return lines
  }

  private mutating func append(_ pieces: ArraySlice<Piece>) {
    for piece in pieces { append(piece.text, piece.columns, isCode: piece.isOfCode) }
  }

  private mutating func append(_ text: String, _ width: Int, isCode: Bool = false) {
    if !text.isEmpty { line.append(text, isCode: isCode) }
    used += width
    isEmpty = isEmpty && width == 0
  }

  private mutating func breakLine() {
    lines.append(line.trimmed)
    line = WrappedLine(indent: others)
    used = TextWidth.columns(others)
    isEmpty = true
  }

  /// On a line where nothing stands yet but its indent: further to the left, or below words that take its place.
  private mutating func makesRoom(for width: Int) -> Bool {
    if used + width <= columns { return true }
    guard isEmpty, !isFlush, width <= columns else { return false }
    if !Self.isBlank(line.indent) { breakLine() }
    let indent = line.indent.prefix(columns - width)
    guard Self.isBlank(line.indent) else { return used + width <= columns }
    line.indent = String(indent)
    used = indent.count
    return true
  }

  /// What is wider than the screen and has no place to break at.
  private mutating func cut(_ pieces: ArraySlice<Piece>) {
    var rest = pieces
    while !rest.isEmpty {
      let end =
        rest.indices.dropFirst().first { Self.isPossible(between: rest[$0 - 1], and: rest[$0]) } ?? rest.endIndex
      let group = rest[..<end]
      rest = rest[end...]
      let width = group.reduce(0) { $0 + $1.columns }
      if !isEmpty, used + width > columns { breakLine() }
      if makesRoom(for: width) {
        append(group)
      } else if group.contains(where: \.isCode) {
        for word in Self.words(of: group) { add(word) }
      } else {
        // Wider than the line itself: show it all the same.
        append(group)
      }
    }
  }

  private static func isPossible(between before: Piece, and after: Piece) -> Bool {
    if after.isSpace { return false }
    // The backticks of a code span that was cut stay with what is in it.
    if before.isOfCode, after.isOfCode, before.text == "`" || after.text == "`" { return false }
    return LineBreaking.isPossible(between: before.character, and: after.character)
  }

  /// Code that must be cut, and what clings to it, at its spaces.
  private static func words(of group: ArraySlice<Piece>) -> [Run] {
    var words = [Run()]
    var spaces: [Piece] = []
    for piece in group.flatMap({ $0.isCode ? clusters(of: $0) : [$0] }) {
      if piece.isSpace {
        spaces.append(piece)
        continue
      }
      if !spaces.isEmpty, let before = words[words.count - 1].pieces.last, isPossible(between: before, and: piece) {
        words.append(Run(spaces: spaces.map(\.text).joined()))
        spaces = []
      }
      words[words.count - 1].pieces += spaces + [piece]
      spaces = []
    }
    return words
  }

  private static func clusters(of span: Piece) -> [Piece] {
    span.text.map { character in
      Piece(
        text: String(character), columns: TextWidth.columns(of: character),
        kind: character == " " ? .space : .character(character), isOfCode: true)
    }
  }
}
