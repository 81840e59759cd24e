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
    /// What EHLO's AUTH line announces now; nil when nobody said.
    public var mechanisms: [SASLMechanism]?
    public var security = Security()
    /// MAIL had SMTPUTF8: addresses may be beyond ASCII until the envelope is empty. RFC 6531 §3.4.
    public var isInternational = false
    /// The greeting was 554, or another refusal. RFC 5321 §3.1.
    public var isTurnedAway = false

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

  /// TLS and login, and what this server demands of both. RFC 3207 §4, RFC 4954 §4.
  public struct Security: Hashable, Sendable {
    public var isTLS = false
    public var isAuthenticated = false
    /// Before anything but EHLO, NOOP, STARTTLS and QUIT.
    public var requiresTLS = false
    /// Before MAIL.
    public var requiresLogin = false
    /// For mechanisms that send the password.
    public var passwordsNeedTLS = false

    public init() {}
  }

  /// Every server has these. RFC 5321 §4.5.1; EHLO since 2821, so a server of before may lack it.
  public static let minimal: Set<SMTPVerb> = [.helo, .mail, .rcpt, .data, .rset, .noop, .quit]

  /// Gone from the standard: RFC 5321 appendix F.6 (SEND, SOML, SAML) and F.1 (TURN).
  public static let obsolete: Set<SMTPVerb> = [.send, .soml, .saml, .turn]

  public static func judge(
    _ parsed: Parsed<SMTPCommand>, in state: SMTPState, _ facts: Facts
  ) -> Verdict {
    if state == .closed {
      return .refused(Diagnosis(.stateClosed, .smtp, ["verb": parsed.verb?.rawValue ?? "…"]))
    }
    if facts.isTurnedAway, parsed.verb != .quit { return .refused(Diagnosis(.replyGreeting554, .smtp)) }
    switch parsed.reading {
    case .unreadable(let diagnosis):
      return .refused(diagnosis.id == .verbUnknown ? diagnosis.adding("legal", legalList(state, facts)) : diagnosis)
    case .malformed(let verb, let diagnosis):
      return .refused(objection(to: verb, in: state, facts) ?? diagnosis)
    case .command(let command, let flaw):
      if let diagnosis = objection(to: command.verb, in: state, facts) { return .refused(diagnosis) }
      if let flaw, !facts.tolerated.contains(flaw.id), !isInternational(command, flaw, facts) {
        return .refused(flaw)
      }
      if let diagnosis = SMTPParameters.objection(to: command, facts) ?? objection(toLogin: command, facts) {
        return .refused(diagnosis)
      }
      return .allowed(remark: isInternational(command, flaw, facts) ? nil : flaw)
    }
  }

  /// Where the session stands after a reply to `command`, by its code alone.
  public static func advance(_ state: SMTPState, after command: SMTPCommand, _ code: Int) -> SMTPState {
    // 421 comes at any moment and is the last thing a server says. RFC 5321 §3.8.
    if code == 421 { return .closed }
    switch (command, code / 100) {
    case (.auth(let mechanism, _), 3): return .sasl(mechanism: mechanism, step: 1)
    // A letter that failed in the middle is gone; a BDAT out of order changes nothing. RFC 3030 §2.
    case (.bdat(_, let last), 2): return last ? .greeted : .chunking
    case (.bdat, 4), (.bdat, 5): return code == 552 ? .greeted : state
    // TLS begins after this: everything said before is forgotten. RFC 3207 §4.2.
    case (.starttls, 2): return .connected
    default: break
    }
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

  /// Where the session stands after the reply to a line of an AUTH exchange. RFC 4954 §4.
  public static func advanceAfterResponse(_ state: SMTPState, _ code: Int) -> SMTPState {
    guard case .sasl(let mechanism, let step) = state, code != 421 else { return code == 421 ? .closed : state }
    return code / 100 == 3 ? .sasl(mechanism: mechanism, step: step + 1) : .greeted
  }

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
    if facts.isTurnedAway { return [.quit] }
    return SMTPVerb.allCases.filter { objection(to: $0, in: state, facts) == nil }
  }

  private static func legalList(_ state: SMTPState, _ facts: Facts) -> String {
    legalVerbs(in: state, facts).map(\.rawValue).joined(separator: ", ")
  }

  /// Does this verb exist here, and is now its time? RFC 5321 §4.1.4.
  private static func objection(to verb: SMTPVerb, in state: SMTPState, _ facts: Facts) -> Diagnosis? {
    var values: [String: String] { ["verb": verb.rawValue] }
    if !minimal.contains(verb), !facts.offered.contains(verb) {
      return Diagnosis(obsolete.contains(verb) ? .verbObsolete : .verbNotSupported, .smtp, values)
    }
    let security = facts.security
    if security.requiresTLS, !security.isTLS, ![.ehlo, .helo, .noop, .starttls, .quit].contains(verb) {
      return Diagnosis(.stateTLSRequired, .smtp, values)
    }
    switch (verb, state) {
    case (.mail, .connected), (.rcpt, .connected), (.data, .connected), (.bdat, .connected), (.auth, .connected),
      (.etrn, .connected):
      return Diagnosis(.stateNoHello, .smtp, values)
    case (.starttls, _) where security.isTLS: return Diagnosis(.stateTLSActive, .smtp, values)
    case (.auth, _) where security.isAuthenticated: return Diagnosis(.stateAlreadyLoggedIn, .smtp, values)
    case (.auth, .mail), (.auth, .recipients), (.auth, .chunking), (.etrn, .mail), (.etrn, .recipients),
      (.etrn, .chunking):
      return Diagnosis(.stateInTransaction, .smtp, values)
    case (.mail, .mail), (.mail, .recipients): return Diagnosis(.stateNestedMail, .smtp, values)
    case (.mail, .greeted) where security.requiresLogin && !security.isAuthenticated:
      return Diagnosis(.authRequired, .smtp, values)
    case (.mail, .chunking), (.rcpt, .chunking), (.data, .chunking):
      return Diagnosis(.stateChunking, .smtp, values)
    case (.rcpt, .greeted), (.data, .greeted), (.bdat, .greeted): return Diagnosis(.stateNoMail, .smtp, values)
    case (.data, .mail), (.bdat, .mail): return Diagnosis(.stateNoRecipient, .smtp, values)
    default: return nil
    }
  }

  /// Is this mechanism here, and safe on this line? RFC 4954 §§4, 6.
  private static func objection(toLogin command: SMTPCommand, _ facts: Facts) -> Diagnosis? {
    guard case .auth(let name, let initialResponse) = command else { return nil }
    return SASLRules.objection(
      to: name, initialResponse, .smtp, facts.mechanisms,
      passwordsRefused: facts.security.passwordsNeedTLS && !facts.security.isTLS)
  }

  /// The flaw of an address beyond ASCII is none where SMTPUTF8 was announced and asked for. RFC 6531 §3.
  private static func isInternational(_ command: SMTPCommand, _ flaw: Diagnosis?, _ facts: Facts) -> Bool {
    guard let flaw, flaw.id == .inputComposed || flaw.id == .lineNonASCII || flaw.id == .inputFullwidth
    else { return false }
    switch command {
    case .mail(_, let parameters):
      return facts.parameters.contains("SMTPUTF8") && parameters.contains { $0.keyword == "SMTPUTF8" }
    case .rcpt: return facts.isInternational
    case .helo, .ehlo, .data, .rset, .noop, .quit, .vrfy, .expn, .help, .starttls, .auth, .bdat, .etrn,
      .verbose, .other:
      return false
    }
  }
}
