/// Reads an open letter while it is typed, line by line, and says what of a line nobody can have meant. In a letter
/// nothing is a command and nothing can be taken back, so that this is never more than a remark for the sender; the
/// letter goes on. Dialogues ask it.
///
/// It reads what a reader of the letter will read: as in `Letter`, the header ends at an empty line, or at the first line
/// that is no field.
public struct LetterReview: Hashable, Sendable {
  private enum Part: Hashable, Sendable { case header, body }

  private var part = Part.header
  /// The header says in which charset the body is. RFC 2045 §5.
  private var isLabelled = false
  private var fields = 0
  private var lines = 0
  /// At the end of what has come.
  private var emptyLines = 0
  private let isInternational: Bool

  /// Who leaves so many lines empty waits for something.
  private static let manyEmptyLines = 3
  /// More than a screen shows.
  private static let manyLines = 30

  /// - Parameter isInternational: the transaction's; then UTF-8 needs no label in the header. RFC 6532.
  public init(isInternational: Bool = false) { self.isInternational = isInternational }

  /// The next line.
  ///
  /// - Parameter line: as it is sent, without its ending.
  /// - Returns: what there is to say of it, the first thing first. A kind comes as often as it is there: who tells it
  ///   knows what was told.
  public mutating func take(_ line: String) -> [Diagnosis] {
    lines += 1
    emptyLines = line.isEmpty ? emptyLines + 1 : 0
    var found: [Diagnosis] = []
    let text = line.hasPrefix(".") ? String(line.dropFirst()) : line
    if text.utf8.count + 2 > SMTPRules.longestTextLine {
      found.append(Diagnosis(.dataLineTooLong, .smtp))
    }
    if let end = Self.failedEnd(line) ?? Self.command(line) {
      found.append(end)
    } else if line.hasPrefix(".") {
      let values = ["bad": HeaderLine.shown(line), "actual": HeaderLine.shown(text)]
      found.append(Diagnosis(.dataLeadingDot, .smtp, values))
    } else if part == .header, !text.isEmpty, let flaw = HeaderLine.flaw(of: text, isFirst: fields == 0) {
      found.append(flaw)
    }
    if !text.utf8.allSatisfy({ $0 < 0x80 }), !(part == .header ? isInternational : isLabelled) {
      found.append(Diagnosis(.dataEightBit, .smtp, part == .header ? ["case": HeaderLine.inHeader] : [:]))
    }
    if emptyLines >= Self.manyEmptyLines || lines >= Self.manyLines { found.append(Diagnosis(.dataNoDotYet, .smtp)) }
    if part == .header { noteHeader(text) }
    return found
  }

  private mutating func noteHeader(_ text: String) {
    if text.isEmpty {
      part = .body
    } else if text.first == " " || text.first == "\t" {
      // A long label may stand on two lines. RFC 5322 §2.2.3.
      if fields > 0 { isLabelled = isLabelled || Self.isLabel(text) }
    } else if let field = Letter.field(text) {
      fields += 1
      if field.name.lowercased() == "content-type" { isLabelled = Self.isLabel(field.value) }
    } else {
      part = .body
    }
  }

  /// The parts of a multipart have labels of their own.
  private static func isLabel(_ value: String) -> Bool {
    let value = value.lowercased()
    return value.hasPrefix("multipart/") || value.split(separator: ";").contains { $0.contains("charset=") }
  }

  // MARK: What was meant to end it

  /// A dot that does not end the letter: with a space or a quote beside it, or not the ASCII one.
  private static func failedEnd(_ line: String) -> Diagnosis? {
    // One is what ends it, however many were typed.
    if InputMethod.dots(line) != nil {
      return Diagnosis(.inputFullwidth, .smtp, ["bad": line, "suggestion": "."])
    }
    let signs = line.filter { !beside.contains($0) }
    guard !signs.isEmpty, signs.count < line.count, signs.allSatisfy({ ".。．｡".contains($0) }) else { return nil }
    return Diagnosis(.dataDotAlone, .smtp, ["bad": HeaderLine.shown(line)])
  }

  private static let beside: Set<Character> = [
    " ", "\t", "\u{3000}", "\u{A0}", "\"", "'", "`", "“", "”", "‘", "’", "(", ")", "[", "]", "<", ">", "「", "」",
  ]

  /// A line that was meant for the server.
  private static func command(_ line: String) -> Diagnosis? {
    guard SMTPRules.isMeantAsCommand(line) else { return nil }
    let shown = SecretMask.mask(line, expectsSecret: false)
    return Diagnosis(.stateInData, .smtp, ["bad": HeaderLine.shown(shown)])
  }
}
