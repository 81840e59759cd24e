import Testing

@testable import MailProtocol

/// The rule books' verdicts, state by state.
@Suite struct POP3RulesTests {
  private static let facts = POP3Rules.Facts(
    offered: [.top, .apop], hasTimestamp: true, maildrop: .init(numbered: 3, marked: [2]))

  /// nil: allowed.
  @Test(
    arguments: [
      ("STAT", .authorization(.fresh), .stateNotLoggedIn), ("PASS x", .authorization(.fresh), .statePassBeforeUser),
      ("PASS x", .authorization(.userGiven), nil), ("USER x", .authorization(.userGiven), nil),
      ("QUIT", .authorization(.fresh), nil), ("QUIT", .transaction, nil),
      ("USER x", .transaction, .stateAlreadyLoggedIn),
      ("PASS x", .transaction, .stateAlreadyLoggedIn), ("APOP a b", .authorization(.fresh), nil),
      ("RETR", .authorization(.fresh), .stateNotLoggedIn), ("RETR", .transaction, .argumentMissing),
      ("UIDL", .transaction, .verbNotSupported), ("LAST", .transaction, .verbObsolete),
      ("CAPA", .transaction, .verbNotSupported),
      ("RETR 3", .transaction, nil), ("RETR 4", .transaction, .argumentNoSuchMessage),
      ("DELE 2", .transaction, .argumentDeletedMessage), ("LIST 2", .transaction, .argumentDeletedMessage),
      ("TOP 2 0", .transaction, .argumentDeletedMessage), ("LIST", .transaction, nil),
      ("STTA", .transaction, .verbTypo),
      ("STAT", .closed, .stateClosed), ("QUIT", .closed, .stateClosed),
    ] as [(String, POP3State, Diagnosis.ID?)])
  func verdicts(_ line: String, _ state: POP3State, _ id: Diagnosis.ID?) {
    #expect(POP3Rules.judge(POP3Command.parse(line), in: state, Self.facts).diagnosis?.id == id)
  }

  @Test func withoutATimestampThereIsNoAPOP() {
    for offered: Set<POP3Verb> in [[], [.apop]] {
      let verdict = POP3Rules.judge(
        POP3Command.parse("APOP a b"), in: .authorization(.fresh), POP3Rules.Facts(offered: offered))
      #expect(verdict.diagnosis?.id == .apopNoTimestamp)
    }
  }

  @Test(arguments: [
    (POP3State.authorization(.fresh), POP3Command.user("a"), POP3Reply.Status.ok, POP3State.authorization(.userGiven)),
    (.authorization(.userGiven), .pass(Secret("a")), .ok, .transaction),
    (.authorization(.userGiven), .pass(Secret("a")), .err, .authorization(.fresh)),
    (.authorization(.userGiven), .stat, .err, .authorization(.userGiven)),
    (.authorization(.fresh), .apop(name: "a", digest: "b"), .ok, .transaction),
    (.authorization(.fresh), .auth(mechanism: nil, initialResponse: nil), .ok, .authorization(.fresh)),
    (.authorization(.fresh), .auth(mechanism: "PLAIN", initialResponse: nil), .proceed, .authorization(.sasl)),
    (.transaction, .user("a"), .err, .transaction), (.transaction, .dele(1), .ok, .transaction),
    (.transaction, .quit, .ok, .closed), (.transaction, .quit, .err, .closed),
    (.authorization(.fresh), .quit, .ok, .closed),
  ])
  func transitions(_ from: POP3State, _ command: POP3Command, _ reply: POP3Reply.Status, _ to: POP3State) {
    #expect(POP3Rules.advance(from, after: command, reply) == to)
  }
}

/// SMTP's verdicts and transitions.
@Suite struct SMTPRulesTests {
  private static let facts = SMTPRules.Facts(
    offered: [.ehlo, .vrfy], parameters: ["SIZE"], tolerated: [.pathSpace], sizeLimit: 100)

  @Test(
    arguments: [
      ("MAIL FROM:<a@b.c>", .connected, .stateNoHello), ("RCPT TO:<a@b.c>", .connected, .stateNoHello),
      ("DATA", .connected, .stateNoHello), ("NOOP", .connected, nil), ("RSET", .connected, nil),
      ("VRFY a", .connected, nil),
      ("HELO a", .connected, nil), ("EHLO a", .recipients(1), nil), ("MAIL FROM:<a@b.c>", .greeted, nil),
      ("MAIL FROM:<a@b.c>", .mail, .stateNestedMail), ("MAIL FROM:<a@b.c>", .recipients(2), .stateNestedMail),
      ("RCPT TO:<a@b.c>", .greeted, .stateNoMail), ("RCPT TO:<a@b.c>", .recipients(1), nil),
      ("DATA", .greeted, .stateNoMail),
      ("DATA", .mail, .stateNoRecipient), ("DATA", .recipients(1), nil), ("DATA x", .mail, .stateNoRecipient),
      ("DATA x", .recipients(1), .argumentExtra), ("MAIL FROM: <a@b.c>", .greeted, .pathSpace),
      ("MAIL FROM:a@b.c", .greeted, .pathNoBrackets), ("HELO", .connected, .helloNoName),
      ("MAIL FROM:<a@b.c> SIZE=100", .greeted, nil), ("MAIL FROM:<a@b.c> SIZE=101", .greeted, .parameterSizeTooBig),
      ("MAIL FROM:<a@b.c> SIZE=-1", .greeted, .parameterBadValue),
      ("MAIL FROM:<a@b.c> SIZE", .greeted, .parameterBadValue),
      ("MAIL FROM:<a@b.c> SIZE=99999999999999999999", .greeted, .parameterSizeTooBig),
      ("MAIL FROM:<a@b.c> BODY=8BITMIME", .greeted, .parameterUnknown), ("EXPN a", .greeted, .verbNotSupported),
      ("SEND FROM:<a@b.c>", .greeted, .verbObsolete), ("STARTTLS", .greeted, .verbNotSupported),
      ("QUIT", .closed, .stateClosed),
    ] as [(String, SMTPState, Diagnosis.ID?)])
  func verdicts(_ line: String, _ state: SMTPState, _ id: Diagnosis.ID?) {
    #expect(SMTPRules.judge(SMTPCommand.parse(line), in: state, Self.facts).diagnosis?.id == id)
  }

  @Test func forgivenOrNot() {
    func isAllowed(_ line: String) -> Bool {
      SMTPRules.judge(SMTPCommand.parse(line), in: .greeted, Self.facts).isAllowed
    }
    #expect(isAllowed("MAIL FROM: <a@b.c>"))
    #expect(!isAllowed("MAIL FROM:a@b.c"))
    #expect(!isAllowed("HELO"))
  }

  @Test(arguments: [
    (SMTPState.connected, SMTPCommand.helo("a"), 250, SMTPState.greeted), (.connected, .helo(nil), 501, .connected),
    (.greeted, .mail(.null, []), 250, .mail),
    (.mail, .rcpt(MailPath(localPart: "a", domain: "b"), []), 250, .recipients(1)),
    (.recipients(1), .rcpt(MailPath(localPart: "a", domain: "b"), []), 251, .recipients(2)),
    (.recipients(1), .rcpt(MailPath(localPart: "a", domain: "b"), []), 550, .recipients(1)),
    (.recipients(1), .data, 354, .data), (.recipients(1), .rset, 250, .greeted), (.connected, .rset, 250, .connected),
    (.recipients(1), .ehlo("a"), 250, .greeted), (.mail, .noop, 421, .closed), (.mail, .quit, 221, .closed),
  ])
  func transitions(_ from: SMTPState, _ command: SMTPCommand, _ code: Int, _ to: SMTPState) {
    #expect(SMTPRules.advance(from, after: command, code) == to)
  }

  @Test(
    arguments: [
      ("QUIT", .stateInData), ("RCPT TO:<a@b.c>", .stateInData), ("。", .inputFullwidth), ("quit", nil), ("Hello", nil),
      ("DATA is what we need", nil), (".", nil), ("", nil),
    ] as [(String, Diagnosis.ID?)])
  func remarksInsideALetter(_ line: String, _ id: Diagnosis.ID?) {
    #expect(SMTPRules.remark(onLetterLine: line, inHeader: false)?.id == id)
  }

  @Test(
    arguments: [
      ("Subject：hello", .inputFullwidth), (" ", .dataSpaceLine), ("\u{3000}", .dataSpaceLine), ("", nil),
      ("Subject: a：b", nil), (" folded", nil), ("主题：你好", nil),
    ] as [(String, Diagnosis.ID?)])
  func remarksInsideAHeader(_ line: String, _ id: Diagnosis.ID?) {
    #expect(SMTPRules.remark(onLetterLine: line, inHeader: true)?.id == id)
  }
}
