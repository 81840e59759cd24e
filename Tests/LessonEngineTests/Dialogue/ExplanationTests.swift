import MailProtocol
import Testing

@testable import LessonEngine

/// What `/explain LINE` and `mailtutor explain` make of a line.
@Suite struct ExplanationTests {
  /// `verb pop3 STAT`, `reply` with the first meaning of each part, or the diagnosis.
  private func summary(_ feedback: Feedback) -> String {
    switch feedback {
    case .verb(let name, let verb): "verb \(name.rawValue) \(verb)"
    case .reply(_, let anatomy, _): "reply " + anatomy.parts.map { $0.meanings[0] }.joined(separator: ", ")
    case .mistake(let diagnosis, _): "mistake \(diagnosis.id.rawValue)"
    default: "\(feedback)"
    }
  }

  @Test(arguments: [
    ("STAT", nil, nil, "verb pop3 STAT"), ("retr 2", nil, nil, "verb pop3 RETR"),
    ("EHLO x", nil, nil, "verb smtp EHLO"),
    ("QUIT", nil, nil, "verb pop3 QUIT"), ("QUIT", MailProtocolName.smtp, nil, "verb smtp QUIT"),
    ("MAIL FROM:<a@b>", .pop3, nil, "verb smtp MAIL"), ("C: STAT", nil, nil, "verb pop3 STAT"),
    ("+OK", nil, nil, "reply pop3.ok-after.unspecified"),
    ("S: +OK 3 345910", nil, nil, "reply pop3.ok-after.STAT, pop3.part.count, pop3.part.octets"),
    ("+OK 3 345910", nil, "LIST 3", "reply pop3.ok-after.LIST-one, pop3.part.message-number, pop3.part.message-octets"),
    ("+OK hello <1.2@h>", nil, nil, "reply pop3.ok-after.greeting, pop3.part.text, pop3.part.timestamp"),
    ("+OK hello", nil, "greeting", "reply pop3.ok-after.greeting, pop3.part.text"),
    ("-ERR [IN-USE] busy", nil, "PASS x", "reply pop3.err-after.PASS, pop3.response-code.IN-USE, pop3.part.text"),
    ("-ERR 999 no", nil, nil, "reply pop3.err-after.unspecified, pop3.part.error-number, pop3.part.text"),
    ("+", nil, nil, "reply pop3.continue"), ("-", nil, nil, "reply pop3.part.text"),
    ("550", nil, nil, "reply smtp.code-after.unknown.550, smtp.first.5, smtp.second.5"),
    ("250", nil, "RCPT TO:<a@b>", "reply smtp.code-after.RCPT.250, smtp.first.2, smtp.second.5"),
    ("250 x", nil, ".", "reply smtp.code-after.end-of-data.250, smtp.first.2, smtp.second.5, smtp.part.text"),
    (
      "220 h.example x", nil, "greeting",
      "reply smtp.code-after.greeting.220, smtp.first.2, smtp.second.2, smtp.part.host, smtp.part.text"
    ),
    (
      "550 5.7.1 no", nil, nil,
      "reply smtp.code-after.unknown.550, smtp.first.5, smtp.second.5, smtp.enhanced.detail.7.1, smtp.part.text"
    ),
    ("5.7.1", nil, nil, "reply smtp.code-after.unknown.500, smtp.first.5, smtp.second.0, smtp.enhanced.detail.7.1"),
    ("000", nil, nil, "reply smtp.part.text"),
    ("STTA", nil, nil, "mistake verb.typo"), ("HELLO", .smtp, nil, "mistake verb.typo"),
    ("xyzzy", nil, nil, "mistake verb.unknown"),
    ("ＳＴＡＴ", nil, nil, "mistake input.fullwidth"), ("2500 x", nil, nil, "mistake verb.unknown"),
    ("", nil, nil, "mistake verb.unknown"), ("S: ", nil, nil, "mistake verb.unknown"),
  ])
  func ofALine(_ line: String, _ speaking: MailProtocolName?, _ command: String?, _ expected: String) {
    #expect(summary(Explanation.of(line, speaking: speaking, after: command)) == expected)
  }

  @Test func linesOfOneReplyBelongTogether() {
    let lines = ["250-h.example", "250-SIZE 100", "250 HELP", "250 done", "", "STAT", "550-5.1.1 no", "550-5.1.1 such"]
    let feedback = Explanation.of(lines: lines, speaking: nil, after: "EHLO x")
    let counts = feedback.map { if case .reply(let lines, _, _) = $0 { lines.count } else { 0 } }
    #expect(counts == [3, 1, 0, 2])
    #expect(summary(feedback[0]).hasSuffix("smtp.extension.SIZE, smtp.extension.HELP"))
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
      for feedback in [Explanation.of(line, speaking: nil, after: after)]
        + Explanation.of(lines: [line, line], speaking: .smtp, after: after)
      {
        guard case .reply(let lines, let anatomy, _) = feedback else { continue }
        #expect(anatomy.parts.allSatisfy { $0.range.upperBound <= lines[$0.line].count && !$0.meanings.isEmpty })
      }
    }
  }
}
