import MailProtocol

/// A personality's SMTP half: its words, extensions and quirks.
struct SMTPHalf: Decodable, Sendable {
  let words: ReplyTexts<SMTPReplyKind>
  let refusals: Refusals<SMTPReplyKind>
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
    words = try container.decode(ReplyTexts<SMTPReplyKind>.self, forKey: .words)
    refusals = try container.decode(Refusals<SMTPReplyKind>.self, forKey: .refuse)
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
      guard let verb = SMTPVerb(rawValue: name), Self.neverAnnounced.contains(verb) else {
        let names = Self.neverAnnounced.map(\.rawValue).sorted().joined(separator: ", ")
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
          from: container, key, allowing: ReplyValue.everywhere, startingWith: ["211", "214"], .smtp)
      }
    }
  }

  /// Commands that are no extensions.
  private static let neverAnnounced: Set<SMTPVerb> = [.vrfy, .expn, .help]

  /// The spellings that SMTP's parser can read all the same.
  private static let forgivable: Set<Diagnosis.ID> = [
    .pathSpace, .pathNoBrackets, .helloNoName, .helloBadName,
  ]
}
