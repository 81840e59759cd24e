import MailProtocol

/// Everything behind a scenario's servers: accounts, maildrops, the clock, what was sent. Sessions of both
/// protocols work on one of these; it is a value, so that a copy is a way back.
public struct MailWorld: Sendable {
  let accounts: [Account]
  private(set) var maildrops: [Maildrop]
  let pop3: POP3Server
  let smtp: SMTPServer
  let mode: Scenario.Mode
  let endOfData: Scenario.EndOfData
  let relay: Scenario.Relay
  let seed: UInt64
  let digests: Digests
  public private(set) var clock: MailDate
  /// Sessions of both protocols that were opened so far.
  private(set) var sessions = 0
  /// Letters that the SMTP side took responsibility for, oldest first, as the client sent them.
  public internal(set) var deliveries: [Observation.Delivery] = []

  /// - Parameters:
  ///   - personalities: by id; at least those of `scenario.personalityNames` that exist.
  ///   - mail: the octets of each of `scenario.mailPaths`.
  public init(
    _ scenario: Scenario, personalities: [String: Personality], mail: [String: [UInt8]],
    digests: Digests
  ) throws(ScenarioError) {
    mode = scenario.mode
    endOfData = scenario.endOfData
    pop3 = try POP3Server(scenario, personalities)
    smtp = try SMTPServer(scenario, personalities)
    relay = scenario.relay
    seed = UInt64(bitPattern: Int64(scenario.seed))
    self.digests = digests
    clock = try scenario.start(personalities)
    accounts = try Self.accounts(of: scenario, hosts: [smtp.hostname, pop3.hostname])
    maildrops = []
    for (account, described) in zip(accounts, scenario.accounts) {
      maildrops.append(
        try MaildropFiller(account: account, seed: seed, clock: clock, mail: mail).fill(described.mailbox))
    }
  }

  /// Without SHA-256, and so without SCRAM.
  public init(
    _ scenario: Scenario, personalities: [String: Personality], mail: [String: [UInt8]],
    md5: @escaping APOPDigest.MD5
  ) throws(ScenarioError) {
    try self.init(scenario, personalities: personalities, mail: mail, digests: Digests(md5: md5))
  }

  /// For a scenario that follows the real clock; its owner calls this before it hands octets to a session.
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
      accounts.append(Account(user: described.user, password: described.password, addresses: addresses))
    }
    return accounts
  }
}

/// Access to the maildrops, for POP3 sessions and for deliveries.
extension MailWorld {
  enum Login {
    case opened(MaildropSnapshot)
    case wrong
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

  /// Opens a user's maildrop when `proof` holds, and locks it. Unknown users and wrong secrets look the same.
  mutating func logIn(_ user: String, proof: (Secret) -> Bool) -> Login {
    guard let index = accounts.firstIndex(where: { $0.user == user }), proof(accounts[index].password) else {
      return .wrong
    }
    if maildrops[index].isLocked { return .locked }
    let delay = pop3.side.offers.loginDelay
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
    maildrops[account].append(.octets(octets))
  }
}
