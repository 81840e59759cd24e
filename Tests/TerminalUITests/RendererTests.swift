import Foundation
import LessonEngine
import Testing

@testable import TerminalUI

/// Whole screens of each kind of paragraph, in words and in colour.
@Suite struct RendererTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var paragraphs: [Paragraph]
    var columns = 40
    var plain: String
    /// With `[` and the role's SGR number before, `]` after.
    var colored: String
    var testDescription: String { plain }
  }

  private static func mark(_ mark: Span.Mark, _ text: String) -> Paragraph { .marked([.mark(mark)] + Span.spans(text)) }

  @Test(arguments: [
    Case(paragraphs: [], plain: "", colored: ""),
    Case(paragraphs: [.gap], plain: "\n", colored: "\n"),
    Case(
      paragraphs: [.text("Your first session", .heading), .text("Say `STAT`.", .dim, level: 2)],
      plain: "Your first session\n    Say `STAT`.\n",
      colored: "[1 Your first session]\n[2     Say [0;1;36 STAT][2 .]\n"),
    Case(
      paragraphs: [.text("type `RETR 1 2 3` now or never", level: 1)], columns: 21,
      plain: "  type `RETR 1 2 3`\n  now or never\n",
      colored: "  type [0;1;36 RETR 1 2 3] now\n  or never\n"),
    Case(
      paragraphs: [mark(.bad("NOT YET:"), "`STTA` is no command."), .text("Second.", level: 2)],
      plain: "  NOT YET: `STTA` is no command.\n    Second.\n",
      colored: "  [31 ✗] [0;1;36 STTA] is no command.\n    Second.\n"),
    Case(paragraphs: [mark(.good("正确："), "好。")], plain: "  正确：好。\n", colored: "  [32 ✓] 好。\n"),
    Case(
      paragraphs: [mark(.label("Hint 1 of 2:"), "Ask.")], plain: "  Hint 1 of 2: Ask.\n",
      colored: "  [35 Hint 1 of 2:] Ask.\n"),
    Case(paragraphs: [mark(.remark("NOTE:"), "x")], plain: "  NOTE: x\n", colored: "  [35 •] x\n"),
    Case(
      paragraphs: [.option("a", Span.spans("the largest letter of all"))], columns: 20,
      plain: "  a  the largest\n     letter of all\n", colored: "  a  the largest\n     letter of all\n"),
    Case(
      paragraphs: [.word("/hint", Span.spans("see `x`"))], plain: "  /hint      see `x`\n",
      colored: "  /hint      see [0;1;36 x]\n"),
    Case(
      paragraphs: [.typed("telnet h 110"), .form("LIST [n]", .pop3)],
      plain: "    telnet h 110\nLIST [n]  POP3\n", colored: "    [0;1;36 telnet h 110]\n[0;1;36 LIST [n]]  [2 POP3]\n"),
    Case(
      paragraphs: [
        .serverLine("+OK", omitted: nil), .serverLine("x", omitted: "(more)"), .folded([.prose("(9 lines)")]),
      ],
      plain: "S: +OK\nS: x (more)\n   (9 lines)\n", colored: "[36 S: ]+OK\n[36 S: ]x[2  (more)]\n[2    (9 lines)]\n"),
    Case(
      paragraphs: [.table([.init("+OK", "yes"), .init("345910", "octets, `CRLF` included")])],
      plain: "     +OK     yes\n     345910  octets, `CRLF` included\n",
      colored: "     [35 +OK]     yes\n     [35 345910]  octets, [0;1;36 CRLF] included\n"),
    // Code that nobody would see in colour, and the narrow forms of what has columns elsewhere.
    Case(
      paragraphs: [.text("Type `.` alone, `。` is wide, `STAT ` ends in a space.")], columns: 60,
      plain: "Type `.` alone, `。` is wide, `STAT ` ends in a space.\n",
      colored: "Type [0;1;36 `.`] alone, [0;1;36 `。`] is wide, [0;1;36 `STAT `] ends in a space.\n"),
    Case(
      paragraphs: [.word("/hint", Span.spans("the next hint")), .typed("telnet mail.example.net 110")], columns: 30,
      plain: "  /hint\n    the next hint\n   telnet mail.example.net 110\n",
      colored: "  /hint\n    the next hint\n   [0;1;36 telnet mail.example.net 110]\n"),
    Case(
      paragraphs: [.form("RETR message-number", .pop3)], columns: 20, plain: "RETR message-number\n  POP3\n",
      colored: "[0;1;36 RETR message-number]\n  [2 POP3]\n"),
    // A part that is longer than a table's column, and a screen that has no room for one.
    Case(
      paragraphs: [.table([.init("<1896.697170952@dbc.mtview.ca.us>", "a timestamp")])],
      plain: "     <1896.697170952@dbc.mtview.ca.us>\n         a timestamp\n",
      colored: "[35      <1896.697170952@dbc.mtview.ca.us>]\n         a timestamp\n"),
    Case(
      paragraphs: [.table([.init("+OK", "yes")])], columns: 20, plain: "     +OK\n         yes\n",
      colored: "[35      +OK]\n         yes\n"),
    Case(
      paragraphs: [.aside(["verb.typo", "RFC 1939 §3"])], columns: 30, plain: "       verb.typo · RFC 1939 §3\n",
      colored: "[2        verb.typo · RFC 1939 §3]\n"),
    Case(
      paragraphs: [.aside(["verb.typo", "RFC 1939 §3"])], columns: 20,
      plain: "           verb.typo\n         RFC 1939 §3\n",
      colored: "[2            verb.typo]\n[2          RFC 1939 §3]\n"),
  ])
  func renders(_ it: Case) {
    func screen(_ plain: Bool) -> String {
      let theme = Theme(isTerminal: true, environment: ["TERM": "xterm"], plain: plain, isUTF8: true)
      return Renderer(theme: theme, columns: it.columns).render(it.paragraphs)
    }
    #expect(screen(true) == it.plain)
    #expect(Self.shortened(screen(false)) == it.colored)
  }

  /// In a window a server's line breaks below where it began; in a pipe it stays a line.
  @Test(
    arguments: [
      (nil, ["S: -ERR no such message, only 2 messages", "S: x (more)"]),
      (30, ["S: -ERR no such message, only", "   2 messages", "S: x", "   (more)"]),
      (20, ["S: -ERR no such", "   message, only 2", "   messages", "S: x", "   (more)"]),
    ] as [(Int?, [String])])
  func serverLines(_ window: Int?, _ expected: [String]) {
    let theme = Theme(isTerminal: true, environment: [:], plain: true, isUTF8: true)
    let paragraphs: [Paragraph] = [
      .serverLine("-ERR no such message, only 2 messages", omitted: nil), .serverLine("x", omitted: "(more)"),
    ]
    let screen = Renderer(theme: theme, columns: 20, window: window).render(paragraphs)
    #expect(screen.split(separator: "\n").map(String.init) == expected)
  }

  @Test func aServersLongWordStaysBelowItsBeginning() {
    let theme = Theme(isTerminal: true, environment: [:], plain: true, isUTF8: true)
    let word = String(repeating: "QUJD", count: 12)
    let screen = Renderer(theme: theme, columns: 40, window: 40).render([.serverLine("334 " + word, omitted: nil)])
    let lines = screen.split(separator: "\n")
    #expect(
      lines.count == 3
        && lines.dropFirst().allSatisfy {
          $0.hasPrefix("   Q") || $0.hasPrefix("   J") || $0.hasPrefix("   U") || $0.hasPrefix("   D")
        })
    #expect(lines.joined().filter { $0 != " " } == "S:334" + word)
  }

  private static func shortened(_ text: String) -> String {
    text.replacing("\u{1B}[0m", with: "]").replacing(/\u{1B}\[([\d;]+)m/) { "[\($0.1) " }
  }

  /// Whatever is said fits, and nothing of it is lost.
  @Test(arguments: TextWrapTests.samples, [20, 35, 40, 60, 79]) func fits(_ text: String, _ columns: Int) {
    let theme = Theme(isTerminal: true, environment: [:], plain: true, isUTF8: true)
    let paragraphs: [Paragraph] = [
      .text(text, .heading), .text(text, .note, level: 2), Self.mark(.bad("NOT YET:"), text),
      .option("b", Span.spans(text)), .word("/explain", Span.spans(text)), .folded(Span.spans(text)),
      .table([.init("345910", text)]),
    ]
    let screen = Renderer(theme: theme, columns: columns).render(paragraphs)
    let wide = screen.split(separator: "\n").filter { TextWidth.columns(String($0)) > columns }
    #expect(wide == [])
    let letters = screen.filter { !$0.isWhitespace }
    #expect(letters.components(separatedBy: text.filter { !$0.isWhitespace }).count == paragraphs.count + 1)
  }
}
