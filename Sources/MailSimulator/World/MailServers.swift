import MailProtocol

/// The two servers of a world, each with the host name it goes by and the half of a personality that gives it
/// words. Made from the scenario once; the sessions ask them for facts and texts.
struct POP3Server: Sendable {
  let hostname: String
  let side: POP3Side

  init(_ scenario: Scenario, _ personalities: [String: Personality]) throws(ScenarioError) {
    var side = try scenario.side(\.pop3, for: .pop3, personalities)
    side.offered.formUnion(scenario.capabilities.pop3.add.compactMap(POP3Side.verb))
    side.offered.subtract(scenario.capabilities.pop3.remove.compactMap(POP3Side.verb))
    self.side = side
    hostname = try scenario.host(for: .pop3, personalities)
  }
}

struct SMTPServer: Sendable {
  let hostname: String
  let side: SMTPSide
  let mode: Scenario.Mode

  init(_ scenario: Scenario, _ personalities: [String: Personality]) throws(ScenarioError) {
    var side = try scenario.side(\.smtp, for: .smtp, personalities)
    for line in scenario.capabilities.smtp.add { _ = side.extensions.add(line) }
    for keyword in scenario.capabilities.smtp.remove { side.extensions.remove(keyword) }
    self.side = side
    hostname = try scenario.host(for: .smtp, personalities)
    mode = scenario.mode
  }

  /// - Parameter extended: the client said EHLO; after HELO no extension may be used. RFC 5321 §4.1.1.1.
  func facts(extended: Bool) -> SMTPRules.Facts {
    SMTPRules.Facts(
      offered: side.extensions.verbs, parameters: extended ? side.extensions.parameters : [],
      tolerated: tolerated,
      sizeLimit: side.extensions.sizeLimit)
  }

  /// A strict server forgives nothing, whatever its personality; a lenient one what nearly all servers do,
  /// and the quirks of its own.
  private var tolerated: Set<Diagnosis.ID> {
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
