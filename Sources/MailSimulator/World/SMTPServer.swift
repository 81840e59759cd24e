import MailProtocol

/// The SMTP server of a world: its host name and the half of a personality that gives it words. Made from the scenario
/// once; the sessions ask it for what it offers.
struct SMTPServer: Sendable {
  let hostname: String
  let side: SMTPSide
  /// Its mail domain.
  let domain: String
  let mode: Scenario.Mode
  let hasEnhancedCodes: Bool
  private let requirements: Set<ServerRequirement>

  init(_ scenario: Scenario, _ personalities: [String: Personality]) throws(ScenarioError) {
    var side = try scenario.side(\.smtp, for: .smtp, personalities)
    for line in scenario.capabilities.smtp.add { _ = side.extensions.add(line) }
    for keyword in scenario.capabilities.smtp.remove { side.extensions.remove(keyword) }
    // What is announced must be true.
    if let limit = scenario.limits.message, side.extensions.has("SIZE") { _ = side.extensions.add("SIZE \(limit)") }
    self.side = side
    hostname = try scenario.host(for: .smtp, personalities)
    mode = scenario.mode
    domain = MailDomain.of(host: hostname)
    hasEnhancedCodes = side.extensions.has("ENHANCEDSTATUSCODES")
    requirements = side.requirements.union(scenario.requirements.smtp)
  }

  /// What is so in a whole session.
  func offers(_ tls: SessionTLS) -> SMTPOffers {
    let announced = side.extensions.announced
    var offers = SMTPOffers(
      verbs: side.extensions.verbs.union(side.unannounced), parameters: announced.parameters,
      tolerated: Self.tolerated(side, mode), sizeLimit: announced.sizeLimit, mechanisms: announced.mechanisms ?? [])
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
    var announced = side.extensions.announced
    announced.mechanisms = mayLogIn ? offers.mechanisms?.filter { passwords || !$0.sendsPassword } : nil
    if position.isTLS || !offers.verbs.contains(.starttls) { announced.remove("STARTTLS") }
    return announced
  }

  /// A strict server forgives nothing, whatever its personality; a lenient one what nearly all servers do,
  /// and the quirks of its own.
  private static func tolerated(_ side: SMTPSide, _ mode: Scenario.Mode) -> Set<Diagnosis.ID> {
    switch mode {
    case .strict: []
    case .lenient: side.tolerated.union([.pathSpace, .pathNoBrackets, .helloBadName])
    }
  }
}
