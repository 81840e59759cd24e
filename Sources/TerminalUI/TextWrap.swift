// Breaks prose into terminal lines, in any of our languages; the renderer calls it before it colours anything.

/// Breaks `text` into lines of at most `columns` display columns, prefix included. The first begins with `firstIndent`,
/// the others with `indent`; a newline in the text begins a line, and spaces at a line's end go.
///
/// - Lines break at spaces, and around Chinese and Japanese characters where typography lets them (see `LineBreaking`).
/// - A code span is never broken, unless it alone is wider than the line: what is in it is to be typed as it stands.
/// - A run with no break in it that is too long breaks between grapheme clusters, as the last resort.
/// - A blank indent that leaves fewer than four columns is shortened; one that says something stays.
public func wrap(_ text: String, columns: Int, indent: String = "", firstIndent: String? = nil) -> [String] {
  let firstIndent = firstIndent ?? indent
  var lines: [String] = []
  // Not at "\r\n" and "\n" as they come: the pair is one Character, and both are newlines.
  for paragraph in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
    var filler = LineFiller(columns: columns, first: lines.isEmpty ? firstIndent : indent, others: indent)
    for run in runs(of: pieces(of: paragraph)) { filler.add(run) }
    lines += filler.finish()
  }
  return lines
}

/// What is never divided: a grapheme cluster or a code span.
private struct Piece {
  var text: String
  var columns: Int
  var kind: Kind

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

private func pieces(of paragraph: Substring) -> [Piece] {
  var pieces: [Piece] = []
  var rest = paragraph
  while let character = rest.first {
    if character == "`", let span = codeSpan(at: rest) {
      pieces.append(Piece(text: String(span), columns: TextWidth.columns(String(span)), kind: .code))
      rest = rest[span.endIndex...]
      continue
    }
    let isSpace = character == " " || character == "\t" || character == "\u{3000}"
    let text = character == "\t" ? " " : String(character)
    pieces.append(
      Piece(text: text, columns: TextWidth.columns(text), kind: isSpace ? .space : .character(character)))
    rest.removeFirst()
  }
  return pieces
}

/// As in Markdown: as many backticks as it began with end the span. Without an end they are ordinary characters.
private func codeSpan(at text: Substring) -> Substring? {
  let fence = text.prefix { $0 == "`" }.count
  var index = text.index(text.startIndex, offsetBy: fence)
  while let start = text[index...].firstIndex(of: "`") {
    let closing = text[start...].prefix { $0 == "`" }
    if closing.count == fence { return text[..<closing.endIndex] }
    index = closing.endIndex
  }
  return nil
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
  private var lines: [String] = []
  private var line: String
  private var used: Int
  private var isEmpty = true

  init(columns: Int, first: String, others: String) {
    self.columns = max(columns, 2)
    self.others = Self.fitted(others, self.columns)
    line = Self.fitted(first, self.columns)
    used = TextWidth.columns(line)
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
      for piece in run.pieces { append(piece.text, piece.columns) }
      return
    }
    if !isEmpty {
      breakLine()
    } else if used + width < columns {
      append(spaces, width)
    }
    addByForce(run.pieces[...])
  }

  mutating func finish() -> [String] {
    breakLine()
    return lines
  }

  private mutating func append(_ text: String, _ width: Int) {
    line += text
    used += width
    isEmpty = isEmpty && width == 0
  }

  private mutating func breakLine() {
    while line.last == " " || line.last == "\u{3000}" { line.removeLast() }
    lines.append(line)
    line = others
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
      for piece in rest[..<fits] { append(piece.text, piece.columns) }
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
        kind: character == " " ? .space : .character(character))
    }
  }
}
