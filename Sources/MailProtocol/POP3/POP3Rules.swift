/// All of POP3's legality, in one place that does not know which side asks (RFC 1939 §§3-7, 2449, 2595, 5034): what may
/// be sent at a position, and where a reply leads.
///
/// The simulator judges a line and performs or refuses it; the checker judges the same line to say why it was wrong;
/// `connect` judges before it sends. Both sides of a connection then move by the reply. What the table does not name is
/// refused.
public enum POP3Rules {
  /// When a command may come. AUTH exchanges know no commands; what is typed ahead of a handshake comes after it.
  enum Phase: Hashable, CaseIterable {
    case fresh, userGiven, transaction
  }

  struct Rule {
    /// How many arguments it takes.
    let arguments: ClosedRange<Int>
    let phases: Set<Phase>
  }

  typealias Table = [POP3Verb: Rule]

  private static let beforeLogin: Set<Phase> = [.fresh, .userGiven]
  private static let always: Set<Phase> = [.fresh, .userGiven, .transaction]

  static let table: Table = [
    // RFC 1939 §4 and §7: the AUTHORIZATION state.
    .user: Rule(arguments: 1...1, phases: beforeLogin), .pass: Rule(arguments: 1...1, phases: [.userGiven]),
    .apop: Rule(arguments: 2...2, phases: beforeLogin),
    // RFC 5034 §4, RFC 2595 §4, RFC 6856 §2.
    .auth: Rule(arguments: 0...2, phases: beforeLogin), .stls: Rule(arguments: 0...0, phases: beforeLogin),
    .utf8: Rule(arguments: 0...0, phases: beforeLogin),
    // RFC 1939 §5 and §7: the TRANSACTION state; LAST: RFC 1460.
    .stat: Rule(arguments: 0...0, phases: [.transaction]), .list: Rule(arguments: 0...1, phases: [.transaction]),
    .retr: Rule(arguments: 1...1, phases: [.transaction]), .dele: Rule(arguments: 1...1, phases: [.transaction]),
    .noop: Rule(arguments: 0...0, phases: [.transaction]), .rset: Rule(arguments: 0...0, phases: [.transaction]),
    .top: Rule(arguments: 2...2, phases: [.transaction]), .uidl: Rule(arguments: 0...1, phases: [.transaction]),
    .last: Rule(arguments: 0...0, phases: [.transaction]),
    // RFC 2449 §5, RFC 6856 §3, RFC 1939 §4.
    .capa: Rule(arguments: 0...0, phases: always), .lang: Rule(arguments: 0...1, phases: always),
    .quit: Rule(arguments: 0...0, phases: always),
  ]

  /// Every server has these; all others must be announced or found out. RFC 1939 §§5-7.
  public static let minimal: Set<POP3Verb> = [
    .user, .pass, .quit, .stat, .list, .retr, .dele, .noop, .rset,
  ]

  /// Gone from the standard: RFC 1460 was the last to have LAST, RFC 1081 RPOP.
  static let obsolete: Set<POP3Verb> = [.last, .rpop]

  private static let logins: Set<POP3Verb> = [.user, .pass, .apop, .auth]

  /// A command that no rule names may have an argument, so that it is refused for what it is.
  static func arguments(of verb: POP3Verb) -> ClosedRange<Int> { table[verb]?.arguments ?? 0...1 }

  /// Octets of a command line without CRLF. RFC 2449 §4; base64 needs more (RFC 5034 §4, RFC 4954 §4.5.3).
  public static func longestLine(_ verb: POP3Verb?) -> Int { verb == .auth ? longestResponse : 253 }

  /// Octets of a line of an AUTH exchange without CRLF. RFC 4954 §4.5.3.
  public static let longestResponse = 12_286

  // MARK: Verdicts

  public static func judge(_ parsed: Parsed<POP3Command>, at position: POP3Position) -> Verdict {
    judge(parsed, at: position, table)
  }

  static func judge(_ parsed: Parsed<POP3Command>, at position: POP3Position, _ table: Table) -> Verdict {
    if position.state == .closed {
      return .refused(Diagnosis(.stateClosed, .pop3, ["verb": parsed.verb?.rawValue ?? "…"]))
    }
    let limit = longestLine(parsed.verb)
    if parsed.octets > limit { return .refused(Diagnosis(.lineTooLong, .pop3, ["limit": String(limit + 2)])) }
    switch parsed.reading {
    case .unreadable(let diagnosis):
      if position.offers.announcesCommand(of: parsed.line) { return .allowed(remark: nil) }
      guard diagnosis.id == .verbUnknown else { return .refused(diagnosis) }
      let legal = leadingVerbs(at: position).map(\.rawValue).joined(separator: ", ")
      return .refused(diagnosis.adding("legal", legal))
    case .malformed(let verb, let diagnosis):
      return .refused(objection(to: verb, at: position, table) ?? diagnosis)
    case .command(let command, let flaw):
      if let diagnosis = objection(to: command.verb, at: position, table) ?? objection(to: command, position.maildrop)
        ?? objection(toLogin: command, position.offers)
      {
        return .refused(diagnosis)
      }
      return .allowed(remark: flaw)
    }
  }

  /// A line of an AUTH exchange. RFC 5034 §4.
  public static func judge(response line: [UInt8]) -> Verdict {
    guard line.count <= longestResponse else {
      return .refused(Diagnosis(.lineTooLong, .pop3, ["limit": String(longestResponse + 2)]))
    }
    return SASLResponse.judge(String(decoding: line, as: UTF8.self), speaking: .pop3)
  }

  /// Verbs that make sense now, for completion and `/where`.
  public static func legalVerbs(at position: POP3Position) -> [POP3Verb] {
    POP3Verb.allCases.filter { objection(to: $0, at: position, table) == nil }
  }

  /// Of these the ones that lead on from here, and the way out: at most five, for `/help` and a diagnosis.
  public static func leadingVerbs(at position: POP3Position) -> [POP3Verb] {
    let onward: [POP3Verb] =
      switch phase(position.state) {
      case .fresh: [.user, .stls, .auth, .apop]
      case .userGiven: [.pass, .user]
      case .transaction: [.stat, .list, .retr, .dele]
      case nil: []
      }
    let legal = legalVerbs(at: position)
    return (onward + [.quit]).filter(legal.contains)
  }

  private static func phase(_ state: POP3State) -> Phase? {
    switch state {
    case .greeting, .authorization(.fresh), .authorization(.handshake), .authorization(.spent): .fresh
    case .authorization(.userGiven): .userGiven
    case .transaction: .transaction
    case .authorization(.sasl), .closed: nil
    }
  }

  /// Does this verb exist here, and is now its time? RFC 1939 §4 (the AUTHORIZATION state), §5, §6.
  private static func objection(to verb: POP3Verb, at position: POP3Position, _ table: Table) -> Diagnosis? {
    var values: [String: String] { ["verb": verb.rawValue] }
    guard let rule = table[verb], minimal.contains(verb) || position.offers.verbs.contains(verb) else {
      if verb == .apop, position.timestamp == nil { return Diagnosis(.apopNoTimestamp, .pop3, values) }
      return Diagnosis(obsolete.contains(verb) ? .verbObsolete : .verbNotSupported, .pop3, values)
    }
    if position.offers.requiresTLS, !position.isTLS, logins.contains(verb) {
      return Diagnosis(.stateTLSRequired, .pop3, values)
    }
    guard let phase = phase(position.state) else { return Diagnosis(.stateClosed, .pop3, values) }
    // The way to log in is closed, and so is what comes after it.
    if position.state == .authorization(.spent), logins.contains(verb) || !rule.phases.contains(phase) {
      return Diagnosis(.stateNoRetry, .pop3, values.merging(["suggestion": POP3Verb.quit.rawValue]) { $1 })
    }
    if phase != .transaction, verb == .stls, position.isTLS { return Diagnosis(.stateTLSActive, .pop3, values) }
    if phase != .transaction, verb == .apop, position.timestamp == nil {
      return Diagnosis(.apopNoTimestamp, .pop3, values)
    }
    guard !rule.phases.contains(phase) else { return nil }
    if phase == .transaction { return Diagnosis(.stateAlreadyLoggedIn, .pop3, values) }
    return Diagnosis(rule.phases.contains(.userGiven) ? .statePassBeforeUser : .stateNotLoggedIn, .pop3, values)
  }

  private static func objection(toLogin command: POP3Command, _ offers: POP3Offers) -> Diagnosis? {
    guard case .auth(let mechanism?, let initialResponse) = command else { return nil }
    return SASLRules.objection(to: mechanism, initialResponse, .pop3, offers.mechanisms, passwordsRefused: false)
  }

  /// Is there such a message? Numbers never shift during a session, and a marked message cannot be named
  /// again until RSET. RFC 1939 §5.
  private static func objection(to command: POP3Command, _ maildrop: NumberedMaildrop?) -> Diagnosis? {
    guard let number = command.message, let maildrop else { return nil }
    var values: [String: String] {
      ["i": String(number), "n": maildrop.count.map(String.init) ?? "", "verb": command.verb.rawValue]
    }
    if let count = maildrop.count, number > count { return Diagnosis(.argumentNoSuchMessage, .pop3, values) }
    return maildrop.marked.contains(number) ? Diagnosis(.argumentDeletedMessage, .pop3, values) : nil
  }
}

// MARK: Transitions

extension POP3Position {
  /// The server's first line. A greeting that is no `+OK` is the last word: RFC 1939 knows no session after it.
  public mutating func greeted(_ reply: POP3Reply) {
    timestamp = APOPDigest.timestamp(inGreeting: reply.line)
    if timestamp != nil, knowledge == .heard { offers.verbs.insert(.apop) }
    state = reply.status == .ok ? .authorization(.fresh) : .closed
  }

  /// A command was answered, whether the rules allowed it or not.
  public mutating func advance(after command: POP3Command, _ reply: POP3Reply) {
    // A server that does what only a login allows has let the client in, whatever it said of the login.
    if reply.status == .ok, !isLoggedIn, POP3Rules.table[command.verb]?.phases == [.transaction] {
      state = .transaction(NumberedMaildrop())
    }
    // PASS comes immediately after USER: any other command between them breaks the pair. RFC 1939 §7.
    if case .authorization(.userGiven) = state, !offers.keepsUser, command.verb != .pass {
      state = .authorization(.fresh)
    }
    switch (command, reply.status) {
    case (.quit, _): state = .closed
    case (.user(let name), .ok): if !isLoggedIn { state = .authorization(.userGiven(name)) }
    // AUTH alone only lists the mechanisms: its +OK is no login (an old habit, in no RFC).
    case (.auth(mechanism: nil, _), _): break
    case (.pass, .ok), (.apop, .ok), (.auth, .ok): state = .transaction(NumberedMaildrop())
    case (.auth, .proceed): state = .authorization(.sasl)
    case (.pass, .err) where user != nil, (.apop, .err) where offers.verbs.contains(.apop) && timestamp != nil:
      loginFailed()
    case (.auth(let mechanism?, .some), .err) where offers.mechanisms?.contains(mechanism) ?? false: loginFailed()
    case (.user, .err), (.pass, .err), (.apop, .err), (.auth, .err):
      if !isLoggedIn, state != .authorization(.spent) { state = .authorization(.fresh) }
    case (.stls, .ok): state = .authorization(.handshake)
    case (.dele(let number), .ok): change { $0.marked.insert(number) }
    case (.rset, .ok): change { $0.marked = [] }
    case (.stat, .ok), (.list(nil), .ok), (.capa, .ok): if knowledge == .heard { hear(reply, to: command) }
    case (.user, _), (.pass, _), (.apop, _), (.auth, _), (.stls, _), (.stat, _), (.list, _), (.retr, _), (.dele, _),
      (.noop, _), (.rset, _), (.top, _), (.uidl, _), (.last, _), (.rpop, _), (.capa, _), (.utf8, _), (.lang, _):
      break
    }
  }

  /// Goes on as if the server had agreed: where a line stands that is sent before the replies to those ahead of it.
  public mutating func advance(assumingSuccessOf command: POP3Command) {
    let known = offers
    // With a mechanism and without a response, the server asks for one.
    let isAsked = if case .auth(.some, nil) = command { true } else { false }
    advance(after: command, POP3Reply(line: Array((isAsked ? "+ " : "+OK").utf8)))
    // Nobody has announced anything yet.
    offers = known
  }

  /// A line of an AUTH exchange was answered. RFC 5034 §4.
  public mutating func responseAnswered(_ reply: POP3Reply) {
    switch reply.status {
    case .proceed, .unknown: break
    case .ok: state = .transaction(NumberedMaildrop())
    case .err: loginFailed()
    }
  }

  /// The next one starts over: the name is forgotten too. RFC 1939 §7.
  private mutating func loginFailed() {
    if !isLoggedIn { state = .authorization(offers.takesOneLogin ? .spent : .fresh) }
  }

  /// The handshake that STLS asked for is done: what a client heard of the server before may have been forged.
  /// RFC 2595 §4.
  public mutating func tlsStarted() {
    isTLS = true
    if state == .authorization(.handshake) { state = .authorization(.fresh) }
    if knowledge == .heard { offers.mechanisms = nil }
  }

  /// The connection is gone. RFC 1939 §6: nothing is removed.
  public mutating func lost() { state = .closed }

  private var isLoggedIn: Bool { maildrop != nil }

  private mutating func change(_ change: (inout NumberedMaildrop) -> Void) {
    guard case .transaction(var maildrop) = state else { return }
    change(&maildrop)
    state = .transaction(maildrop)
  }

  /// What a reply tells a client of the server.
  private mutating func hear(_ reply: POP3Reply, to command: POP3Command) {
    switch command {
    case .capa:
      offers = POP3Offers(
        announced: POP3Capabilities(lines: reply.lines ?? []), hasTimestamp: timestamp != nil,
        keepsSTLS: isTLS || isLoggedIn)
    // The drop listing counts what is not marked. RFC 1939 §5.
    case .stat:
      guard let count = reply.numbers.first, (0...1_000_000).contains(count) else { return }
      change { $0.count = count + $0.marked.count }
    case .list(nil):
      guard let lines = reply.lines else { return }
      let numbers = lines.compactMap { line in
        Int(String(decoding: line.prefix { $0 != .space }, as: UTF8.self)).flatMap {
          (1...1_000_000).contains($0) ? $0 : nil
        }
      }
      change { $0.count = max(numbers.max() ?? 0, $0.marked.max() ?? 0) }
    case .user, .pass, .apop, .quit, .list, .retr, .dele, .noop, .rset, .top, .uidl, .last, .rpop, .stls, .auth, .utf8,
      .lang:
      break
    }
  }
}
