import MailProtocol
import Testing

@testable import LessonEngine

/// What `/explain LINE` and `mailtutor explain` make of a line.
@Suite struct ExplanationTests {
  /// `verb pop3 STAT`, `reply` with the first meaning of each part, the trouble's cause, or what else is said.
  private func summary(_ feedback: [Feedback]) -> String {
    feedback.map { feedback in
      switch feedback {
      case .verb(let name, let verb): "verb \(name.rawValue) \(verb)"
      case .reply(_, let anatomy, _): "reply " + anatomy.parts.map { $0.meanings[0] }.joined(separator: ", ")
      case .caution(let diagnosis): "caution \(diagnosis.id.rawValue)"
      case .trouble(let trouble): "trouble \(trouble.cause)"
      case .notice(let key, _): key.rawValue
      default: "\(feedback)"
      }
    }.joined(separator: "; ")
  }

  @Test(arguments: [
    ("STAT", nil, nil, "verb pop3 STAT"), ("retr 2", nil, nil, "verb pop3 RETR"),
    ("RETR two", nil, nil, "verb pop3 RETR"),
    ("EHLO x", nil, nil, "verb smtp EHLO"), ("QUIT", nil, nil, "verb pop3 QUIT; verb smtp QUIT"),
    ("AUTH", nil, nil, "verb pop3 AUTH; verb smtp AUTH"), ("rset", nil, nil, "verb pop3 RSET; verb smtp RSET"),
    ("QUIT", MailProtocolName.smtp, nil, "verb smtp QUIT"), ("QUIT", .pop3, nil, "verb pop3 QUIT"),
    ("MAIL FROM:<a@b>", .pop3, nil, "verb smtp MAIL"), ("C: STAT", nil, nil, "verb pop3 STAT"),
    ("+OK", nil, nil, "reply pop3.ok-after.unspecified"),
    ("S: +OK 3 345910", nil, nil, "reply pop3.ok-after.STAT, pop3.part.count, pop3.part.octets"),
    ("+OK 3 345910", nil, "LIST 3", "reply pop3.ok-after.LIST-one, pop3.part.message-number, pop3.part.message-octets"),
    ("+OK hello <1.2@h>", nil, nil, "reply pop3.ok-after.greeting, pop3.part.text, pop3.part.timestamp"),
    ("+OK hello", nil, "greeting", "reply pop3.ok-after.greeting, pop3.part.text"),
    ("+OK unique-id listing follows", nil, "UIDL 1", "reply pop3.ok-after.UIDL-one, pop3.part.text"),
    ("+OK 1 whole", nil, "LIST 1", "reply pop3.ok-after.LIST-one, pop3.part.text"),
    (
      "-ERR [IN-USE] busy", nil, "PASS x",
      "reply pop3.err-after.PASS, pop3.response-code.IN-USE, pop3.part.text; trouble mailbox-locked"
    ),
    (
      "-ERR 999 no", nil, nil,
      "reply pop3.err-after.unspecified, pop3.part.error-number, pop3.part.text; explain.words-not-known"
    ),
    ("-ERR", nil, nil, "reply pop3.err-after.unspecified"),
    ("-ERR no such message", nil, nil, "reply pop3.err-after.unspecified, pop3.part.text; trouble no-such-message"),
    ("+", nil, nil, "reply pop3.continue"), ("-", nil, nil, "explain.no-status"),
    ("+ VXNlcm5hbWU6", nil, nil, "reply pop3.continue, sasl.part.base64"),
    ("334 VXNlcm5hbWU6", nil, "AUTH", "reply smtp.code-after.AUTH.334, smtp.first.3, smtp.second.3, sasl.part.base64"),
    ("334 AAEC/w==", nil, "AUTH", "reply smtp.code-after.AUTH.334, smtp.first.3, smtp.second.3, sasl.part.octets"),
    ("+ERR x", nil, nil, "explain.no-status"),
    ("550", nil, nil, "reply smtp.code-after.unknown.550, smtp.first.5, smtp.second.5"),
    ("250", nil, "RCPT TO:<a@b>", "reply smtp.code-after.RCPT.250, smtp.first.2, smtp.second.5"),
    (
      "354 x", nil, "RCPT",
      "reply smtp.code-after.RCPT.354, smtp.first.3, smtp.second.5, smtp.part.text; explain.odd-code"
    ),
    ("250 x", nil, ".", "reply smtp.code-after.end-of-data.250, smtp.first.2, smtp.second.5, smtp.part.text"),
    (
      "220 h.example x", nil, "greeting",
      "reply smtp.code-after.greeting.220, smtp.first.2, smtp.second.2, smtp.part.host, smtp.part.text"
    ),
    (
      "220 ****************", nil, nil,
      "reply smtp.code-after.unknown.220, smtp.first.2, smtp.second.2, smtp.part.stars; trouble network-rewrites-smtp"
    ),
    (
      "550 5.7.1 zzz", nil, nil,
      "reply smtp.code-after.unknown.550, smtp.first.5, smtp.second.5, smtp.enhanced.detail.7.1, smtp.part.text; explain.words-not-known"
    ),
    (
      "250-SIZE 35882577", nil, nil,
      "reply smtp.code-after.EHLO.250, smtp.first.2, smtp.second.5, smtp.extension.SIZE"
    ),
    ("5.7.1", nil, nil, "reply smtp.enhanced.detail.7.1, smtp.enhanced.class.5, smtp.enhanced.subject.7"),
    ("4.99.99", nil, nil, "reply smtp.enhanced.detail.99.99, smtp.enhanced.class.4, smtp.enhanced.subject.99"),
    ("AUTH=LOGIN", nil, nil, "reply smtp.extension.AUTH="), ("PRDR", nil, nil, "reply smtp.extension.PRDR"),
    ("EXPIRE 0", nil, nil, "reply pop3.capability.EXPIRE-0"), ("xoauth2", nil, nil, "reply sasl.XOAUTH2"),
    ("PIPELINING", nil, nil, "reply smtp.extension.PIPELINING, pop3.capability.PIPELINING"),
    ("600 hello", nil, nil, "explain.no-code"), ("000", nil, nil, "explain.not-known"),
    ("STTA", nil, nil, "explain.near; verb pop3 STAT"), ("HELLO", .smtp, nil, "explain.near; verb smtp HELO"),
    ("xyzzy", nil, nil, "explain.not-known"), ("ＳＴＡＴ", nil, nil, "caution input.fullwidth"),
    ("2500 x", nil, nil, "explain.not-known"), ("", nil, nil, ""), ("S: ", nil, nil, "explain.not-known"),
    ("user unknown", nil, nil, "trouble no-such-user"),
  ])
  func ofALine(_ line: String, _ speaking: MailProtocolName?, _ command: String?, _ expected: String) {
    let explanation = Explanation(line, speaking: speaking, after: command, guide: FieldSamples.guide)
    #expect(summary(explanation.feedback) == expected)
    let isKnown = !["explain.", "caution"].contains { expected.hasPrefix($0) || expected.contains("; \($0)") }
    #expect(explanation.isUnderstood == (isKnown && !expected.isEmpty || expected.contains("odd-code")))
  }

  /// Whatever a verb needs behind it, the verb alone says which table counts.
  @Test(arguments: POP3Verb.allCases) func aVerbAloneIsEnough(_ verb: POP3Verb) {
    let explanation = Explanation("-ERR x", after: verb.rawValue, guide: FieldSamples.guide)
    #expect(summary(explanation.feedback).hasPrefix("reply pop3.err-after.\(verb.rawValue)"))
    #expect(Explanation.isOccasion(verb.rawValue.lowercased()) && !Explanation.isOccasion("FOO"))
  }

  @Test func linesOfOneReplyBelongTogether() {
    let lines = [
      "250-h.example", "250-SIZE 100", "250 HELP", "250 done", "", "STAT", "550-5.1.1 no", "550-5.1.1 such user",
    ]
    let feedback = Explanation(lines.joined(separator: "\n"), guide: FieldSamples.guide).findings.map { $0.feedback[0] }
    let counts = feedback.map { if case .reply(let lines, _, _) = $0 { lines.count } else { 0 } }
    #expect(counts == [3, 1, 0, 2])
    #expect(summary([feedback[0]]).hasSuffix("smtp.extension.SIZE, smtp.extension.HELP"))
  }

  @Test(
    arguments: [
      ("+OK capabilities\nTOP\nEXPIRE 0\n.", nil, "pop3.capability.TOP, pop3.capability.EXPIRE-0, pop3.part.end"),
      ("+OK\n1 120\n2 200\n.", nil, "pop3.part.message-number, pop3.part.message-octets, pop3.part.end"),
      ("+OK\n1 abc\n2 def\n.\n", "UIDL", "pop3.part.message-number, pop3.part.unique-id, pop3.part.end"),
      (
        "+OK 120 octets\nSubject: +OK\n\n-ERR is a word\n.", "RETR 1",
        "pop3.part.message-octets, pop3.part.text, pop3.part.end"
      ),
      ("C: CAPA\nS: +OK\nS: UIDL\nS: .", nil, "pop3.capability.UIDL, pop3.part.end"),
      ("220-one\n220 two", nil, "smtp.part.hyphen, smtp.part.text"),
    ] as [(String, String?, String)])
  func aReplyOfSeveralLinesIsOne(_ text: String, _ command: String?, _ end: String) {
    let explanation = Explanation(text, after: command, guide: FieldSamples.guide)
    let replies = explanation.feedback.filter { if case .reply = $0 { true } else { false } }
    #expect(replies.count == 1 && summary(replies).hasSuffix(end))
  }

  /// In a session that was pasted each reply answers the command before it.
  @Test func aSessionIsReadInItsOrder() {
    let text =
      "S: 220 h.example\nC: EHLO x\nS: 250 ok\nC: MAIL FROM:<a@b.example>\nS: 550 zzz\nC: RCPT TO:<c@d.example>\nS: 550 zzz"
    let explanation = Explanation(text, guide: FieldSamples.guide)
    let causes = explanation.findings.compactMap { $0.reply == nil ? nil : $0.trouble?.cause ?? "-" }
    #expect(causes == ["accepted", "accepted", "policy-unspecified", "no-such-user"])
  }

  /// Every line has some explanation, and every part of a reply lies in its line.
  @Test func anyLineCanBeExplained() {
    var numbers = Numbers(state: 7)
    let pieces = [
      "+OK", "-ERR", " ", "250", "-", "[", "]", "<", ">", "@", "5.7.1", "STAT", "\u{8}", "é", "　", "3", ":", ".", "//",
      "\u{1B}",
    ]
    for _ in 0..<3_000 {
      let line = (0..<Int.random(in: 0...7, using: &numbers)).map { _ in pieces.randomElement(using: &numbers)! }
        .joined()
      let after = ["STAT", "LIST", "EHLO x", "greeting", ".", nil].randomElement(using: &numbers)!
      for feedback in Explanation(line, after: after, guide: FieldSamples.guide).feedback
        + Explanation(line + "\n" + line, speaking: .smtp, after: after, guide: .none).feedback
      {
        guard case .reply(let lines, let anatomy, _) = feedback else { continue }
        #expect(anatomy.parts.allSatisfy { $0.range.upperBound <= lines[$0.line].count && !$0.meanings.isEmpty })
      }
    }
  }
}
