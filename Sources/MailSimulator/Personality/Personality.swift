import MailProtocol

/// How a named server talks: texts and a few documented quirks, never rules. One file of
/// `Lessons/personalities` is one of these; a `MailWorld` is made with those that its scenario names.
public struct Personality: Decodable, Sendable {
  public let id: String
  public let name: String
  /// The host and the time at which it is shown when a scenario says nothing else.
  let hostname: String
  let clock: MailDate
  /// nil where this server does not speak the protocol.
  let pop3: POP3Half?
  let smtp: SMTPHalf?

  public var speaks: [MailProtocolName] {
    [pop3.map { _ in .pop3 }, smtp.map { _ in .smtp }].compactMap(\.self)
  }

  private enum CodingKeys: String, CodingKey { case format, id, name, hostname, clock, pop3, smtp }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    try container.demandFormatOne(forKey: .format)
    id = try container.decode(String.self, forKey: .id)
    name = try container.decode(String.self, forKey: .name)
    hostname = try container.decode(String.self, forKey: .hostname)
    clock = try container.decode(MailDate.self, forKey: .clock)
    pop3 = try container.decodeIfPresent(POP3Half.self, forKey: .pop3)
    smtp = try container.decodeIfPresent(SMTPHalf.self, forKey: .smtp)
    if pop3 == nil, smtp == nil {
      throw DecodingError.dataCorrupted(
        .init(
          codingPath: decoder.codingPath,
          debugDescription: "`\(id)` says nothing; give it a `pop3` part, an `smtp` part, or both"))
    }
  }
}

extension MailDate: Decodable {
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let date = MailDate(iso8601: text) else {
      throw DecodingError.dataCorruptedError(
        in: container,
        debugDescription:
          "`\(ByteSanitizer.visible(text))` is no date and time; write it like 2001-06-25T12:41:51+08:00")
    }
    self = date
  }
}

extension KeyedDecodingContainer {
  /// The `format:` of our own files. It may be left out where the text is a part of another file.
  func demandFormatOne(forKey key: Key) throws {
    guard let format = try decodeIfPresent(Int.self, forKey: key), format != 1 else { return }
    throw DecodingError.dataCorruptedError(
      forKey: key, in: self,
      debugDescription: "format \(format) is not known here; this mailtutor reads format: 1")
  }
}
