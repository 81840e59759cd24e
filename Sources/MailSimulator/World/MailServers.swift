import MailProtocol

/// The two servers of a world, each with the host name it goes by and the half of a personality that gives it
/// words. Made from the scenario once; the sessions ask them for facts and texts.
struct POP3Server: Sendable {
  let hostname: String
  let side: POP3Side
  private let requiresTLS: Bool
  /// What is so in every session.
  private let facts: POP3Rules.Facts

  init(_ scenario: Scenario, _ personalities: [String: Personality]) throws(ScenarioError) {
    var side = try scenario.side(\.pop3, for: .pop3, personalities)
    for line in scenario.capabilities.pop3.add { _ = side.offers.add(line) }
    for keyword in scenario.capabilities.pop3.remove { side.offers.remove(keyword) }
    self.side = side
    hostname = try scenario.host(for: .pop3, personalities)
    requiresTLS = side.requirements.union(scenario.requirements.pop3).contains(.tls)
    var facts = POP3Rules.Facts(offered: side.offered)
    facts.mechanisms = side.offers.mechanisms
    self.facts = facts
  }

  func facts(_ tls: SessionTLS) -> POP3Rules.Facts {
    var facts = facts
    if tls == .impossible { facts.offered.remove(.stls) }
    facts.isTLS = tls == .active
    facts.requiresTLS = requiresTLS && tls != .impossible
    return facts
  }

  /// CAPA's lines as they are true now. RFC 2449 §5.
  func announced(_ facts: POP3Rules.Facts, loggedIn: Bool) -> [String] {
    let mayLogIn = facts.isTLS || !facts.requiresTLS
    return side.offers.announced(
      mechanisms: mayLogIn ? facts.mechanisms ?? [] : [], passwords: mayLogIn,
      startTLS: facts.offered.contains(.stls) && !facts.isTLS && !loggedIn)
  }
}

/// Whether a session is encrypted, or could be.
enum SessionTLS: Hashable, Sendable {
  /// Who runs the session has no certificate.
  case impossible
  case offered
  case active
}

struct SMTPServer: Sendable {
  let hostname: String
  let side: SMTPSide
  /// Its mail domain.
  let domain: String
  let mode: Scenario.Mode
  let hasEnhancedCodes: Bool
  private let requirements: Set<ServerRequirement>
  /// What is so in every session, before EHLO.
  private let facts: SMTPRules.Facts
  /// Parameters of MAIL and RCPT that may follow EHLO.
  private let parameters: Set<String>

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
    parameters = side.extensions.parameters
    var facts = SMTPRules.Facts(
      offered: side.extensions.verbs.union(side.unannounced), tolerated: Self.tolerated(side, mode),
      sizeLimit: side.extensions.sizeLimit)
    facts.mechanisms = side.extensions.mechanisms
    self.facts = facts
  }

  /// - Parameter extended: the client said EHLO; after HELO no extension may be used. RFC 5321 §4.1.1.1.
  func facts(extended: Bool, _ tls: SessionTLS, isAuthenticated: Bool) -> SMTPRules.Facts {
    var facts = facts
    if extended { facts.parameters = parameters }
    if tls == .impossible { facts.offered.remove(.starttls) }
    facts.security.isTLS = tls == .active
    facts.security.isAuthenticated = isAuthenticated
    facts.security.requiresTLS = requirements.contains(.tls) && tls != .impossible
    facts.security.requiresLogin = requirements.contains(.login)
    facts.security.passwordsNeedTLS = requirements.contains(.tlsForPasswords) && tls != .impossible
    return facts
  }

  /// EHLO's lines as they are true now. RFC 3207 §4.2, RFC 4954 §4.
  func announced(_ facts: SMTPRules.Facts) -> [String] {
    let security = facts.security
    let mayLogIn = !security.isAuthenticated && (security.isTLS || !security.requiresTLS)
    let passwords = security.isTLS || !security.passwordsNeedTLS
    return side.extensions.announced(
      mechanisms: mayLogIn ? (facts.mechanisms ?? []).filter { passwords || !$0.sendsPassword } : [],
      startTLS: facts.offered.contains(.starttls) && !security.isTLS)
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

extension Scenario.Mode {
  /// People use `nc`, which ends lines with LF alone; a strict server waits for CRLF.
  var lineEnds: LineFramer.Strictness {
    switch self {
    case .lenient: .lfAccepted
    case .strict: .crlfOnly
    }
  }
}

extension MailWorld {
  /// What a letter's lines may look like between 354 and the dot.
  var letterReading: IncomingLetter.Reading {
    switch (endOfData, mode) {
    case (.lf, _): .lineFeedEnds
    case (.crlf, .lenient): .plain
    case (.crlf, .strict): .strict
    }
  }
}
