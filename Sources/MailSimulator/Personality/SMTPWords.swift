import MailProtocol

/// The occasions on which an SMTP server says something, and what it may name then. RFC 5321 §§4.1.1, 4.2.
enum SMTPWord: String, WordOccasion {
  case greeting
  case helo
  /// The extensions that the server offers follow as lines of their own.
  case ehlo
  case mail
  case rcpt
  /// The recipient's mailbox is on another host.
  case rcptForward = "rcpt-forward"
  case rcptUnknown = "rcpt-unknown"
  case rcptRelayDenied = "rcpt-relay-denied"
  case rcptTooMany = "rcpt-too-many"
  /// The maildrop is as full as the scenario allows; said after RCPT or after the letter.
  case mailboxFull = "mailbox-full"
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
  /// A login that fails once too often.
  case authTooMany = "auth-too-many"
  /// A piece of a letter, not the last.
  case bdat
  case etrn
  /// Too long nothing came. RFC 5321 §4.5.3.2.
  case timeout

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
    .dataLineTooLong: "500 Line of the letter too long",
  ]

  var values: Set<WordValue> {
    switch self {
    case .greeting, .quit, .rset, .noop: [.helo]
    case .helo, .ehlo: [.helo]
    case .mail: [.helo, .from]
    case .rcpt, .rcptForward, .rcptUnknown, .rcptRelayDenied, .rcptTooMany, .mailboxFull: [.helo, .from, .to, .user]
    case .data: [.helo, .from]
    case .accepted, .tooLarge: [.helo, .from, .id, .octets, .limit]
    case .vrfy, .expn: [.user, .to]
    case .vrfyUnknown, .expnUnknown: [.text]
    case .helpUnknown: [.text]
    case .help, .verbose, .starttls, .authTooMany, .timeout: []
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
    case .bdat: ["250"]
    case .authTooMany, .timeout: ["421"]
    case .rcptUnknown, .rcptRelayDenied, .mailboxFull, .tooLarge: ["5", "4"]
    case .rcptTooMany: ["452", "552"]
    // 252: cannot say, but would try to deliver. RFC 5321 §3.5.3.
    case .vrfyUnknown, .expnUnknown: ["5", "4", "252"]
    }
  }

  var otherwise: Otherwise<SMTPWord> {
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
    case .vrfy, .expn: .plain("250 <{to}>")
    case .vrfyUnknown: .plain("550 User unknown")
    case .expnUnknown: .plain("550 No such list")
    case .help: .plain("214 See RFC 5321")
    case .helpUnknown: .plain("504 No help on {text}")
    case .verbose: .plain("250 Verbose mode")
    case .starttls: .plain("220 Ready to start TLS")
    case .auth: .plain("235 Authentication successful")
    case .authTooMany: .plain("421 {host} Too many failed logins, closing the connection")
    case .bdat: .plain("250 {octets} octets received")
    case .etrn: .plain("250 Queuing started")
    case .timeout: .plain("421 {host} Timeout, closing the connection")
    }
  }
}

/// A personality's SMTP half: its words, extensions and quirks.
struct SMTPSide: Decodable, Sendable {
  let words: Words<SMTPWord>
  let refusals: Refusals<SMTPWord>
  var extensions: SMTPExtensions
  /// Spellings that this server forgives beyond what a lenient scenario forgives anyway.
  let tolerated: Set<Diagnosis.ID>
  /// Commands that it has though EHLO does not say so: VRFY needs no announcement (RFC 5321 §4.5.1).
  let unannounced: Set<SMTPVerb>
  let requirements: Set<ServerRequirement>
  /// What HELP says of a topic, by its name in upper case. Without any, HELP says the same of everything.
  let helpTopics: [String: Wording]
  /// What AUTH LOGIN asks first: Coremail's has a small u.
  let loginPrompt: String
  /// Whether it gives a letter the Message-ID, Date and From that it lacks. RFC 6409 §8.
  let addsMissingHeaders: Bool

  private enum CodingKeys: String, CodingKey {
    case words, refuse, offers, unannounced, tolerates, requires
    case loginPrompt = "login-prompt"
    case helpTopics = "help-topics"
    case addsMissingHeaders = "adds-missing-headers"
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    words = try container.decode(Words<SMTPWord>.self, forKey: .words)
    refusals = try container.decode(Refusals<SMTPWord>.self, forKey: .refuse)
    addsMissingHeaders = try container.decodeIfPresent(Bool.self, forKey: .addsMissingHeaders) ?? false
    requirements = try ServerRequirement.decode(from: container, forKey: .requires)
    loginPrompt = try container.decodeIfPresent(String.self, forKey: .loginPrompt) ?? "Username:"
    helpTopics = try container.decodeIfPresent(HelpTopics.self, forKey: .helpTopics)?.texts ?? [:]
    extensions = SMTPExtensions()
    for line in try container.decodeIfPresent([String].self, forKey: .offers) ?? []
    where !extensions.add(line) {
      throw DecodingError.dataCorruptedError(
        forKey: .offers, in: container, debugDescription: SMTPExtensions.advice(against: line))
    }
    var unannounced: Set<SMTPVerb> = []
    for name in try container.decodeIfPresent([String].self, forKey: .unannounced) ?? [] {
      guard let verb = SMTPVerb(rawValue: name), Self.discreet.contains(verb) else {
        let names = Self.discreet.map(\.rawValue).sorted().joined(separator: ", ")
        throw DecodingError.dataCorruptedError(
          forKey: .unannounced, in: container,
          debugDescription: "`\(name)` cannot be had without being announced; what can is \(names)")
      }
      unannounced.insert(verb)
    }
    self.unannounced = unannounced
    var tolerated: Set<Diagnosis.ID> = []
    for name in try container.decodeIfPresent([String].self, forKey: .tolerates) ?? [] {
      guard let id = Diagnosis.ID(rawValue: name), Self.forgivable.contains(id) else {
        let names = Self.forgivable.map(\.rawValue).sorted().joined(separator: ", ")
        throw DecodingError.dataCorruptedError(
          forKey: .tolerates, in: container,
          debugDescription: "`\(name)` cannot be tolerated; what can is \(names)")
      }
      tolerated.insert(id)
    }
    self.tolerated = tolerated
  }

  private struct HelpTopics: Decodable {
    let texts: [String: Wording]

    init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: AnyKey.self)
      texts = try container.allKeys.reduce(into: [:]) { texts, key in
        texts[key.stringValue.uppercased()] = try Wording(
          from: container, key, allowing: WordValue.everywhere, startingWith: ["211", "214"], .smtp)
      }
    }
  }

  /// Commands that are no extensions.
  private static let discreet: Set<SMTPVerb> = [.vrfy, .expn, .help]

  /// The spellings that SMTP's parser can read all the same.
  private static let forgivable: Set<Diagnosis.ID> = [
    .pathSpace, .pathNoBrackets, .helloNoName, .helloBadName,
  ]
}
