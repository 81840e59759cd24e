import MailProtocol

/// Everything behind a scenario's servers: accounts, maildrops, the clock, what was sent. Sessions of both
/// protocols work on one of these; it is a value, so that a copy is a way back.
public struct MailWorld: Sendable {
  /// Where a learner seems to call from: an address that is for examples (RFC 5737).
  public static let clientAddress = "192.0.2.10"

  let accounts: [Account]
  /// The domains in which the accounts have addresses, in lower case.
  let mailDomains: Set<String>
  private(set) var maildrops: [Maildrop]
  let pop3: POP3Server
  let smtp: SMTPServer
  let mode: Scenario.Mode
  let endOfData: Scenario.EndOfData
  let relay: Scenario.Relay
  let seed: UInt64
  let digests: Digests
  let faults: [Fault]
  /// How often each of them has happened.
  var happened: [Int]
  public let limits: ScenarioLimits
  let tls: ScenarioTLS?
  public private(set) var clock: MailDate
  /// Its owner calls `setClock` before it hands octets to a session.
  public let followsRealClock: Bool
  /// Sessions of both protocols that were opened so far.
  private(set) var sessions = 0
  /// Letters that the SMTP side took responsibility for.
  var lettersTaken = 0
  /// Those letters, oldest first, as the client sent them: a lesson's goals look at them.
  public internal(set) var deliveries: [Observation.Delivery] = []
  /// A server that runs for long and that nobody examines must not keep every letter twice.
  public var recordsDeliveries = true

  /// - Parameters:
  ///   - personalities: by id; at least those of `scenario.personalityNames` that exist.
  ///   - mail: the octets of each of `scenario.mailPaths`.
  ///   - now: where `clock: real` begins; without it, at the personality's own time.
  public init(
    _ scenario: Scenario, personalities: [String: Personality], mail: [String: [UInt8]],
    digests: Digests, now: MailDate? = nil
  ) throws(ScenarioError) {
    mode = scenario.mode
    endOfData = scenario.endOfData
    pop3 = try POP3Server(scenario, personalities)
    smtp = try SMTPServer(scenario, personalities)
    relay = scenario.relay
    seed = UInt64(bitPattern: Int64(scenario.seed))
    self.digests = digests
    faults = scenario.faults
    happened = scenario.faults.map { _ in 0 }
    limits = scenario.limits
    tls = scenario.tls
    followsRealClock = scenario.followsRealClock
    let start = try scenario.start(personalities)
    clock = scenario.followsRealClock ? now ?? start : start
    accounts = try Self.accounts(of: scenario, hosts: [smtp.hostname, pop3.hostname])
    mailDomains = Set(accounts.flatMap { $0.addresses.compactMap { $0.domain?.lowercased() } })
    maildrops = []
    for (account, described) in zip(accounts, scenario.accounts) {
      maildrops.append(
        try MaildropFiller(account: account, seed: seed, clock: clock, mail: mail).fill(described.mailbox))
    }
  }

  /// The scenario's seed as it stands there.
  public var seedText: String { String(Int64(bitPattern: seed)) }

  /// For a scenario that follows the real clock.
  public mutating func setClock(_ date: MailDate) { clock = date }

  /// The clock stands still but for this: only its owner knows how time passes.
  public mutating func advance(seconds: Int) { clock.advance(seconds: seconds) }

  /// The number of earlier sessions; the session that asks is one more.
  mutating func beginSession() -> Int {
    defer { sessions += 1 }
    return sessions
  }

  private static func accounts(of scenario: Scenario, hosts: [String]) throws(ScenarioError) -> [Account] {
    var accounts: [Account] = []
    for described in scenario.accounts {
      var addresses = described.addresses
      if addresses.isEmpty {
        for host in hosts where !addresses.contains(where: { $0.domain == host }) {
          addresses.append(MailPath(localPart: described.user, domain: host))
        }
      }
      for address in addresses {
        if let other = accounts.first(where: { $0.addresses.contains(where: address.names) }) {
          throw ScenarioError(
            description: "`\(other.user)` and `\(described.user)` both have the address \(address)")
        }
      }
      accounts.append(
        Account(
          name: described.name, user: described.user, password: described.password, addresses: addresses))
    }
    return accounts
  }
}

/// Access to the maildrops, for POP3 sessions and for deliveries.
extension MailWorld {
  enum Login {
    case opened(MaildropSnapshot)
    case locked
    /// Before the time that LOGIN-DELAY announces was over. RFC 2449 §6.5.
    case tooSoon
  }

  /// What the server brings to an AUTH exchange of its `session`th session.
  func saslServer(session: Int, host: String, userPrompt: String) -> SASLServer {
    var numbers = SeededNumbers(seed, UInt64(session), UInt64(bitPattern: Int64(clock.seconds)))
    let nonce = String(numbers.next(), radix: 36) + "." + String(numbers.next(), radix: 36)
    return SASLServer(digests: digests, nonce: nonce, host: host, userPrompt: userPrompt) { [accounts] user in
      accounts.first { $0.user == user }?.password
    }
  }

  /// Whether `proof` holds for the user's secret. Unknown users and wrong secrets look the same.
  func admits(_ user: String, proof: (Secret) -> Bool) -> Bool {
    accounts.contains { $0.user == user && proof($0.password) }
  }

  /// Opens a user's maildrop and locks it, once `admits` said yes.
  mutating func logIn(_ user: String) -> Login {
    guard let index = accounts.firstIndex(where: { $0.user == user }) else {
      preconditionFailure("nobody admits a user without account")
    }
    if maildrops[index].isLocked { return .locked }
    let delay = pop3.half.extensions.loginDelay
    if let last = maildrops[index].lastLogin, delay > 0, clock.seconds - last < delay { return .tooSoon }
    maildrops[index].lastLogin = clock.seconds
    maildrops[index].isLocked = true
    return .opened(MaildropSnapshot(account: index, user: user, messages: maildrops[index].messages))
  }

  mutating func close(_ snapshot: MaildropSnapshot, removingMarked: Bool) {
    if removingMarked { maildrops[snapshot.account].remove(snapshot.markedIDs) }
    maildrops[snapshot.account].isLocked = false
  }

  mutating func put(_ octets: [UInt8], into account: Int) {
    maildrops[account].append(MessageSource(completingLinesOf: octets))
  }
}
