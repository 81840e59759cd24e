/// What an SMTP server has beyond RFC 5321's minimum, and what it demands, as far as the rules depend on it.
public struct SMTPOffers: Hashable, Sendable {
  /// Optional verbs that it performs.
  public var verbs: Set<SMTPVerb>
  /// Parameters of MAIL and RCPT that may follow EHLO: `SIZE`, `BODY` …
  public var parameters: Set<String>
  /// Every keyword of EHLO's reply, those too that nobody here knows.
  public var keywords: Set<String> = []
  /// Spellings that it forgives: `path.space`, `path.no-brackets`, `hello.no-name` …
  public var tolerated: Set<Diagnosis.ID>
  /// Octets that a letter may have; nil when nobody said. RFC 1870 §4.
  public var sizeLimit: Int?
  /// In the order of EHLO's AUTH line; nil when nobody said.
  public var mechanisms: [SASLMechanism]?
  /// Before anything but EHLO, NOOP, STARTTLS and QUIT. RFC 3207 §4.
  public var requiresTLS = false
  /// Before MAIL. RFC 4954 §6.
  public var requiresLogin = false
  /// For mechanisms that send the password. RFC 4954 §4.
  public var passwordsNeedTLS = false

  public init(
    verbs: Set<SMTPVerb>, parameters: Set<String> = [], tolerated: Set<Diagnosis.ID> = [], sizeLimit: Int? = nil,
    mechanisms: [SASLMechanism]? = nil
  ) {
    self.verbs = verbs
    self.parameters = parameters
    self.tolerated = tolerated
    self.sizeLimit = sizeLimit
    self.mechanisms = mechanisms
  }

  /// Before EHLO every server may have these. RFC 5321 §4.5.1.
  public static let unheard = SMTPOffers(verbs: [.ehlo, .vrfy, .expn, .help])

  /// After EHLO: what it names, and what a server need not announce.
  init(announced: SMTPCapabilities) {
    self = .unheard
    verbs.formUnion(announced.verbs)
    parameters = announced.parameters
    sizeLimit = announced.sizeLimit
    mechanisms = announced.mechanisms
    keywords = Set(announced.extensions.map(\.keyword))
  }

  /// The line begins with a keyword that the server has announced, and that may well be a command: `XCLIENT`. Who announces
  /// one knows it. RFC 5321 §2.2.2.
  func announcesCommand(of line: String) -> Bool {
    let word = VerbGuess.firstWord(of: line).uppercased()
    return keywords.contains(word) && !SMTPCapabilities.bringNoCommand.contains(word)
  }
}
