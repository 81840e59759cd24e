import MailProtocol

/// The SMTP server of a world: its host name and the half of a personality that gives it words. Made from the scenario
/// once; the sessions ask it for what it offers.
struct SMTPServer: Sendable {
  let hostname: String
  let half: SMTPHalf
  /// Its mail domain.
  let domain: String
  let mode: Scenario.Mode
  let hasEnhancedCodes: Bool
  private let requirements: Set<ServerRequirement>

  init(_ scenario: Scenario, _ personalities: [String: Personality]) throws(ScenarioError) {
    var half = try scenario.half(\.smtp, for: .smtp, personalities)
    for line in scenario.capabilities.smtp.add { _ = half.extensions.add(line) }
    for keyword in scenario.capabilities.smtp.remove { half.extensions.remove(keyword) }
    // What is announced must be true.
    if let limit = scenario.limits.message, half.extensions.has("SIZE") { _ = half.extensions.add("SIZE \(limit)") }
    self.half = half
    hostname = try scenario.host(for: .smtp, personalities)
    mode = scenario.mode
    domain = MailDomain.of(host: hostname)
    hasEnhancedCodes = half.extensions.has("ENHANCEDSTATUSCODES")
    requirements = half.requirements.union(scenario.requirements.smtp)
  }

  /// What is so in a whole session.
  func offers(_ tls: SessionTLS) -> SMTPOffers {
    let announced = half.extensions.announced
    var offers = SMTPOffers(
      verbs: half.extensions.verbs.union(half.unannounced), parameters: announced.parameters,
      tolerated: Self.tolerated(half, mode), sizeLimit: announced.sizeLimit, mechanisms: announced.mechanisms ?? [])
    if tls == .impossible { offers.verbs.remove(.starttls) }
    offers.requiresTLS = requirements.contains(.tls) && tls != .impossible
    offers.requiresLogin = requirements.contains(.login)
    offers.passwordsNeedTLS = requirements.contains(.tlsForPasswords) && tls != .impossible
    return offers
  }

  /// What EHLO says here. RFC 3207 §4.2, RFC 4954 §4.
  func announced(at position: SMTPPosition) -> SMTPCapabilities {
    let offers = position.offers
    let mayLogIn = !position.isAuthenticated && (position.isTLS || !offers.requiresTLS)
    let passwords = position.isTLS || !offers.passwordsNeedTLS
    var announced = half.extensions.announced
    announced.mechanisms = mayLogIn ? offers.mechanisms?.filter { passwords || !$0.sendsPassword } : nil
    if position.isTLS || !offers.verbs.contains(.starttls) { announced.remove("STARTTLS") }
    return announced
  }

  /// A strict server forgives nothing, whatever its personality; a lenient one what nearly all servers do,
  /// and the quirks of its own.
  private static func tolerated(_ half: SMTPHalf, _ mode: Scenario.Mode) -> Set<Diagnosis.ID> {
    switch mode {
    case .strict: []
    case .lenient: half.tolerated.union([.pathSpace, .pathNoBrackets, .helloBadName])
    }
  }
}
