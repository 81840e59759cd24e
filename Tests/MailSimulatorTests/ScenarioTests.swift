import MailProtocol
import TestSupport
import Testing

@testable import MailSimulator

/// Scenario files: every key, the defaults, and what each mistake is told.
@Suite struct ScenarioTests {
  @Test func everyKey() throws {
    let scenario = try Fixtures.scenario(
      """
      format: 1
      personality: {pop3: coremail, smtp: aimc}
      hostname: {pop3: yeah.net, smtp: 21cn.com}
      clock: 2001-06-25T12:41:51+08:00
      seed: 7
      mode: strict
      accounts:
        - user: stonegong
          password: secret
          addresses: [stonegong@21cn.com, stonegong@yeah.net]
          mailbox:
            - {size: 1205}
            - mail/picnic.eml
            - {size: 344400, subject: Holiday photos, from: Huey <huey@example.net>}
            - {count: 60, octets: 72208371}
      relay: accept
      capabilities: {pop3: {remove: [TOP]}, smtp: {add: [PIPELINING]}}
      """)
    #expect(scenario.personality == .each(pop3: "coremail", smtp: "aimc"))
    #expect(scenario.hostname?[.smtp] == "21cn.com")
    #expect(scenario.clock?.seconds == 993_444_111)
    #expect(scenario.seed == 7 && scenario.mode == .strict && scenario.relay == .accept)
    #expect(scenario.mailPaths == ["mail/picnic.eml"])
    #expect(scenario.personalityNames == ["coremail", "aimc", "rfc1939", "rfc5321"])
    #expect(scenario.accounts[0].password == Secret("secret"))
    #expect(
      scenario.accounts[0].mailbox == [
        .letter(octets: 1205, subject: nil, from: nil), .file("mail/picnic.eml"),
        .letter(octets: 344_400, subject: "Holiday photos", from: "Huey <huey@example.net>"),
        .batch(count: 60, octets: 72_208_371),
      ])
  }

  /// The example that people copy from works.
  @Test func documentation() throws {
    let page = try Fixtures.text(Fixtures.root.appendingPathComponent("Documentation/scenarios.md"))
    let example = try #require(page.split(separator: "```yaml\n").last?.split(separator: "```").first)
    let scenario = try Fixtures.scenario(String(example))
    let world = try Fixtures.world(scenario)
    #expect(world.accounts.count == 2 && world.faults.count == 6 && world.limits.idle == 600)
    #expect(world.maildrops[0].messages.count == 62)
  }

  @Test func defaults() throws {
    let scenario = try Fixtures.scenario("{personality: rfc1939, accounts: [{user: a, password: b}]}")
    #expect(scenario.seed == 1 && scenario.mode == .lenient && scenario.relay == .refuse)
    #expect(scenario.hostname == nil && scenario.clock == nil && scenario.accounts[0].mailbox.isEmpty)
    let world = try Fixtures.world(scenario)
    #expect(world.pop3.hostname == "dbc.mtview.ca.us" && world.smtp.hostname == "dbc.mtview.ca.us")
    #expect(world.clock.seconds == 697_170_952)
    #expect(world.accounts[0].addresses.map(\.description) == ["a@dbc.mtview.ca.us"])
  }

  @Test func accountsHaveNames() throws {
    func names(_ accounts: String) throws -> [String] {
      try Fixtures.world("{personality: rfc1939, accounts: [\(accounts)]}").namedAccounts.map {
        "\($0.name)=\($0.user)"
      }
    }
    // Without any name the first is `me`; with one, only those that have one.
    #expect(try names("{user: a, password: x}, {user: b, password: x}") == ["me=a"])
    #expect(
      try names("{user: a, password: x}, {as: me, user: b, password: x}, {as: friend-2, user: c, password: x}")
        == ["me=b", "friend-2=c"])
    #expect(try names("") == [])
    let account = try #require(
      try Fixtures.world(
        "{personality: rfc1939, accounts: [{user: a, password: x, mailbox: [{size: 12}, {size: 99}]}]}"
      )
      .namedAccounts.first)
    #expect(account.maildrop.sizes == [12, 99] && account.addresses.map(\.description) == ["a@dbc.mtview.ca.us"])
  }

  @Test(arguments: [
    ("{as: me, user: a, password: x}, {as: me, user: b, password: x}", "`as: me` stands at two accounts"),
    ("{as: Me, user: a, password: x}", "`Me` can be no account's name"),
    ("{as: pop3, user: a, password: x}", "`pop3` can be no account's name"),
    ("{as: maildrop, user: a, password: x}", "`maildrop` can be no account's name"),
    ("{as: 'a.b', user: a, password: x}", "small letters, digits and hyphens"),
    ("{as: '', user: a, password: x}", "`` can be no account's name"),
  ])
  func noNamesOfAccounts(_ accounts: String, _ says: String) {
    let error = #expect(throws: (any Error).self) {
      try Fixtures.scenario("{personality: rfc1939, accounts: [\(accounts)]}")
    }
    #expect(error.map { sentence(of: $0) }?.contains(says) == true)
  }

  @Test func aPersonalityOfOneProtocolIsFilledInForTheOther() throws {
    let world = try Fixtures.world("{personality: aimc, accounts: [{user: a, password: b}]}")
    #expect(world.pop3.half.process == 1896)
    #expect(world.pop3.hostname == "smtp.21cn.com")
    #expect(world.clock.seconds == 993_444_111)
  }

  /// Each mistake, and a part of the sentence that tells how to mend it.
  @Test(arguments: [
    ("personality: {}, accounts: []", "{pop3: name, smtp: name}"),
    ("personality: rfc1939, accounts: [], clock: yesterday", "2001-06-25T12:41:51+08:00"),
    ("personality: rfc1939, accounts: [], clock: 2001-02-30T12:41:51Z", "`2001-02-30T12:41:51Z` is no date"),
    ("personality: rfc1939, accounts: [], mode: loose", "`loose` is none of lenient, strict"),
    ("personality: rfc1939, accounts: [], relay: deny", "`deny` is none of accept, refuse"),
    ("personality: rfc1939, accounts: [], format: 2", "format: 1"),
    ("personality: rfc1939, accounts: [{user: a b, password: c}]", "must be one word"),
    ("personality: rfc1939, accounts: [{user: a, password: \"\"}]", "password of `a` is empty"),
    ("personality: rfc1939, accounts: [{user: a, password: c}, {user: a, password: d}]", "two accounts"),
    ("personality: rfc1939, accounts: [{user: a, password: c, addresses: [a@]}]", "`a@` is no address"),
    ("personality: rfc1939, accounts: [{user: a, password: c, mailbox: [{size: 0}]}]", "size is 0"),
    (
      "personality: rfc1939, accounts: [{user: a, password: c, mailbox: [{size: 100000001}]}]",
      "1 to 100000000"
    ),
    (
      "personality: rfc1939, accounts: [{user: a, password: c, mailbox: [{size: 9, subject: \"a\\nb\"}]}]",
      "one line"
    ),
    (
      "personality: rfc1939, accounts: [{user: a, password: c, mailbox: [{count: 0, octets: 9}]}]",
      "count is 0"
    ),
    (
      "personality: rfc1939, accounts: [{user: a, password: c, mailbox: [{count: 5, octets: 9}]}]",
      "1 for each"
    ),
    ("personality: rfc1939, accounts: [], capabilities: {pop3: {add: [XTND]}}", "cannot perform `XTND`"),
    (
      "personality: rfc1939, accounts: [], capabilities: {pop3: {remove: [TOPP]}}",
      "may offer APOP, TOP, UIDL, LAST"
    ),
    (
      "personality: rfc1939, accounts: [], capabilities: {smtp: {add: [DELIVERBY]}}",
      "cannot perform `DELIVERBY`"
    ),
    ("personality: rfc1939, accounts: [], capabilities: {smtp: {add: [SIZE big]}}", "SIZE number"),
    ("personality: rfc1939, accounts: [], capabilities: {smtp: {remove: [VRFI]}}", "cannot perform `VRFI`"),
    ("personality: rfc1940, accounts: []", "no personality `rfc1940`; known are aimc, coremail"),
    ("personality: {pop3: aimc}, accounts: []", "`aimc` does not speak POP3"),
    ("personality: {smtp: fpt}, accounts: []", "`fpt` does not speak SMTP"),
    (
      "personality: rfc1939, accounts: [{user: a, password: c, addresses: [x@y.z]}, {user: b, password: c, addresses: [x@Y.Z]}]",
      "`a` and `b` both have the address x@Y.Z"
    ),
  ])
  func mistakes(_ yaml: String, _ part: String) {
    do {
      _ = try Fixtures.world("{\(yaml)}")
      Issue.record("{\(yaml)} was accepted")
    } catch {
      let sentence = sentence(of: error)
      #expect(sentence.contains(part), "\(sentence)")
    }
  }

  @Test func aMissingFileIsNamed() throws {
    let scenario = try Fixtures.scenario(
      "{personality: rfc1939, accounts: [{user: a, password: b, mailbox: [mail/gone.eml]}]}")
    #expect(
      throws: ScenarioError(
        description: "the mailbox of `a` names `mail/gone.eml`, and there is no such file")
    ) {
      try MailWorld(scenario, personalities: Fixtures.personalities, mail: [:], digests: Fixtures.digests)
    }
  }
}
