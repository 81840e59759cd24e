import MailProtocol

/// A personality's POP3 half: its words and what it has beyond RFC 1939's minimum.
struct POP3Half: Decodable, Sendable {
  let words: ReplyTexts<POP3ReplyKind>
  let refusals: Refusals<POP3ReplyKind>
  var extensions: POP3Extensions
  let requirements: Set<ServerRequirement>
  let quirks: Set<POP3Quirk>
  /// The process number of the first session; each later one has the next.
  let process: Int

  private enum CodingKeys: String, CodingKey { case words, refuse, offers, process, requires, quirks }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    words = try container.decode(ReplyTexts<POP3ReplyKind>.self, forKey: .words)
    refusals = try container.decode(Refusals<POP3ReplyKind>.self, forKey: .refuse)
    process = try container.decodeIfPresent(Int.self, forKey: .process) ?? 1
    requirements = try ServerRequirement.decode(from: container, forKey: .requires)
    var quirks: Set<POP3Quirk> = []
    for name in try container.decodeIfPresent([String].self, forKey: .quirks) ?? [] {
      guard let quirk = POP3Quirk(rawValue: name) else {
        let names = POP3Quirk.allCases.map(\.rawValue).joined(separator: ", ")
        throw DecodingError.dataCorruptedError(
          forKey: .quirks, in: container, debugDescription: "no server has the quirk `\(name)`; there is \(names)")
      }
      quirks.insert(quirk)
    }
    self.quirks = quirks
    extensions = POP3Extensions()
    for name in try container.decodeIfPresent([String].self, forKey: .offers) ?? [] where !extensions.add(name) {
      throw DecodingError.dataCorruptedError(
        forKey: .offers, in: container, debugDescription: POP3Extensions.advice(against: name))
    }
  }
}

/// Where a server's own way leaves RFC 1939: a personality's `quirks:`.
enum POP3Quirk: String, CaseIterable, Hashable, Sendable {
  /// PASS may come later than immediately after USER.
  case keepsUser = "keeps-user"
}
