import MailProtocol

/// A scenario's `limits:`: what its servers take before they say no. What is missing has the server's own default.
/// The sessions keep those of the protocols; whoever runs the connections keeps those of time and number.
public struct ScenarioLimits: Decodable, Hashable, Sendable {
  /// Seconds without an octet before the server hangs up. RFC 1939 §3: at least 600; RFC 5321 §4.5.3.2.7: at least 300.
  /// Lessons may have less.
  public let idle: Int?
  /// Seconds to log in, or to say EHLO.
  public let login: Int?
  /// At once, and at once from one address.
  public let connections: Int?
  public let connectionsPerAddress: Int?
  /// Octets of a letter. Where SIZE is announced, it announces this. RFC 1870.
  let message: Int?
  /// Octets up to which SMTP fills a maildrop.
  let mailbox: Int
  /// Octets up to which SMTP fills all maildrops together: a server that runs for long must not take all memory.
  let world: Int
  /// Of one letter. RFC 5321 §4.5.3.1.8 demands 100; a lesson may have less.
  let recipients: Int?
  /// Failed logins in a session; the last one closes it.
  let failedLogins: Int?

  private enum CodingKeys: String, CodingKey {
    case idle, login, connections, message, mailbox, world, recipients
    case connectionsPerAddress = "connections-per-address"
    case failedLogins = "failed-logins"
  }

  init() {
    (idle, login, connections, connectionsPerAddress) = (nil, nil, nil, nil)
    (message, recipients, failedLogins) = (nil, nil, nil)
    (mailbox, world) = (Self.usualMailbox, Self.usualWorld)
  }

  private static let usualMailbox = 100_000_000
  private static let usualWorld = 1_000_000_000

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    func number(_ key: CodingKeys) throws -> Int? {
      guard let number = try container.decodeIfPresent(Int.self, forKey: key) else { return nil }
      guard (1...1_000_000).contains(number) else {
        throw DecodingError.dataCorruptedError(
          forKey: key, in: container, debugDescription: "`\(key.rawValue)` is \(number); it may be 1 to 1000000")
      }
      return number
    }
    idle = try container.decodeIfPresent(ScenarioDuration.self, forKey: .idle)?.seconds
    login = try container.decodeIfPresent(ScenarioDuration.self, forKey: .login)?.seconds
    message = try container.decodeIfPresent(ScenarioSize.self, forKey: .message)?.octets
    mailbox = try container.decodeIfPresent(ScenarioSize.self, forKey: .mailbox)?.octets ?? Self.usualMailbox
    world = try container.decodeIfPresent(ScenarioSize.self, forKey: .world)?.octets ?? Self.usualWorld
    connections = try number(.connections)
    connectionsPerAddress = try number(.connectionsPerAddress)
    recipients = try number(.recipients)
    failedLogins = try number(.failedLogins)
  }
}

/// `3s`, `10m`, `2h`: up to a day.
struct ScenarioDuration: Decodable {
  let seconds: Int

  private static let units = ["s": 1, "m": 60, "h": 3600]
  private static let longest = 86_400

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let unit = text.last.flatMap({ Self.units[String($0)] }), let number = Int(text.dropLast()),
      // The number itself first: its product must not overflow.
      (1...Self.longest).contains(number), number * unit <= Self.longest
    else {
      throw DecodingError.dataCorruptedError(
        in: container,
        debugDescription:
          "`\(ByteSanitizer.visible(text))` is no length of time up to 24h; write it like 30s, 10m or 2h")
    }
    seconds = number * unit
  }
}

/// `10MB`, `512KB`, or a number of octets.
struct ScenarioSize: Decodable {
  let octets: Int

  private static let units = [("KB", 1000), ("MB", 1_000_000), ("GB", 1_000_000_000), ("", 1)]

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text: String
    if let number = try? container.decode(Int.self) {
      text = String(number)
    } else {
      text = try container.decode(String.self)
    }
    guard let (suffix, unit) = Self.units.first(where: { text.hasSuffix($0.0) }),
      let number = Int(text.dropLast(suffix.count)), (1...1_000_000_000).contains(number),
      number * unit <= 1_000_000_000
    else {
      throw DecodingError.dataCorruptedError(
        in: container,
        debugDescription: "`\(ByteSanitizer.visible(text))` is no size up to 1GB; write it like 500, 512KB or 10MB")
    }
    octets = number * unit
  }
}
