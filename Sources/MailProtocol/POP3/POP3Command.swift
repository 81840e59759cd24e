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
  case auth(mechanism: String?, initialResponse: Secret?)
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
    default: nil
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

  /// - Parameter line: one line without its ending.
  public static func parse(_ line: [UInt8]) -> Parsed<POP3Command> {
    parse(String(decoding: line, as: UTF8.self))
  }

  public static func parse(_ line: String) -> Parsed<POP3Command> {
    Parsed(line: line, reading: POP3Parser(line).read())
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
    if verb == nil, VerbGuess.isPlainText(line, as: POP3Verb.self) {
      return .unreadable(VerbGuess.diagnose(line, as: POP3Verb.self))
    }
    if verb != .pass, let diagnosis = InputMethod.diagnose(line, speaking: .pop3) {
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

  /// Arity and numbers, verb by verb. RFC 1939 §§5-7; TOP is the only one whose second number may be 0.
  private func command(_ verb: POP3Verb) -> Result<POP3Command, Mistake> {
    switch verb {
    case .pass:
      return rest.isEmpty ? .failure(missing(verb)) : .success(.pass(Secret(rest)))
    case .user: return exactly(1, verb) { .user(String($0[0])) }
    case .rpop: return exactly(1, verb) { .rpop(String($0[0])) }
    case .apop: return exactly(2, verb) { .apop(name: String($0[0]), digest: String($0[1])) }
    case .quit: return exactly(0, verb) { _ in .quit }
    case .stat: return exactly(0, verb) { _ in .stat }
    case .noop: return exactly(0, verb) { _ in .noop }
    case .last: return exactly(0, verb) { _ in .last }
    case .capa: return exactly(0, verb) { _ in .capa }
    case .stls: return exactly(0, verb) { _ in .stls }
    case .utf8: return exactly(0, verb) { _ in .utf8 }
    case .rset:
      if arguments.isEmpty { return .success(.rset) }
      return fail(.argumentRsetTakesNone, verb, at: 0)
    case .retr: return numbered(verb) { .retr($0) }
    case .dele: return numbered(verb) { .dele($0) }
    case .list: return arguments.isEmpty ? .success(.list(nil)) : numbered(verb) { .list($0) }
    case .uidl: return arguments.isEmpty ? .success(.uidl(nil)) : numbered(verb) { .uidl($0) }
    case .top:
      if arguments.count == 1 {
        return number(0, verb).flatMap { _ in
          .failure(
            Mistake(Diagnosis(.argumentTopNeedsLines, .pop3, ["i": String(arguments[0]), "verb": "TOP"])))
        }
      }
      return limited(to: 2, verb)
        ?? number(0, verb).flatMap { message in
          // So many lines as a letter has, or more: no number is too large. RFC 1939 §7.
          number(1, verb, most: Int.max, zeroAllowed: true).map { .top(message: message, lines: $0) }
        }
    case .lang:
      return limited(to: 1, verb, least: 0) ?? .success(.lang(arguments.first.map(String.init)))
    case .auth:
      return limited(to: 2, verb, least: 0)
        ?? .success(
          .auth(
            mechanism: arguments.first.map { $0.uppercased() },
            initialResponse: arguments.count > 1 ? Secret(String(arguments[1])) : nil))
    }
  }

  private func exactly(
    _ count: Int, _ verb: POP3Verb, _ make: ([Substring]) -> POP3Command
  ) -> Result<POP3Command, Mistake> {
    limited(to: count, verb) ?? .success(make(arguments))
  }

  private func numbered(
    _ verb: POP3Verb, _ make: (Int) -> POP3Command
  ) -> Result<POP3Command, Mistake> {
    limited(to: 1, verb) ?? number(0, verb).map(make)
  }

  /// A failure when there are too few or too many arguments.
  private func limited(to most: Int, _ verb: POP3Verb, least: Int? = nil) -> Result<POP3Command, Mistake>? {
    if arguments.count < (least ?? most) { return .failure(missing(verb)) }
    return arguments.count > most ? fail(.argumentExtra, verb, at: most) : nil
  }

  /// 1 or more, decimal, no sign; what does not fit is a diagnosis, never a crash.
  private func number(
    _ index: Int, _ verb: POP3Verb, most: Int = Int(Int32.max), zeroAllowed: Bool = false
  ) -> Result<Int, Mistake> {
    let text = arguments[index]
    let digits = text.hasPrefix("-") ? text.dropFirst() : text
    guard !digits.isEmpty, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
      return fail(.argumentNotANumber, verb, at: index)
    }
    if text.hasPrefix("-") { return fail(.argumentNegative, verb, at: index) }
    guard let value = Int(text), value <= most else { return fail(.argumentTooBig, verb, at: index) }
    return value == 0 && !zeroAllowed ? fail(.argumentZero, verb, at: index) : .success(value)
  }

  private func missing(_ verb: POP3Verb) -> Mistake {
    Mistake(Diagnosis(.argumentMissing, .pop3, ["verb": verb.rawValue, "form": verb.form]))
  }

  private func fail<Value>(_ id: Diagnosis.ID, _ verb: POP3Verb, at index: Int) -> Result<Value, Mistake> {
    let bad = arguments[index...].joined(separator: " ")
    let end = arguments[index].endIndex
    let start = rest.utf8.distance(from: rest.startIndex, to: arguments[index].startIndex)
    let length = rest.utf8.distance(from: arguments[index].startIndex, to: end)
    let offset = verbWord.utf8.count + 1 + start
    return .failure(
      Mistake(
        Diagnosis(
          id, .pop3, range: offset..<(offset + length),
          ["verb": verb.rawValue, "form": verb.form, "bad": ByteSanitizer.visible(bad)])))
  }

  struct Mistake: Error {
    let diagnosis: Diagnosis
    init(_ diagnosis: Diagnosis) { self.diagnosis = diagnosis }
  }
}
