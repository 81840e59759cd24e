import LessonStage
import MailProtocol
import MailSimulator
import ProgressStore
import Testing

@testable import LessonEngine

/// A lesson's connection through each client program: what passes a step, and what is said about the rest.
@Suite struct ProgramTests {
  private func session(
    _ connect: String, accept: [String] = [], server: String = "tls: {issuer: My CA, until: 2030-01-01}"
  ) throws -> Session {
    let lesson = try Lesson(
      """
      format: 1
      id: pop3/programs
      protocol: pop3
      minutes: 1
      server:
        personality: dovecot
        hostname: mail.example.net
        accounts: [{user: dewey, password: tanstaaf, addresses: [dewey@example.net], mailbox: [{size: 100}]}]
        \(server)
      hosts: {mail.example.net: {pop3: 110, pop3s: 995, smtp: 25, submission: 587, smtps: 465}}
      steps:
        - id: connect
          do: {connect: "\(connect)"}
          accept: [\(accept.map { "\"\($0)\"" }.joined(separator: ", "))]
          wrong: [{line: telnet, diagnosis: connect.no-host}]
          solution: ["\(connect)"]
        - id: read
          until: {session: transaction, sent: [RETR 1]}
          wrong: [{line: RTER, diagnosis: verb.typo}]
          solution: [USER dewey, PASS tanstaaf, RETR 1]
        - id: end
          do: {command: QUIT}
          wrong: [{line: QIUT, diagnosis: verb.typo}]
          solution: [QUIT]
      """, file: "lesson.yaml")
    let peer = try LessonWorld(files: BuiltIn.pack.files, digests: .library).peer(for: lesson)
    var session = Session(
      LessonDialogue(lesson, hintCounts: [0, 0, 0], languages: BuiltIn.languages), peer: peer)
    _ = session.begin()
    return session
  }

  private static let telnet = "telnet mail.example.net 110"
  private static let implicit = "openssl s_client -quiet -crlf -connect mail.example.net:995"
  private static let upgrade = "openssl s_client -quiet -crlf -starttls pop3 -connect mail.example.net:110"

  @Test(arguments: [
    (telnet, telnet, false), (telnet, "nc -C -v mail.example.net pop3", false),
    (implicit, implicit, true), (implicit, "ncat -C --ssl mail.example.net 995", true),
    (implicit, "openssl s_client -crlf mail.example.net:995", true),
    (upgrade, upgrade, true), (upgrade, "openssl s_client -tls1_2 -crlf -starttls pop3 mail.example.net:110", true),
  ])
  func passes(_ expected: String, _ typed: String, _ isTLS: Bool) throws {
    var session = try session(expected)
    let outputs = session.typed(typed)
    #expect(outputs.passed == [0] && outputs.mistakes == [])
    #expect(outputs.events.compactMap(\.line) == [typed] && outputs.verdicts == [.right])
    #expect(outputs.notices.contains(.connectSecured) == isTLS)
    #expect(session.dialogue.client.tls?.issuer == (isTLS ? "My CA" : nil))
    #expect(session.dialogue.client.position == session.peer.observe().position)
    let lines = ["USER dewey", "PASS tanstaaf", "retr 1", "quit"]
    #expect(session.type(lines).passed == [1, 2])
    #expect(session.dialogue.isFinished)
  }

  /// It reaches the server, and is not what the step is about.
  @Test(arguments: [
    (telnet, upgrade, Diagnosis.ID.connectOtherSecurity, telnet),
    (upgrade, telnet, .connectOtherSecurity, upgrade),
    (telnet, "nc -C -v mail.example.net 25", .connectWrongPort, "nc -C -v mail.example.net 110"),
    (telnet, implicit, .connectOtherSecurity, telnet),
    (
      upgrade, implicit, .connectOtherSecurity,
      "openssl s_client -starttls pop3 -quiet -crlf -connect mail.example.net:110"
    ),
  ])
  func isAnotherConnection(_ expected: String, _ typed: String, _ id: Diagnosis.ID, _ suggestion: String) throws {
    var session = try session(expected)
    let outputs = session.typed(typed)
    #expect(outputs.passed == [] && outputs.mistakes == [id])
    #expect(outputs.verdicts == [.mistake])
    #expect(session.dialogue.conversation.lastDiagnosis?.values["suggestion"] == suggestion)
    // The connection is open: the text says to end it first.
    #expect(session.type(["quit", suggestion]).passed == [0])
  }

  @Test(arguments: [
    (telnet, "openssl s_client -quiet -crlf -connect mail.example.net:110", Diagnosis.ID.connectTLSInClear, telnet),
    (implicit, telnet.replacing("110", with: "995"), .connectNeedsTLS, implicit),
    (
      implicit, "openssl s_client -quiet -connect mail.example.net:995", .connectNeedsCRLF,
      "openssl s_client -crlf -quiet -connect mail.example.net:995"
    ),
    (telnet, "nc mail.example.net 110", .connectNeedsCRLF, "nc -C mail.example.net 110"),
  ])
  func opensNothing(_ expected: String, _ typed: String, _ id: Diagnosis.ID, _ suggestion: String) throws {
    var session = try session(expected)
    let outputs = session.typed(typed)
    #expect(outputs.mistakes == [id] && outputs.passed == [])
    #expect(session.dialogue.client.isOffline)
    #expect(session.dialogue.conversation.lastDiagnosis?.values["suggestion"] == suggestion)
    #expect(session.typed(suggestion).passed == [0])
  }

  /// Live finding: the first lesson's server offers no STLS, and nothing in clear passes for TLS.
  @Test func aRefusedUpgradePassesNothing() throws {
    var session = try BuiltIn.session("pop3/first-session")
    let outputs = session.typed(Self.upgrade)
    #expect(outputs.passed == [] && outputs.mistakes == [.connectStartTLSRefused])
    #expect(outputs.notices.prefix(2) == [.programSaid, .closedByServer])
    #expect(outputs.replies.count == 2)
    #expect(outputs.compactMap { if case .sent(let line) = $0 { line } else { nil } } == ["STLS"])
    #expect(session.dialogue.client.isOffline)
    #expect(
      session.typed(try #require(session.dialogue.conversation.lastDiagnosis?.values["suggestion"])).passed == [0])
  }

  /// A server that goes away in the middle of it: the line was typed all the same.
  @Test func anUpgradeThatIsCutOff() throws {
    var session = try session(
      Self.upgrade, server: "tls: {}\n  faults: [{at: STLS, do: drop, times: 1}]")
    let outputs = session.typed(Self.upgrade)
    #expect(outputs.passed == [] && outputs.mistakes == [.replyConnectionLost])
    #expect(outputs.events.compactMap(\.line) == [Self.upgrade] && outputs.verdicts == [.sent])
    #expect(session.dialogue.client.isOffline)
    #expect(session.typed(Self.upgrade).passed == [0])
  }

  /// What telnet cannot do is told as soon as the server waits for it.
  @Test func telnetShakesNoHands() throws {
    var session = try session(Self.telnet)
    let outputs = session.type([Self.telnet, "STLS"])
    #expect(outputs.mistakes == [.connectNoHandshake])
    #expect(session.dialogue.client.isOffline && session.peer.observe().position == nil)
    let suggestion = try #require(session.dialogue.conversation.lastDiagnosis?.values["suggestion"])
    #expect(suggestion == Self.upgrade)
    #expect(session.type([suggestion, "USER dewey", "PASS tanstaaf", "RETR 1"]).passed == [1])
  }

  @Test(arguments: [("RETR 1", true), ("QUIT", true), ("CAPA", true), ("key", false)])
  func keysOfTheProgram(_ line: String, _ endsConnection: Bool) throws {
    var session = try session(Self.implicit)
    session.type([Self.implicit.replacing(" -quiet", with: ""), "USER dewey", "PASS tanstaaf"])
    let before = session.dialogue.client.position
    let outputs = session.typed(line)
    #expect(outputs.mistakes == [.connectCommandKey] && outputs.replies == [])
    #expect(session.dialogue.client.isOffline == endsConnection)
    #expect((session.peer.observe().position == nil) == endsConnection)
    let suggestion = try #require(session.dialogue.conversation.lastDiagnosis?.values["suggestion"])
    #expect(suggestion == Self.implicit)
    if endsConnection {
      session.type([suggestion, "USER dewey", "PASS tanstaaf"])
    } else {
      #expect(session.dialogue.client.position == before)
    }
    #expect(session.typed("retr 1").passed == [1])
  }

  /// A strict server waits for a line's end that never comes.
  @Test func bareLineFeeds() throws {
    let bare = "nc mail.example.net 110"
    var lenient = try session(Self.telnet, accept: [bare])
    #expect(lenient.type([bare, "USER dewey"]).mistakes == [])
    #expect(lenient.dialogue.position == 1)
    var strict = try session(Self.telnet, accept: [bare], server: "mode: strict")
    #expect(strict.typed(bare).passed == [0])
    let outputs = strict.typed("USER dewey")
    #expect(outputs.mistakes == [.connectNeedsCRLF] && outputs.replies == [])
    #expect(strict.dialogue.client.isOffline)
    #expect(strict.dialogue.conversation.lastDiagnosis?.values["suggestion"] == "nc -C mail.example.net 110")
    #expect(strict.type(["nc -C mail.example.net 110", "USER dewey", "PASS tanstaaf", "RETR 1"]).passed == [1])
  }

  /// Whatever happened, the lines of the log lead to the same place again.
  @Test(arguments: [
    [telnet, "STLS", telnet, "USER dewey"], [implicit.replacing(" -quiet", with: ""), "RETR 1", telnet, "CAPA"],
    [upgrade, "USER dewey", "PASS tanstaaf"],
  ])
  func isPlayedAgain(_ lines: [String]) throws {
    let connect = lines[0].replacing("-crlf", with: "-quiet -crlf").replacing("-quiet -quiet", with: "-quiet")
    var session = try session(connect)
    var events: [LearningEvent] = []
    for line in lines {
      events += session.typed(line).events
      let progress = try #require(LearnerProgress(events).lessons[LessonKey(pack: "builtin", lesson: "pop3/programs")])
      var copy = try self.session(connect)
      copy.resume(progress.lines, passed: Set(progress.passed))
      #expect(copy.dialogue.stateName == session.dialogue.stateName, "after \(line)")
      #expect(copy.standing == session.standing, "after \(line)")
    }
  }
}
