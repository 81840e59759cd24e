import MailProtocol
import Testing

@testable import LessonEngine

/// The annotated session: what is sent, what is held back until somebody says yes, what is warned of and explained.
@Suite struct ConnectDialogueTests {
  private struct Session {
    var session: DialogueSession<ConnectDialogue, ScriptedPeer>
    var outputs: [DialogueOutput] = []

    init(_ name: MailProtocolName, _ lines: [String], asks: Bool = true) {
      let endpoint = Endpoint(host: "mail.example.org", port: 110, speaking: name)
      session = DialogueSession(
        ConnectDialogue(to: endpoint, asks: asks, languages: BuiltIn.languages), peer: ScriptedPeer(name, saying: lines)
      )
      outputs = session.begin()
    }

    init(_ name: MailProtocolName, events: [[PeerEvent]]) {
      let endpoint = Endpoint(host: "mail.example.org", port: 110, speaking: name)
      session = DialogueSession(
        ConnectDialogue(to: endpoint, asks: true, languages: BuiltIn.languages), peer: ScriptedPeer(events))
      outputs = session.begin()
    }

    /// - Returns: what came of the last line.
    @discardableResult
    mutating func type(_ lines: String...) -> [DialogueOutput] {
      for line in lines { outputs = session.typed(line) }
      return outputs
    }

    var cautions: [Diagnosis.ID] { outputs.cautions }
    var mistakes: [Diagnosis.ID] { outputs.mistakes }
    var notices: [MessageKey] { outputs.notices }
    var sent: [String] { outputs.compactMap { if case .sent(let line) = $0 { line } else { nil } } }
    var endings: [DialogueEnding] {
      outputs.compactMap { if case .quit(let ending) = $0 { ending } else { nil } }
    }
    var state: String { session.dialogue.stateName }
  }

  private static let login = ["+OK ready", "+OK", "+OK 2 messages"]

  /// What a server announces it knows, whoever else does not.
  @Test(
    arguments: [
      ("XCLIENT ADDR=192.0.2.1", []), ("x-anonymoustls", []), ("BURL imap://x LAST", []),
      ("PIPELINING", [.verbUnknown]),
      ("XFORWARD A=b", [.verbUnknown]), ("AUTH XOAUTH2 dXNlcj1h", []), ("AUTH NTLM", []),
      ("AUTH GSSAPI", [.authNoSuchMechanism]),
      ("MAIL FROM:<a@b.example> BODY=BINARYMIME", []), ("MAIL FROM:<a@b.example> PRDR", []),
      ("MAIL FROM:<a@b.example> XYZ=1", []), ("MAIL FROM:<a@b.example> OTHER=1", [.parameterUnknown]),
      ("MAIL FROM:<a@b.example> BODY=9BIT", [.parameterBadValue]),
    ] as [(String, [Diagnosis.ID])])
  func whatIsAnnouncedIsBelieved(_ line: String, _ cautions: [Diagnosis.ID]) {
    let hello = """
      250-mail.example.org
      250-PIPELINING
      250-XCLIENT NAME ADDR
      250-X-ANONYMOUSTLS
      250-BURL imap
      250-AUTH XOAUTH2 PLAIN
      250-AUTH=NTLM
      250-BINARYMIME
      250-CHUNKING
      250-PRDR
      250 XYZ
      """
    var session = Session(.smtp, ["220 ready", hello.replacing("\n", with: "\r\n"), "250 OK"], asks: false)
    session.type("EHLO me.example.org", line)
    #expect(session.cautions.filter { $0 != .authInClear } == cautions)
  }

  @Test func whatCAPAAnnouncesIsBelieved() {
    let offers = "+OK\r\nUSER\r\nSASL XOAUTH2\r\nX-FOO\r\nEXPIRE 0\r\n."
    for (line, cautions) in [
      ("X-FOO bar", [Diagnosis.ID]()), ("AUTH XOAUTH2 dXNlcj1h", []), ("EXPIRE", [.verbUnknown]),
      ("AUTH NTLM", [.authNoSuchMechanism]),
    ] {
      var session = Session(.pop3, ["+OK ready", offers, "+OK"])
      session.type("CAPA", line)
      #expect(session.cautions == cautions, "\(line)")
    }
  }

  /// The last line is the reply. RFC 5321 §4.2.1.
  @Test func linesThatDisagree() throws {
    let reply = SMTPReply(code: 550, lines: ["250-fine", "550 5.7.1 no"].map { Array($0.utf8) })
    let parts = ReplyAnatomy(reply, answering: .command(.rcpt)).parts
    #expect(parts.map(\.text).starts(with: ["250", "550", "5.7.1"]))
    #expect(parts.map(\.meanings)[0] == ["smtp.part.other-code"])
    #expect(parts.map(\.line).starts(with: [0, 1, 1]))
  }

  /// A list without its dot is shown as it stands once the server has been silent for long; a letter may be slow.
  @Test(arguments: [
    ("AUTH", "+OK", true), ("CAPA", "+OK here\r\nUSER", true), ("LIST", "+OK", true), ("UIDL", "+OK\r\n1 x", true),
    ("RETR 1", "+OK 120 octets\r\nSubject: x", false), ("TOP 1 0", "+OK", false),
  ])
  func anAnswerWithoutItsDot(_ line: String, _ reply: String, _ isShown: Bool) {
    var session = Session(.pop3, Self.login + [reply])
    session.type("USER a", "PASS b", line)
    #expect(session.session.dialogue.isWaiting)
    let outputs = session.session.silence()
    #expect(outputs.notices == [isShown ? .connectNoDot : .connectWaiting])
    #expect(session.session.dialogue.isWaiting != isShown)
  }

  /// A token that is not taken: the reason is in the challenge.
  @Test func aTokenThatIsRefused() {
    let json = #"{"status":"401"}"#
    for (mechanism, notice) in [
      ("XOAUTH2", MessageKey.connectTokenRefusedEmpty), ("OAUTHBEARER", .connectTokenRefused),
    ] {
      var session = Session(
        .smtp, ["220 ready", "250-a\r\n250 AUTH XOAUTH2 OAUTHBEARER", "334 \(Base64.encode(json.utf8))", "535 no"])
      session.type("EHLO me.example.org", "AUTH \(mechanism) dXNlcj1h")
      #expect(session.notices == [notice])
      session.type(notice == .connectTokenRefused ? "AQ==" : "")
      #expect(session.mistakes == [.authWrong])
    }
  }

  @Test func aLetterIsSaved() throws {
    var session = Session(.pop3, Self.login + ["+OK\r\nSubject: x\r\n\r\n..dot\r\n."])
    session.type("USER a", "PASS b", "/save 1 x.eml")
    #expect(session.notices == [.saveUnseen])
    session.type("RETR 1", "/save 1 a letter.eml")
    let saved = session.outputs.compactMap { if case .save(let letter) = $0 { letter } else { nil } }
    #expect(saved == [SavedLetter(number: 1, file: "a letter.eml", octets: Array("Subject: x\r\n\r\n.dot\r\n".utf8))])
    for line in ["/save", "/save 1", "/save x y"] { #expect(session.type(line).notices == [.saveUsage]) }
    #expect(session.type("/save 2 y.eml").notices == [.saveUnseen])
  }

  @Test func aLineThatTheRulesForbidIsSentWithAWarningBefore() {
    var session = Session(.pop3, ["+OK ready", "-ERR log in first"])
    session.type("STAT")
    #expect(session.cautions == [.stateNotLoggedIn] && session.sent == ["STAT"] && session.mistakes.isEmpty)
    // Before: the warning stands in front of what was sent.
    guard case .show(.caution) = session.outputs.first else {
      Issue.record("no warning before the line")
      return
    }
  }

  @Test func quitWithMarkedMessagesIsAsked() {
    var session = Session(.pop3, Self.login + ["+OK marked", "+OK", "+OK bye"])
    session.type("USER a", "PASS b", "DELE 1", "QUIT")
    #expect(session.notices == [.connectAskQuit] && session.sent.isEmpty && session.session.dialogue.isConfirming)
    session.type("no")
    #expect(session.notices == [.connectNotSent] && session.sent.isEmpty)
    session.type("quit", "RSET")
    // `RSET` was the answer to the question, and no yes.
    #expect(session.notices == [.connectNotSent])
    session.type("RSET")
    #expect(session.sent == ["RSET"])
    session.type("QUIT")
    #expect(session.sent == ["QUIT"])
  }

  @Test(arguments: ["yes", "Y", "có", "co\u{301}", "是", "ｙｅｓ"]) func yesInEachLanguage(_ yes: String) {
    var session = Session(.pop3, Self.login + ["+OK marked", "+OK bye"])
    session.type("USER a", "PASS b", "DELE 1", "QUIT", yes)
    #expect(session.sent == ["QUIT"])
  }

  @Test func aScriptIsNotAsked() {
    var session = Session(.pop3, Self.login + ["+OK marked", "+OK bye"], asks: false)
    session.type("USER a", "PASS b", "DELE 1", "QUIT")
    #expect(session.sent == ["QUIT"])
  }

  @Test func theDotThatSendsALetterIsAsked() {
    var session = Session(
      .smtp, ["220 hi", "250 hi", "250 ok", "250 ok", "354 go", "", "", "", "250 taken"])
    session.type("HELO me", "MAIL FROM:<a@b.example>", "RCPT TO:<c@d.example>", "DATA", "Subject: x", "", ".")
    guard case .notice(.connectAskLetter, let values)? = session.outputs.feedback.first else {
      Issue.record("nobody asked")
      return
    }
    #expect(values.lists["recipients"] == ["c@d.example"] && session.sent.isEmpty && session.state == "data")
    // The letter is still open: this is a line of it.
    session.type("no", "more")
    #expect(session.sent == ["more"])
    session.type(".", "yes")
    #expect(session.sent == ["."] && session.state == "greeted")
  }

  @Test func theLastPieceIsAsked() {
    var session = Session(.smtp, ["220 hi", "250-hi\r\n250 CHUNKING", "250 ok", "250 ok", "", "250 taken"])
    session.type("EHLO me", "MAIL FROM:<a@b.example>", "RCPT TO:<c@d.example>", "BDAT 4 LAST")
    #expect(session.notices == [.connectAskPiece] && session.sent.isEmpty)
    session.type("yes", "QU")
    // What follows BDAT is no command, whatever it looks like.
    #expect(session.cautions.isEmpty && session.sent == ["QU"] && session.state == "greeted")
  }

  /// Refused or not, its octets are none of a command, even where they are an empty line.
  @Test func thePieceOfARefusedBDATIsNoCommand() {
    var session = Session(.smtp, ["220 hi", "250-hi\r\n250 CHUNKING", "250 ok", "", "", "503 no recipient"])
    session.type("EHLO me", "MAIL FROM:<a@b.example>", "BDAT 8")
    #expect(session.cautions == [.stateNoRecipient])
    session.type("QUIT")
    #expect(session.cautions.isEmpty && session.sent == ["QUIT"])
    session.type("")
    #expect(session.sent == [""] && session.notices.isEmpty && session.state == "mail")
  }

  @Test func tlsForgetsWhatWasKnown() {
    let report = TLSReport(version: "TLSv1.3", names: ["m"], issuer: "i", validUntil: "2030-01-01", isVerified: false)
    func said(_ text: String) -> PeerEvent { .received(Array((text + "\r\n").utf8)) }
    var session = Session(
      .smtp,
      events: [
        [.connected(.smtp), said("220 hi")], [said("250-hi\r\n250-STARTTLS\r\n250 SIZE 100")], [said("220 go")],
        [.secured(report)], [said("503 hello first")],
      ])
    session.type("EHLO me", "STARTTLS")
    #expect(session.notices == [.connectSecured, .connectUnverified, .connectHelloAgain])
    #expect(session.state == "connected")
    session.type("MAIL FROM:<a@b.example>")
    #expect(session.cautions == [.stateNoHello])
    session.type("/where")
    #expect(session.notices == [.connectWhere, .connectSecured, .connectUnverified])
  }

  @Test func whatEHLOAnnouncedIsKnown() {
    var session = Session(.smtp, ["220 hi", "250-hi\r\n250-SIZE 100\r\n250 8BITMIME", "552 too big", "555 no"])
    session.type("EHLO me", "MAIL FROM:<a@b.example> SIZE=101")
    #expect(session.cautions == [.parameterSizeTooBig])
    session.type("MAIL FROM:<a@b.example> RET=HDRS")
    #expect(session.cautions == [.parameterUnknown])
  }

  /// The last piece was refused, so the transaction is over on both sides: the next MAIL is right.
  @Test func aRefusedLastPieceEndsTheLetter() {
    var session = Session(
      .smtp, ["220 hi", "250-hi\r\n250 CHUNKING", "250 ok", "250 ok", "", "451 later", "250 ok"], asks: false)
    session.type("EHLO me", "MAIL FROM:<a@b.example>", "RCPT TO:<c@d.example>", "BDAT 5 LAST", "abc")
    #expect(session.state == "greeted")
    session.type("MAIL FROM:<a@b.example>")
    #expect(session.cautions.isEmpty && session.mistakes.isEmpty && session.state == "mail")
  }

  @Test(arguments: [
    (MailProtocolName.pop3, "RETR ", "-ERR too long"), (.smtp, "NOOP ", "500 Line too long"),
  ])
  func aLineThatIsTooLongIsToldBefore(_ name: MailProtocolName, _ start: String, _ reply: String) {
    var session = Session(name, [name == .pop3 ? "+OK hi" : "220 hi", reply])
    session.type(start + String(repeating: "1", count: 600))
    #expect(session.cautions == [.lineTooLong])
  }

  @Test func anExchangeIsMaskedAndFollowed() {
    var session = Session(.pop3, ["+OK hi", "+ VXNlcm5hbWU6", "+ UGFzc3dvcmQ6", "-ERR no", "-ERR before login"])
    session.type("AUTH LOGIN")
    #expect(session.session.dialogue.client.isInExchange)
    session.type("dGlt")
    #expect(session.sent == ["•••"])
    session.type("c2VjcmV0")
    #expect(
      session.sent == ["•••"] && session.mistakes == [.authWrong] && !session.session.dialogue.client.isInExchange)
    session.type("STAT")
    #expect(session.cautions == [.stateNotLoggedIn])
  }

  @Test func aPasswordInClearIsWarnedOfOnce() {
    var session = Session(.pop3, ["+OK hi", "+OK", "-ERR no", "+OK", "-ERR no"])
    session.type("USER a", "PASS b")
    #expect(session.cautions == [.authInClear] && session.sent == ["PASS •••"] && session.mistakes == [.authWrong])
    session.type("USER a", "PASS b")
    #expect(session.cautions.isEmpty)
  }

  @Test func theServerHangsUp() {
    var session = Session(.smtp, events: [[.connected(.smtp), .received(Array("220 hi\r\n".utf8)), .closed]])
    #expect(session.mistakes == [.replyConnectionLost] && session.endings == [.lost])
    session = Session(.smtp, events: [[.connected(.smtp), .closed]])
    #expect(session.mistakes == [.networkLost] && session.endings == [.lost])
    session = Session(.pop3, Self.login + ["+OK marked"])
    session.type("USER a", "PASS b", "DELE 1")
    #expect(session.session.dialogue.client.legalVerbs.contains("RSET"))
  }

  @Test func anotherServiceIsNamed() {
    let session = Session(.pop3, ["220 mail.example.org ESMTP"])
    #expect(session.mistakes == [.networkOtherService] && session.endings == [.unreachable])
  }

  @Test func noConnection() {
    let session = Session(.pop3, events: [[.failed(.connectRefused)]])
    #expect(session.mistakes == [.connectRefused] && session.endings == [.unreachable])
  }

  /// What CAPA does not list is warned of; before CAPA nobody knows.
  @Test func capabilities() {
    var session = Session(.pop3, ["+OK hi", "+OK\r\nUIDL\r\nUSER\r\n.", "-ERR", "+OK", "+OK", "-ERR no"])
    session.type("STLS")
    #expect(session.cautions.isEmpty)
    session = Session(.pop3, ["+OK hi", "+OK\r\nUIDL\r\nUSER\r\n.", "-ERR"])
    session.type("CAPA", "STLS")
    #expect(session.cautions == [.verbNotSupported])
  }

  @Test func theTutorsWords() {
    var session = Session(.pop3, ["+OK hi"])
    session.type("/hint")
    #expect(session.notices == [.connectNoLesson])
    session.type("/quit")
    #expect(session.endings == [.done])
  }
}
