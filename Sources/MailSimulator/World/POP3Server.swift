import MailProtocol

/// The POP3 server of a world: its host name and the half of a personality that gives it words. Made from the scenario
/// once; the sessions ask it for what it offers.
struct POP3Server: Sendable {
  let hostname: String
  let half: POP3Half
  private let requirements: Set<ServerRequirement>

  init(_ scenario: Scenario, _ personalities: [String: Personality]) throws(ScenarioError) {
    var half = try scenario.half(\.pop3, for: .pop3, personalities)
    for line in scenario.capabilities.pop3.add { _ = half.extensions.add(line) }
    for keyword in scenario.capabilities.pop3.remove { half.extensions.remove(keyword) }
    self.half = half
    hostname = try scenario.host(for: .pop3, personalities)
    requirements = half.requirements.union(scenario.requirements.pop3)
  }

  /// What is so in a whole session.
  func offers(_ tls: SessionTLS) -> POP3Offers {
    var offers = POP3Offers(verbs: half.extensions.verbs, mechanisms: half.extensions.mechanisms)
    if tls == .impossible { offers.verbs.remove(.stls) }
    offers.keepsUser = half.quirks.contains(.keepsUser)
    offers.requiresTLS = requirements.contains(.tls) && tls != .impossible
    offers.takesOneLogin = requirements.contains(.oneLogin)
    return offers
  }

  /// What CAPA says here. RFC 2449 §6, RFC 2595 §4 (STLS not in TRANSACTION).
  func announced(at position: POP3Position) -> POP3Capabilities {
    let offers = position.offers
    let mayLogIn = position.isTLS || !offers.requiresTLS
    let mechanisms = mayLogIn ? offers.mechanisms ?? [] : []
    var verbs = offers.verbs.intersection([.top, .uidl, .stls, .utf8, .lang])
    if position.isTLS || position.maildrop != nil { verbs.remove(.stls) }
    return POP3Capabilities(
      verbs: verbs, takesPasswords: mayLogIn, mechanisms: mechanisms.isEmpty ? nil : mechanisms,
      others: half.extensions.lines)
  }
}
