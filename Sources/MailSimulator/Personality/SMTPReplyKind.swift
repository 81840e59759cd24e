import MailProtocol

/// The occasions on which an SMTP server says something, and what it may name then. RFC 5321 §§4.1.1, 4.2.
enum SMTPReplyKind: String, ReplyKind {
  case greeting
  case helo
  /// The extensions that the server offers follow as lines of their own.
  case ehlo
  case mail
  /// An address beyond ASCII without SMTPUTF8, at MAIL and at RCPT. RFC 6531 §3.5.
  case mailNeedsUTF8 = "mail-needs-utf8"
  case rcptNeedsUTF8 = "rcpt-needs-utf8"
  case rcpt
  /// The recipient's mailbox is on another host.
  case rcptForward = "rcpt-forward"
  case rcptUnknown = "rcpt-unknown"
  case rcptRelayDenied = "rcpt-relay-denied"
  case rcptTooMany = "rcpt-too-many"
  /// The maildrop is as full as the scenario allows; said after RCPT or after the letter.
  case mailboxFull = "mailbox-full"
  /// The whole world is; it may pass. RFC 5321 §4.2.3: insufficient system storage.
  case storageFull = "storage-full"
  case data
  /// The final dot, and with it the promise to deliver.
  case accepted
  case tooLarge = "too-large"
  case rset
  case noop
  case quit
  case vrfy
  case vrfyUnknown = "vrfy-unknown"
  case expn
  case expnUnknown = "expn-unknown"
  case help
  /// HELP with a topic that it knows nothing of.
  case helpUnknown = "help-unknown"
  case verbose = "verb"
  case starttls
  case auth
  /// AUTH where EHLO does not announce it.
  case authNotOffered = "auth-not-offered"
  /// A login that fails once too often.
  case authTooMany = "auth-too-many"
  /// A piece of a letter, not the last.
  case bdat
  case etrn
  /// The last words to a client that has to go; `timeout` when nothing came for too long. RFC 5321 §§3.8, 4.5.3.2.
  case timeout
  case tooManyConnections = "too-many-connections"
  case tooManyConnectionsPerAddress = "too-many-connections-per-address"
  case helloTooSlow = "hello-too-slow"
  case shutdown

  static let speaking = MailProtocolName.smtp
  static let refusalStarts = ["4", "5"]

  /// The codes that RFCs fix (3207 §4, 4954 §§4-6, 5321 §§3.1, 4.5.3.1, 6152); a personality may have other words
  /// for each.
  static let standardRefusals: [Diagnosis.ID: String] = [
    .stateTLSRequired: "530 Must issue a STARTTLS command first", .authRequired: "530 Authentication required",
    .authWrong: "535 Authentication credentials invalid", .base64Order: "535 Authentication credentials invalid",
    .authInClear: "538 Encryption required for this authentication mechanism",
    .authNoSuchMechanism: "504 Unrecognized authentication mechanism", .authCancelled: "501 Authentication cancelled",
    .base64NotBase64: "501 Cannot decode the response", .base64PlainText: "501 Cannot decode the response",
    .base64URLSafe: "501 Cannot decode the response", .parameterBadValue: "501 Syntax error in a parameter",
    .replyGreeting554: "503 Only QUIT now", .dataBareLF: "550 Bare LF in the letter",
    .dataBareCR: "550 Bare CR in the letter",
    .dataLineTooLong: "500 Line of the letter too long",
  ]

  var values: Set<ReplyValue> {
    switch self {
    case .greeting, .quit, .rset, .noop: [.helo]
    case .helo, .ehlo: [.helo]
    case .mail, .mailNeedsUTF8: [.helo, .from]
    case .rcptNeedsUTF8: [.helo, .from]
    case .rcpt, .rcptForward, .rcptUnknown, .rcptRelayDenied, .rcptTooMany, .mailboxFull, .storageFull:
      [.helo, .from, .to, .user]
    case .data: [.helo, .from]
    case .accepted, .tooLarge: [.helo, .from, .id, .octets, .limit]
    case .vrfy, .expn: [.user, .to]
    case .vrfyUnknown, .expnUnknown: [.text]
    case .helpUnknown: [.text]
    case .help, .verbose, .starttls, .authNotOffered, .authTooMany, .timeout, .tooManyConnections,
      .tooManyConnectionsPerAddress,
      .helloTooSlow, .shutdown:
      []
    case .auth: [.user]
    case .bdat: [.octets]
    case .etrn: [.text]
    }
  }

  /// The state after a reply follows from its first digit, so that is not a matter of words.
  var starts: [String] {
    switch self {
    case .greeting: ["220"]
    case .quit: ["221"]
    case .data: ["354"]
    case .help: ["211", "214"]
    case .helpUnknown: ["5"]
    case .helo, .ehlo, .mail, .rcpt, .rcptForward, .accepted, .rset, .noop, .vrfy, .expn, .etrn, .verbose: ["2"]
    case .starttls: ["220"]
    case .auth: ["235"]
    case .authNotOffered, .mailNeedsUTF8, .rcptNeedsUTF8: ["5"]
    case .bdat: ["250"]
    case .authTooMany, .timeout, .tooManyConnections, .tooManyConnectionsPerAddress, .helloTooSlow, .shutdown:
      ["421"]
    case .rcptUnknown, .rcptRelayDenied, .mailboxFull, .tooLarge: ["5", "4"]
    case .rcptTooMany: ["452", "552"]
    case .storageFull: ["452"]
    // 252: cannot say, but would try to deliver. RFC 5321 §3.5.3.
    case .vrfyUnknown, .expnUnknown: ["5", "4", "252"]
    }
  }

  var otherwise: DefaultText<SMTPReplyKind> {
    switch self {
    case .greeting, .helo, .mail, .rcpt, .rcptUnknown, .rcptRelayDenied, .data, .accepted, .tooLarge, .rset,
      .noop,
      .quit:
      .demanded
    case .ehlo: .same(.helo)
    case .rcptForward: .same(.rcpt)
    case .rcptTooMany: .plain("452 Too many recipients")
    // RFC 5321 §4.2.3: exceeded storage allocation.
    case .mailboxFull: .plain("552 Mailbox full")
    case .storageFull: .plain("452 Insufficient system storage")
    case .vrfy, .expn: .plain("250 <{to}>")
    case .vrfyUnknown: .plain("550 User unknown")
    case .expnUnknown: .plain("550 No such list")
    case .help: .plain("214 See RFC 5321")
    case .helpUnknown: .plain("504 No help on {text}")
    case .verbose: .plain("250 Verbose mode")
    case .starttls: .plain("220 Ready to start TLS")
    case .auth: .plain("235 Authentication successful")
    case .mailNeedsUTF8: .plain("550 That address needs SMTPUTF8")
    case .rcptNeedsUTF8: .plain("553 That address needs SMTPUTF8")
    case .authNotOffered: .plain("503 AUTH is not offered here")
    case .authTooMany: .plain("421 {host} Too many failed logins, closing the connection")
    case .bdat: .plain("250 {octets} octets received")
    case .etrn: .plain("250 Queuing started")
    case .timeout: .plain("421 Idle for too long, closing")
    case .tooManyConnections: .plain("421 Too many connections, try again later")
    case .tooManyConnectionsPerAddress: .plain("421 Too many connections from your address")
    case .helloTooSlow: .plain("421 You took too long to say hello")
    case .shutdown: .plain("421 The server is shutting down")
    }
  }

  /// What a no of the server's own is about; nil for every other word.
  var policyRefusal: PolicyRefusal? {
    switch self {
    case .rcptUnknown, .vrfyUnknown, .expnUnknown: .noSuchUser
    case .rcptRelayDenied: .relayDenied
    case .rcptTooMany: .tooManyRecipients
    case .mailboxFull: .mailboxFull
    case .storageFull: .storageFull
    case .tooLarge: .letterTooLarge
    case .helpUnknown: .noSuchTopic
    case .authTooMany: .tooManyFailedLogins
    case .greeting, .helo, .ehlo, .mail, .mailNeedsUTF8, .rcptNeedsUTF8, .rcpt, .rcptForward, .data, .accepted, .rset,
      .noop, .quit, .vrfy, .expn, .help, .verbose, .starttls, .auth, .authNotOffered, .bdat, .etrn, .timeout,
      .tooManyConnections, .tooManyConnectionsPerAddress, .helloTooSlow, .shutdown:
      nil
    }
  }
}
