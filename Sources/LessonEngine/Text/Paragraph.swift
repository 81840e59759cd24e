import MailProtocol

/// One thing that is said, whole, in the learner's language: `Narrator` makes it, a terminal wraps and colours it, a page
/// makes HTML of it. Texts are safe to show: no controls are in them.
public enum Paragraph: Hashable, Sendable {
  /// How a text is meant.
  public enum Tone: Hashable, Sendable {
    case note, heading, good, bad
    /// Beside the point: it may be less visible.
    case dim
  }

  public struct Row: Hashable, Sendable {
    /// A part of a line, as it stands there.
    public let part: String
    public let meaning: [Span]

    public init(_ part: String, _ meaning: String) {
      self.part = part
      self.meaning = Span.spans(meaning)
    }
  }

  /// An empty line.
  case gap
  /// - Parameter level: how far it is set in: 0, 1 or 2.
  case text([Span], Tone, level: Int)
  /// A verdict: the first span is its mark. What else belongs to it follows as text of level 2.
  case marked([Span])
  /// An answer that can be chosen, and its letter.
  case option(String, [Span])
  /// A word for the tutor, and what it does.
  case word(String, [Span])
  /// A term of a page of help, as it is typed, and what it is for.
  case entry(String, [Span])
  /// A line to type, as it stands.
  case typed(String)
  /// The form of a command.
  case form(String, MailProtocolName)
  /// A line of a server, and what of it is left out.
  case serverLine(String, omitted: String?)
  /// Lines of a server that are left out.
  case folded([Span])
  /// The parts of a line, and what each means.
  case table([Row])
  /// A small note beside the text, in parts that belong to one line if it is wide enough: `verb.typo`, `RFC 1939 §3`.
  case aside([String])

  /// A sentence with code in backticks.
  public static func text(_ text: String, _ tone: Tone = .note, level: Int = 0) -> Paragraph {
    .text(Span.spans(text), tone, level: level)
  }

  /// Paragraphs of prose, with gaps between them.
  static func prose(_ texts: [String], level: Int = 0) -> [Paragraph] {
    Array(texts.map { [.text($0, level: level)] }.joined(separator: [.gap]))
  }

  /// A mark before the first of the texts; the others are set in below it.
  static func marked(_ mark: Span.Mark, _ texts: [String]) -> [Paragraph] {
    guard let first = texts.first else { return [] }
    return [.marked([.mark(mark)] + Span.spans(first))] + texts.dropFirst().map { .text($0, level: 2) }
  }
}
