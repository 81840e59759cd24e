/// All of SMTP's legality, in one place that does not know which side asks (RFC 5321 §§3, 4.1.1, 4.1.4): what may be sent
/// at a position, and where a reply leads.
///
/// The simulator judges a line and performs or refuses it; the checker judges the same line to say why it was wrong;
/// `connect` judges before it sends. Both sides of a connection then move by the reply. What the table does not name is
/// refused.
public enum SMTPRules {
  /// When a command may come. Letters and AUTH exchanges know no commands; what is typed ahead of a handshake comes
  /// after it.
  enum Phase: Hashable, CaseIterable {
    case connected, greeted, mail, recipients, chunking
  }

  enum Arguments: Hashable {
    case none
    /// At most one, whatever it is, spaces and all.
    case optionalText
    /// One text that must be there.
    case text
    /// FROM: or TO: with a path, then parameters. RFC 5321 §4.1.1.2.
    case path(after: String)
    case words(ClosedRange<Int>)
  }

  struct Rule {
    let arguments: Arguments
    let phases: Set<Phase>
  }

  typealias Table = [SMTPVerb: Rule]

  private static let always: Set<Phase> = [.connected, .greeted, .mail, .recipients, .chunking]

  static let table: Table = [
    // RFC 5321 §4.1.4. Servers forgive a strange name (it is only a claim); very few forgive a missing one.
    .helo: Rule(arguments: .optionalText, phases: always), .ehlo: Rule(arguments: .optionalText, phases: always),
    .mail: Rule(arguments: .path(after: "FROM"), phases: [.greeted]),
    .rcpt: Rule(arguments: .path(after: "TO"), phases: [.mail, .recipients]),
    .data: Rule(arguments: .none, phases: [.recipients]),
    .rset: Rule(arguments: .none, phases: always), .noop: Rule(arguments: .optionalText, phases: always),
    .quit: Rule(arguments: .none, phases: always), .help: Rule(arguments: .optionalText, phases: always),
    .vrfy: Rule(arguments: .text, phases: always), .expn: Rule(arguments: .text, phases: always),
    // RFC 3207 §4, RFC 4954 §4, RFC 3030 §2, RFC 1985 §4; VERB is Sendmail's own.
    .starttls: Rule(arguments: .none, phases: always), .auth: Rule(arguments: .words(1...2), phases: [.greeted]),
    .bdat: Rule(arguments: .words(1...2), phases: [.recipients, .chunking]),
    .etrn: Rule(arguments: .words(1...1), phases: [.greeted]),
    .verbose: Rule(arguments: .none, phases: always),
  ]

  /// Every server has these. RFC 5321 §4.5.1; EHLO since 2821, so a server of before may lack it.
  public static let minimal: Set<SMTPVerb> = [.helo, .mail, .rcpt, .data, .rset, .noop, .quit]

  /// Gone from the standard: RFC 5321 appendix F.6 (SEND, SOML, SAML) and F.1 (TURN).
  public static let obsolete: Set<SMTPVerb> = [.send, .soml, .saml, .turn]

  /// Of extensions that EHLO announces.
  private static let extended: Set<SMTPVerb> = [.starttls, .auth, .bdat, .etrn, .verbose]

  /// What follows a verb that no rule names is not looked at: it is refused for what it is.
  static func arguments(of verb: SMTPVerb) -> Arguments { table[verb]?.arguments ?? .optionalText }

  /// Octets of a command line without CRLF. RFC 5321 §4.5.3.1.4; more for the parameters of extensions (RFC 3461 §5.2)
  /// and for base64 (RFC 4954 §4).
  public static func longestLine(_ verb: SMTPVerb?, at position: SMTPPosition) -> Int {
    if verb == .auth { return longestResponse }
    let isExtended = (verb == .mail || verb == .rcpt) && position.state.hello?.isExtended == true
    return isExtended ? 1038 : 510
  }

  /// Octets of a line of an AUTH exchange without CRLF. RFC 4954 §4.5.3.
  public static let longestResponse = 12_286

  /// Octets of a letter's line with CRLF, without its stuffing dot. RFC 5321 §4.5.3.1.6.
  public static let longestTextLine = 1000

  // MARK: Verdicts

  public static func judge(_ parsed: Parsed<SMTPCommand>, at position: SMTPPosition) -> Verdict {
    judge(parsed, at: position, table)
  }

  static func judge(_ parsed: Parsed<SMTPCommand>, at position: SMTPPosition, _ table: Table) -> Verdict {
    if position.isClosed {
      return .refused(Diagnosis(.stateClosed, .smtp, ["verb": parsed.verb?.rawValue ?? "…"]))
    }
    let limit = longestLine(parsed.verb, at: position)
    if parsed.octets > limit { return .refused(Diagnosis(.lineTooLong, .smtp, ["limit": String(limit + 2)])) }
    if case .turnedAway = position.state, parsed.verb != .quit { return .refused(Diagnosis(.replyGreeting554, .smtp)) }
    switch parsed.reading {
    case .unreadable(let diagnosis):
      if position.offers.announcesCommand(of: parsed.line) { return .allowed(remark: nil) }
      guard diagnosis.id == .verbUnknown else { return .refused(diagnosis) }
      let legal = leadingVerbs(at: position).map(\.rawValue).joined(separator: ", ")
      return .refused(diagnosis.adding("legal", legal))
    case .malformed(let verb, let diagnosis):
      return .refused(objection(to: verb, at: position, table) ?? diagnosis)
    case .command(let command, let flaw):
      if let diagnosis = objection(to: command.verb, at: position, table) { return .refused(diagnosis) }
      let isInternational = isInternational(command, flaw, position)
      if let flaw, flaw.id != .helloLocalName, !position.offers.tolerated.contains(flaw.id), !isInternational {
        return .refused(flaw)
      }
      if let diagnosis = SMTPParameters.objection(to: command, position) ?? objection(toLogin: command, position) {
        return .refused(diagnosis)
      }
      return .allowed(remark: isInternational ? nil : flaw)
    }
  }

  /// A line of an AUTH exchange. RFC 4954 §4.
  public static func judge(response line: [UInt8]) -> Verdict {
    guard line.count <= longestResponse else {
      return .refused(Diagnosis(.lineTooLong, .smtp, ["limit": String(longestResponse + 2)]))
    }
    return SASLResponse.judge(String(decoding: line, as: UTF8.self), speaking: .smtp)
  }

  /// Verbs that make sense now; none while a letter or an exchange is open.
  public static func legalVerbs(at position: SMTPPosition) -> [SMTPVerb] {
    if position.state == .turnedAway { return [.quit] }
    return SMTPVerb.allCases.filter { objection(to: $0, at: position, table) == nil }
  }

  /// Of these the ones that lead on from here, and the way out: at most five, for `/help` and a diagnosis.
  public static func leadingVerbs(at position: SMTPPosition) -> [SMTPVerb] {
    let onward: [SMTPVerb] =
      switch phase(position.state) {
      case .connected: [.ehlo, .helo]
      case .greeted: [.mail, .starttls, .auth, .ehlo]
      case .mail: [.rcpt, .rset]
      case .recipients: [.data, .rcpt, .bdat, .rset]
      case .chunking: [.bdat, .rset]
      case nil: []
      }
    let legal = legalVerbs(at: position)
    return (onward + [.quit]).filter(legal.contains)
  }

  private static func phase(_ state: SMTPState) -> Phase? {
    switch state {
    case .greeting, .connected, .handshake: .connected
    case .greeted: .greeted
    case .mail: .mail
    case .recipients: .recipients
    case .chunking: .chunking
    case .turnedAway, .sasl, .data, .closed: nil
    }
  }

  /// Does this verb exist here, and is now its time? RFC 5321 §4.1.4.
  private static func objection(to verb: SMTPVerb, at position: SMTPPosition, _ table: Table) -> Diagnosis? {
    var values: [String: String] { ["verb": verb.rawValue] }
    func diagnosis(_ id: Diagnosis.ID) -> Diagnosis { Diagnosis(id, .smtp, values) }
    let offers = position.offers
    guard let rule = table[verb], minimal.contains(verb) || offers.verbs.contains(verb) else {
      // Nobody has asked the server what it has.
      if position.knowledge == .heard, extended.contains(verb), let diagnosis = position.ehloNeeded(for: verb.rawValue)
      {
        return diagnosis.adding("verb", verb.rawValue)
      }
      return diagnosis(obsolete.contains(verb) ? .verbObsolete : .verbNotSupported)
    }
    if case .turnedAway = position.state { return verb == .quit ? nil : diagnosis(.replyGreeting554) }
    if offers.requiresTLS, !position.isTLS, ![.ehlo, .helo, .noop, .starttls, .quit].contains(verb) {
      return diagnosis(.stateTLSRequired)
    }
    guard let phase = phase(position.state) else { return diagnosis(position.isInData ? .stateInData : .stateClosed) }
    let isTimely = rule.phases.contains(phase)
    if !isTimely, phase == .connected { return diagnosis(.stateNoHello) }
    if verb == .starttls, position.isTLS { return diagnosis(.stateTLSActive) }
    if verb == .auth, position.isAuthenticated { return diagnosis(.stateAlreadyLoggedIn) }
    if !isTimely { return diagnosis(reason(verb, rule, phase)) }
    let needsLogin = verb == .mail && offers.requiresLogin && !position.isAuthenticated
    return needsLogin ? diagnosis(.authRequired) : nil
  }

  /// Why a verb may not come in this phase, which is after HELO or EHLO.
  private static func reason(_ verb: SMTPVerb, _ rule: Rule, _ phase: Phase) -> Diagnosis.ID {
    switch phase {
    case .connected: return .stateNoHello
    case .greeted: return .stateNoMail
    case .mail, .recipients, .chunking: break
    }
    // Those whose time was before MAIL.
    if rule.phases == [.greeted], verb != .mail { return .stateInTransaction }
    if phase == .chunking { return .stateChunking }
    return verb == .mail ? .stateNestedMail : .stateNoRecipient
  }

  /// Is this mechanism here, and safe on this line? RFC 4954 §§4, 6.
  private static func objection(toLogin command: SMTPCommand, _ position: SMTPPosition) -> Diagnosis? {
    guard case .auth(let mechanism, let initialResponse) = command else { return nil }
    return SASLRules.objection(
      to: mechanism, initialResponse, .smtp, position.offers.mechanisms,
      passwordsRefused: position.offers.passwordsNeedTLS && !position.isTLS)
  }

  /// The flaw of an address beyond ASCII is none where SMTPUTF8 was announced and asked for. RFC 6531 §3.
  private static func isInternational(
    _ command: SMTPCommand, _ flaw: Diagnosis?, _ position: SMTPPosition
  ) -> Bool {
    guard let flaw, flaw.id == .inputComposed || flaw.id == .lineNonASCII || flaw.id == .inputFullwidth
    else { return false }
    switch command {
    case .mail(_, let parameters):
      return position.parameters.contains("SMTPUTF8") && parameters.contains { $0.keyword == "SMTPUTF8" }
    case .rcpt: return position.state.envelope?.isInternational ?? false
    case .vrfy(_, let asksForUTF8), .expn(_, let asksForUTF8):
      return asksForUTF8 && position.parameters.contains("SMTPUTF8")
    case .helo, .ehlo, .data, .rset, .noop, .quit, .help, .starttls, .auth, .bdat, .etrn,
      .verbose, .other:
      return false
    }
  }
}

// MARK: Transitions

extension SMTPPosition {
  /// The server's first reply. RFC 5321 §3.1.
  public mutating func greeted(_ reply: SMTPReply) {
    state = reply.code == 421 ? .closed : reply.severity == 2 ? .connected : .turnedAway
  }

  /// A command was answered, whether the rules allowed it or not.
  public mutating func advance(after command: SMTPCommand, _ reply: SMTPReply) {
    if isLastWord(reply) { return }
    let isDone = reply.severity == 2
    switch command {
    case .quit: state = .closed
    case .helo(let name): if isDone { state = .greeted(SMTPHello(name: name, isExtended: false)) }
    case .ehlo(let name):
      guard isDone else { return }
      state = .greeted(SMTPHello(name: name, isExtended: true))
      if knowledge == .heard { offers = SMTPOffers(announced: SMTPCapabilities(reply)) }
    case .mail(let sender, let parameters):
      guard isDone else { return }
      let isInternational = parameters.contains { $0.keyword == "SMTPUTF8" }
      state = .mail(SMTPEnvelope(hello: state.hello, sender: sender, isInternational: isInternational))
    case .rcpt(let path, _):
      guard isDone else { return }
      var envelope = openEnvelope
      envelope.recipients.append(path)
      state = .recipients(envelope)
    case .data: if reply.severity == 3 { state = .data(openEnvelope) }
    case .bdat(_, let isLast): pieceAnswered(reply, isLast: isLast)
    case .rset: if isDone, state != .greeting, state != .turnedAway { endTransaction() }
    // TLS begins after this: everything said before is forgotten. RFC 3207 §4.2.
    case .starttls: if isDone { state = .handshake }
    case .auth(let mechanism, _):
      if reply.severity == 3 { state = .sasl(state.hello, mechanism, step: 1) }
      if isDone { isAuthenticated = true }
    case .noop, .vrfy, .expn, .help, .etrn, .verbose, .other: break
    }
  }

  /// Goes on as if the server had agreed: where a line stands that is sent before the replies to those ahead of it.
  public mutating func advance(assumingSuccessOf command: SMTPCommand) {
    let known = offers
    let code =
      switch command {
      case .data: 354
      case .auth(_, nil): 334
      case .auth: 235
      case .starttls: 220
      case .quit: 221
      case .helo, .ehlo, .mail, .rcpt, .rset, .noop, .vrfy, .expn, .help, .bdat, .etrn, .verbose, .other: 250
      }
    advance(after: command, SMTPReply(code: code, lines: []))
    // Nobody has announced anything yet.
    offers = known
  }

  /// The final dot was answered: the envelope is empty, whatever the reply says. RFC 5321 §4.1.1.4.
  public mutating func letterAnswered(_ reply: SMTPReply) {
    if !isLastWord(reply) { endTransaction() }
  }

  /// A line of an AUTH exchange was answered. RFC 4954 §4.
  public mutating func responseAnswered(_ reply: SMTPReply) {
    guard !isLastWord(reply), case .sasl(let hello, let mechanism, let step) = state else { return }
    if reply.severity == 3 {
      state = .sasl(hello, mechanism, step: step + 1)
    } else {
      endTransaction()
      if reply.severity == 2 { isAuthenticated = true }
    }
  }

  /// A line that is no command of SMTP was answered, or nothing at all was asked.
  public mutating func answered(_ reply: SMTPReply) { _ = isLastWord(reply) }

  /// The handshake that STARTTLS asked for is done: as if nothing had been said. RFC 3207 §4.2.
  public mutating func tlsStarted() {
    isTLS = true
    isAuthenticated = false
    if state == .handshake { state = .connected }
    if knowledge == .heard { offers = .unheard }
  }

  /// The connection is gone.
  public mutating func lost() { state = .closed }

  /// 421 comes at any moment and is the last thing a server says. RFC 5321 §3.8.
  private mutating func isLastWord(_ reply: SMTPReply) -> Bool {
    guard reply.code == 421 else { return false }
    state = .closed
    return true
  }

  /// A piece that failed takes the whole letter with it; one that was out of order, or no command to this server,
  /// changes nothing. RFC 3030 §2.
  private mutating func pieceAnswered(_ reply: SMTPReply, isLast: Bool) {
    switch reply.severity {
    case 2: if isLast { endTransaction() } else { state = .chunking(openEnvelope) }
    case 4, 5: if state.envelope != nil, !(500..<510).contains(reply.code) { endTransaction() }
    default: break
    }
  }

  private mutating func endTransaction() { state = state.hello.map { .greeted($0) } ?? .connected }

  /// A server that took RCPT or DATA without MAIL has an envelope that nobody else knows.
  private var openEnvelope: SMTPEnvelope {
    state.envelope ?? SMTPEnvelope(hello: state.hello, sender: .null)
  }
}
