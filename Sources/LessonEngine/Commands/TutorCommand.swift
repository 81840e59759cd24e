import MailProtocol

/// The words that start with `/`: for the tutor, not for the server.
public enum TutorCommand: Hashable, Sendable {
  case help
  case hint
  case why
  /// A line to explain; nil for the last reply.
  case explain(String?)
  case `where`
  case language(String?)
  case back
  case redo
  case skip
  case show
  case base64(String?)
  case quit
  /// No such word; the nearest one, if one is near.
  case unknown(String, suggestion: String?)

  /// Without the slash, in the order of `/help`.
  public enum Name: String, CaseIterable, Hashable, Sendable {
    case help, hint, why, explain
    case `where`
    case language = "lang"
    case back, redo, skip, show, base64, quit

    public var typed: String { "/\(rawValue)" }
  }

  /// As typed, for completion.
  public static let names = Name.allCases.map(\.typed)

  /// - Returns: nil when the line is for the server (`//x` sends `/x`).
  public init?(_ line: String, isInData: Bool) {
    var line = line
    // A Chinese input method writes `、` or `／` for the slash: without this, help would be out of reach.
    if let first = line.first, first == "、" || first == "／" {
      let twin = "/" + InputMethod.asciiTwin(of: String(line.dropFirst()))
      guard Self.names.contains(String(twin.prefix { $0 != " " }).lowercased()) else { return nil }
      line = twin
    }
    guard line.hasPrefix("/"), !line.hasPrefix("//") else { return nil }
    let name = line.prefix { $0 != " " }.lowercased()
    let rest = String(line.dropFirst(name.count).drop { $0 == " " })
    let argument = rest.isEmpty ? nil : rest
    switch name {
    case "/help", "/?": self = .help
    case "/hint": self = .hint
    case "/why": self = .why
    case "/explain": self = .explain(argument)
    case "/where": self = .where
    case "/lang": self = .language(argument)
    case "/back": self = .back
    case "/redo": self = .redo
    case "/skip": self = .skip
    case "/show": self = .show
    case "/base64": self = .base64(argument)
    case "/quit", "/exit": self = .quit
    default:
      // A letter may well have a line that starts with a slash: while DATA is open only a known word counts.
      if isInData { return nil }
      self = .unknown(name, suggestion: Self.nearest(to: name))
    }
  }

  private static func nearest(to name: String) -> String? {
    let names = Self.names.filter { $0.hasPrefix(name) }
    if names.count == 1 { return names[0] }
    return VerbGuess.closest(to: name, among: Self.names)
  }
}
