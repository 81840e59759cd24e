import MailProtocol

/// The words that start with `/`: for the tutor, not for the server.
public enum TutorCommand: Hashable, Sendable {
  /// Answered alike wherever it is typed.
  public enum Common: Hashable, Sendable {
    case why
    /// A line to explain; nil for the last reply.
    case explain(String?)
    case language(String?)
    case base64(String?)
    case save(String?)
  }

  /// Every dialogue has an answer of its own.
  public enum Own: Hashable, Sendable {
    case help
    case `where`
    case quit
  }

  /// Means something in a lesson alone.
  public enum OfLesson: Hashable, Sendable {
    case hint
    case back
    case redo
    case skip
    case show
  }

  case common(Common)
  case own(Own)
  case ofLesson(OfLesson)
  /// No such word; the nearest one, if one is near.
  case unknown(String, suggestion: String?)

  /// Without the slash, in the order of `/help`.
  public enum Name: String, CaseIterable, Hashable, Sendable {
    case help, hint, why, explain
    case `where`
    case language = "lang"
    case back, redo, skip, show, base64, save, quit

    public var typed: String { "/\(rawValue)" }
    var isOfLesson: Bool { if case .ofLesson = TutorCommand(self, nil) { true } else { false } }
  }

  public static let quit = TutorCommand.own(.quit)

  init(_ name: Name, _ argument: String?) {
    self =
      switch name {
      case .help: .own(.help)
      case .hint: .ofLesson(.hint)
      case .why: .common(.why)
      case .explain: .common(.explain(argument))
      case .where: .own(.where)
      case .language: .common(.language(argument))
      case .back: .ofLesson(.back)
      case .redo: .ofLesson(.redo)
      case .skip: .ofLesson(.skip)
      case .show: .ofLesson(.show)
      case .base64: .common(.base64(argument))
      case .save: .common(.save(argument))
      case .quit: .own(.quit)
      }
  }

  private static let otherNames: [String: Name] = ["?": .help, "exit": .quit]

  /// As typed, for completion.
  public static let names = Name.allCases.map(\.typed)

  /// - Returns: nil when the line is for the server (`//x` sends `/x`).
  public init?(_ line: String, isInData: Bool) {
    var line = line
    // An input method may have made another sign of the slash: without this, help would be out of reach.
    if !line.hasPrefix("/"), let word = InputMethod.slashWord(line, among: Self.names) { line = word }
    guard line.hasPrefix("/"), !line.hasPrefix("//") else { return nil }
    let name = line.prefix { $0 != " " }.lowercased()
    let rest = String(line.dropFirst(name.count).drop { $0 == " " })
    let argument = rest.isEmpty ? nil : rest
    let word = String(name.dropFirst())
    if let known = Name(rawValue: word) ?? Self.otherNames[word] {
      self.init(known, argument)
    } else {
      // A letter may well have a line that starts with a slash: while DATA is open only a known word counts.
      if isInData { return nil }
      self = .unknown(name, suggestion: Self.nearest(to: name))
    }
  }

  private static func nearest(to name: String) -> String? {
    let names = Self.names.filter { $0.hasPrefix(name) }
    if names.count == 1 { return names[0] }
    return InputMethod.slashWord(name, among: Self.names) ?? VerbGuess.closest(to: name, among: Self.names)
  }
}
