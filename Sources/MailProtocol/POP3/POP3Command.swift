/// POP3's commands as values, and their parser. RFC 1939 §§5-7, 2449, 2595, 5034, 6856; the rule book, the
/// simulator and the checker take them from here.
public enum POP3Verb: String, WireVerb {
  case user = "USER"
  case pass = "PASS"
  case apop = "APOP"
  case quit = "QUIT"
  case stat = "STAT"
  case list = "LIST"
  case retr = "RETR"
  case dele = "DELE"
  case noop = "NOOP"
  case rset = "RSET"
  case top = "TOP"
  case uidl = "UIDL"
  case last = "LAST"
  case rpop = "RPOP"
  case capa = "CAPA"
  case stls = "STLS"
  case auth = "AUTH"
  case utf8 = "UTF8"
  case lang = "LANG"

  public static let speaking = MailProtocolName.pop3

  public var form: String {
    switch self {
    case .user, .rpop: "\(rawValue) name"
    case .pass: "PASS password"
    case .apop: "APOP name digest"
    case .list, .uidl: "\(rawValue) [message-number]"
    case .retr, .dele: "\(rawValue) message-number"
    case .top: "TOP message-number lines"
    case .auth: "AUTH mechanism"
    case .lang: "LANG [language]"
    case .quit, .stat, .noop, .rset, .last, .capa, .stls, .utf8: rawValue
    }
  }
}

public enum POP3Command: WireCommand {
  case user(String)
  case pass(Secret)
  case apop(name: String, digest: String)
  case quit
  case stat
  case list(Int?)
  case retr(Int)
  case dele(Int)
  case noop
  case rset
  /// `lines` of the body after the header and the empty line.
  case top(message: Int, lines: Int)
  case uidl(Int?)
  case last
  case rpop(String)
  case capa
  case stls
  case auth(mechanism: SASLMechanism?, initialResponse: Secret?)
  case utf8
  case lang(String?)

  public var verb: POP3Verb {
    switch self {
    case .user: .user
    case .pass: .pass
    case .apop: .apop
    case .quit: .quit
    case .stat: .stat
    case .list: .list
    case .retr: .retr
    case .dele: .dele
    case .noop: .noop
    case .rset: .rset
    case .top: .top
    case .uidl: .uidl
    case .last: .last
    case .rpop: .rpop
    case .capa: .capa
    case .stls: .stls
    case .auth: .auth
    case .utf8: .utf8
    case .lang: .lang
    }
  }

  /// The message the command speaks of, where it names one.
  public var message: Int? {
    switch self {
    case .retr(let number), .dele(let number), .top(let number, _): number
    case .list(let number), .uidl(let number): number
    case .user, .pass, .apop, .quit, .stat, .noop, .rset, .last, .rpop, .capa, .stls, .auth, .utf8, .lang: nil
    }
  }

  /// Whether a positive reply goes on until a line with a single dot. RFC 1939 §3.
  public var expectsMultiline: Bool {
    switch self {
    case .retr, .top, .capa: true
    case .list(let number), .uidl(let number): number == nil
    case .lang(let language): language == nil
    case .auth(let mechanism, _): mechanism == nil
    case .user, .pass, .apop, .quit, .stat, .dele, .noop, .rset, .last, .rpop, .stls, .utf8: false
    }
  }

  /// Its positive reply is a list; a letter may be long, and slow.
  public var isList: Bool {
    switch self {
    case .retr, .top: false
    case .list, .uidl, .capa, .lang, .auth: expectsMultiline
    case .user, .pass, .apop, .quit, .stat, .dele, .noop, .rset, .last, .rpop, .stls, .utf8: false
    }
  }

  /// - Parameter line: one line without its ending.
  public static func parse(_ line: [UInt8]) -> Parsed<POP3Command> {
    let text = String(decoding: line, as: UTF8.self)
    return Parsed(line: text, octets: line.count, reading: reading(of: text))
  }

  public static func parse(_ line: String) -> Parsed<POP3Command> {
    Parsed(line: line, octets: line.utf8.count, reading: reading(of: line))
  }

  private static func reading(of line: String) -> Parsed<POP3Command>.Reading {
    POP3Parser(line).read().proven(longest: POP3Rules.longestLine(nil)) { POP3Parser($0).read() }
  }
}

private struct POP3Parser {
  let line: String
  let verbWord: Substring
  /// What follows the verb and one space, as it is.
  let rest: String
  let arguments: [Substring]

  init(_ line: String) {
    self.line = line
    verbWord = VerbGuess.firstWord(of: line)
    rest = verbWord.endIndex == line.endIndex ? "" : String(line[line.index(after: verbWord.endIndex)...])
    arguments = rest.words
  }

  func read() -> Parsed<POP3Command>.Reading {
    if line.utf8.allSatisfy({ $0 == .space }) { return .unreadable(Diagnosis(.lineEmpty, .pop3)) }
    let verb = POP3Verb(rawValue: verbWord.uppercased())
    // A password may hold any octets; it is the verb that must be plain.
    if verb != .pass, let tab = VerbSlips.tabbed(line, .pop3) {
      return verb.map { .malformed($0, tab) } ?? .unreadable(tab)
    }
    if let reading = Parsed<POP3Command>.Reading.indented(line, .pop3, { POP3Parser($0).read() }) { return reading }
    if verb == nil, VerbGuess.isPlainText(line, as: POP3Verb.self) {
      return .unreadable(VerbGuess.diagnose(line, as: POP3Verb.self))
    }
    if verb != .pass, let diagnosis = InputMethod.diagnose(line, as: POP3Verb.self) {
      return verb.map { .malformed($0, diagnosis) } ?? .unreadable(diagnosis)
    }
    guard let verb else { return .unreadable(VerbGuess.diagnose(line, as: POP3Verb.self)) }
    if verb != .pass, let comment = VerbGuess.trailingComment(line, speaking: .pop3) {
      return .malformed(verb, comment)
    }
    switch command(verb) {
    case .success(let command): return .command(command, flaw: nil)
    case .failure(let mistake): return .malformed(verb, mistake.diagnosis)
    }
  }

  /// The arguments as values, verb by verb; how many there may be stands in the rule book. RFC 1939 §§5-7: TOP is the
  /// only one whose second number may be 0.
  private func command(_ verb: POP3Verb) -> Result<POP3Command, Mistake> {
    if let mistake = wrongCount(verb) { return .failure(mistake) }
    switch verb {
    case .pass: return .success(.pass(Secret(rest)))
    case .user: return .success(.user(String(arguments[0])))
    case .rpop: return .success(.rpop(arguments.first.map(String.init) ?? ""))
    case .apop: return .success(.apop(name: String(arguments[0]), digest: String(arguments[1])))
    case .quit: return .success(.quit)
    case .stat: return .success(.stat)
    case .noop: return .success(.noop)
    case .last: return .success(.last)
    case .capa: return .success(.capa)
    case .stls: return .success(.stls)
    case .utf8: return .success(.utf8)
    case .rset: return .success(.rset)
    case .retr: return number(0, verb).map { .retr($0) }
    case .dele: return number(0, verb).map { .dele($0) }
    case .list: return arguments.isEmpty ? .success(.list(nil)) : number(0, verb).map { .list($0) }
    case .uidl: return arguments.isEmpty ? .success(.uidl(nil)) : number(0, verb).map { .uidl($0) }
    case .top:
      return number(0, verb).flatMap { message in
        // So many lines as a letter has, or more: no number is too large. RFC 1939 §7.
        number(1, verb, most: Int.max, zeroAllowed: true).map { .top(message: message, lines: $0) }
      }
    case .lang: return .success(.lang(arguments.first.map(String.init)))
    case .auth:
      return .success(
        .auth(
          mechanism: arguments.first.map { SASLMechanism($0) },
          initialResponse: arguments.count > 1 ? Secret(String(arguments[1])) : nil))
    }
  }

  /// Too few or too many arguments.
  private func wrongCount(_ verb: POP3Verb) -> Mistake? {
    let count = POP3Rules.arguments(of: verb)
    // A password may have spaces: all that follows is one argument. RFC 1939 §7.
    if verb == .pass { return rest.isEmpty ? missing(verb) : nil }
    if verb == .top, arguments.count == 1 {
      if case .failure(let mistake) = number(0, verb) { return mistake }
      return Mistake(
        Diagnosis(
          .argumentTopNeedsLines, .pop3,
          ["i": String(arguments[0]), "verb": "TOP", "form": verb.form, "suggestion": "TOP \(arguments[0]) 0"]))
    }
    if arguments.count < count.lowerBound { return missing(verb) }
    guard arguments.count > count.upperBound else { return nil }
    switch verb {
    case .retr, .dele, .list, .uidl, .top: return writtenNumbers(verb, at: count.upperBound)
    case .rset: return mistake(.argumentRsetTakesNone, verb, at: 0, suggestion: verb.rawValue)
    case .quit, .stat, .noop, .last, .capa, .stls, .utf8:
      return mistake(.argumentExtra, verb, at: 0, suggestion: verb.rawValue)
    case .lang: return mistake(.argumentExtra, verb, at: 1, suggestion: "\(verb.rawValue) \(arguments[0])")
    // What is too much may be a password.
    case .user: return mistake(.argumentExtra, verb, at: 1, suggestion: "USER \(arguments[0])", hides: true)
    case .pass, .apop, .rpop, .auth: return mistake(.argumentExtra, verb, at: count.upperBound, hides: true)
    }
  }

  /// 1 or more, decimal, no sign; what does not fit is a diagnosis, never a crash.
  private func number(
    _ index: Int, _ verb: POP3Verb, most: Int = Int(Int32.max), zeroAllowed: Bool = false
  ) -> Result<Int, Mistake> {
    let text = arguments[index]
    let digits = text.hasPrefix("-") ? text.dropFirst() : text
    guard !digits.isEmpty, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
      return .failure(writtenNumbers(verb, at: index))
    }
    if text.hasPrefix("-") { return fail(.argumentNegative, verb, at: index) }
    guard let value = Int(text), value <= most else { return fail(.argumentTooBig, verb, at: index) }
    return value == 0 && !zeroAllowed ? fail(.argumentZero, verb, at: index) : .success(value)
  }

  /// The arguments are no numbers, or too many, and people read numbers in them all the same.
  private func writtenNumbers(_ verb: POP3Verb, at index: Int) -> Mistake {
    let written = MeantNumbers(arguments)
    let isOptional = POP3Rules.arguments(of: verb).contains(0)
    let wanted = verb == .top ? 2 : 1
    let numbers = written.numbers.prefix(wanted).map { " \($0)" }.joined()
    let isWhole = written.numbers.count >= wanted && !written.isDoubtful
    let suggestion = isWhole ? verb.rawValue + numbers : isOptional && written.numbers.isEmpty ? verb.rawValue : nil
    if verb != .top, written.isList { return mistake(.argumentList, verb, at: 0, suggestion: suggestion) }
    // The first word that is no number, or the one that is too much.
    let wrong = arguments.firstIndex { !$0.utf8.allSatisfy { (0x30...0x39).contains($0) } } ?? index
    let isExtra = wrong >= wanted
    return mistake(
      isExtra ? .argumentExtra : .argumentNotANumber, verb, at: isExtra ? wanted : wrong, suggestion: suggestion)
  }

  private func missing(_ verb: POP3Verb) -> Mistake {
    Mistake(Diagnosis(.argumentMissing, .pop3, ["verb": verb.rawValue, "form": verb.form]))
  }

  private func fail<Value>(_ id: Diagnosis.ID, _ verb: POP3Verb, at index: Int) -> Result<Value, Mistake> {
    .failure(mistake(id, verb, at: index))
  }

  private func mistake(
    _ id: Diagnosis.ID, _ verb: POP3Verb, at index: Int, suggestion: String? = nil, hides: Bool = false
  ) -> Mistake {
    let bad = hides ? Secret.mask : ByteSanitizer.visible(arguments[index...].joined(separator: " "))
    let end = arguments[index].endIndex
    let start = rest.utf8.distance(from: rest.startIndex, to: arguments[index].startIndex)
    let length = rest.utf8.distance(from: arguments[index].startIndex, to: end)
    let offset = verbWord.utf8.count + 1 + start
    var values = ["verb": verb.rawValue, "form": verb.form, "bad": bad]
    values["suggestion"] = suggestion.map { ByteSanitizer.visible($0) }
    return Mistake(Diagnosis(id, .pop3, range: offset..<(offset + length), values))
  }

  struct Mistake: Error {
    let diagnosis: Diagnosis
    init(_ diagnosis: Diagnosis) { self.diagnosis = diagnosis }
  }
}
