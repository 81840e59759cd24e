import MailProtocol

/// Finds out what a text that somebody wants explained is, a reply of either protocol, a code, a command, a keyword, a
/// program's message, a bounce, and what it means. `/explain` and `mailtutor explain` both ask here.
public struct Explanation: Sendable {
  /// One thing that the text holds.
  public struct Finding: Sendable {
    public let feedback: [Feedback]
    public let reply: Reply?
    public let enhanced: EnhancedStatus?
    public let trouble: Trouble?
    /// What it is, is known; its class and its codes are told in any case.
    public let isUnderstood: Bool

    init(
      _ feedback: [Feedback], reply: Reply? = nil, enhanced: EnhancedStatus? = nil, trouble: Trouble? = nil,
      isUnderstood: Bool = true
    ) {
      self.feedback = feedback
      self.reply = reply
      if case .smtp(let reply)? = reply { self.enhanced = enhanced ?? reply.enhanced } else { self.enhanced = enhanced }
      self.trouble = trouble
      self.isUnderstood = isUnderstood
    }
  }

  public private(set) var findings: [Finding] = []

  /// What of a longer text is looked at: its beginning, and its end, where a log has its latest lines.
  private static let longestText = 192 << 10
  private static let longestEnd = 64 << 10
  private static let longestLine = 8 << 10
  private static let mostFindings = 60

  /// - Parameters:
  ///   - speaking: the protocol when it is known; otherwise the text decides.
  ///   - command: the command that a reply answers, a verb alone or a whole line, `greeting` or `.`.
  public init(
    _ text: String, speaking: MailProtocolName? = nil, after command: String? = nil, guide: FieldGuide
  ) {
    let reader = ExplanationReader(speaking: speaking, after: command, guide: guide)
    let lines = Self.bounded(text).split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
      .map { String($0.prefix(Self.longestLine)) }
    let said = lines.filter { $0.contains { !$0.isWhitespace } }
    guard !said.isEmpty else { return }
    if let pasted = PastedSession(lines, speaking: speaking, after: command) {
      findings = pasted.items.prefix(Self.mostFindings).map { reader.finding($0) }
    } else if said.count == 1 {
      findings = [reader.line(PastedSession.withoutSide(said[0]))]
    } else if said.count > 1, said.allSatisfy(LogLine.isOne) {
      findings = LogLine.refusals(in: said).prefix(Self.mostFindings).map { reader.text($0) }
      if findings.isEmpty { findings = [reader.text(said.joined(separator: "\n"))] }
    } else {
      findings = reader.letter(lines.joined(separator: "\n"))
    }
  }

  public var isUnderstood: Bool { !findings.isEmpty && findings.allSatisfy(\.isUnderstood) }
  public var feedback: [Feedback] { findings.flatMap(\.feedback) }

  private static func bounded(_ text: String) -> String {
    guard text.utf8.count > longestText + longestEnd else { return text }
    return String(decoding: text.utf8.prefix(longestText), as: UTF8.self) + "\n"
      + String(decoding: text.utf8.suffix(longestEnd), as: UTF8.self)
  }

  /// Whether `--after` can mean something: a verb of either protocol, alone or with arguments, or one of the two moments
  /// that no command has.
  public static func isOccasion(_ command: String) -> Bool {
    let word = VerbGuess.firstWord(of: command).uppercased()
    return Occasion.moments[word] != nil || POP3Verb(rawValue: word) != nil || SMTPVerb(rawValue: word) != nil
  }
}

/// What a reply answers, as somebody writes it.
struct Occasion {
  let command: String

  static let moments = [
    "GREETING": "greeting", "CONNECT": "greeting", ".": "end-of-data", "END-OF-DATA": "end-of-data",
  ]

  private var word: String { VerbGuess.firstWord(of: command).uppercased() }

  /// As `Locales/patterns.yaml` names it.
  var name: String { Self.moments[word] ?? word }

  var smtp: ReplyAnatomy.SMTPOccasion {
    switch name {
    case "greeting": .greeting
    case "end-of-data": .endOfData
    default: SMTPVerb(rawValue: word).map { .command($0) } ?? .unknown
    }
  }

  /// A verb alone stands for the command with any arguments.
  var pop3: ReplyAnatomy.POP3Occasion? {
    if name == "greeting" { return .greeting }
    guard POP3Verb(rawValue: word) != nil else { return nil }
    return [command, "\(word) 1", "\(word) 1 1"].lazy.compactMap { POP3Command.parse($0).command }.first
      .map { .command($0) }
  }
}
