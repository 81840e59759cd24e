/// Why a line is wrong, as data. The sentences are in `Locales/*/diagnoses.yaml`; the rules, the input checks
/// and the lesson engine make diagnoses, the simulator turns them into a server's words, the screen into ours.
public struct Diagnosis: Hashable, Sendable {
  public let id: ID
  /// Octets of the typed line (UTF-8) that are wrong; nil when the whole line is.
  public let range: Range<Int>?
  /// What the sentence needs: `bad`, `suggestion`, `verb`, `form` … (see `ID.placeholders`).
  public var values: [String: String]
  public let speaking: MailProtocolName

  public init(
    _ id: ID, _ speaking: MailProtocolName, range: Range<Int>? = nil, _ values: [String: String] = [:]
  ) {
    self.id = id
    self.speaking = speaking
    self.range = range
    self.values = values
  }

  public func adding(_ key: String, _ value: String) -> Diagnosis {
    var copy = self
    copy.values[key] = value
    return copy
  }

  /// The same place and values under another name.
  public func `as`(_ id: ID) -> Diagnosis { Diagnosis(id, speaking, range: range, values) }

  /// Every mistake that mailtutor recognises. The raw value is public: packs, logs and reports use it.
  public enum ID: String, CaseIterable, Hashable, Sendable {
    case inputFullwidth = "input.fullwidth"
    case inputComposed = "input.composed"
    case inputSmartQuotes = "input.smart-quotes"
    case inputDash = "input.dash"
    case inputBackspace = "input.backspace"
    case inputPastedPrompt = "input.pasted-prompt"
    case connectNoHost = "connect.no-host"
    case connectNoPort = "connect.no-port"
    case connectColon = "connect.colon"
    case connectWrongPort = "connect.wrong-port"
    case connectUnknownHost = "connect.unknown-host"
    case connectNeedsTLS = "connect.needs-tls"
    case connectNeedsCRLF = "connect.needs-crlf"
    case connectRefused = "connect.refused"
    case connectNotConnected = "connect.not-connected"
    case connectUnknownProgram = "connect.unknown-program"
    case connectAlready = "connect.already"
    case connectWrongHost = "connect.wrong-host"
    case connectOtherSecurity = "connect.other-security"
    case connectTLSInClear = "connect.tls-in-clear"
    case connectStartTLSProtocol = "connect.starttls-protocol"
    case connectStartTLSRefused = "connect.starttls-refused"
    case connectNoHandshake = "connect.no-handshake"
    case connectCommandKey = "connect.command-key"
    case connectUnknownOption = "connect.unknown-option"
    case verbTypo = "verb.typo"
    case verbUnknown = "verb.unknown"
    case verbOtherProtocol = "verb.other-protocol"
    case verbObsolete = "verb.obsolete"
    case verbMyth = "verb.myth"
    case verbNotSupported = "verb.not-supported"
    case statePassBeforeUser = "state.pass-before-user"
    case stateNotLoggedIn = "state.not-logged-in"
    case stateAlreadyLoggedIn = "state.already-logged-in"
    case stateNoRetry = "state.no-retry"
    case stateNoHello = "state.no-hello"
    case stateNoMail = "state.no-mail"
    case stateNestedMail = "state.nested-mail"
    case stateNoRecipient = "state.no-recipient"
    case stateInData = "state.in-data"
    case stateInTransaction = "state.in-transaction"
    case stateChunking = "state.chunking"
    case stateTLSRequired = "state.tls-required"
    case stateTLSActive = "state.tls-active"
    case stateClosed = "state.closed"
    case argumentMissing = "argument.missing"
    case argumentExtra = "argument.extra"
    case argumentNotANumber = "argument.not-a-number"
    case argumentZero = "argument.zero"
    case argumentNegative = "argument.negative"
    case argumentTooBig = "argument.too-big"
    case argumentNoSuchMessage = "argument.no-such-message"
    case argumentDeletedMessage = "argument.deleted-message"
    case argumentRsetTakesNone = "argument.rset-takes-none"
    case argumentTopNeedsLines = "argument.top-needs-lines"
    case argumentUserWithDomain = "argument.user-with-domain"
    case argumentUserWithoutDomain = "argument.user-without-domain"
    case pathNoColon = "path.no-colon"
    case pathWrongKeyword = "path.wrong-keyword"
    case pathSpace = "path.space"
    case pathNoBrackets = "path.no-brackets"
    case pathOneBracket = "path.one-bracket"
    case pathNoDomain = "path.no-domain"
    case pathEmpty = "path.empty"
    case pathBadAddress = "path.bad-address"
    case pathFullwidthAt = "path.fullwidth-at"
    case pathDisplayName = "path.display-name"
    case parameterUnknown = "parameter.unknown"
    case parameterBadValue = "parameter.bad-value"
    case parameterSizeTooBig = "parameter.size-too-big"
    case helloNoName = "hello.no-name"
    case helloBadName = "hello.bad-name"
    case helloEHLONeeded = "hello.ehlo-needed"
    case dataNoBlankLine = "data.no-blank-line"
    case dataSpaceLine = "data.space-line"
    case dataDotAlone = "data.dot-alone"
    case dataLeadingDot = "data.leading-dot"
    case dataNoDotYet = "data.no-dot-yet"
    case dataLineTooLong = "data.line-too-long"
    case dataBareLF = "data.bare-lf"
    case base64NotBase64 = "base64.not-base64"
    case base64Newline = "base64.newline"
    case base64Order = "base64.order"
    case base64PlainText = "base64.plain-text"
    case base64URLSafe = "base64.url-safe"
    case authWrong = "auth.wrong"
    case authNoSuchMechanism = "auth.no-such-mechanism"
    case authCancelled = "auth.cancelled"
    case authRequired = "auth.required"
    case authInClear = "auth.in-clear"
    case apopNoTimestamp = "apop.no-timestamp"
    case apopBadDigest = "apop.bad-digest"
    case apopNoBrackets = "apop.no-brackets"
    case apopUpperCase = "apop.upper-case"
    case lineTooLong = "line.too-long"
    case lineEmpty = "line.empty"
    case lineNonASCII = "line.non-ascii"
    case lineControl = "line.control"
    case lineNUL = "line.nul"
    case lineBareLF = "line.bare-lf"
    case quitForgotten = "quit.forgotten"
    case lessonRightIdea = "lesson.right-idea"
    case lessonWrongTarget = "lesson.wrong-target"
    case lessonWrongAnswer = "lesson.wrong-answer"
    case lessonWrongLetter = "lesson.wrong-letter"
    case replyUnexpected = "reply.unexpected"
    case replyTemporary = "reply.temporary"
    case replyPermanent = "reply.permanent"
    case replyConnectionLost = "reply.connection-lost"
    case replyGreeting554 = "reply.greeting-554"
    case networkNoName = "network.no-name"
    case networkRefused = "network.refused"
    case networkTimeout = "network.timeout"
    case networkUnreachable = "network.unreachable"
    case networkLost = "network.lost"
    case networkTLSNeeded = "network.tls-needed"
    case networkNoTLS = "network.no-tls"
    case networkWebServer = "network.web-server"
    case networkOtherService = "network.other-service"
    case networkNoGreeting = "network.no-greeting"
    case networkCertificateUntrusted = "network.certificate-untrusted"
    case networkCertificateName = "network.certificate-name"
    case networkCertificateExpired = "network.certificate-expired"
    case networkTLSFailed = "network.tls-failed"
  }
}

/// The two protocols, by name, where a value must say which one it speaks of.
public enum MailProtocolName: String, CaseIterable, Hashable, Sendable {
  case pop3
  case smtp

  /// As people write it.
  public var title: String {
    switch self {
    case .pop3: "POP3"
    case .smtp: "SMTP"
    }
  }
}

/// The answer of a rule book to "may this line be sent now?".
public enum Verdict: Hashable, Sendable {
  /// Legal; `remark` names a spelling that this server forgives and a stricter one would not.
  case allowed(remark: Diagnosis?)
  case refused(Diagnosis)

  public var diagnosis: Diagnosis? {
    switch self {
    case .allowed(let remark): remark
    case .refused(let diagnosis): diagnosis
    }
  }

  public var isAllowed: Bool {
    switch self {
    case .allowed: true
    case .refused: false
    }
  }
}
