import MailProtocol

/// Which personality plays which server of a scenario. The servers of a `MailWorld` are made with this.
extension Scenario {
  /// The half of a personality that gives a protocol's server its words: the one that is named, or the plain
  /// one where a single name stands for both protocols and speaks only the other.
  func half<Half>(
    _ half: (Personality) -> Half?, for speaking: MailProtocolName, _ personalities: [String: Personality]
  ) throws(ScenarioError) -> Half {
    if let name = personality[speaking] {
      if let spoken = half(try Self.find(name, personalities)) { return spoken }
      if case .each = personality {
        throw ScenarioError(description: "the personality `\(name)` does not speak \(speaking.title)")
      }
    }
    let name = Self.fallback(speaking)
    guard let spoken = half(try Self.find(name, personalities)) else {
      throw ScenarioError(description: "the personality `\(name)` must speak \(speaking.title)")
    }
    return spoken
  }

  /// The name by which the protocol's server goes.
  func host(
    for speaking: MailProtocolName, _ personalities: [String: Personality]
  ) throws(ScenarioError) -> String {
    if let host = hostname?[speaking] { return host }
    return try namedPersonality(for: speaking, personalities).hostname
  }

  /// When the world begins.
  func start(_ personalities: [String: Personality]) throws(ScenarioError) -> MailDate {
    if let clock { return clock }
    return try namedPersonality(for: .pop3, personalities).clock
  }

  /// The personality named for the protocol, else the one named at all: one that only fills in its words sets
  /// neither host nor time.
  private func namedPersonality(
    for speaking: MailProtocolName, _ personalities: [String: Personality]
  ) throws(ScenarioError) -> Personality {
    let names = [personality[speaking], personality[.pop3], personality[.smtp]].compactMap(\.self)
    return try Self.find(names.first ?? Self.fallback(speaking), personalities)
  }

  private static func find(
    _ name: String, _ personalities: [String: Personality]
  ) throws(ScenarioError) -> Personality {
    guard let personality = personalities[name] else {
      let known = personalities.keys.sorted().joined(separator: ", ")
      throw ScenarioError(
        description: "there is no personality `\(ByteSanitizer.visible(name))`; known are \(known)")
    }
    return personality
  }
}
