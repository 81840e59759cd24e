extension Diagnosis {
  /// Every mistake that mailtutor recognises. The raw value is public: packs, logs and reports use it.
  public enum ID: String, CaseIterable, Hashable, Sendable {
    case inputFullwidth = "input.fullwidth"
    case inputConverted = "input.converted"
    case inputComposed = "input.composed"
    case inputSmartQuotes = "input.smart-quotes"
    case inputDash = "input.dash"
    case inputBackspace = "input.backspace"
    case inputPastedPrompt = "input.pasted-prompt"
    case connectNoHost = "connect.no-host"
    case connectNoPort = "connect.no-port"
    case connectColon = "connect.colon"
    case connectOnlyPort = "connect.only-port"
    case connectJoined = "connect.joined"
    case connectSwapped = "connect.swapped"
    case connectBadPort = "connect.bad-port"
    case connectExtraWord = "connect.extra-word"
    case connectSpaceInHost = "connect.space-in-host"
    case connectURL = "connect.url"
    case connectUser = "connect.user"
    case connectPassword = "connect.password"
    case connectMarks = "connect.marks"
    case connectShell = "connect.shell"
    case connectPlaceholder = "connect.placeholder"
    case connectWrongPort = "connect.wrong-port"
    case connectOtherPort = "connect.other-port"
    case connectUnknownHost = "connect.unknown-host"
    case connectNotHere = "connect.not-here"
    case connectThisComputer = "connect.this-computer"
    case connectNeedsTLS = "connect.needs-tls"
    case connectNeedsCRLF = "connect.needs-crlf"
    case connectRefused = "connect.refused"
    case connectNotConnected = "connect.not-connected"
    case connectUnknownProgram = "connect.unknown-program"
    case connectMisspeltProgram = "connect.misspelt-program"
    case connectNoProgram = "connect.no-program"
    case connectOtherProgram = "connect.other-program"
    case connectLookingProgram = "connect.looking-program"
    case connectMailProgram = "connect.mail-program"
    case connectMailtutor = "connect.mailtutor"
    case connectAlready = "connect.already"
    case connectWrongHost = "connect.wrong-host"
    case connectOtherSecurity = "connect.other-security"
    case connectTLSInClear = "connect.tls-in-clear"
    case connectStartTLSProtocol = "connect.starttls-protocol"
    case connectStartTLSRefused = "connect.starttls-refused"
    case connectNoHandshake = "connect.no-handshake"
    case connectCommandKey = "connect.command-key"
    case connectUnknownOption = "connect.unknown-option"
    case connectNoHyphen = "connect.no-hyphen"
    case verbTypo = "verb.typo"
    case verbStraySpace = "verb.stray-space"
    case verbExtraSign = "verb.extra-sign"
    case verbNoSpace = "verb.no-space"
    case verbUnknown = "verb.unknown"
    case verbOtherProtocol = "verb.other-protocol"
    case verbEveryday = "verb.everyday"
    case verbTutorWord = "verb.tutor-word"
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
    case argumentList = "argument.list"
    case argumentZero = "argument.zero"
    case argumentNegative = "argument.negative"
    case argumentTooBig = "argument.too-big"
    case argumentNoSuchMessage = "argument.no-such-message"
    case argumentDeletedMessage = "argument.deleted-message"
    case argumentRsetTakesNone = "argument.rset-takes-none"
    case argumentTopNeedsLines = "argument.top-needs-lines"
    case argumentUserWithDomain = "argument.user-with-domain"
    case argumentUserWithoutDomain = "argument.user-without-domain"
    case argumentUserSigns = "argument.user-signs"
    case argumentPasswordSigns = "argument.password-signs"
    case argumentPasswordSpaces = "argument.password-spaces"
    case pathNoKeyword = "path.no-keyword"
    case pathNoColon = "path.no-colon"
    case pathWrongKeyword = "path.wrong-keyword"
    case pathSpace = "path.space"
    case pathNoBrackets = "path.no-brackets"
    case pathOneBracket = "path.one-bracket"
    case pathWrongBrackets = "path.wrong-brackets"
    case pathExtraSign = "path.extra-sign"
    case pathSpaceInside = "path.space-inside"
    case pathStrayDot = "path.stray-dot"
    case pathNoAt = "path.no-at"
    case pathTwoRecipients = "path.two-recipients"
    case pathNoDomain = "path.no-domain"
    case pathEmpty = "path.empty"
    case pathBadAddress = "path.bad-address"
    case pathFullwidthAt = "path.fullwidth-at"
    case pathDisplayName = "path.display-name"
    case pathNoSuchUser = "path.no-such-user"
    case pathNoRelay = "path.no-relay"
    case pathMailboxFull = "path.mailbox-full"
    case parameterUnknown = "parameter.unknown"
    case parameterBadValue = "parameter.bad-value"
    case parameterSizeTooBig = "parameter.size-too-big"
    case helloNoName = "hello.no-name"
    case helloBadName = "hello.bad-name"
    case helloLocalName = "hello.local-name"
    case helloEHLONeeded = "hello.ehlo-needed"
    case dataTooEarly = "data.too-early"
    case dataNoBlankLine = "data.no-blank-line"
    case dataSpaceLine = "data.space-line"
    case dataBadHeader = "data.bad-header"
    case dataHeaderName = "data.header-name"
    case dataTwoHeaders = "data.two-headers"
    case dataEightBit = "data.eight-bit"
    case dataTutorWord = "data.tutor-word"
    case dataDotAlone = "data.dot-alone"
    case dataLeadingDot = "data.leading-dot"
    case dataNoDotYet = "data.no-dot-yet"
    case dataLineTooLong = "data.line-too-long"
    case dataBareLF = "data.bare-lf"
    case dataBareCR = "data.bare-cr"
    case base64NotBase64 = "base64.not-base64"
    case base64Newline = "base64.newline"
    case base64Order = "base64.order"
    case base64PlainText = "base64.plain-text"
    case base64URLSafe = "base64.url-safe"
    case authWrong = "auth.wrong"
    case authInUse = "auth.in-use"
    case authTooSoon = "auth.too-soon"
    case authTooMany = "auth.too-many"
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
    case lineTab = "line.tab"
    case lineNUL = "line.nul"
    case lineBareLF = "line.bare-lf"
    case lineWaitsForCRLF = "line.waits-for-crlf"
    case quitForgotten = "quit.forgotten"
    case lessonRightIdea = "lesson.right-idea"
    case lessonWrongTarget = "lesson.wrong-target"
    case lessonHarms = "lesson.harms"
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

/// Where each rule is written, for the learner who wants to read it: the section of the RFC that a diagnosis rests on.
extension Diagnosis {
  /// `RFC 1939 §3`; nil where the reason is not a standard's (an input method, a lesson).
  public var reference: String? {
    speaking == .pop3 ? Self.pop3[id] ?? Self.shared[id] : Self.smtp[id] ?? Self.shared[id]
  }

  private static let shared: [ID: String] = [
    .connectNoPort: "RFC 854", .connectBadPort: "RFC 6335 §6", .connectOtherPort: "RFC 6335",
    .connectColon: "RFC 3986 §3.2.3", .connectURL: "RFC 3986 §3", .connectUser: "RFC 3986 §3.2.1",
    .connectPassword: "RFC 3986 §3.2.1", .connectSpaceInHost: "RFC 1123 §2.1", .connectThisComputer: "RFC 6761 §6.3",
    .connectOtherProgram: "RFC 6335", .connectNeedsTLS: "RFC 8314 §3", .connectTLSInClear: "RFC 8314 §3",
    .verbOtherProtocol: "RFC 6335",
    .base64NotBase64: "RFC 4648 §4", .base64Newline: "RFC 4648 §3.1", .base64Order: "RFC 4954 §4",
    .base64PlainText: "RFC 4954 §4", .base64URLSafe: "RFC 4648 §5", .parameterUnknown: "RFC 5321 §4.1.1.11",
    .parameterBadValue: "RFC 5321 §4.1.1.11", .parameterSizeTooBig: "RFC 1870 §6", .helloNoName: "RFC 5321 §4.1.1.1",
    .helloBadName: "RFC 5321 §4.1.4", .helloLocalName: "RFC 5321 §2.3.5",
    .helloEHLONeeded: "RFC 5321 §2.2.1", .replyGreeting554: "RFC 5321 §3.1",
    .networkTLSNeeded: "RFC 8314 §3", .networkOtherService: "RFC 6335", .networkWebServer: "RFC 6335",
    .networkCertificateUntrusted: "RFC 5280 §6", .networkCertificateName: "RFC 9525 §6",
    .networkCertificateExpired: "RFC 5280 §4.1.2.5",
  ]

  private static let pop3: [ID: String] = [
    .inputFullwidth: "RFC 1939 §3", .inputConverted: "RFC 1939 §3",
    .inputComposed: "RFC 1939 §3", .inputBackspace: "RFC 1939 §3",
    .connectStartTLSProtocol: "RFC 2595 §4", .connectStartTLSRefused: "RFC 2595 §4", .connectNoHandshake: "RFC 2595 §4",
    .connectNeedsCRLF: "RFC 1939 §3", .connectWrongPort: "RFC 1939 §3", .verbTypo: "RFC 1939 §3",
    .verbUnknown: "RFC 1939 §3", .verbEveryday: "RFC 1939 §3", .verbObsolete: "RFC 1725", .verbMyth: "RFC 1939 §5",
    .verbStraySpace: "RFC 1939 §3", .verbExtraSign: "RFC 1939 §3", .verbNoSpace: "RFC 1939 §3",
    .argumentList: "RFC 1939 §5", .argumentUserSigns: "RFC 1939 §7", .argumentPasswordSigns: "RFC 1939 §7",
    .argumentPasswordSpaces: "RFC 1939 §7", .lineTab: "RFC 1939 §3",
    .verbNotSupported: "RFC 2449 §5", .statePassBeforeUser: "RFC 1939 §7", .stateNotLoggedIn: "RFC 1939 §4",
    .stateAlreadyLoggedIn: "RFC 1939 §5", .stateNoRetry: "RFC 1939 §4", .stateTLSRequired: "RFC 2595 §4",
    .stateTLSActive: "RFC 2595 §4", .stateClosed: "RFC 1939 §6", .argumentMissing: "RFC 1939 §3",
    .argumentExtra: "RFC 1939 §3", .argumentNotANumber: "RFC 1939 §5", .argumentZero: "RFC 1939 §5",
    .argumentNegative: "RFC 1939 §5", .argumentTooBig: "RFC 1939 §5", .argumentNoSuchMessage: "RFC 1939 §5",
    .argumentDeletedMessage: "RFC 1939 §5", .argumentRsetTakesNone: "RFC 1939 §5",
    .argumentTopNeedsLines: "RFC 1939 §7", .argumentUserWithDomain: "RFC 1939 §7",
    .argumentUserWithoutDomain: "RFC 1939 §7", .authWrong: "RFC 1939 §7", .authInUse: "RFC 2449 §8.1.2",
    .authTooSoon: "RFC 2449 §8.1.1", .authNoSuchMechanism: "RFC 5034 §4",
    .authCancelled: "RFC 5034 §4", .authInClear: "RFC 8314 §3", .apopNoTimestamp: "RFC 1939 §7",
    .apopBadDigest: "RFC 1939 §7", .apopNoBrackets: "RFC 1939 §7", .apopUpperCase: "RFC 1939 §7",
    .lineTooLong: "RFC 2449 §4", .lineEmpty: "RFC 1939 §3", .lineNonASCII: "RFC 1939 §3",
    .lineControl: "RFC 1939 §3", .lineBareLF: "RFC 1939 §3", .lineWaitsForCRLF: "RFC 1939 §3", .lineNUL: "RFC 1939 §3",
    .quitForgotten: "RFC 1939 §6",
    .replyConnectionLost: "RFC 1939 §6", .replyTemporary: "RFC 3206 §4", .replyPermanent: "RFC 1939 §3",
    .networkNoGreeting: "RFC 1939 §4", .networkNoTLS: "RFC 2595 §4",
  ]

  private static let smtp: [ID: String] = [
    .inputFullwidth: "RFC 5321 §2.4", .inputConverted: "RFC 5321 §2.4",
    .inputComposed: "RFC 5321 §2.4", .inputBackspace: "RFC 5321 §2.4",
    .connectStartTLSProtocol: "RFC 3207 §4", .connectStartTLSRefused: "RFC 3207 §4", .connectNoHandshake: "RFC 3207 §4",
    .connectNeedsCRLF: "RFC 5321 §2.3.8", .connectWrongPort: "RFC 5321 §4.5.4.2", .verbTypo: "RFC 5321 §4.1.1",
    .verbUnknown: "RFC 5321 §4.2.4", .verbEveryday: "RFC 5321 §4.1.1", .dataTooEarly: "RFC 5321 §3.3",
    .verbObsolete: "RFC 5321 F", .verbNotSupported: "RFC 5321 §4.2.4",
    .verbStraySpace: "RFC 5321 §4.1.1", .verbExtraSign: "RFC 5321 §4.1.1", .verbNoSpace: "RFC 5321 §4.1.1",
    .lineTab: "RFC 5321 §4.1.1", .pathNoKeyword: "RFC 5321 §4.1.1.2", .pathWrongBrackets: "RFC 5321 §4.1.2",
    .pathExtraSign: "RFC 5321 §4.1.2", .pathSpaceInside: "RFC 5321 §4.1.2", .pathStrayDot: "RFC 5321 §4.1.2",
    .pathNoAt: "RFC 5321 §4.1.2", .pathTwoRecipients: "RFC 5321 §4.1.1.3",
    .stateNoHello: "RFC 5321 §4.1.4", .stateNoMail: "RFC 5321 §3.3", .stateNestedMail: "RFC 5321 §4.1.4",
    .stateInTransaction: "RFC 4954 §4", .stateChunking: "RFC 3030 §2", .stateAlreadyLoggedIn: "RFC 4954 §4",
    .authRequired: "RFC 4954 §6", .stateNoRecipient: "RFC 5321 §3.3", .stateInData: "RFC 5321 §4.1.1.4",
    .stateTLSRequired: "RFC 3207 §4",
    .stateTLSActive: "RFC 3207 §4", .stateClosed: "RFC 5321 §4.1.1.10", .argumentMissing: "RFC 5321 §4.1.1",
    .argumentExtra: "RFC 5321 §4.1.1", .pathNoColon: "RFC 5321 §4.1.1.2", .pathWrongKeyword: "RFC 5321 §3.3",
    .pathSpace: "RFC 5321 §3.3",
    .pathNoBrackets: "RFC 5321 §4.1.2", .pathOneBracket: "RFC 5321 §4.1.2", .pathNoDomain: "RFC 5321 §2.3.5",
    .pathEmpty: "RFC 5321 §4.5.5", .pathBadAddress: "RFC 5321 §4.1.2", .pathFullwidthAt: "RFC 5321 §4.1.2",
    .pathDisplayName: "RFC 5322 §3.4", .dataNoBlankLine: "RFC 5322 §2.1", .dataSpaceLine: "RFC 5322 §2.2.3",
    .dataBadHeader: "RFC 5322 §2.2", .dataHeaderName: "RFC 5322 §3.6", .dataTwoHeaders: "RFC 5322 §2.2",
    .dataEightBit: "RFC 2045 §5",
    .dataDotAlone: "RFC 5321 §4.5.2",
    .dataLeadingDot: "RFC 5321 §4.5.2", .dataNoDotYet: "RFC 5321 §4.1.1.4", .dataLineTooLong: "RFC 5321 §4.5.3.1.6",
    .dataBareLF: "RFC 5321 §2.3.8", .dataBareCR: "RFC 5321 §2.3.8", .authWrong: "RFC 4954 §6",
    .pathNoSuchUser: "RFC 5321 §3.3",
    .pathNoRelay: "RFC 5321 §3.6.2", .pathMailboxFull: "RFC 3463 §3.3", .authTooMany: "RFC 4954 §4",
    .authNoSuchMechanism: "RFC 4954 §4",
    .authCancelled: "RFC 4954 §4", .authInClear: "RFC 4954 §4", .lineTooLong: "RFC 5321 §4.5.3.1.4",
    .lineEmpty: "RFC 5321 §4.1.1", .lineNonASCII: "RFC 5321 §2.4", .lineControl: "RFC 5321 §4.1.2",
    .lineNUL: "RFC 5321 §4.1.2", .lineBareLF: "RFC 5321 §2.3.8", .lineWaitsForCRLF: "RFC 5321 §2.3.8",
    .replyConnectionLost: "RFC 5321 §4.1.1.10",
    .replyTemporary: "RFC 5321 §4.2.1",
    .replyPermanent: "RFC 5321 §4.2.1",
    .networkNoGreeting: "RFC 5321 §3.1", .networkNoTLS: "RFC 3207 §4",
  ]
}
