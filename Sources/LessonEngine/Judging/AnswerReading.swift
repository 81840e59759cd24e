import MailProtocol

/// What a line says to a question of a lesson.
public enum AnswerReading: Hashable, Sendable {
  case right
  /// As it was understood.
  case wrong(String)
  case empty
  case noNumber
  /// None of these options.
  case noOption([String])
  /// A command or a program: a learner may look again before answering.
  case noAnswer

  /// - Parameter words: with which people answer.
  init(
    _ line: String, to question: Question, _ observation: Observation?, isOffline: Bool,
    words: @autoclosure () -> AnswerWords
  ) {
    var given = Self.normalised(question.kind == .number ? Self.withoutUnit(line) : line)
    switch question.kind {
    case .choice:
      if !question.options.contains(given) { given = words().option(line, of: question.options) ?? given }
    case .number: if Int(given) == nil { given = words().number(line).map(String.init) ?? given }
    case .text: break
    }
    if Self.isRight(given, question, observation) {
      self = .right
      return
    }
    let word = line.prefix { $0 != " " }.uppercased()
    let isCommand = POP3Verb(rawValue: word) != nil || SMTPVerb(rawValue: word) != nil
    if isCommand || ConnectLine.isProgram(line), question.kind != .text || !isOffline {
      self = .noAnswer
    } else if given.isEmpty {
      self = .empty
    } else if question.kind == .choice, !question.options.contains(given) {
      self = .noOption(question.options)
    } else if question.kind == .number, Int(given) == nil {
      self = .noNumber
    } else {
      self = .wrong(given)
    }
  }

  private static func isRight(_ given: String, _ question: Question, _ observation: Observation?) -> Bool {
    switch question.answer {
    case .live(let value): value.value(in: observation).map { String($0) == given } ?? false
    case .literal(let answers): answers.contains { normalised($0) == given }
    }
  }

  /// Full-width digits, capitals and thousands separators are no mistake in an answer.
  private static func normalised(_ answer: String) -> String {
    let text = InputMethod.asciiTwin(of: answer).lowercased().split(separator: " ").joined(separator: " ")
    let digits = text.filter { !",._ ".contains($0) }
    if !digits.isEmpty, digits.allSatisfy(\.isNumber) { return Int(digits).map(String.init) ?? digits }
    return text.count == 2 && (text.hasSuffix(")") || text.hasSuffix(".")) ? String(text.dropLast()) : text
  }

  /// `345 910 octets` is a number, too.
  private static func withoutUnit(_ line: String) -> String {
    let text = InputMethod.asciiTwin(of: line)
    guard let end = text.lastIndex(where: \.isNumber) else { return line }
    let unit = text[text.index(after: end)...].drop { $0 == " " }
    return unit.allSatisfy(\.isLetter) ? String(text[...end]) : line
  }
}
