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
    // What is wider than the room goes to the left; what is wider than the screen is cut, and its mark not left alone.
    Case(
      text: "先输入`telnet mail.example.net 110`，再按回车。", columns: 32, indent: "    ",
      lines: ["    先输入", " `telnet mail.example.net 110`，", "    再按回车。"]),
    Case(
      text: "先输入`telnet mail.example.net 110`，再按回车。", columns: 30, indent: "    ",
      lines: ["    先输入", "    `telnet mail.example.net", "    110`，再按回车。"]),
    Case(text: "see `averyveryverylongword`, then", columns: 24, lines: ["see", "`averyveryverylongword`,", "then"]),
    Case(text: "see `averyveryverylongword`, then", columns: 23, lines: ["see", "`averyveryverylongwor", "d`, then"]),
    Case(text: "no such message :-) there", columns: 15, lines: ["no such", "message :-)", "there"]),
    // A number stays with what it counts.
    Case(text: "会话 · 第1/12步", columns: 11, lines: ["会话 ·", "第1/12步"]),
    Case(text: "现在有345封邮件", columns: 9, lines: ["现在有", "345封邮件"]),
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
    Case(text: "abcdef", columns: 10, indent: "            ", lines: ["    abcdef"]),
    Case(text: "abcdefghijkl", columns: 10, indent: "            ", lines: ["      abcd", "      efgh", "      ijkl"]),
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
    let bodies = lines.map { String($0.drop { $0 == "•" || $0 == " " }) }.filter { !$0.isEmpty }
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

  /// Paragraphs put together of what our texts are made of, at every width from a phone's on.
  @Test(arguments: 30...100) func holdsForAnyParagraph(_ columns: Int) {
    var numbers = SystemlessNumbers(state: UInt64(columns))
    let words = ["Gõ ", "lệnh ", "输入", "应答", "再按回车", "type ", "the server ", "第12步", "345910字节", "（", "“", " ("]
    let codes = ["QUIT", ".", "。", "telnet mail.example.net 110", "MAIL FROM:<stonegong@21cn.com>", "RCPT TO:<a@b.c>"]
    let marks = ["）", "，", "。", "：", "”", ", ", ". ", "; ", "), ", "! ", "? ", "", " "]
    for _ in 0..<60 {
      let text = (0..<8).map { _ in
        let code = codes.randomElement(using: &numbers).map { "`\($0)`" } ?? ""
        return [words, [code], marks, words, marks].map { $0.randomElement(using: &numbers) ?? "" }.joined()
      }.joined()
      for ticks in [true, false] {
        let lines = TerminalUI.wrap(
          Span.spans(text), columns: columns, indent: "    ", firstIndent: "  ✗ ", ticks: ticks)
        #expect(lines.allSatisfy { TextWidth.columns($0.text) <= columns }, "\(text)")
        for line in lines.dropFirst() {
          let first = line.text.first { $0 != " " }
          #expect(!(first.map { "，。、；：？！）】」』”’》〉….,;:!?)".contains($0) } ?? false), "\(lines.map(\.text))")
        }
        let whole = lines.flatMap(\.spans).compactMap { if case .code(let code) = $0 { code } else { nil } }
        // With its signs on both sides it would have had room.
        for code in Prose.codeSpans(text) where TextWidth.columns(code) + 20 <= columns {
          #expect(whole.contains { $0.contains(code) }, "\(code) was cut: \(lines.map(\.text))")
        }
      }
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

/// The same paragraphs come on every run.
private struct SystemlessNumbers: RandomNumberGenerator {
  var state: UInt64
  mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return (state >> 32) << 32 | (state &* 0x9E37_79B9_7F4A_7C15) >> 32
  }
}
