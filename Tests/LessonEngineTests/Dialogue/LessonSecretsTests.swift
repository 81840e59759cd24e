import LessonLint
import LessonStage
import MailProtocol
import MailSimulator
import ProgressStore
import Testing

@testable import LessonEngine

/// The lesson's own password can be told from any other one, and neither is written down.
@Suite struct LessonSecretsTests {
  private func secrets(_ id: String = "pop3/first-session", seed: String = "1") throws -> LessonSecrets {
    LessonSecrets(try BuiltIn.world(id).lesson, seed: seed, hmacSHA256: Digests.library.hmacSHA256)
  }

  private static func mask(_ line: String) -> String { SecretMask.mask(line, expectsSecret: true) }

  /// Marks computed by another program: `printf tanstaaf | openssl dgst -sha256 -hmac 1`.
  @Test(arguments: [
    ("1", "PASS tanstaaf", "PASS •••44855b15"), ("1", "pass tanstaaf", "PASS •••44855b15"),
    ("2", "PASS tanstaaf", "PASS •••332a93b8"), ("-3", "PASS tanstaaf", "PASS •••9b4840c4"),
    ("1", "tanstaaf", "•••44855b15"), ("1", "USER dewey tanstaaf", "USER dewey •••44855b15"),
    ("1", "PSAS tanstaaf", "PSAS •••44855b15"),
    // Another secret, and what could not be put back as it was typed.
    ("1", "PASS wrong", "PASS •••"), ("1", "PASS TANSTAAF", "PASS •••"), ("1", "PASS  tanstaaf", "PASS •••"),
    ("1", "PASS tanstaaf ", "PASS •••"), ("1", "PASS:tanstaaf", "PASS •••"), ("1", "PASStanstaaf", "PASS •••"),
    ("1", " PASS tanstaaf", "PASS •••"), ("1", "ＰＡＳＳ tanstaaf", "PASS •••"), ("1", "wrong", "•••"),
    // A mark that was typed is none.
    ("1", "PASS •••44855b15", "PASS •••"), ("1", "PASS •••", "PASS •••"),
    // No secret.
    ("1", "STAT", "STAT"), ("1", "USER dewey", "USER dewey"), ("1", "PASS", "PASS •••"), ("1", "", ""),
  ])
  func aLine(_ seed: String, _ line: String, _ written: String) throws {
    let secrets = try secrets(seed: seed)
    let masked = line.isEmpty ? line : Self.mask(line)
    #expect(secrets.written(line, masked: masked) == written)
    if written.contains("•••4") { #expect(secrets.typed(written)?.lowercased() == line.lowercased()) }
  }

  @Test(
    arguments: [
      ("PASS •••44855b15", "PASS tanstaaf"), ("•••44855b15", "tanstaaf"), ("PASS •••", nil), ("PASS •••44855b16", nil),
      ("PASS •••44855B15", nil), ("PASS •••332a93b8", nil), ("44855b15", nil), ("PASS 44855b15", nil), ("STAT", nil),
      ("", nil), ("•••", nil),
    ] as [(String, String?)])
  func backAgain(_ written: String, _ line: String?) throws {
    #expect(try secrets().typed(written) == line)
  }

  @Test(arguments: BuiltIn.lessonIDs) func everySolutionComesBack(_ id: String) throws {
    let secrets = try secrets(id)
    for line in try BuiltIn.world(id).lesson.steps.flatMap({ $0.solution + $0.accept }) where !line.isEmpty {
      let masked = Self.mask(line)
      let written = secrets.written(line, masked: masked)
      if masked.hasSuffix(Secret.mask) {
        #expect(written != masked && secrets.typed(written) == line)
      } else {
        #expect(written == line)
      }
    }
  }

  // MARK: In a lesson

  @Test func theEventsOfALogin() throws {
    var session = try BuiltIn.session("pop3/first-session", at: "pass")
    let lines = ["PASS wrong", "USER dewey", "tanstaaf", "USER dewey", "pass tanstaaf", "STAT"]
    #expect(
      session.type(lines).events.compactMap(\.line)
        == ["PASS •••", "USER dewey", "•••44855b15", "USER dewey", "PASS •••44855b15", "STAT"])
  }

  /// On a real server nobody's password is the lesson's.
  @Test func withoutSecretsOfItsOwn() throws {
    let (lesson, peer) = try BuiltIn.world("pop3/first-session")
    var session = Session(
      LessonDialogue(lesson, hintCounts: lesson.steps.map { _ in 0 }, languages: BuiltIn.languages), peer: peer)
    _ = session.begin()
    let lines = ["telnet mail.example.net 110", "b", "USER dewey", "PASS tanstaaf"]
    #expect(session.type(lines).events.last { $0.line != nil }?.line == "PASS •••")
  }

  private static let login = """
    format: 1
    id: smtp/login
    protocol: smtp
    minutes: 1
    server: {personality: coremail, seed: 7, accounts: [{user: ann, password: pencil}]}
    hosts: {mail.example.net: {smtp: 25}}
    steps:
      - id: connect
        do: {connect: telnet mail.example.net 25}
        wrong: [{line: telnet, diagnosis: connect.no-host}]
        solution: [telnet mail.example.net 25]
      - id: login
        until: {sent: [MAIL FROM:<ann@example.net>]}
        wrong: [{line: HALO, diagnosis: verb.typo}]
        solution: [EHLO pc.example.org, AUTH LOGIN, YW5u, cGVuY2ls, "MAIL FROM:<ann@example.net>"]
      - id: end
        do: {command: QUIT}
        wrong: [{line: QIUT, diagnosis: verb.typo}]
        solution: [QUIT]
    """

  private func loginSession() throws -> Session {
    let lesson = try Lesson(Self.login, file: "lesson.yaml")
    let peer = try LessonWorld(files: BuiltIn.pack.files, digests: .library).peer(for: lesson)
    #expect(peer.world.seedText == "7")
    let secrets = LessonSecrets(lesson, seed: peer.world.seedText, hmacSHA256: Digests.library.hmacSHA256)
    var session = Session(
      LessonDialogue(lesson, hintCounts: [0, 0, 0], languages: BuiltIn.languages, secrets: secrets), peer: peer)
    _ = session.begin()
    return session
  }

  /// The answers to AUTH's challenges too, which stand alone on their lines.
  @Test(arguments: [
    ["EHLO pc", "AUTH LOGIN", "YW5u", "cGVuY2ls"], ["EHLO pc", "AUTH LOGIN YW5u", "cGVuY2ls"],
    ["EHLO pc", "AUTH LOGIN", "YW5u", "d3Jvbmc=", "AUTH LOGIN", "YW5u", "cGVuY2ls"],
    ["EHLO pc", "AUTH LOGIN", "*", "AUTH LOGIN", "YW5u"],
  ])
  func anExchangeIsPlayedAgain(_ lines: [String]) throws {
    var session = try loginSession()
    var events = session.typed("telnet mail.example.net 25").events
    for line in lines {
      events += session.typed(line).events
      let progress = try #require(LearnerProgress(events).lessons[LessonKey(pack: "builtin", lesson: "smtp/login")])
      var copy = try loginSession()
      copy.resume(progress.lines, passed: Set(progress.passed))
      #expect(copy.dialogue.stateName == session.dialogue.stateName, "after \(line)")
      #expect(copy.standing == session.standing, "after \(line)")
    }
    let written = events.compactMap(\.line)
    #expect(written.allSatisfy { !$0.contains("cGVuY2ls") && !$0.contains("d3Jvbmc=") })
    let wrong = lines.filter { $0 == "d3Jvbmc=" }.count
    #expect(written.filter { $0 == Secret.mask }.count == wrong, "\(written)")
  }

  /// An older mailtutor wrote no marks: its lines are played again as before.
  @Test func anOldLogIsPlayedAgain() throws {
    let progress = try #require(
      LearnerProgress(try OldEvents.decoded()).lessons[BuiltIn.pack.key("pop3/first-session")])
    var session = try BuiltIn.session("pop3/first-session")
    session.resume(progress.lines, passed: Set(progress.passed))
    #expect(session.dialogue.step?.id == "total" && session.dialogue.stateName == "transaction")
    #expect(session.peer.observe().maildrop?.count == 3)
  }
}
