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

  static let speaking = MailProtocolName.smtp
  static let refusalStarts = ["4", "5"]

  var values: Set<WordValue> {
    switch self {
    case .greeting, .quit, .rset, .noop: [.helo]
    case .helo, .ehlo: [.helo]
    case .mail: [.helo, .from]
    case .rcpt, .rcptForward, .rcptUnknown, .rcptRelayDenied, .rcptTooMany: [.helo, .from, .to, .user]
    case .data: [.helo, .from]
    case .accepted, .tooLarge: [.helo, .from, .id, .octets, .limit]
    case .vrfy, .expn: [.user, .to]
    case .vrfyUnknown, .expnUnknown: [.text]
    case .help: []
    }
  }

  /// The state after a reply follows from its first digit, so that is not a matter of words.
  var starts: [String] {
    switch self {
    case .greeting: ["220"]
    case .quit: ["221"]
    case .data: ["354"]
    case .help: ["211", "214"]
    case .helo, .ehlo, .mail, .rcpt, .rcptForward, .accepted, .rset, .noop, .vrfy, .expn: ["2"]
    case .rcptUnknown, .rcptRelayDenied, .tooLarge: ["5", "4"]
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
    case .rcptTooMany: .plain("452 4.5.3 Too many recipients")
    case .vrfy, .expn: .plain("250 <{to}>")
    case .vrfyUnknown: .plain("550 5.1.1 User unknown")
    case .expnUnknown: .plain("550 5.1.1 No such list")
    case .help: .plain("214 See RFC 5321")
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
  /// Whether it gives a letter the Message-ID, Date and From that it lacks. RFC 6409 §8.
  let addsMissingHeaders: Bool

  private enum CodingKeys: String, CodingKey {
    case words, refuse, offers, tolerates
    case addsMissingHeaders = "adds-missing-headers"
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    words = try container.decode(Words<SMTPWord>.self, forKey: .words)
    refusals = try container.decode(Refusals<SMTPWord>.self, forKey: .refuse)
    addsMissingHeaders = try container.decodeIfPresent(Bool.self, forKey: .addsMissingHeaders) ?? false
    extensions = SMTPExtensions()
    for line in try container.decodeIfPresent([String].self, forKey: .offers) ?? []
    where !extensions.add(line) {
      throw DecodingError.dataCorruptedError(
        forKey: .offers, in: container, debugDescription: SMTPExtensions.advice(against: line))
    }
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

  /// The spellings that SMTP's parser can read all the same.
  private static let forgivable: Set<Diagnosis.ID> = [
    .pathSpace, .pathNoBrackets, .helloNoName, .helloBadName,
  ]
}
