// Wrapping, as a table of whole results, and its promises over every width.

import LessonEngine
import Testing

@testable import TerminalUI

@Suite struct TextWrapTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var text: String
    var columns: Int
    var indent = ""
    var firstIndent: String?
    var lines: [String]
    var testDescription: String { "\(columns): \(text)" }
  }

  private func wrap(_ text: String, columns: Int, indent: String = "", firstIndent: String? = nil) -> [String] {
    TerminalUI.wrap(Span.spans(text), columns: columns, indent: indent, firstIndent: firstIndent, ticks: true)
      .map(\.text)
  }

  @Test(arguments: [
    Case(text: "", columns: 20, lines: [""]),
    Case(text: "", columns: 20, firstIndent: "  ✓ ", lines: ["  ✓"]),
    Case(text: "one two three", columns: 20, lines: ["one two three"]),
    Case(text: "one two three", columns: 10, lines: ["one two", "three"]),
    Case(text: "one two three", columns: 7, lines: ["one two", "three"]),
    Case(text: "one two   ", columns: 10, lines: ["one two"]),
    Case(text: "one  two", columns: 10, lines: ["one  two"]),
    Case(text: "  one two", columns: 7, lines: ["  one", "two"]),
    Case(
      text: "one\ntwo\n\nthree", columns: 10, indent: "  ", firstIndent: "* ",
      lines: ["* one", "  two", "", "  three"]),
    Case(text: "one\r\ntwo", columns: 10, lines: ["one", "two"]),
    Case(
      text: "Did you mean STAT?", columns: 12, indent: "    ", firstIndent: "  ✗ ",
      lines: ["  ✗ Did you", "    mean", "    STAT?"]),
    Case(text: "indeed it’s “quoted”", columns: 10, lines: ["indeed", "it’s", "“quoted”"]),
    // Code spans stay whole, with what clings to them.
    Case(text: "type `RETR 1 2 3` now", columns: 14, lines: ["type", "`RETR 1 2 3`", "now"]),
    Case(text: "type (`RETR 1`), now", columns: 12, lines: ["type", "(`RETR 1`),", "now"]),
    Case(text: "a ``x ` y`` b", columns: 10, lines: ["a", "``x ` y``", "b"]),
    Case(text: "a `b c d e f", columns: 10, lines: ["a `b c d e", "f"]),
    Case(
      text: "to `MAIL FROM:<someone@example.net>`", columns: 14,
      lines: ["to", "`MAIL", "FROM:<someone@", "example.net>`"]),
    Case(text: "see averyveryverylongword", columns: 10, lines: ["see", "averyveryv", "erylongwor", "d"]),
    // Vietnamese breaks at spaces, composed or not, and an accent never comes off its letter.
    Case(text: "Máy chủ trả lời", columns: 10, lines: ["Máy chủ", "trả lời"]),
    Case(text: "a\u{302}\u{301}bcdefghijk", columns: 10, lines: ["a\u{302}\u{301}bcdefghij", "k"]),
    // Chinese breaks anywhere but where its typography forbids it.
    Case(text: "服务器回答了一个错误", columns: 10, lines: ["服务器回答", "了一个错误"]),
    Case(text: "服务器回答，然后等待", columns: 10, lines: ["服务器回", "答，然后等", "待"]),
    Case(text: "服务器说（出错）。", columns: 10, lines: ["服务器说", "（出错）。"]),
    Case(text: "他问服务“你好”吗", columns: 10, lines: ["他问服务", "“你好”吗"]),
    Case(text: "等一等再说……好吧", columns: 10, lines: ["等一等再", "说……好吧"]),
    Case(text: "输入`STAT`命令。", columns: 10, lines: ["输入`STAT`", "命令。"]),
    Case(text: "请输入`STAT`，再看", columns: 10, lines: ["请输入", "`STAT`，再", "看"]),
    Case(text: "用POP3收信", columns: 10, lines: ["用POP3收信"]),
    Case(text: "现在用POP3收信", columns: 10, lines: ["现在用POP3", "收信"]),
    Case(text: "共3封信,请看", columns: 10, lines: ["共3封信,请", "看"]),
    Case(text: "邮件 （信）", columns: 10, lines: ["邮件", "（信）"]),
    Case(text: "邮件的信 ，好", columns: 10, lines: ["邮件的", "信 ，好"]),
    Case(text: "한국어 문장입니다", columns: 10, lines: ["한국어", "문장입니다"]),
    // No room for the indent.
    Case(text: "abcdef", columns: 10, indent: "            ", lines: ["      abcd", "      ef"]),
  ])
  func wraps(_ it: Case) {
    #expect(wrap(it.text, columns: it.columns, indent: it.indent, firstIndent: it.firstIndent) == it.lines)
  }

  static let samples = [
    "`STAT` counts the maildrop: it answers with `+OK 3 345910`, which means (always) three messages — no more.",
    "Hãy hỏi máy chủ xem có bao nhiêu thư đang chờ, rồi gõ `RETR 1`; nếu sai, máy chủ trả lời `-ERR`.",
    "请向服务器询问有多少封信在等待（用`STAT`命令），它会回答“+OK 3 345910”；如果出错……就回答《-ERR》。好吗？",
    "邮件：https://example.net/a/very/long/path/without/spaces，还有👨‍👩‍👧👍🏽🇻🇳一家。",
  ]

  /// No line is too wide, nothing is lost but spaces, and no line begins or ends as typography forbids.
  @Test(arguments: samples, [10, 11, 13, 16, 20, 31, 40, 72, 100])
  func keepsItsPromises(_ text: String, _ columns: Int) {
    let lines = wrap(text, columns: columns, indent: "  ", firstIndent: "• ")
    let bodies = lines.map { String($0.dropFirst(2)) }
    #expect(lines.allSatisfy { TextWidth.columns($0) <= columns })
    #expect(bodies.joined().filter { $0 != " " } == text.filter { $0 != " " })
    for body in bodies {
      #expect(!"，。、；：！？）】」』”’》〉…".contains(body.first!), "\(lines)")
      #expect(!"（【「『“‘《〈".contains(body.last!), "\(lines)")
    }
    if columns >= 20 {
      #expect(bodies.allSatisfy { $0.filter { $0 == "`" }.count.isMultiple(of: 2) }, "\(lines)")
    }
  }

  /// Colours show where code is: its backticks are neither there nor counted.
  @Test(arguments: [
    ("type `STAT` now", 13, ["type STAT now"]), ("type `STAT` now", 12, ["type STAT", "now"]),
    ("type `RETR 1 2 3` now", 14, ["type", "RETR 1 2 3 now"]), ("输入`STAT`命令。", 8, ["输入STAT", "命令。"]),
    ("`MAIL FROM:<someone@example.net>`", 14, ["MAIL", "FROM:<someone@", "example.net>"]),
  ])
  func withoutBackticks(_ text: String, _ columns: Int, _ expected: [String]) {
    let lines = TerminalUI.wrap(Span.spans(text), columns: columns, ticks: false)
    #expect(lines.map(\.text) == expected)
    // What was code is code on whatever line it comes to stand.
    let code = lines.flatMap(\.spans).map { if case .code(let code) = $0 { code } else { "" } }.joined()
    #expect(code.filter { $0 != " " } == Prose.codeSpans(text).joined().filter { $0 != " " })
  }
}

extension WrappedLine {
  fileprivate var text: String {
    spans.reduce(indent) { text, span in
      switch span {
      case .prose(let more), .code(let more): text + more
      case .mark: text
      }
    }
  }
}
