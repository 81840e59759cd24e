import Foundation
import MailProtocol
import Testing

@testable import LessonEngine

/// Causes by the words of servers and programs: the tables of `Tests/Field`, and what the engine promises about time.
@Suite struct FieldGuideTests {
  private func cause(_ row: FieldSamples.Row) -> String? { row.explanation.findings.first?.trouble?.cause }

  @Test func theTableOfReplies() {
    #expect(FieldSamples.replies.count == 581)
    for row in FieldSamples.replies + FieldSamples.more { #expect(cause(row) == row.cause, "\(row)") }
  }

  /// Lines of other servers and programs: nine in ten at least, and each cause in some of them.
  @Test func linesThatThePatternsWereNotMadeFor() {
    let missed = FieldSamples.others.filter { cause($0) != $0.cause }
    #expect(FieldSamples.others.count > 150)
    #expect(missed.count * 10 <= FieldSamples.others.count, "\(missed.map(\.text))")
  }

  @Test func nothingIsMadeOfWordsThatAreNotOfMail() {
    for line in FieldSamples.noTrouble {
      let explanation = Explanation(line, guide: FieldSamples.guide)
      #expect(explanation.findings.allSatisfy { $0.trouble == nil }, "\(line)")
      #expect(!explanation.isUnderstood, "\(line)")
    }
  }

  /// What the table says of who can mend it, where there is no better reason to say otherwise.
  @Test func whoCanMendIt() {
    let names: [String: Trouble.Mender] = [
      "you": .you, "your provider": .provider, "recipient's side": .recipient, "your network": .network,
      "nobody: wait": .nobody,
    ]
    let rows = FieldSamples.replies.filter { $0.explanation.findings.first?.trouble != nil }
    let agreeing = rows.filter { row in
      row.explanation.findings.first?.trouble?.mender == row.who.flatMap { names[$0] }
    }
    #expect(agreeing.count * 100 >= rows.count * 90, "\(agreeing.count) of \(rows.count)")
  }

  @Test func theTableIsReadWhenItIsNeeded() {
    let reads = Reads()
    let guide = FieldGuide(
      PackFiles(names: { [] }) { _ in
        reads.count()
        return nil
      }, lessons: []
    ) { _ in reads.count() }
    #expect(reads.number == 0)
    #expect(guide.trouble(in: .pop3(POP3Reply(line: Array("-ERR no".utf8))), answering: nil) == nil)
    let once = reads.number
    #expect(once > 0)
    _ = guide.trouble(in: .pop3(POP3Reply(line: Array("-ERR no".utf8))), answering: nil)
    #expect(reads.number == once)
  }

  private final class Reads: @unchecked Sendable {
    private let lock = NSLock()
    private(set) var number = 0
    func count() { lock.withLock { number += 1 } }
  }

  @Test func lessonsArePrintedWhereThePackHasThem() {
    func lesson(_ line: String, _ command: String) -> String? {
      Explanation(line, after: command, guide: FieldSamples.guide).findings.first?.trouble?.lesson
    }
    #expect(lesson("-ERR [AUTH] Authentication failed.", "PASS") == "pop3/first-session")
    #expect(lesson("535 5.7.8 Error: authentication failed: x", "AUTH") == nil)
    #expect(lesson("503 5.5.1 Error: need MAIL command", "RCPT") == "smtp/first-letter")
  }

  /// Where the words are known they decide; the registry's other meaning is told beside them.
  @Test(
    arguments: [
      ("550 5.1.10 Recipient not found", "RCPT", "no-such-user", "words", "5.1.10"),
      ("534-5.7.9 Application-specific password required", "AUTH", "app-password-needed", "words", "5.7.9"),
      ("550 5.1.1 No such user", "RCPT", "no-such-user", "words", nil),
      ("550 5.2.2 zzz", "RCPT", "mailbox-full", "code", nil),
      ("550 zzz", "RCPT", "no-such-user", "code", nil),
      ("535 zzz", "AUTH", "wrong-password", "code", nil),
    ] as [(String, String, String, String, String?)])
  func wordsAndCodes(_ line: String, _ command: String, _ cause: String, _ basis: String, _ other: String?) {
    let trouble = Explanation(line, after: command, guide: FieldSamples.guide).findings.first?.trouble
    #expect(trouble?.cause == cause && trouble?.basis.rawValue == basis)
    #expect(trouble?.disagreeing.map { "\($0)" } == other)
  }

  /// A paste of ten million octets, a line of a million, words that fit many patterns.
  @Test(arguments: [
    String(repeating: "not found user mailbox too many ", count: 320_000),
    String(repeating: "x", count: 1_000_000), String(repeating: "a.", count: 500_000),
    String(repeating: "550 5.1.1 <a@b.example> no\n", count: 400_000),
    String(repeating: "<a@b.example>: host h said: 550 no\n", count: 300_000),
    String(repeating: "*", count: 1_000_000),
    String(repeating: "Content-Type: multipart/mixed; boundary=a\n\n--a\n", count: 20_000),
    "+OK\n" + String(repeating: "line\n", count: 500_000), String(repeating: "é", count: 1_000_000),
  ])
  func hugeTextsTakeNoTime(_ text: String) {
    let clock = ContinuousClock()
    let time = clock.measure { _ = Explanation(text, guide: FieldSamples.guide) }
    #expect(time < .seconds(60), "\(text.prefix(20))")
  }
}
