import LessonEngine
import Testing

@Suite struct SpanTests {
  @Test(
    arguments: [
      ("", []), ("plain", [.prose("plain")]), ("`STAT`", [.code("STAT")]),
      ("type `STAT` now", [.prose("type "), .code("STAT"), .prose(" now")]),
      ("`a``b`", [.code("a``b")]), ("输入`STAT`。", [.prose("输入"), .code("STAT"), .prose("。")]),
      ("a ``x ` y`` b", [.prose("a "), .code("x ` y"), .prose(" b")]),
      ("an open ` tick", [.prose("an open ` tick")]), ("`` two `", [.prose("`` two `")]),
      ("`a` `b`", [.code("a"), .prose(" "), .code("b")]),
    ] as [(String, [Span])])
  func readsBackticks(_ text: String, _ spans: [Span]) {
    #expect(Span.spans(text) == spans)
  }

  @Test(arguments: [("STAT", "`STAT`"), ("x ` y", "``x ` y``"), ("a``b", "```a``b```")])
  func writesThemAgain(_ code: String, _ text: String) {
    #expect(Span.ticked(code) == text)
    #expect(Span.spans(text) == [.code(code)])
  }
}
