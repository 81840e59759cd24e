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
/// - A code span is never broken, unless it alone is wider than the line: what is in it is to be typed as it stands.
/// - A run with no break in it that is too long breaks between grapheme clusters, as the last resort.
/// - A blank indent that leaves fewer than four columns is shortened; one that says something stays.
///
/// - Parameter ticks: code stands in backticks, which count.
func wrap(
  _ spans: [Span], columns: Int, indent: String = "", firstIndent: String? = nil, ticks: Bool
) -> [WrappedLine] {
  let firstIndent = firstIndent ?? indent
  var lines: [WrappedLine] = []
  for paragraph in paragraphs(of: spans, ticks: ticks) {
    var filler = LineFiller(columns: columns, first: lines.isEmpty ? firstIndent : indent, others: indent)
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
      let text = ticks ? Span.ticked(code) : code
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
      if LineBreaking.isAllowed(between: before.character, and: piece.character, spaced: !spaces.isEmpty) {
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
  static let neverFirst = Set("，。、；：！？）】」』”’》〉〕｝］．…—～·‧・％‰℃°")
  static let neverLast = Set("（【「『“‘《〈〔｛［￥＄")
  // Half-width ones may begin and end a line after a space (`:-)`, `$ telnet`), but not cling to a Chinese character.
  static let neverFirstUnspaced = Set(",.;:!?)]}>%\"'/")
  static let neverLastUnspaced = Set("([{<\"'$#@/")

  /// nil stands for a code span.
  static func isAllowed(between before: Character?, and after: Character?, spaced: Bool) -> Bool {
    if let after, neverFirst.contains(after) { return false }
    if let before, neverLast.contains(before) { return false }
    if spaced { return true }
    if let after, neverFirstUnspaced.contains(after) { return false }
    if let before, neverLastUnspaced.contains(before) { return false }
    return isIdeographic(before) || isIdeographic(after)
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
  private var lines: [WrappedLine] = []
  private var line: WrappedLine
  private var used: Int
  private var isEmpty = true

  init(columns: Int, first: String, others: String) {
    self.columns = max(columns, 2)
    self.others = Self.fitted(others, self.columns)
    line = WrappedLine(indent: Self.fitted(first, self.columns))
    used = TextWidth.columns(line.indent)
  }

  private static func fitted(_ indent: String, _ columns: Int) -> String {
    guard indent.allSatisfy({ $0 == " " }) else { return indent }
    return String(indent.prefix(max(0, columns - 4)))
  }

  mutating func add(_ run: Run) {
    // Spaces before a paragraph's first word are its own indentation.
    let spaces = isEmpty && !lines.isEmpty ? "" : run.spaces
    let width = TextWidth.columns(spaces)
    if used + width + run.columns <= columns {
      append(spaces, width)
      for piece in run.pieces { append(piece) }
      return
    }
    if !isEmpty {
      breakLine()
    } else if used + width < columns {
      append(spaces, width)
    }
    addByForce(run.pieces[...])
  }

  mutating func finish() -> [WrappedLine] {
    breakLine()
    return lines
  }

  private mutating func append(_ piece: Piece) { append(piece.text, piece.columns, isCode: piece.isOfCode) }

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

  /// At the start of a line. As many pieces as fit, then back to a place that typography does not forbid, if there is
  /// one.
  private mutating func addByForce(_ pieces: ArraySlice<Piece>) {
    var rest = pieces
    while !rest.isEmpty {
      let room = columns - used
      var width = 0
      var fits = rest.startIndex
      while fits < rest.endIndex, width + rest[fits].columns <= room {
        width += rest[fits].columns
        fits += 1
      }
      if fits < rest.endIndex {
        if fits == rest.startIndex, rest[fits].isCode {
          rest = clusters(of: rest[fits])[...] + rest.dropFirst()
          continue
        }
        fits = bestBreak(in: rest, upTo: fits)
        if fits == rest.startIndex { fits += 1 }  // wider than the line itself: show it all the same
      }
      for piece in rest[..<fits] { append(piece) }
      rest = rest[fits...]
      if !rest.isEmpty { breakLine() }
    }
  }

  private func bestBreak(in pieces: ArraySlice<Piece>, upTo limit: Int) -> Int {
    let places = (pieces.startIndex + 1)..<(limit + 1)
    guard !places.isEmpty else { return limit }
    let afterSpace = places.last { pieces[$0 - 1].isSpace }
    let allowed = places.last { place in
      !(pieces[place].character.map(LineBreaking.neverFirst.contains) ?? false)
        && !(pieces[place - 1].character.map(LineBreaking.neverLast.contains) ?? false)
    }
    return afterSpace ?? allowed ?? limit
  }

  private func clusters(of span: Piece) -> [Piece] {
    span.text.map { character in
      Piece(
        text: String(character), columns: TextWidth.columns(of: character),
        kind: character == " " ? .space : .character(character), isOfCode: true)
    }
  }
}
