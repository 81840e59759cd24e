import MailProtocol

/// One small world, as a lesson's `server:` or a `serve --scenario` file describes it: who has mail, how the
/// servers talk, what time it is. A `MailWorld` is made from it.
public struct Scenario: Decodable, Hashable, Sendable {
  /// One name for both protocols, or one for each.
  public enum ByProtocol: Hashable, Sendable {
    case both(String)
    case each(pop3: String?, smtp: String?)
  }

  public enum Mode: String, Decodable, Hashable, Sendable {
    case lenient, strict
  }

  /// What happens to letters for addresses that nobody here has.
  public enum Relay: String, Decodable, Hashable, Sendable {
    case accept, refuse
  }

  /// What ends a letter after DATA.
  public enum EndOfData: String, Decodable, Hashable, Sendable {
    case crlf
    /// A bare LF counts as a line ending, as with servers before 2023: lets one letter smuggle in another.
    case lf
  }

  public let personality: ByProtocol
  /// nil for the personality's own.
  public let hostname: ByProtocol?
  public let clock: MailDate?
  /// `clock: real`: the owner of the world sets its clock from the machine's.
  public let followsRealClock: Bool
  public let seed: Int
  public let mode: Mode
  public let endOfData: EndOfData
  public let accounts: [ScenarioAccount]
  public let relay: Relay
  let capabilities: CapabilityChanges
  /// What the servers demand on top of their personalities.
  let requirements: RequirementChanges
  let faults: [Fault]
  public let limits: ScenarioLimits
  /// nil where STLS and STARTTLS are not offered.
  let tls: ScenarioTLS?

  private enum CodingKeys: String, CodingKey {
    case format, personality, hostname, clock, seed, mode, accounts, relay, capabilities, requires, faults, limits, tls
    case endOfData = "end-of-data"
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    try container.demandFormatOne(forKey: .format)
    personality = try container.decode(ByProtocol.self, forKey: .personality)
    hostname = try container.decodeIfPresent(ByProtocol.self, forKey: .hostname)
    followsRealClock = (try? container.decodeIfPresent(String.self, forKey: .clock)) == "real"
    clock = followsRealClock ? nil : try container.decodeIfPresent(MailDate.self, forKey: .clock)
    seed = try container.decodeIfPresent(Int.self, forKey: .seed) ?? 1
    mode = try container.decodeChoice(Mode.self, forKey: .mode, or: "lenient, strict") ?? .lenient
    relay = try container.decodeChoice(Relay.self, forKey: .relay, or: "accept, refuse") ?? .refuse
    endOfData = try container.decodeChoice(EndOfData.self, forKey: .endOfData, or: "crlf, lf") ?? .crlf
    accounts = try container.decode([ScenarioAccount].self, forKey: .accounts)
    capabilities =
      try container.decodeIfPresent(CapabilityChanges.self, forKey: .capabilities) ?? CapabilityChanges()
    requirements =
      try container.decodeIfPresent(RequirementChanges.self, forKey: .requires) ?? RequirementChanges()
    faults = try container.decodeIfPresent([Fault].self, forKey: .faults) ?? []
    limits = try container.decodeIfPresent(ScenarioLimits.self, forKey: .limits) ?? ScenarioLimits()
    tls = try container.decodeIfPresent(ScenarioTLS.self, forKey: .tls)
    var users: Set<String> = []
    for account in accounts where !users.insert(account.user).inserted {
      throw DecodingError.dataCorruptedError(
        forKey: .accounts, in: container,
        debugDescription: "two accounts are called `\(account.user)`; a login could not tell them apart")
    }
    var names: Set<String> = []
    for name in accounts.compactMap(\.name) where !names.insert(name).inserted {
      throw DecodingError.dataCorruptedError(
        forKey: .accounts, in: container,
        debugDescription: "`as: \(name)` stands at two accounts: give one of them another name")
    }
  }

  /// Messages that the accounts hold as files of the pack: read them and pass them to `MailWorld`.
  public var mailPaths: Set<String> {
    Set(accounts.flatMap(\.mailbox).compactMap { if case .file(let path) = $0 { path } else { nil } })
  }

  /// Personalities that a world made from this asks for.
  public var personalityNames: Set<String> {
    Set(
      MailProtocolName.allCases.compactMap { personality[$0] } + MailProtocolName.allCases.map(Self.fallback))
  }

  /// Who answers where the scenario's personality does not speak the protocol.
  static func fallback(_ speaking: MailProtocolName) -> String {
    switch speaking {
    case .pop3: "rfc1939"
    case .smtp: "rfc5321"
    }
  }
}

extension Scenario.ByProtocol: Decodable {
  private enum CodingKeys: String, CodingKey { case pop3, smtp }

  public init(from decoder: any Decoder) throws {
    if let name = try? decoder.singleValueContainer().decode(String.self) {
      self = .both(name)
    } else {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      let pop3 = try container.decodeIfPresent(String.self, forKey: .pop3)
      let smtp = try container.decodeIfPresent(String.self, forKey: .smtp)
      if pop3 == nil, smtp == nil {
        throw DecodingError.dataCorrupted(
          .init(
            codingPath: decoder.codingPath,
            debugDescription: "one name is expected here, or `{pop3: name, smtp: name}`"))
      }
      self = .each(pop3: pop3, smtp: smtp)
    }
  }

  public subscript(speaking: MailProtocolName) -> String? {
    switch (self, speaking) {
    case (.both(let name), _): name
    case (.each(let pop3, _), .pop3): pop3
    case (.each(_, let smtp), .smtp): smtp
    }
  }
}

/// A scenario's `requires: {pop3: [tls], smtp: [tls, login]}`.
struct RequirementChanges: Decodable, Hashable, Sendable {
  var pop3: Set<ServerRequirement> = []
  var smtp: Set<ServerRequirement> = []

  private enum CodingKeys: String, CodingKey { case pop3, smtp }

  init() {}

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    pop3 = try ServerRequirement.decode(from: container, forKey: .pop3)
    smtp = try ServerRequirement.decode(from: container, forKey: .smtp)
  }
}

/// What a scenario switches on and off of its personalities' offers.
struct CapabilityChanges: Decodable, Hashable, Sendable {
  struct Change: Decodable, Hashable, Sendable {
    var add: [String] = []
    var remove: [String] = []

    private enum CodingKeys: String, CodingKey { case add, remove }

    init() {}

    init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      add = try container.decodeIfPresent([String].self, forKey: .add) ?? []
      remove = try container.decodeIfPresent([String].self, forKey: .remove) ?? []
    }
  }

  var pop3 = Change()
  var smtp = Change()

  private enum CodingKeys: String, CodingKey { case pop3, smtp }

  init() {}

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    pop3 = try container.decodeIfPresent(Change.self, forKey: .pop3) ?? Change()
    smtp = try container.decodeIfPresent(Change.self, forKey: .smtp) ?? Change()
    var offers = POP3Extensions()
    for name in pop3.add where !offers.add(name) {
      throw DecodingError.dataCorruptedError(
        forKey: .pop3, in: container, debugDescription: POP3Extensions.advice(against: name))
    }
    for name in pop3.remove where !offers.remove(name) {
      throw DecodingError.dataCorruptedError(
        forKey: .pop3, in: container, debugDescription: POP3Extensions.advice(against: name))
    }
    var extensions = SMTPExtensions()
    for name in smtp.add where !extensions.add(name) {
      throw DecodingError.dataCorruptedError(
        forKey: .smtp, in: container, debugDescription: SMTPExtensions.advice(against: name))
    }
    for name in smtp.remove where !extensions.remove(name) {
      throw DecodingError.dataCorruptedError(
        forKey: .smtp, in: container, debugDescription: SMTPExtensions.advice(against: name))
    }
  }
}

extension KeyedDecodingContainer {
  /// A word of a short list, with an error that shows the list.
  fileprivate func decodeChoice<Choice: RawRepresentable<String>>(
    _: Choice.Type, forKey key: Key, or choices: String
  ) throws -> Choice? {
    guard let text = try decodeIfPresent(String.self, forKey: key) else { return nil }
    guard let choice = Choice(rawValue: text) else {
      throw DecodingError.dataCorruptedError(
        forKey: key, in: self, debugDescription: "`\(text)` is none of \(choices)")
    }
    return choice
  }
}
