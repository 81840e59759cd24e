import MailProtocol
import Testing

@testable import LessonEngine

/// Lessons on a real server: the learner's names in the lesson's places, a server that answers in its own way, and mail
/// that is not removed by a slip of the hand.
@Suite struct RealServerTests {
  private typealias Real = DialogueSession<LessonDialogue, ScriptedPeer>

  private static let endpoint = Endpoint(host: "pop.example.org", port: 995, tls: true, speaking: .pop3)

  private func adapted(_ id: String, user: String? = "anna", address: String? = "anna@example.org") throws -> RealLesson
  {
    try RealServer(Self.endpoint, user: user, address: address)
      .adapt(BuiltIn.pack.lesson(id), BuiltIn.bindings(id))
  }

  private func session(_ id: String, _ name: MailProtocolName, saying lines: [String]) throws -> Real {
    let real = try adapted(id)
    let dialogue = LessonDialogue(
      real.lesson, at: .real(Self.endpoint), hintCounts: real.lesson.steps.map { _ in 2 }, languages: BuiltIn.languages)
    return Real(dialogue, peer: ScriptedPeer(name, saying: lines))
  }

  private static let pop3 = [
    "+OK Dovecot ready.", "+OK", "+OK Logged in.", "+OK 2 820", "+OK 2 messages:\r\n1 120\r\n2 700\r\n.",
    "-ERR There's no message 9.", "+OK 700 octets\r\nSubject: x\r\n\r\nhi\r\n.", "+OK Logging out.",
  ]

  @Test func aLessonGoesThrough() throws {
    var session = try session("pop3/first-session", .pop3, saying: Self.pop3)
    // Nobody types telnet: it is connected to when the step comes.
    #expect(session.begin().passed == [0])
    for line in ["b", "USER anna", "PASS pw", "STAT", "820", "b", "LIST", "RETR 9", "RETR 2"] {
      _ = session.typed(line)
    }
    #expect(session.dialogue.step?.id == "quit")
    #expect(session.typed("QUIT").passed == [10])
    #expect(session.peer.heard == ["USER anna", "PASS pw", "STAT", "LIST", "RETR 9", "RETR 2", "QUIT"])
    #expect(session.typed("").contains { if case .show(.finished) = $0 { true } else { false } })
  }

  /// The mailbox has a message 9, and no message 2 that may be read: neither is the learner's mistake.
  @Test func whatDiffersIsExplained() throws {
    var lines = Self.pop3
    lines[3] = "+OK 9 820"
    lines[4] = "+OK\r\n" + (1...9).map { "\($0) 90\r\n" }.joined() + "."
    lines[5] = "+OK 5 octets\r\nx\r\n."
    lines[6] = "-ERR Message is gone."
    var session = try session("pop3/first-session", .pop3, saying: lines)
    _ = session.begin()
    for line in ["b", "USER anna", "PASS pw", "STAT", "820", "b", "LIST"] { _ = session.typed(line) }
    for line in ["RETR 9", "RETR 2"] {
      let outputs = session.typed(line)
      #expect(outputs.notices == [.realDiffers] && outputs.mistakes.isEmpty, "\(line)")
      #expect(outputs.kinds.contains(.stepPassed) && !outputs.verdicts.contains(.mistake))
    }
    #expect(session.dialogue.step?.id == "quit")
  }

  @Test func aWrongPasswordIsTypedAgain() throws {
    var session = try session(
      "pop3/first-session", .pop3, saying: ["+OK", "+OK", "-ERR [AUTH] no", "+OK", "+OK Logged in."])
    _ = session.begin()
    for line in ["b", "USER anna"] { _ = session.typed(line) }
    let outputs = session.typed("PASS typo")
    #expect(outputs.mistakes == [.authWrong] && session.dialogue.step?.id == "pass")
    _ = session.typed("USER anna")
    #expect(session.typed("PASS right").passed == [3])
  }

  @Test func theLearnersNamesAreInTheProse() throws {
    let real = try adapted("pop3/first-session")
    let prose = try BuiltIn.pack.prose("pop3/first-session", .en).bound(to: real.bindings)
    let spans = prose.steps.values.flatMap { step in
      ([step.task] + step.hints).flatMap(\.codeSpans)
    }
    #expect(spans.contains("USER anna") && spans.contains("pop.example.org"))
    #expect(!spans.contains { $0.contains("dewey") || $0.contains("tanstaaf") || $0.contains("mail.example.net") })
  }

  /// A letter goes to nobody but the learner, whatever the lesson's own names are.
  @Test func lettersGoToTheLearner() throws {
    let real = try adapted("smtp/first-letter", user: nil)
    let lines = real.lesson.steps.flatMap { $0.solution + $0.accept }
    #expect(lines.contains("MAIL FROM:<anna@example.org>") && lines.contains("RCPT TO:<anna@example.org>"))
    #expect(!lines.contains { $0.contains("21cn.com") })
    var session = try session(
      "smtp/first-letter", .smtp,
      saying: ["220 hi", "250 hi", "250 ok", "503 no", "250 ok", "354 go", "", "", "", "250 taken", "221 bye"])
    _ = session.begin()
    for line in [
      "a", "HELO me.example", "MAIL FROM:<anna@example.org>", "DATA", "RCPT TO:<anna@example.org>", "DATA",
      "Subject: A letter", "", "By hand.",
    ] { _ = session.typed(line) }
    #expect(session.dialogue.step?.id == "letter")
    #expect(session.typed(".").notices == [.connectAskLetter] && session.peer.heard.last == "By hand.")
    #expect(session.typed("yes").kinds.contains(.stepPassed))
    #expect(session.dialogue.step?.id == "promise")
  }

  /// What counts the simulated mailbox's letters is left out; what can be seen on the wire is not.
  @Test func whatOnlyTheSimulatorCanJudgeIsLeftOut() throws {
    let lesson = try Lesson(
      """
      format: 1
      id: pop3/counting
      protocol: pop3
      minutes: 5
      server: {personality: rfc1939, accounts: [{user: dewey, password: tanstaaf}]}
      hosts: {mail.example.net: {pop3: 110}}
      steps:
        - {id: stat, do: {command: STAT}, wrong: [{line: STTA, diagnosis: verb.typo}], solution: [STAT]}
        - id: total
          ask: {question: number, answer: maildrop.octets}
          wrong: [{line: "1", diagnosis: lesson.wrong-answer}]
          solution: ["2"]
        - id: rescue
          until: {maildrop.deleted: [3], session: offline}
          wrong: [{line: DELE 2, diagnosis: lesson.wrong-target}]
          solution: [DELE 3, QUIT]
        - id: goodbye
          until: {session: offline}
          wrong: [{line: BYE, diagnosis: verb.unknown}]
          solution: [QUIT]
      """, file: "lesson.yaml")
    let real = try RealServer(Self.endpoint, user: "anna", address: nil).adapt(
      lesson, Bindings([], services: [:], maildrop: nil))
    #expect(real.lesson.steps.map(\.id) == ["stat", "total", "goodbye"] && real.isShortened)
    #expect(!(try adapted("pop3/first-session").isShortened))
  }

  @Test func nothingCanBeTakenBack() throws {
    var session = try session("pop3/first-session", .pop3, saying: Self.pop3)
    _ = session.begin()
    for word in ["/back", "/redo"] { #expect(session.typed(word).notices == [.realNoWayBack]) }
    let outputs = session.typed("/skip")
    #expect(outputs.notices == [.realSkipped] && outputs.kinds == [.stepSkipped] && session.peer.heard.isEmpty)
  }

  @Test func quitWithMarkedMessagesIsAsked() throws {
    var lines = Self.pop3
    lines[7] = "+OK marked"
    var session = try session("pop3/first-session", .pop3, saying: lines + ["+OK bye"])
    _ = session.begin()
    for line in ["b", "USER anna", "PASS pw", "STAT", "820", "b", "LIST", "RETR 9", "RETR 2", "DELE 1"] {
      _ = session.typed(line)
    }
    #expect(session.typed("QUIT").notices == [.connectAskQuit] && session.dialogue.isConfirming)
    #expect(session.typed("no").notices == [.connectNotSent])
  }

  // MARK: Encryption

  private func encrypted(_ name: MailProtocolName, _ answers: [[PeerEvent]]) throws -> Real {
    let real = try adapted(name == .pop3 ? "pop3/first-session" : "smtp/first-letter")
    let dialogue = LessonDialogue(
      real.lesson, at: .real(Self.endpoint), hintCounts: real.lesson.steps.map { _ in 2 }, languages: BuiltIn.languages)
    return Real(dialogue, peer: ScriptedPeer(answers))
  }

  private static let report = TLSReport(
    version: "TLSv1.3", names: ["pop.example.org"], issuer: "i", validUntil: "2030-01-01", isVerified: true)

  private func said(_ line: String) -> PeerEvent { .received(Array((line + "\r\n").utf8)) }

  /// Before the line goes out, and once.
  @Test func aPasswordInClearIsWarnedOf() throws {
    var session = try session(
      "pop3/first-session", .pop3, saying: ["+OK", "+OK", "-ERR [AUTH] no", "+OK", "+OK Logged in."])
    _ = session.begin()
    for line in ["b", "USER anna"] { #expect(session.typed(line).cautions.isEmpty) }
    let outputs = session.typed("PASS typo")
    #expect(outputs.cautions == [.authInClear])
    let warned = outputs.firstIndex { if case .show(.caution) = $0 { true } else { false } }
    let sent = outputs.firstIndex { if case .sent = $0 { true } else { false } }
    #expect(try #require(warned) < #require(sent))
    _ = session.typed("USER anna")
    #expect(session.typed("PASS right").cautions.isEmpty)
  }

  @Test(arguments: [
    ("AUTH PLAIN AGFubmEAcHc=", true), ("AUTH LOGIN", true), ("AUTH CRAM-MD5", false), ("MAIL FROM:<a@b.c>", false),
  ])
  func anAUTHInClearIsWarnedOf(_ line: String, _ isWarned: Bool) throws {
    var session = try encrypted(
      .smtp, [[.connected(.smtp), said("220 hi")], [said("250-hi\r\n250 AUTH PLAIN LOGIN CRAM-MD5")]])
    _ = session.begin()
    for line in ["a", "EHLO me.example"] { _ = session.typed(line) }
    #expect(session.typed(line).cautions == (isWarned ? [.authInClear] : []))
  }

  @Test func withTLSNothingIsWarnedOfAndTheCertificateIsTold() throws {
    var session = try encrypted(
      .pop3, [[.connected(.pop3), .secured(Self.report), said("+OK")], [said("+OK")], [said("+OK")]])
    #expect(session.begin().notices.contains(.connectSecured))
    for line in ["b", "USER anna", "PASS pw"] { #expect(session.typed(line).cautions.isEmpty) }
    #expect(session.dialogue.step?.id == "stat")
  }

  /// RFC 3207 §4.2: the server has forgotten the hello.
  @Test func afterSTARTTLSTheHelloIsSaidAgain() throws {
    var session = try encrypted(
      .smtp,
      [
        [.connected(.smtp), said("220 hi")], [said("250-hi\r\n250 STARTTLS")], [said("220 go")],
        [.secured(Self.report)],
      ])
    _ = session.begin()
    for line in ["a", "EHLO me.example"] { _ = session.typed(line) }
    let notices = session.typed("STARTTLS").notices
    #expect(notices.contains(.connectSecured) && notices.contains(.connectHelloAgain))
    #expect(!notices.contains(.connectUnverified))
  }

  @Test func theConnectionIsOpenedAgain() throws {
    let lost: [PeerEvent] = [.received(Array("+OK\r\n".utf8)), .closed]
    var session = try session("pop3/first-session", .pop3, saying: [])
    session = Real(
      LessonDialogue(
        session.dialogue.lesson, at: .real(Self.endpoint), hintCounts: [], languages: BuiltIn.languages),
      peer: ScriptedPeer([[.connected(.pop3), lost[0]], lost, [.connected(.pop3), lost[0]]]))
    _ = session.begin()
    _ = session.typed("b")
    #expect(session.typed("USER anna").notices.contains(.realReconnect))
    #expect(session.typed("").notices == [.connectOpening] && session.dialogue.speaking == .pop3)
  }
}
