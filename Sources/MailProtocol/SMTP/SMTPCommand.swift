/// SMTP's commands as values, and their parser. RFC 5321 §4.1; the rule book, the simulator and the checker
/// take them from here.
public enum SMTPVerb: String, WireVerb {
  case helo = "HELO"
  case ehlo = "EHLO"
  case mail = "MAIL"
  case rcpt = "RCPT"
  case data = "DATA"
  case rset = "RSET"
  case noop = "NOOP"
  case quit = "QUIT"
  case vrfy = "VRFY"
  case expn = "EXPN"
  case help = "HELP"
  case starttls = "STARTTLS"
  case auth = "AUTH"
  case bdat = "BDAT"
  case etrn = "ETRN"
  /// Sendmail's own: it tells what it does while it does it.
  case verbose = "VERB"
  case send = "SEND"
  case soml = "SOML"
  case saml = "SAML"
  case turn = "TURN"

  public static let speaking = MailProtocolName.smtp

  public var form: String {
    switch self {
    case .helo, .ehlo: "\(rawValue) your-host-name"
    case .mail: "MAIL FROM:<sender@domain>"
    case .rcpt: "RCPT TO:<recipient@domain>"
    case .noop, .help: "\(rawValue) [text]"
    case .vrfy: "VRFY name-or-address"
    case .expn: "EXPN list"
    case .auth: "AUTH mechanism [initial-response]"
    case .bdat: "BDAT octets [LAST]"
    case .etrn: "ETRN domain"
    case .send, .soml, .saml: "\(rawValue) FROM:<sender@domain>"
    case .data, .rset, .quit, .starttls, .verbose, .turn: rawValue
    }
  }
}

public enum SMTPCommand: WireCommand {
  /// nil only where a server forgives a missing name.
  case helo(String?)
  case ehlo(String?)
  case mail(ReversePath, [MailParameter])
  case rcpt(MailPath, [MailParameter])
  case data
  case rset
  case noop
  case quit
  /// `asksForUTF8`: with the parameter SMTPUTF8, so that the name and the reply may be beyond ASCII. RFC 6531 §3.7.4.2.
  case vrfy(String, asksForUTF8: Bool = false)
  case expn(String, asksForUTF8: Bool = false)
  case help(String?)
  case starttls
  /// RFC 4954 §4.
  case auth(mechanism: SASLMechanism, initialResponse: Secret?)
  /// So many octets follow, whatever they are. RFC 3030 §2.
  case bdat(octets: Int, last: Bool)
  case etrn(String)
  case verbose
  /// A verb of history, with its argument unread: no server here performs it.
  case other(SMTPVerb, String)

  public var verb: SMTPVerb {
    switch self {
    case .helo: .helo
    case .ehlo: .ehlo
    case .mail: .mail
    case .rcpt: .rcpt
    case .data: .data
    case .rset: .rset
    case .noop: .noop
    case .quit: .quit
    case .vrfy: .vrfy
    case .expn: .expn
    case .help: .help
    case .starttls: .starttls
    case .auth: .auth
    case .bdat: .bdat
    case .etrn: .etrn
    case .verbose: .verbose
    case .other(let verb, _): verb
    }
  }

  /// - Parameter line: one line without its ending.
  public static func parse(_ line: [UInt8]) -> Parsed<SMTPCommand> {
    let text = String(decoding: line, as: UTF8.self)
    return Parsed(line: text, octets: line.count, reading: reading(of: text))
  }

  public static func parse(_ line: String) -> Parsed<SMTPCommand> {
    Parsed(line: line, octets: line.utf8.count, reading: reading(of: line))
  }

  private static func reading(of line: String) -> Parsed<SMTPCommand>.Reading {
    SMTPParser(line).read().proven(longest: SMTPRules.longestCommand) { SMTPParser($0).read() }
  }
}

private struct SMTPParser {
  let line: String
  let verbWord: Substring
  let rest: Substring

  init(_ line: String) {
    // White space behind a command is no mistake. RFC 5321 §4.1.1.
    var line = line
    while let last = line.unicodeScalars.last, last == " " || last == "\t" { line.unicodeScalars.removeLast() }
    self.line = line
    verbWord = VerbGuess.firstWord(of: line)
    rest = line[verbWord.endIndex...].withoutLeadingSpaces
  }

  func read() -> Parsed<SMTPCommand>.Reading {
    if line.utf8.allSatisfy({ $0 == .space }) { return .unreadable(Diagnosis(.lineEmpty, .smtp)) }
    let verb = SMTPVerb(rawValue: verbWord.uppercased())
    if let tab = VerbSlips.tabbed(line, .smtp) { return verb.map { .malformed($0, tab) } ?? .unreadable(tab) }
    if let reading = Parsed<SMTPCommand>.Reading.indented(line, .smtp, { SMTPParser($0).read() }) { return reading }
    if verb == nil, VerbGuess.isPlainText(line, as: SMTPVerb.self) {
      return .unreadable(VerbGuess.diagnose(line, as: SMTPVerb.self))
    }
    if let diagnosis = InputMethod.diagnose(line, as: SMTPVerb.self) {
      if let verb, let command = internationalized(verb, diagnosis) { return .command(command, flaw: diagnosis) }
      return verb.map { .malformed($0, diagnosis) } ?? .unreadable(diagnosis)
    }
    guard let verb else {
      // `MAIL:FROM`, `FROM:<…>` and `MAILFROM:` are slips of their own, nearer than any guess at a verb.
      return .unreadable(PathVerbSlips.diagnose(line) ?? VerbGuess.diagnose(line, as: SMTPVerb.self))
    }
    if let comment = VerbGuess.trailingComment(line, speaking: .smtp), verb != .noop, verb != .help {
      return .malformed(verb, comment)
    }
    return reading(of: verb)
  }

  /// How many arguments there may be stands in the rule book; what they mean, here.
  private func reading(of verb: SMTPVerb) -> Parsed<SMTPCommand>.Reading {
    let arguments = SMTPRules.arguments(of: verb)
    if let mistake = wrongCount(verb, arguments) { return .malformed(verb, mistake) }
    switch verb {
    case .helo: return hello(verb) { .helo($0) }
    case .ehlo: return hello(verb) { .ehlo($0) }
    case .mail: return path(verb, arguments) { .mail($0, $1) }
    case .rcpt:
      return path(verb, arguments) { path, parameters in
        if case .mailbox(let mailbox) = path { .rcpt(mailbox, parameters) } else { nil }
      }
    case .data: return .command(.data, flaw: nil)
    case .rset: return .command(.rset, flaw: nil)
    case .quit: return .command(.quit, flaw: nil)
    case .noop: return .command(.noop, flaw: nil)
    case .help: return .command(.help(rest.isEmpty ? nil : String(rest)), flaw: nil)
    case .vrfy: return enquiry { .vrfy($0, asksForUTF8: $1) }
    case .expn: return enquiry { .expn($0, asksForUTF8: $1) }
    case .starttls: return .command(.starttls, flaw: nil)
    case .etrn: return etrn()
    case .verbose: return .command(.verbose, flaw: nil)
    case .auth: return auth()
    case .bdat: return bdat()
    case .turn, .send, .soml, .saml: return .command(.other(verb, String(trimmed(rest))), flaw: nil)
    }
  }

  private func wrongCount(_ verb: SMTPVerb, _ arguments: SMTPRules.Arguments) -> Diagnosis? {
    switch arguments {
    case .none: return rest.isEmpty ? nil : mistake(.argumentExtra, verb, bad: rest, suggestion: verb.rawValue)
    // A path has slips of its own, a missing one among them.
    case .optionalText, .path: return nil
    case .text: return rest.isEmpty ? mistake(.argumentMissing, verb, bad: "") : nil
    case .words(let count):
      let words = rest.split(separator: " ")
      if words.count < count.lowerBound { return mistake(.argumentMissing, verb, bad: "") }
      guard words.count > count.upperBound else { return nil }
      // What is too much may be a password.
      let extra = verb == .auth ? Secret.mask : words[count.upperBound...].joined(separator: " ")
      let kept = words[..<count.upperBound].joined(separator: " ")
      return mistake(.argumentExtra, verb, bad: extra, suggestion: verb == .auth ? nil : "\(verb.rawValue) \(kept)")
    }
  }

  /// A name, and perhaps SMTPUTF8 behind it. RFC 6531 §3.7.4.2.
  private func enquiry(_ make: (String, Bool) -> SMTPCommand) -> Parsed<SMTPCommand>.Reading {
    let words = rest.split(separator: " ")
    let asksForUTF8 = words.count > 1 && words.last?.uppercased() == "SMTPUTF8"
    return .command(
      make(asksForUTF8 ? words.dropLast().joined(separator: " ") : String(trimmed(rest)), asksForUTF8), flaw: nil)
  }

  private func auth() -> Parsed<SMTPCommand>.Reading {
    let words = rest.split(separator: " ")
    return .command(
      .auth(mechanism: SASLMechanism(words[0]), initialResponse: words.count > 1 ? Secret(String(words[1])) : nil),
      flaw: nil)
  }

  /// A domain, `@` and a domain whose hosts are meant too, or `#` and a queue's name. RFC 1985 §5.
  private func etrn() -> Parsed<SMTPCommand>.Reading {
    let node = trimmed(rest)
    guard node.hasPrefix("#") || MailPath.isDomain(String(node.hasPrefix("@") ? node.dropFirst() : node)) else {
      return .malformed(
        .etrn, mistake(.pathBadAddress, .etrn, bad: node, suggestion: "ETRN \(node.trimmingSigns)"))
    }
    return .command(.etrn(String(node)), flaw: nil)
  }

  private func bdat() -> Parsed<SMTPCommand>.Reading {
    let words = rest.split(separator: " ")
    let size = words[0]
    guard size.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
      return .malformed(.bdat, mistake(.argumentNotANumber, .bdat, bad: size))
    }
    guard let octets = Int32(size) else { return .malformed(.bdat, mistake(.argumentTooBig, .bdat, bad: size)) }
    if words.count == 2, words[1].uppercased() != "LAST" {
      let last = words[1].trimmingSigns.uppercased() == "LAST" ? " LAST" : ""
      return .malformed(.bdat, mistake(.argumentExtra, .bdat, bad: words[1], suggestion: "BDAT \(size)\(last)"))
    }
    return .command(.bdat(octets: Int(octets), last: words.count == 2), flaw: nil)
  }

  /// An address beyond ASCII, spelled without any other slip: right where SMTPUTF8 is in use (RFC 6531 §3.4), and
  /// `flaw` everywhere else.
  private func internationalized(_ verb: SMTPVerb, _ diagnosis: Diagnosis) -> SMTPCommand? {
    guard diagnosis.id == .inputComposed || diagnosis.id == .lineNonASCII || diagnosis.id == .inputFullwidth,
      [.mail, .rcpt, .vrfy, .expn].contains(verb), case .command(let command, flaw: nil) = reading(of: verb)
    else { return nil }
    return command
  }

  /// RFC 5321 §4.1.1.1: exactly one name, a domain or an address literal. Servers forgive a strange name (it
  /// is only a claim); very few forgive a missing one.
  private func hello(_ verb: SMTPVerb, _ make: (String?) -> SMTPCommand) -> Parsed<SMTPCommand>.Reading {
    let name = trimmed(rest)
    if name.isEmpty { return .command(make(nil), flaw: mistake(.helloNoName, verb, bad: "")) }
    return .command(make(String(name)), flaw: helloFlaw(verb, name))
  }

  /// A name of one label and a bare address are a domain's syntax, and no name under which a host can be found; servers
  /// that look for one refuse them. RFC 5321 §§2.3.5, 4.1.4.
  private func helloFlaw(_ verb: SMTPVerb, _ name: Substring) -> Diagnosis? {
    if let literal = AddressLiteral.bracketing(name) {
      return mistake(.helloLocalName, verb, bad: name, suggestion: "\(verb.rawValue) \(literal)")
    }
    guard MailPath.isDomain(String(name)) else {
      let better = Self.hostName(meantBy: name).map { "\(verb.rawValue) \($0)" }
      return mistake(.helloBadName, verb, bad: name, suggestion: better)
    }
    let isLocal = !name.hasPrefix("[") && (!name.contains(".") || name.lowercased() == "localhost.localdomain")
    return isLocal ? mistake(.helloLocalName, verb, bad: name) : nil
  }

  /// `<pc.example.org>`, `my pc`, `my_pc`: the name without its signs, the first word that is a whole name, or the words
  /// as one.
  private static func hostName(meantBy text: Substring) -> String? {
    let words = text.split(separator: " ").map(\.trimmingSigns).filter { !$0.isEmpty }
    if words.count == 1, AddressLiteral.isOne(words[0]) { return "[\(words[0])]" }
    if let whole = words.first(where: { $0.contains(".") && MailPath.isDomain(String($0)) }) { return String(whole) }
    let name = words.joined(separator: "-").split { $0 == "." }.joined(separator: ".").split { $0 == "_" }
      .joined(separator: "-")
    return words.count <= 3 && MailPath.isDomain(name) ? name : nil
  }

  private func path(
    _ verb: SMTPVerb, _ arguments: SMTPRules.Arguments, _ make: (ReversePath, [MailParameter]) -> SMTPCommand?
  ) -> Parsed<SMTPCommand>.Reading {
    guard case .path(let keyword) = arguments else { preconditionFailure("\(verb) has no path") }
    let reader = PathReader(argument: rest, keyword: keyword, verb: verb)
    switch reader.read() {
    case .wrong(let slip):
      var further = ["keyword": keyword]
      further["sign"] = slip.sign
      further["otherwise"] = slip.otherwise
      return .malformed(verb, mistake(slip.id, verb, bad: slip.bad, suggestion: slip.suggestion, further: further))
    case .path(let path, let parameters, let flaw):
      guard let command = make(path, parameters) else {
        return .malformed(verb, mistake(.pathEmpty, verb, bad: rest))
      }
      let spelled = reader.spelled(path, parameters)
      return .command(command, flaw: flaw.map { mistake($0, verb, bad: rest, suggestion: spelled) })
    }
  }

  private func mistake(
    _ id: Diagnosis.ID, _ verb: SMTPVerb, bad: some StringProtocol, suggestion: String? = nil,
    further: [String: String] = [:]
  ) -> Diagnosis {
    var values = further
    values["verb"] = verb.rawValue
    values["form"] = verb.form
    values["bad"] = ByteSanitizer.visible(String(bad))
    values["suggestion"] = suggestion.map { ByteSanitizer.visible($0) }
    return Diagnosis(id, .smtp, values)
  }

  private func trimmed(_ text: Substring) -> Substring {
    guard text.utf8.last == .space else { return text }
    var text = text
    while text.last == " " { text.removeLast() }
    return text
  }
}
