/// All of SMTP's legality, in one place that does not know which side asks (RFC 5321 §§3, 4.1.1, 4.1.4).
///
/// The simulator judges a line and performs or refuses it; the checker judges the same line to say why it was
/// wrong; `connect` judges before it sends. `advance` follows the session from the replies alone.
public enum SMTPRules {
  /// What a verdict depends on besides the state.
  public struct Facts: Hashable, Sendable {
    /// Optional verbs that this server performs, on top of RFC 5321's minimum.
    public var offered: Set<SMTPVerb>
    /// MAIL and RCPT parameters of the extensions that EHLO announced, `SIZE`, `BODY` …
    public var parameters: Set<String>
    /// Spellings that this server forgives: `path.space`, `path.no-brackets`, `hello.no-name` …
    public var tolerated: Set<Diagnosis.ID>
    /// Octets that a letter may have; nil when nobody said. RFC 1870.
    public var sizeLimit: Int?

    public init(
      offered: Set<SMTPVerb>, parameters: Set<String> = [], tolerated: Set<Diagnosis.ID> = [],
      sizeLimit: Int? = nil
    ) {
      self.offered = offered
      self.parameters = parameters
      self.tolerated = tolerated
      self.sizeLimit = sizeLimit
    }
  }

  /// Every server has these. RFC 5321 §4.5.1; EHLO since 2821, so a server of before may lack it.
  public static let minimal: Set<SMTPVerb> = [.helo, .mail, .rcpt, .data, .rset, .noop, .quit]

  /// Gone from the standard: RFC 5321 appendix F.6 (SEND, SOML, SAML) and F.1 (TURN).
  public static let obsolete: Set<SMTPVerb> = [.send, .soml, .saml, .turn]

  public static func judge(
    _ parsed: Parsed<SMTPCommand>, in state: SMTPState, _ facts: Facts
  ) -> Verdict {
    if state == .closed { return .refused(Diagnosis(.stateClosed, .smtp)) }
    switch parsed.reading {
    case .unreadable(let diagnosis):
      return .refused(diagnosis.id == .verbUnknown ? diagnosis.adding("legal", legalList(state, facts)) : diagnosis)
    case .malformed(let verb, let diagnosis):
      return .refused(objection(to: verb, in: state, facts) ?? diagnosis)
    case .command(let command, let flaw):
      if let diagnosis = objection(to: command.verb, in: state, facts) { return .refused(diagnosis) }
      if let flaw, !facts.tolerated.contains(flaw.id) { return .refused(flaw) }
      if let diagnosis = objection(to: command, facts) { return .refused(diagnosis) }
      return .allowed(remark: flaw)
    }
  }

  /// Where the session stands after a reply to `command`, by its code alone.
  public static func advance(_ state: SMTPState, after command: SMTPCommand, _ code: Int) -> SMTPState {
    // 421 comes at any moment and is the last thing a server says. RFC 5321 §3.8.
    if code == 421 { return .closed }
    switch (command.verb, code / 100) {
    case (.quit, _): return .closed
    case (.helo, 2), (.ehlo, 2): return .greeted
    case (.mail, 2): return .mail
    case (.rcpt, 2):
      if case .recipients(let count) = state { return .recipients(count + 1) }
      return .recipients(1)
    case (.data, 3): return .data
    case (.rset, 2): return state == .connected ? .connected : .greeted
    default: return state
    }
  }

  /// Where the session stands after the reply to the final dot: the envelope is empty, whatever it says.
  public static func advanceAfterLetter(_ code: Int) -> SMTPState { code == 421 ? .closed : .greeted }

  /// Why a line of the letter is probably not what was meant; nil for ordinary text. While DATA is open nothing
  /// is a command, so this is never more than a remark.
  ///
  /// - Parameter inHeader: no empty line has come yet.
  public static func remark(onLetterLine line: String, inHeader: Bool) -> Diagnosis? {
    if line == "。" || line == "．" || line == "｡" {
      return Diagnosis(.inputFullwidth, .smtp, ["bad": line, "suggestion": "."])
    }
    if inHeader, !line.isEmpty, line.allSatisfy({ $0 == " " || $0 == "\u{3000}" }) {
      return Diagnosis(.dataSpaceLine, .smtp)
    }
    if inHeader, let colon = line.firstIndex(of: "："), colon > line.startIndex,
      line[..<colon].utf8.allSatisfy({ (0x21..<0x7F).contains($0) && $0 != UInt8(ascii: ":") })
    {
      let value = line[line.index(after: colon)...].drop { $0 == " " }
      return Diagnosis(
        .inputFullwidth, .smtp, ["bad": "：", "suggestion": ByteSanitizer.visible("\(line[..<colon]): \(value)")])
    }
    let word = VerbGuess.firstWord(of: line)
    guard let verb = SMTPVerb(rawValue: String(word)) else { return nil }
    let looksWhole = line.count == word.count || verb == .mail || verb == .rcpt
    return looksWhole ? Diagnosis(.stateInData, .smtp, ["bad": ByteSanitizer.visible(line)]) : nil
  }

  public static func legalVerbs(in state: SMTPState, _ facts: Facts) -> [SMTPVerb] {
    // While DATA is open nothing is a command.
    if state == .data { return [] }
    return SMTPVerb.allCases.filter { objection(to: $0, in: state, facts) == nil }
  }

  private static func legalList(_ state: SMTPState, _ facts: Facts) -> String {
    legalVerbs(in: state, facts).map(\.rawValue).joined(separator: ", ")
  }

  /// Does this verb exist here, and is now its time? RFC 5321 §4.1.4.
  private static func objection(to verb: SMTPVerb, in state: SMTPState, _ facts: Facts) -> Diagnosis? {
    let values = ["verb": verb.rawValue]
    if !minimal.contains(verb), !facts.offered.contains(verb) {
      return Diagnosis(obsolete.contains(verb) ? .verbObsolete : .verbNotSupported, .smtp, values)
    }
    switch (verb, state) {
    case (.mail, .connected), (.rcpt, .connected), (.data, .connected):
      return Diagnosis(.stateNoHello, .smtp, values)
    case (.mail, .mail), (.mail, .recipients): return Diagnosis(.stateNestedMail, .smtp, values)
    case (.rcpt, .greeted), (.data, .greeted): return Diagnosis(.stateNoMail, .smtp, values)
    case (.data, .mail): return Diagnosis(.stateNoRecipient, .smtp, values)
    default: return nil
    }
  }

  /// Extension parameters: announced, and within the size. RFC 5321 §4.1.1.11, RFC 1870 §6.1.
  private static func objection(to command: SMTPCommand, _ facts: Facts) -> Diagnosis? {
    let parameters: [MailParameter]
    switch command {
    case .mail(_, let given), .rcpt(_, let given): parameters = given
    case .helo, .ehlo, .data, .rset, .noop, .quit, .vrfy, .expn, .help, .other: return nil
    }
    for parameter in parameters {
      let bad = parameter.value.map { "\(parameter.keyword)=\($0)" } ?? parameter.keyword
      guard facts.parameters.contains(parameter.keyword) else {
        return Diagnosis(.parameterUnknown, .smtp, ["bad": bad, "verb": command.verb.rawValue])
      }
      guard parameter.keyword == "SIZE" else { continue }
      guard let octets = parameter.value.flatMap({ Int($0) }), octets >= 0 else {
        return Diagnosis(.parameterUnknown, .smtp, ["bad": bad, "verb": command.verb.rawValue])
      }
      if let limit = facts.sizeLimit, octets > limit {
        return Diagnosis(.parameterSizeTooBig, .smtp, ["bad": bad, "limit": String(limit)])
      }
    }
    return nil
  }
}
