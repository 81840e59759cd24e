import LessonEngine
import MailProtocol
import Testing

/// What input methods send at the steps of the lessons: the reason, and the line that was meant, which passes.
@Suite struct TypingSuggestionTests {
  struct Row: Sendable, CustomTestStringConvertible {
    let lesson: String
    let step: String
    let line: String
    let id: Diagnosis.ID
    let meant: String

    init(_ lesson: String, _ step: String, _ line: String, _ id: Diagnosis.ID, _ meant: String) {
      (self.lesson, self.step, self.line, self.id, self.meant) = (lesson, step, line, id, meant)
    }

    var testDescription: String { "\(step): \(line)" }
  }

  private static let pop3 = "pop3/first-session"
  private static let smtp = "smtp/first-letter"

  @Test(arguments: [
    Row(pop3, "connect", "telnet mail.ẽample.net 110", .inputComposed, "telnet mail.example.net 110"),
    Row(pop3, "connect", "telnet mail。example。net 110", .inputFullwidth, "telnet mail.example.net 110"),
    Row(pop3, "user", "ỦE dewey", .inputComposed, "USER dewey"),
    Row(pop3, "user", "ỦE deưey", .inputComposed, "USER dewey"),
    Row(pop3, "user", "ＵＳＥＲ　ｄｅｗｅｙ", .inputFullwidth, "USER dewey"),
    Row(pop3, "user", "USER　dewey", .inputFullwidth, "USER dewey"),
    Row(pop3, "user", "“USER dewey”", .inputSmartQuotes, "USER dewey"),
    Row(pop3, "user", "ㄧㄋㄍㄐ ㄎㄍㄊㄍㄗ", .inputConverted, "USER dewey"),
    Row(pop3, "user", "USE人 dewey", .inputConverted, "USER dewey"),
    Row(pop3, "pass", "PAS tántaaf", .inputComposed, "PASS tanstaaf"),
    Row(pop3, "pass", "PAS tántầ", .inputComposed, "PASS tanstaaf"),
    Row(pop3, "stat", "‘STAT’", .inputSmartQuotes, "STAT"), Row(pop3, "stat", "「STAT」", .inputFullwidth, "STAT"),
    Row(pop3, "stat", "STAT，", .inputFullwidth, "STAT"), Row(pop3, "stat", "s'ta't", .verbTypo, "STAT"),
    Row(pop3, "stat", "ST AT", .verbStraySpace, "STAT"), Row(pop3, "list", "LÍT", .inputComposed, "LIST"),
    Row(pop3, "list", "LI\u{8}ÍT", .inputBackspace, "LIST"), Row(pop3, "list", "李斯特", .inputConverted, "LIST"),
    Row(pop3, "letter", "RETR 二", .lineNonASCII, "RETR 2"), Row(pop3, "letter", "RETR：2", .inputFullwidth, "RETR 2"),
    Row(pop3, "letter", "RẺT 2", .inputComposed, "RETR 2"), Row(pop3, "quit", "QUIT。", .inputFullwidth, "QUIT"),
    Row(pop3, "quit", "QUỊT", .inputComposed, "QUIT"),
    Row(smtp, "sender", "MAIL FROM；<stonegong@21cn.com>", .inputFullwidth, "MAIL FROM:<stonegong@21cn.com>"),
    Row(smtp, "sender", "MAIL FROM：《stonegong＠21cn。com》", .inputFullwidth, "MAIL FROM:<stonegong@21cn.com>"),
    Row(smtp, "recipient", "RCPT TO:【friend@21cn.com】", .inputFullwidth, "RCPT TO:<friend@21cn.com>"),
    Row(smtp, "recipient", "RCPT TO：<friend@21cn.com》。", .inputFullwidth, "RCPT TO:<friend@21cn.com>"),
    Row(smtp, "data", "DÂT", .inputComposed, "DATA"), Row(smtp, "data", "打他", .inputConverted, "DATA"),
  ])
  func suggests(_ row: Row) throws {
    var session = try BuiltIn.session(row.lesson, at: row.step)
    let mistakes = session.typed(row.line).feedback.compactMap { feedback -> Diagnosis? in
      guard case .mistake(let diagnosis, _, _) = feedback else { return nil }
      return diagnosis
    }
    #expect(mistakes.first?.id == row.id)
    #expect(mistakes.first?.values["suggestion"] == row.meant)
    let passed = session.typed(row.meant).passed
    #expect(!passed.isEmpty)
  }
}
