import LessonEngine
import MailProtocol

/// Puts paragraphs on the screen: wraps and colours them. What they say was decided by the narrator.
public struct Renderer {
  private let theme: Theme
  private let columns: Int
  private let window: Int?

  /// - Parameters:
  ///   - columns: of text.
  ///   - window: the terminal's own, at which a server's lines break; nil in a pipe, where they stay whole.
  public init(theme: Theme, columns: Int, window: Int? = nil) {
    self.theme = theme
    self.columns = columns
    self.window = window
  }

  /// For what is behind a file descriptor, as wide as it is now.
  public init(theme: Theme, on fileDescriptor: Int32) {
    self.init(
      theme: theme, columns: TerminalSize.textColumns(of: fileDescriptor),
      window: TerminalSize.window(of: fileDescriptor))
  }

  /// Whole lines, each with its newline.
  public func render(_ paragraphs: [Paragraph]) -> String {
    paragraphs.flatMap(lines).map { $0 + "\n" }.joined()
  }

  private func lines(_ paragraph: Paragraph) -> [String] {
    switch paragraph {
    case .gap: return [""]
    case .text(let spans, let tone, let level):
      return wrapped(spans, indent: Self.spaces(2 * level)).map { theme.apply(Self.role(tone), $0) }
    case .marked(let spans): return marked(spans)
    case .option(let letter, let spans):
      return wrapped(spans, indent: Self.spaces(5), first: Lead("  \(letter)  "))
    case .word(let word, let spans): return self.word(word, spans)
    case .entry(let term, let spans): return entry(term, spans)
    case .typed(let line):
      // A terminal that has to cut it does so without a line end in it, so that it can be copied.
      return [Self.spaces(min(4, columns - TextWidth.columns(line))) + theme.apply(.code, line)]
    case .form(let form, let name): return self.form(form, name.title)
    case .serverLine(let line, let omitted): return serverLine(line, omitted)
    case .folded(let spans): return wrapped(spans, indent: Self.spaces(3)).map { theme.apply(.dim, $0) }
    case .table(let rows): return table(rows)
    case .aside(let parts): return aside(parts)
    }
  }

  private static func role(_ tone: Paragraph.Tone) -> Role {
    switch tone {
    case .note: .note
    case .heading: .heading
    case .good: .good
    case .bad: .bad
    case .dim: .dim
    }
  }

  /// A sign or a word, then the text behind it.
  private func marked(_ spans: [Span]) -> [String] {
    guard case .mark(let mark)? = spans.first else { return wrapped(spans, indent: Self.spaces(4)) }
    let (role, symbol) =
      switch mark {
      case .good(let words): (Role.good, theme.symbol(.good, word: words))
      case .bad(let words): (Role.bad, theme.symbol(.bad, word: words))
      case .remark(let words): (Role.remark, theme.symbol(.remark, word: words))
      case .label(let words): (Role.remark, words)
      }
    // A full-width colon brings its own space.
    let lead = Lead("  ", symbol, role, behind: symbol.hasSuffix("：") ? "" : " ")
    return wrapped(Array(spans.dropFirst()), indent: Self.spaces(4), first: lead)
  }

  /// The word in a column of its own, if that leaves enough for what it does.
  private func word(_ word: String, _ spans: [Span]) -> [String] {
    guard columns >= 36 else { return ["  " + word] + wrapped(spans, indent: Self.spaces(4)) }
    return wrapped(spans, indent: Self.spaces(13), first: Lead("  " + word + Self.spaces(11 - word.count)))
  }

  /// The term in a column of its own where it fits into one, else above what it is for.
  private func entry(_ term: String, _ spans: [Span]) -> [String] {
    let column = 24
    if columns >= 72, TextWidth.columns(term) + 4 <= column {
      let lead = Lead("  ", term, .code, behind: Self.spaces(column - 2 - TextWidth.columns(term)))
      return wrapped(spans, indent: Self.spaces(column), first: lead)
    }
    let indent = Self.spaces(columns >= 72 ? column : 6)
    return wrap([.prose(term)], columns: columns, indent: "    ", firstIndent: "  ", ticks: false).map {
      $0.indent + theme.apply(.code, $0.prose)
    } + wrapped(spans, indent: indent)
  }

  private func form(_ form: String, _ title: String) -> [String] {
    let behind = "  " + theme.apply(.dim, title)
    let fits = TextWidth.columns(form) + 2 + TextWidth.columns(title) <= columns
    return fits ? [theme.apply(.code, form) + behind] : [theme.apply(.code, form), behind]
  }

  private func serverLine(_ line: String, _ omitted: String?) -> [String] {
    let speaker = "S: "
    guard let window, omitted != nil || TextWidth.columns(line) + speaker.count > window else {
      return [theme.apply(.serverLine, speaker) + line + (omitted.map { theme.apply(.dim, " " + $0) } ?? "")]
    }
    let indent = Self.spaces(speaker.count)
    let said = wrap(
      [.prose(line)], columns: window, indent: indent, firstIndent: speaker, ticks: false, isFlush: true
    ).map { $0.indent + $0.prose }
    let first = said.first.map { theme.apply(.serverLine, speaker) + $0.dropFirst(speaker.count) } ?? ""
    let more = omitted.map { wrapped(Span.spans($0), indent: indent).map { theme.apply(.dim, $0) } } ?? []
    return [first] + said.dropFirst() + more
  }

  /// A small note at the right end of its line. On a narrow screen each part has a line of its own.
  private func aside(_ parts: [String]) -> [String] {
    let line = parts.joined(separator: " · ")
    let texts = TextWidth.columns(line) + 4 <= columns ? [line] : parts
    return texts.map { theme.apply(.dim, Self.spaces(columns - TextWidth.columns($0)) + $0) }
  }

  /// Each part in a column of its own, as wide as the widest of the short ones.
  private func table(_ rows: [Paragraph.Row]) -> [String] {
    let widest = rows.map { TextWidth.columns($0.part) }.filter { $0 <= 16 }.max() ?? 0
    return rows.flatMap { row -> [String] in
      let padding = 2 + widest - TextWidth.columns(row.part)
      if padding >= 2, columns > 7 + widest + 16 {
        let lead = Lead(Self.spaces(5), row.part, .part, behind: Self.spaces(padding))
        return wrapped(row.meaning, indent: Self.spaces(7 + widest), first: lead)
      }
      // Words for people can be long: the part has its line, the meaning the next one.
      return wrapped([.prose(row.part)], indent: Self.spaces(5)).map { theme.apply(.part, $0) }
        + wrapped(row.meaning, indent: Self.spaces(9))
    }
  }

  /// What stands before the first line of a text, a part of it in colour.
  private struct Lead {
    let before: String
    let text: String
    let role: Role
    let behind: String

    init(_ before: String, _ text: String = "", _ role: Role = .note, behind: String = "") {
      self.before = before
      self.text = text
      self.role = role
      self.behind = behind
    }

    var plain: String { before + text + behind }
  }

  private func wrapped(_ spans: [Span], indent: String, first lead: Lead? = nil) -> [String] {
    let lines = wrap(
      spans, columns: columns, indent: indent, firstIndent: lead?.plain, ticks: !theme.hasColors)
    return lines.enumerated().map { index, line in
      let text = line.spans.map { span in
        switch span {
        case .prose(let text): text
        case .code(let text): theme.apply(.code, text)
        case .mark: ""
        }
      }.joined()
      guard index == 0, let lead, line.indent.hasPrefix(lead.before + lead.text) else { return line.indent + text }
      return lead.before + theme.apply(lead.role, lead.text)
        + line.indent.dropFirst(lead.before.count + lead.text.count) + text
    }
  }

  private static func spaces(_ count: Int) -> String { String(repeating: " ", count: max(0, count)) }
}

extension WrappedLine {
  fileprivate var prose: String {
    spans.map { span in
      switch span {
      case .prose(let text), .code(let text): text
      case .mark: ""
      }
    }.joined()
  }
}
