import MailProtocol

/// Lines of a session as somebody pastes them: replies, whole where they have several lines, and the commands between
/// them, with or without `C:` and `S:`.
struct PastedSession {
  enum Item {
    /// - Parameter command: what it answers.
    case reply(Reply, command: String?)
    case command(String, MailProtocolName)
    case other(String)
  }

  private(set) var items: [Item] = []

  /// nil when the text is something else than such lines.
  init?(_ lines: [String], speaking: MailProtocolName?, after command: String?) {
    let lines = lines.map(Line.init).filter { !$0.text.isEmpty }
    guard let first = lines.first, first.isOfSession else { return nil }
    var command = command
    var index = 0
    var others = 0
    while index < lines.count {
      let line = lines[index]
      index += 1
      switch line.kind {
      case .smtp(let code):
        var octets = [Array(line.text.utf8)]
        while Self.goesOn(octets[octets.count - 1]), index < lines.count, case .smtp(code) = lines[index].kind {
          octets.append(Array(lines[index].text.utf8))
          index += 1
        }
        items.append(.reply(.smtp(SMTPReply(code: code, lines: octets)), command: command))
      case .pop3:
        let rest = Self.rest(of: lines, behind: index - 1, command)
        items.append(.reply(.pop3(POP3Reply(line: Array(line.text.utf8), lines: rest)), command: command))
        index += rest.map { $0.count + 1 } ?? 0
      case .command(let name):
        command = line.text
        items.append(.command(line.text, name))
      case .other:
        others += 1
        items.append(.other(line.text))
      }
    }
    if others > 0, others * 2 >= items.count { return nil }
    // One line that is no reply may be a sentence as well: `User unknown`.
    if items.count == 1, case .reply = items[0] { return } else if items.count == 1 { return nil }
  }

  /// A line as it was sent, without the `C:` or `S:` of whoever wrote it down.
  static func withoutSide(_ line: String) -> String {
    line.hasPrefix("S: ") || line.hasPrefix("C: ") ? String(line.dropFirst(3)) : line
  }

  private static func goesOn(_ line: [UInt8]) -> Bool { line.count > 3 && line[3] == UInt8(ascii: "-") }

  /// The lines up to the dot, where a reply has one. Dots are in letters as well, so that the next status line ends the
  /// search unless a letter was asked for.
  private static func rest(of lines: [Line], behind index: Int, _ command: String?) -> [[UInt8]]? {
    guard lines[index].text.hasPrefix("+OK") else { return nil }
    let word = command.map { VerbGuess.firstWord(of: $0).uppercased() }
    let isLetter = word == "RETR" || word == "TOP"
    var rest: [[UInt8]] = []
    for line in lines[(index + 1)...] {
      if line.text == "." { return rest }
      if !isLetter, case .pop3 = line.kind { return nil }
      rest.append(Array(line.text.utf8))
    }
    return nil
  }

  struct Line {
    enum Kind {
      case smtp(Int)
      case pop3
      case command(MailProtocolName)
      case other
    }

    let text: String
    let kind: Kind

    init(_ line: String) {
      text = PastedSession.withoutSide(line)
      kind = Self.kind(text)
    }

    var isOfSession: Bool { if case .other = kind { false } else { true } }

    private static func kind(_ line: String) -> Kind {
      if line.hasPrefix("+OK") || line.hasPrefix("-ERR") || line == "+" || line.hasPrefix("+ ") { return .pop3 }
      if let code = smtpCode(line) { return .smtp(code) }
      let word = String(VerbGuess.firstWord(of: line))
      guard word == word.uppercased() || word == word.lowercased() else { return .other }
      if SMTPVerb(rawValue: word.uppercased()) != nil, SMTPCommand.parse(line).command != nil { return .command(.smtp) }
      if POP3Verb(rawValue: word.uppercased()) != nil, POP3Command.parse(line).command != nil { return .command(.pop3) }
      return .other
    }

    /// Three digits, alone or with a space or a hyphen behind them. The first is 2 to 5. RFC 5321 §4.2.
    static func smtpCode(_ line: String) -> Int? {
      let octets = Array(line.utf8.prefix(4))
      guard octets.count >= 3, octets[..<3].allSatisfy({ (0x30...0x39).contains($0) }),
        (0x32...0x35).contains(octets[0]),
        octets.count == 3 || octets[3] == 0x20 || octets[3] == UInt8(ascii: "-")
      else { return nil }
      return octets[..<3].reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }
  }
}
