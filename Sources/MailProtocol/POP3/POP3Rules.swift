/// All of POP3's legality, in one place that does not know which side asks (RFC 1939 §§3-7, 2449, 2595, 5034).
///
/// The simulator judges a line and performs or refuses it; the checker judges the same line to say why it was
/// wrong; `connect` judges before it sends. `advance` follows the session from the replies alone.
public enum POP3Rules {
  /// What a verdict depends on besides the state. A client that talks to a real server knows only a part.
  public struct Facts: Hashable, Sendable {
    /// Optional and historic commands that this server has, on top of RFC 1939's minimum.
    public var offered: Set<POP3Verb>
    /// The greeting held a timestamp, so that APOP has something to digest. RFC 1939 §7.
    public var hasTimestamp: Bool
    /// nil while nobody is logged in, or when the other side keeps it to itself.
    public var maildrop: MaildropFacts?
    /// What CAPA's SASL line announces now; nil when nobody said.
    public var mechanisms: [SASLMechanism]?
    public var isTLS = false
    /// Nobody may log in without TLS. RFC 2595 §2.2.
    public var requiresTLS = false

    public init(offered: Set<POP3Verb>, hasTimestamp: Bool = false, maildrop: MaildropFacts? = nil) {
      self.offered = offered
      self.hasTimestamp = hasTimestamp
      self.maildrop = maildrop
    }
  }

  public struct MaildropFacts: Hashable, Sendable {
    /// Messages numbered at login, marked ones included.
    public var numbered: Int
    public var marked: Set<Int>

    public init(numbered: Int, marked: Set<Int>) {
      self.numbered = numbered
      self.marked = marked
    }
  }

  /// Every server has these; all others must be announced or found out.
  public static let minimal: Set<POP3Verb> = [
    .user, .pass, .quit, .stat, .list, .retr, .dele, .noop, .rset,
  ]

  public static func judge(
    _ parsed: Parsed<POP3Command>, in state: POP3State, _ facts: Facts
  ) -> Verdict {
    if state == .closed || state == .update {
      return .refused(Diagnosis(.stateClosed, .pop3, ["verb": parsed.verb?.rawValue ?? "…"]))
    }
    switch parsed.reading {
    case .unreadable(let diagnosis):
      return .refused(diagnosis.id == .verbUnknown ? diagnosis.adding("legal", legalList(state, facts)) : diagnosis)
    case .malformed(let verb, let diagnosis):
      return .refused(objection(to: verb, in: state, facts) ?? diagnosis)
    case .command(let command, let flaw):
      if let diagnosis = objection(to: command.verb, in: state, facts) ?? objection(to: command, facts)
        ?? objection(toLogin: command, facts)
      {
        return .refused(diagnosis)
      }
      return .allowed(remark: flaw)
    }
  }

  /// Where the session stands after `reply` to `command`.
  public static func advance(
    _ state: POP3State, after command: POP3Command, _ reply: POP3Reply.Status
  ) -> POP3State {
    // AUTH alone only lists the mechanisms: its +OK is no login (an old habit, in no RFC).
    if case .auth(mechanism: nil, _) = command { return state }
    return switch (command.verb, reply) {
    case (.quit, _): .closed
    case (.user, .ok): state == .transaction ? state : .authorization(.userGiven)
    case (.pass, .ok), (.apop, .ok), (.auth, .ok): .transaction
    case (.auth, .proceed): .authorization(.sasl)
    // A failed login starts over: the name is forgotten too. RFC 1939 §7.
    case (.user, .err), (.pass, .err), (.apop, .err), (.auth, .err):
      state == .transaction ? state : .authorization(.fresh)
    case (.stls, .ok): .authorization(.fresh)
    default: state
    }
  }

  /// Where the session stands after the reply to a line of an AUTH exchange. RFC 5034 §4.
  public static func advanceAfterResponse(_ state: POP3State, _ reply: POP3Reply.Status) -> POP3State {
    switch reply {
    case .proceed, .unknown: state
    case .ok: .transaction
    case .err: .authorization(.fresh)
    }
  }

  /// Verbs that make sense now, for completion, `/help` and the list in a diagnosis.
  public static func legalVerbs(in state: POP3State, _ facts: Facts) -> [POP3Verb] {
    POP3Verb.allCases.filter { objection(to: $0, in: state, facts) == nil }
  }

  private static func legalList(_ state: POP3State, _ facts: Facts) -> String {
    legalVerbs(in: state, facts).map(\.rawValue).joined(separator: ", ")
  }

  /// Does this verb exist here, and is now its time? RFC 1939 §4 (the AUTHORIZATION state), §5, §6.
  private static func objection(to verb: POP3Verb, in state: POP3State, _ facts: Facts) -> Diagnosis? {
    var values: [String: String] { ["verb": verb.rawValue] }
    if !minimal.contains(verb), !facts.offered.contains(verb) {
      let id: Diagnosis.ID = verb == .last || verb == .rpop ? .verbObsolete : .verbNotSupported
      if verb == .apop, facts.hasTimestamp == false { return Diagnosis(.apopNoTimestamp, .pop3, values) }
      return Diagnosis(id, .pop3, values)
    }
    if facts.requiresTLS, !facts.isTLS, [.user, .pass, .apop, .auth].contains(verb) {
      return Diagnosis(.stateTLSRequired, .pop3, values)
    }
    switch (verb, state) {
    case (.stls, .authorization) where facts.isTLS: return Diagnosis(.stateTLSActive, .pop3, values)
    case (.quit, _), (.capa, _), (.lang, _): return nil
    case (.user, .authorization), (.auth, .authorization), (.stls, .authorization), (.utf8, .authorization):
      return nil
    case (.apop, .authorization):
      return facts.hasTimestamp ? nil : Diagnosis(.apopNoTimestamp, .pop3, values)
    case (.rpop, .authorization), (.pass, .authorization(.userGiven)): return nil
    case (.pass, .authorization): return Diagnosis(.statePassBeforeUser, .pop3, values)
    case (_, .authorization): return Diagnosis(.stateNotLoggedIn, .pop3, values)
    case (.user, _), (.pass, _), (.apop, _), (.auth, _), (.stls, _), (.utf8, _), (.rpop, _):
      return Diagnosis(.stateAlreadyLoggedIn, .pop3, values)
    default: return nil
    }
  }

  private static func objection(toLogin command: POP3Command, _ facts: Facts) -> Diagnosis? {
    guard case .auth(let name?, let initialResponse) = command else { return nil }
    return SASLRules.objection(to: name, initialResponse, .pop3, facts.mechanisms, passwordsRefused: false)
  }

  /// Is there such a message? Numbers never shift during a session, and a marked message cannot be named
  /// again until RSET. RFC 1939 §5.
  private static func objection(to command: POP3Command, _ facts: Facts) -> Diagnosis? {
    guard let number = command.message, let maildrop = facts.maildrop else { return nil }
    var values: [String: String] {
      ["i": String(number), "n": String(maildrop.numbered), "verb": command.verb.rawValue]
    }
    if number > maildrop.numbered { return Diagnosis(.argumentNoSuchMessage, .pop3, values) }
    return maildrop.marked.contains(number) ? Diagnosis(.argumentDeletedMessage, .pop3, values) : nil
  }
}
