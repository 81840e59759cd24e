import Testing

@testable import MailProtocol

/// What the tables below start from.
extension POP3Position {
  init(_ state: POP3State, offering verbs: Set<POP3Verb> = [.top, .apop], timestamp: String? = "<1@b>") {
    self.init(of: POP3Offers(verbs: verbs), isTLS: false)
    self.state = state
    self.timestamp = timestamp
  }
}

extension POP3State {
  static let named = POP3State.authorization(.userGiven("x"))
  static let threeLetters = POP3State.transaction(NumberedMaildrop(count: 3, marked: [2]))
}

extension SMTPPosition {
  init(_ state: SMTPState, _ offers: SMTPOffers) {
    self.init(of: offers, isTLS: false)
    self.state = state
  }
}

extension SMTPState {
  static let hello = SMTPHello(name: "a", isExtended: true)
  static let welcomed = SMTPState.greeted(hello)
  static let sender = SMTPState.mail(envelope(0))
  static let addressed = SMTPState.recipients(envelope(1))
  static let pieces = SMTPState.chunking(envelope(1))

  static func envelope(_ recipients: Int) -> SMTPEnvelope {
    SMTPEnvelope(
      hello: hello, sender: .null,
      recipients: (0..<recipients).map { _ in MailPath(localPart: "a", domain: "b") })
  }
}

/// The rule books' verdicts and transitions, by examples.
@Suite struct POP3RulesTests {
  /// nil: allowed.
  @Test(
    arguments: [
      ("RETR", .authorization(.fresh), .stateNotLoggedIn), ("RETR", .threeLetters, .argumentMissing),
      ("RETR 3", .threeLetters, nil), ("RETR 4", .threeLetters, .argumentNoSuchMessage),
      ("DELE 2", .threeLetters, .argumentDeletedMessage), ("LIST 2", .threeLetters, .argumentDeletedMessage),
      ("TOP 2 0", .threeLetters, .argumentDeletedMessage), ("LIST", .threeLetters, nil),
      ("STTA", .threeLetters, .verbTypo), ("USER x", .greeting, nil), ("STAT", .greeting, .stateNotLoggedIn),
      ("RETR 4", .transaction(NumberedMaildrop(marked: [5])), nil),
      ("RETR 5", .transaction(NumberedMaildrop(marked: [5])), .argumentDeletedMessage),
      ("AUTH XOAUTH2", .authorization(.fresh), .verbNotSupported),
    ] as [(String, POP3State, Diagnosis.ID?)])
  func verdicts(_ line: String, _ state: POP3State, _ id: Diagnosis.ID?) {
    #expect(POP3Rules.judge(POP3Command.parse(line), at: POP3Position(state)).diagnosis?.id == id)
  }

  /// Octets without CRLF: RFC 2449 §4 grants 255 with it, and base64 more.
  @Test(
    arguments: [
      ("USER ", 253, nil), ("USER ", 254, .lineTooLong), ("XYZZY ", 254, .lineTooLong),
      ("AUTH PLAIN ", 12_286, nil), ("AUTH PLAIN ", 12_287, .lineTooLong),
    ] as [(String, Int, Diagnosis.ID?)])
  func linesHaveALimit(_ start: String, _ octets: Int, _ id: Diagnosis.ID?) {
    let position = POP3Position(.authorization(.fresh), offering: [.auth])
    let filling = start.hasPrefix("AUTH") && octets % 4 != 3 ? "A" : "x"
    let line = start + String(repeating: filling, count: octets - start.utf8.count)
    let verdict = POP3Rules.judge(POP3Command.parse(line), at: position)
    #expect((verdict.diagnosis?.id == .lineTooLong) == (id == .lineTooLong))
  }

  @Test(
    arguments: [
      (.authorization(.fresh), "USER x", "+OK", .named), (.named, "PASS a", "+OK", .transaction(NumberedMaildrop())),
      (.named, "PASS a", "-ERR", .authorization(.fresh)), (.named, "STAT", "-ERR", .authorization(.fresh)),
      (.named, "CAPA", "+OK", .authorization(.fresh)), (.named, "CAPA", "-ERR", .authorization(.fresh)),
      (.named, "USER y", "+OK", .authorization(.userGiven("y"))), (.named, "LANG", "+OK", .authorization(.fresh)),
      (.authorization(.fresh), "APOP a b", "+OK", .transaction(NumberedMaildrop())),
      (.authorization(.fresh), "AUTH", "+OK", .authorization(.fresh)),
      (.authorization(.fresh), "AUTH PLAIN", "+ ", .authorization(.sasl)),
      (.authorization(.fresh), "STLS", "+OK", .authorization(.handshake)),
      (.threeLetters, "USER a", "-ERR", .threeLetters),
      (.threeLetters, "DELE 1", "+OK", .transaction(NumberedMaildrop(count: 3, marked: [1, 2]))),
      (.threeLetters, "DELE 1", "-ERR", .threeLetters),
      (.threeLetters, "RSET", "+OK", .transaction(NumberedMaildrop(count: 3))),
      (.threeLetters, "QUIT", "+OK", .closed), (.threeLetters, "QUIT", "-ERR", .closed),
      (.authorization(.fresh), "QUIT", "+OK", .closed),
      // A server that lets anybody in is followed all the same.
      (.authorization(.fresh), "DELE 2", "+OK", .transaction(NumberedMaildrop(marked: [2]))),
    ] as [(POP3State, String, String, POP3State)])
  func transitions(_ from: POP3State, _ line: String, _ reply: String, _ to: POP3State) throws {
    var position = POP3Position(from)
    let command = try #require(POP3Command.parse(line).command)
    position.advance(after: command, POP3Reply(line: Array(reply.utf8)))
    #expect(position.state == to)
  }

  /// RFC 1939 §7, and a server that forgives it.
  @Test(arguments: [(false, .statePassBeforeUser), (true, nil)] as [(Bool, Diagnosis.ID?)])
  func passComesImmediatelyAfterUser(_ keepsUser: Bool, _ id: Diagnosis.ID?) {
    for (line, reply) in [("CAPA", "+OK"), ("STAT", "-ERR no"), ("AUTH", "+OK"), ("LANG", "+OK"), ("UTF8", "+OK")] {
      var position = POP3Position(.authorization(.fresh), offering: [.capa, .auth, .lang, .utf8])
      position.offers.keepsUser = keepsUser
      for (line, reply) in [("USER x", "+OK"), (line, reply)] {
        guard let command = POP3Command.parse(line).command else { preconditionFailure("\(line) is a command") }
        position.advance(after: command, POP3Reply(line: Array(reply.utf8)))
      }
      #expect(POP3Rules.judge(POP3Command.parse("PASS a"), at: position).diagnosis?.id == id, "\(line)")
    }
  }

  @Test func aClientHearsWhatThereIs() throws {
    var position = POP3Position()
    position.greeted(POP3Reply(line: Array("+OK hello".utf8)))
    position.advance(after: .pass(Secret("x")), POP3Reply(line: Array("+OK".utf8)))
    position.advance(after: .stat, POP3Reply(line: Array("+OK 3 900".utf8)))
    #expect(position.maildrop?.count == 3)
    position.advance(after: .dele(3), POP3Reply(line: Array("+OK".utf8)))
    position.advance(after: .stat, POP3Reply(line: Array("+OK 2 700".utf8)))
    #expect(position.maildrop == NumberedMaildrop(count: 3, marked: [3]))
    let lines = ["TOP", "SASL PLAIN XOAUTH2", "UIDL"].map { Array($0.utf8) }
    position.advance(after: .capa, POP3Reply(line: Array("+OK".utf8), lines: lines))
    #expect(position.offers.verbs == [.capa, .top, .uidl, .auth, .stls])
    #expect(position.offers.mechanisms == [.plain, .other("XOAUTH2")])
    position.tlsStarted()
    #expect(position.offers.mechanisms == nil)
  }

  @Test func aServerIsNotTaughtByItsOwnReplies() {
    var position = POP3Position(.threeLetters)
    let before = position.offers
    position.advance(after: .capa, POP3Reply(line: Array("+OK".utf8), lines: []))
    position.advance(after: .stat, POP3Reply(line: Array("+OK 9 9".utf8)))
    #expect(position.offers == before)
    #expect(position.state == .threeLetters)
  }
}

/// A server that takes one login on a connection.
@Suite struct OneLoginTests {
  private func position(after lines: [(String, String)], takesOneLogin: Bool = true) throws -> POP3Position {
    var position = POP3Position(.authorization(.fresh), offering: [.apop, .capa, .stls, .auth])
    position.offers.takesOneLogin = takesOneLogin
    for (line, reply) in lines {
      position.advance(after: try #require(POP3Command.parse(line).command), POP3Reply(line: Array(reply.utf8)))
    }
    return position
  }

  @Test(
    arguments: [
      ([("USER a", "+OK"), ("PASS b", "-ERR")], true), ([("APOP a b", "-ERR")], true),
      ([("USER a", "+OK"), ("PASS b", "-ERR"), ("USER a", "-ERR")], true), ([("USER a", "+OK")], false),
      // Refused for its turn: no login has failed.
      ([("PASS b", "-ERR")], false), ([("USER a", "-ERR")], false), ([("STAT", "-ERR")], false),
    ] as [([(String, String)], Bool)])
  func afterwards(_ lines: [(String, String)], _ isSpent: Bool) throws {
    let position = try position(after: lines)
    for line in ["USER a", "AUTH PLAIN", "APOP a b", "STAT"] {
      let id = POP3Rules.judge(POP3Command.parse(line), at: position).diagnosis?.id
      #expect((id == .stateNoRetry) == isSpent, "\(line)")
    }
    for line in ["QUIT", "CAPA"] {
      #expect(POP3Rules.judge(POP3Command.parse(line), at: position).diagnosis?.id == nil, "\(line)")
    }
    let other = try self.position(after: lines, takesOneLogin: false)
    #expect(POP3Rules.judge(POP3Command.parse("USER a"), at: other).isAllowed)
  }
}

@Suite struct SMTPRulesTests {
  private static let offers = SMTPOffers(
    verbs: [.ehlo, .vrfy, .bdat], parameters: ["SIZE"], tolerated: [.pathSpace], sizeLimit: 100)

  @Test(
    arguments: [
      ("DATA x", .sender, .stateNoRecipient), ("DATA x", .addressed, .argumentExtra),
      ("MAIL FROM: <a@b.c>", .welcomed, .pathSpace), ("MAIL FROM:a@b.c", .welcomed, .pathNoBrackets),
      ("HELO", .connected, .helloNoName), ("MAIL FROM:<a@b.c> SIZE=100", .welcomed, nil),
      ("MAIL FROM:<a@b.c> SIZE=101", .welcomed, .parameterSizeTooBig),
      ("MAIL FROM:<a@b.c> SIZE=-1", .welcomed, .parameterBadValue),
      ("MAIL FROM:<a@b.c> SIZE", .welcomed, .parameterBadValue),
      ("MAIL FROM:<a@b.c> SIZE=99999999999999999999", .welcomed, .parameterSizeTooBig),
      ("MAIL FROM:<a@b.c> BODY=8BITMIME", .welcomed, .parameterUnknown),
      ("MAIL FROM:<a@b.c> SIZE=1", .greeted(SMTPHello(name: "a", isExtended: false)), .helloEHLONeeded),
      ("EXPN a", .welcomed, .verbNotSupported), ("MAIL FROM:<a@b.c>", .greeting, .stateNoHello),
      ("HELO localhost", .connected, .helloLocalName), ("EHLO LOCALHOST.localdomain", .connected, .helloLocalName),
      ("EHLO pc", .connected, .helloLocalName), ("EHLO 192.0.2.1", .connected, .helloLocalName),
      ("EHLO 2001:db8::1", .connected, .helloLocalName), ("EHLO IPv6:::1", .connected, .helloLocalName),
      ("EHLO [192.0.2.1]", .connected, nil), ("EHLO [IPv6:::1]", .connected, nil), ("HELO a.b", .connected, nil),
      ("HELO two words", .connected, .helloBadName), ("HELO a_b.c", .connected, .helloBadName),
      ("HELO a..b", .connected, .helloBadName), ("EHLO 2001:db8", .connected, .helloBadName),
      ("HELO a.b", .greeting, nil), ("NOOP", .turnedAway, .replyGreeting554), ("QUIT", .turnedAway, nil),
    ] as [(String, SMTPState, Diagnosis.ID?)])
  func verdicts(_ line: String, _ state: SMTPState, _ id: Diagnosis.ID?) {
    #expect(SMTPRules.judge(SMTPCommand.parse(line), at: SMTPPosition(state, Self.offers)).diagnosis?.id == id)
  }

  /// They are a domain's syntax: even a strict server takes them, and a remark is all there is.
  @Test(arguments: ["localhost", "pc", "192.0.2.1", "::1"]) func localNamesAreTaken(_ name: String) {
    let strict = SMTPPosition(.connected, SMTPOffers(verbs: [.ehlo]))
    let verdict = SMTPRules.judge(SMTPCommand.parse("EHLO \(name)"), at: strict)
    #expect(verdict.isAllowed)
    #expect(verdict.diagnosis?.id == .helloLocalName)
  }

  /// Octets without CRLF. RFC 5321 §4.5.3.1.4, RFC 3461 §5.2.
  @Test(
    arguments: [
      ("NOOP ", .welcomed, 510, nil), ("NOOP ", .welcomed, 511, .lineTooLong),
      ("MAIL FROM:<", .welcomed, 1038, .pathBadAddress), ("MAIL FROM:<", .welcomed, 1039, .lineTooLong),
      ("MAIL FROM:<", .greeted(SMTPHello(name: "a", isExtended: false)), 511, .lineTooLong),
      ("RCPT TO:<", .connected, 511, .lineTooLong),
    ] as [(String, SMTPState, Int, Diagnosis.ID?)])
  func linesHaveALimit(_ start: String, _ state: SMTPState, _ octets: Int, _ id: Diagnosis.ID?) {
    let line = start + String(repeating: "x", count: octets - start.utf8.count)
    let verdict = SMTPRules.judge(SMTPCommand.parse(line), at: SMTPPosition(state, Self.offers))
    #expect((verdict.diagnosis?.id == .lineTooLong) == (id == .lineTooLong))
  }

  @Test func forgivenOrNot() {
    func isAllowed(_ line: String) -> Bool {
      SMTPRules.judge(SMTPCommand.parse(line), at: SMTPPosition(.welcomed, Self.offers)).isAllowed
    }
    #expect(isAllowed("MAIL FROM: <a@b.c>"))
    #expect(!isAllowed("MAIL FROM:a@b.c"))
    #expect(!isAllowed("HELO"))
  }

  @Test(
    arguments: [
      (.connected, "HELO a", 250, .greeted(SMTPHello(name: "a", isExtended: false))),
      (.connected, "HELO a", 501, .connected), (.welcomed, "MAIL FROM:<>", 250, .sender),
      (.sender, "RCPT TO:<a@b>", 250, .addressed),
      (.addressed, "RCPT TO:<a@b>", 251, .recipients(SMTPState.envelope(2))),
      (.addressed, "RCPT TO:<a@b>", 550, .addressed), (.addressed, "DATA", 354, .data(SMTPState.envelope(1))),
      (.addressed, "DATA", 451, .addressed), (.addressed, "RSET", 250, .welcomed),
      (.connected, "RSET", 250, .connected),
      (.addressed, "EHLO a", 250, .welcomed), (.sender, "NOOP", 421, .closed), (.sender, "QUIT", 221, .closed),
      (.sender, "QUIT", 500, .closed), (.welcomed, "STARTTLS", 220, .handshake),
      (.welcomed, "AUTH LOGIN", 334, .sasl(SMTPState.hello, .login, step: 1)),
      (.welcomed, "AUTH LOGIN", 504, .welcomed),
      // RFC 3030 §2: a piece that fails takes the letter with it; one that is out of order changes nothing.
      (.addressed, "BDAT 3", 250, .pieces), (.pieces, "BDAT 3 LAST", 250, .welcomed),
      (.addressed, "BDAT 3 LAST", 451, .welcomed), (.pieces, "BDAT 3", 552, .welcomed),
      (.sender, "BDAT 3", 503, .sender),
      (.addressed, "BDAT 3", 500, .addressed), (.welcomed, "BDAT 3", 503, .welcomed),
      // A server that asks for less than the standard is followed all the same.
      (.connected, "MAIL FROM:<>", 250, .mail(SMTPEnvelope(hello: nil, sender: .null))),
    ] as [(SMTPState, String, Int, SMTPState)])
  func transitions(_ from: SMTPState, _ line: String, _ code: Int, _ to: SMTPState) throws {
    var position = SMTPPosition(from, Self.offers)
    let command = try #require(SMTPCommand.parse(line).command)
    position.advance(after: command, SMTPReply(code: code, lines: []))
    #expect(position.state == to)
  }

  @Test(
    arguments: [
      (.data(SMTPState.envelope(1)), 250, .welcomed), (.data(SMTPState.envelope(1)), 550, .welcomed),
      (.data(SMTPState.envelope(1)), 421, .closed),
      (.data(SMTPEnvelope(hello: nil, sender: .null)), 250, .connected),
    ] as [(SMTPState, Int, SMTPState)])
  func lettersEndTheTransaction(_ from: SMTPState, _ code: Int, _ to: SMTPState) {
    var position = SMTPPosition(from, Self.offers)
    position.letterAnswered(SMTPReply(code: code, lines: []))
    #expect(position.state == to)
  }

  @Test func exchangesEndWithOrWithoutALogin() {
    for (code, isAuthenticated) in [(235, true), (535, false), (501, false)] {
      var position = SMTPPosition(.sasl(SMTPState.hello, .login, step: 1), Self.offers)
      position.responseAnswered(SMTPReply(code: 334, lines: []))
      #expect(position.state == .sasl(SMTPState.hello, .login, step: 2))
      position.responseAnswered(SMTPReply(code: code, lines: []))
      #expect(position.state == .welcomed)
      #expect(position.isAuthenticated == isAuthenticated)
    }
  }

  @Test func tlsForgetsWhatWasSaid() {
    var position = SMTPPosition()
    position.greeted(SMTPReply(code: 220, lines: []))
    let lines = ["250-x", "250-SIZE 9", "250-AUTH PLAIN", "250 STARTTLS"].map { Array($0.utf8) }
    position.advance(after: .ehlo("a"), SMTPReply(code: 250, lines: lines))
    #expect(position.parameters == ["SIZE", "AUTH"])
    position.advance(after: .starttls, SMTPReply(code: 220, lines: []))
    position.tlsStarted()
    #expect(position.state == .connected)
    #expect(position.isTLS)
    #expect(position.offers == .unheard)
  }

  /// What of an extension comes after HELO is told as that; where the server has no such thing, EHLO would not help.
  @Test(
    arguments: [
      ("MAIL FROM:<a@b.c> SIZE=1", .told, .helloEHLONeeded),
      ("MAIL FROM:<a@b.c> BODY=8BITMIME", .told, .parameterUnknown),
      ("MAIL FROM:<a@b.c> FOO=1", .told, .parameterUnknown), ("MAIL FROM:<a@b.c> SIZE=1", .heard, .helloEHLONeeded),
      ("MAIL FROM:<a@b.c> FOO=1", .heard, .parameterUnknown), ("STARTTLS", .heard, .helloEHLONeeded),
      ("AUTH PLAIN", .heard, .helloEHLONeeded), ("BDAT 3", .heard, .helloEHLONeeded),
      ("ETRN b.c", .told, .verbNotSupported),
      ("AUTH PLAIN", .told, .verbNotSupported), ("VRFY a", .heard, nil),
    ] as [(String, Knowledge, Diagnosis.ID?)])
  func afterHELO(_ line: String, _ knowledge: Knowledge, _ id: Diagnosis.ID?) {
    var position = SMTPPosition()
    if knowledge == .told { position = SMTPPosition(of: Self.offers, isTLS: false) }
    position.state = .greeted(SMTPHello(name: "pc.example.org", isExtended: false))
    let diagnosis = SMTPRules.judge(SMTPCommand.parse(line), at: position).diagnosis
    #expect(diagnosis?.id == id)
    if id == .helloEHLONeeded { #expect(diagnosis?.values["suggestion"] == "EHLO pc.example.org") }
  }
}
