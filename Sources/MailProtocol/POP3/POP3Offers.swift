/// What a POP3 server has beyond RFC 1939's minimum, as far as the rules depend on it.
public struct POP3Offers: Hashable, Sendable {
  /// Optional and historic commands.
  public var verbs: Set<POP3Verb>
  /// Capabilities of CAPA's reply that nobody here knows, in upper case.
  public var keywords: Set<String> = []
  /// In the order of CAPA's SASL line; nil when nobody said.
  public var mechanisms: [SASLMechanism]?
  /// Nobody may log in without TLS. RFC 2595 §2.2.
  public var requiresTLS = false
  /// A name that USER gave waits for PASS whatever comes between them, against RFC 1939 §7.
  public var keepsUser = false
  /// After a login that failed it takes no other one on this connection: the client may only leave. RFC 1939 §4 lets a
  /// server choose.
  public var takesOneLogin = false

  public init(verbs: Set<POP3Verb>, mechanisms: [SASLMechanism]? = nil) {
    self.verbs = verbs
    self.mechanisms = mechanisms
  }

  /// Until CAPA says otherwise every current command may be there: nobody is warned on a guess.
  public static let unheard = POP3Offers(verbs: [.top, .uidl, .capa, .stls, .auth, .utf8, .lang])

  /// After CAPA: what it names, and what a server with CAPA has in any case.
  ///
  /// - Parameter keepsSTLS: in use, or in TRANSACTION, STLS is no longer announced, and is no unknown command for that.
  init(announced: POP3Capabilities, hasTimestamp: Bool, keepsSTLS: Bool) {
    verbs = announced.verbs.union([.capa])
    if hasTimestamp { verbs.insert(.apop) }
    if keepsSTLS { verbs.insert(.stls) }
    if announced.mechanisms != nil { verbs.insert(.auth) }
    mechanisms = announced.mechanisms
    keywords = Set(announced.others.compactMap { $0.split(separator: " ").first?.uppercased() })
  }

  /// The line begins with a capability that the server has announced, and that may well be a command: `X-FOO`.
  func announcesCommand(of line: String) -> Bool {
    let word = VerbGuess.firstWord(of: line).uppercased()
    return keywords.contains(word) && !Self.bringNoCommand.contains(word)
  }

  private static let bringNoCommand: Set<String> = [
    "RESP-CODES", "AUTH-RESP-CODE", "PIPELINING", "EXPIRE", "LOGIN-DELAY", "IMPLEMENTATION",
  ]
}
