import Testing

@testable import MailProtocol

/// What is wrong is named, and what is suggested works.
@Suite struct SlipTests {
  @Test(arguments: Slip.all) func isNamedAndMended(_ slip: Slip) {
    let diagnosis = Slip.diagnosis(of: slip.line, slip.speaking)
    #expect(diagnosis?.id.rawValue == slip.id)
    #expect(diagnosis?.values["suggestion"] == slip.suggestion)
    #expect(diagnosis?.speaking == slip.speaking)
    if let suggestion = slip.suggestion { #expect(Slip.isFlawless(suggestion, slip.speaking)) }
  }

  @Test func tablesAreLong() {
    #expect(Slip.all.count > 600)
    let pairs = Slip.all.map { "\($0.speaking) \($0.line)" }
    #expect(Set(pairs).count == pairs.count)
  }

  /// A sentence about a line holds what the line has, in the case in which it was typed.
  @Test(arguments: ["RCPT TO:<A@B.EXAMPLE> <C@d.Example>", "MAIL FROM:<A@B.EXAMPLE", "RCPT TO:(Bob@C.example)"])
  func keepsTheCase(_ line: String) throws {
    let diagnosis = try #require(SMTPCommand.parse(line).reading.diagnosis)
    #expect(line.contains(try #require(diagnosis.values["bad"])))
    let suggestion = try #require(diagnosis.values["suggestion"])
    #expect(line.contains(suggestion.drop { $0 != "<" }.dropFirst().dropLast()))
  }

  @Test func parametersAreToldAsTyped() throws {
    let position = SMTPPosition(.welcomed, SMTPOffers(verbs: [.mail], parameters: ["SIZE"]))
    let verdict = SMTPRules.judge(SMTPCommand.parse("MAIL FROM:<a@b.example> Bob size=10 Foo=x"), at: position)
    let diagnosis = try #require(verdict.diagnosis)
    #expect(diagnosis.id == .parameterUnknown)
    #expect(diagnosis.values["bad"] == "Bob")
    #expect(diagnosis.values["suggestion"] == "MAIL FROM:<a@b.example> size=10")
  }

  /// `MAIL TO:` may have been meant for either verb; who knows the position, decides.
  @Test(
    arguments: [
      ("MAIL TO:<a@b.example>", "MAIL FROM:<a@b.example>", "RCPT TO:<a@b.example>"),
      ("RCPT FROM: a@b.example", "RCPT TO:<a@b.example>", "MAIL FROM:<a@b.example>"),
      ("mail to <a@b.example", "MAIL FROM:<a@b.example>", "RCPT TO:<a@b.example>"),
      ("RCPT FORM:<a@b.example>", "RCPT TO:<a@b.example>", nil),
    ] as [(String, String, String?)])
  func otherReading(_ line: String, _ suggestion: String, _ otherwise: String?) {
    let values = SMTPCommand.parse(line).reading.diagnosis?.values
    #expect(values?["suggestion"] == suggestion)
    #expect(values?["otherwise"] == otherwise)
  }

  /// One number a command: of all letters the first that is not marked, where that is known.
  @Test(
    arguments: [
      (3, [], "DELE 1"), (3, [1], "DELE 2"), (3, [1, 2, 3], nil), (0, [], nil), (nil, [], nil),
    ] as [(Int?, Set<Int>, String?)])
  func allOfThem(_ count: Int?, _ marked: Set<Int>, _ suggestion: String?) {
    let position = POP3Position(.transaction(NumberedMaildrop(count: count, marked: marked)), offering: [])
    let verdict = POP3Rules.judge(POP3Command.parse("DELE all"), at: position)
    #expect(verdict.diagnosis?.id == .argumentList)
    #expect(verdict.diagnosis?.values["suggestion"] == suggestion)
  }

  /// What follows PASS, or a name, may be a password.
  @Test(arguments: [
    "PASS=hunter2", "PASS:hunter2", "PASShunter2", "PASS(hunter2)", "PASS\thunter2", " PASS hunter2", "PA SS hunter2",
    "\"PASS hunter2\"", "PASSWORD=hunter2", "password: hunter2", "PAS hunter2", "USER dewey hunter2",
    "USER: dewey hunter2", "APOP dewey c4c9 hunter2", "AUTH PLAIN abc hunter2",
  ])
  func secretsAreNotRepeated(_ line: String) {
    let diagnosis = POP3Command.parse(line).reading.diagnosis
    #expect(diagnosis != nil)
    #expect(diagnosis?.values["bad"]?.contains("hunter2") != true)
  }

  /// Enough to recognise it, never the whole of a long line.
  @Test(arguments: [
    "STAT ", "STAT", "RETR ", "USER a ", "LIST ", "TOP 1 ", "MAIL ", "MAIL FROM:", "RCPT TO:<a@b.example> ",
    "RCPT TO:<a@", "HELO -", "EHLO a b ", "DATA ", "ETRN !", "BDAT ", "é", "", "\t", " ",
  ])
  func longLines(_ start: String) {
    for filler in ["x", "9", "é", "x ", "@"] {
      let line = start + String(repeating: filler, count: 300)
      for speaking in MailProtocolName.allCases {
        let bad = Slip.diagnosis(of: line, speaking)?.values["bad"] ?? ""
        #expect(bad.count <= 60, "\(line)")
      }
    }
  }

  /// A server refuses a line that is too long for just that.
  @Test func tooLong() {
    let line = "STAT" + String(repeating: "x", count: 300)
    let pop3 = POP3Position(.transaction(NumberedMaildrop(count: 1)), offering: [])
    #expect(POP3Rules.judge(POP3Command.parse(line), at: pop3).diagnosis?.id == .lineTooLong)
    let word = "HELO" + String(repeating: "x", count: 600)
    let smtp = SMTPPosition(.connected, SMTPOffers(verbs: [.helo]))
    #expect(SMTPRules.judge(SMTPCommand.parse(word), at: smtp).diagnosis?.id == .lineTooLong)
  }
}
