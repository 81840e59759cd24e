import Testing

@testable import LessonEngine

@Suite struct ProseTests {
  private func prose(_ text: String) throws -> Prose { try Prose(text, file: "en.md") }

  private func findings(_ text: String) -> [String] {
    do throws(Findings) {
      _ = try Prose(text, file: "en.md")
      return []
    } catch { return error.all.map { "\($0.line):\($0.column) \($0.rule)" } }
  }

  private static let whole = """
    # Your first session

    Mail lies on a server
    until somebody fetches it.

    Second paragraph.

    ## greeting

    Look at the line with `+OK`.

    ### option a

    I am logged in.

    ### hint

    Small.

    ### hint

    Type `a`, or `b`.

    ### done

    Right.

    ### done otherwise

    Right, another way.

    ### wrong lesson.wrong-answer

    Not that.

    ### wrong option a

    Not a.

    ### wrong other-number

    Not this number.

    ## closing

    The end.

    """

  @Test(arguments: [whole, whole.replacing("\n", with: "\r\n"), "\n\n" + whole + "\n\n\n"])
  func sections(_ text: String) throws {
    let prose = try prose(text)
    #expect(prose.title == "Your first session")
    #expect(prose.introduction.paragraphs == ["Mail lies on a server until somebody fetches it.", "Second paragraph."])
    #expect(prose.order == ["greeting", "closing"])
    let step = try #require(prose.steps["greeting"])
    #expect(step.task.paragraphs == ["Look at the line with `+OK`."])
    #expect(step.options["a"]?.paragraphs == ["I am logged in."])
    #expect(step.hints.map(\.paragraphs) == [["Small."], ["Type `a`, or `b`."]])
    #expect(step.hints[1].codeSpans == ["a", "b"])
    #expect(step.done?.paragraphs == ["Right."])
    #expect(step.otherwise?.paragraphs == ["Right, another way."])
    #expect(step.wrong["lesson.wrong-answer"]?.paragraphs == ["Not that."])
    #expect(step.wrong["option a"]?.paragraphs == ["Not a."])
    #expect(step.wrong["other-number"]?.paragraphs == ["Not this number."])
    #expect(
      step.headings == [
        "task", "option a", "hint 1", "hint 2", "done", "done otherwise", "wrong lesson.wrong-answer", "wrong option a",
        "wrong other-number",
      ])
    #expect(step.headings.allSatisfy { step.section($0) != nil })
    #expect(step.section("hint 3") == nil && step.section("nonsense") == nil)
  }

  @Test func placesAreThoseOfTheFirstWords() throws {
    let step = try #require(try prose(Self.whole).steps["greeting"])
    #expect(step.line == 8)
    #expect(step.task.line == 10)
    #expect(step.hints.map(\.line) == [18, 22])
  }

  @Test(arguments: [
    ("one\ntwo", "one two"), ("邮件在\n服务器上。", "邮件在服务器上。"), ("输入 `STAT`，\n再按回车", "输入 `STAT`，再按回车"),
    ("输入\n`STAT`", "输入 `STAT`"), ("命令是 STAT\n回车", "命令是 STAT 回车"), ("“好”\n他说", "“好”他说"),
    ("thư nằm\ntrên máy chủ", "thư nằm trên máy chủ"), ("  one  \n  two  ", "one two"),
  ])
  func linesOfAParagraphAreJoined(_ source: String, _ line: String) throws {
    #expect(try prose("# t\n\n\(source)\n").introduction.paragraphs == [line])
  }

  @Test(arguments: [
    ("", ["1:1 prose.no-title"]),
    ("text\n# t", ["1:1 prose.no-title"]),
    ("## step\n\ntext", ["1:1 prose.no-title"]),
    ("# t\n\nan `open span\n", ["3:1 prose.open-code-span"]),
    ("# t\n\n`one` and `two\nthree`\n", ["3:1 prose.open-code-span", "4:1 prose.open-code-span"]),
    ("# t\n\n## s\n\ntext\n\n### tip\n\ntext", ["7:1 prose.unknown-section"]),
    ("# t\n\n## s\n\ntext\n\n### hint 1\n\ntext", ["7:1 prose.unknown-section"]),
    ("# t\n\n## s\n\ntext\n\n### wrong\n\ntext", ["7:1 prose.unknown-section"]),
    ("# t\n\n## s\n\ntext\n\n### wrong verb.tpyo\n\ntext", ["7:1 prose.unknown-diagnosis"]),
    ("# t\n\n## s\n\ntext\n\n### wrong Other\n\ntext", ["7:1 prose.unknown-diagnosis"]),
    ("# t\n\n## s\n\ntext\n\n### wrong other number\n\ntext", ["7:1 prose.unknown-section"]),
    ("# t\n\n## s\n\ntext\n\n### done well\n\ntext", ["7:1 prose.unknown-section"]),
    ("# t\n\n## s\n\ntext\n\n### hint\n\n### done\n\ntext", ["7:1 prose.empty"]),
    ("# t\n\n## s\n\n### hint\n\ntext", ["3:1 prose.empty"]),
    ("# t\n\n## s\n\none\n\n## s\n\ntwo", ["7:1 prose.duplicate"]),
    ("# t\n\n## s\n\none\n\n### done\n\ntext\n\n### done\n\nagain", ["11:1 prose.duplicate"]),
    ("# t\n\na\u{1B}[31mred", ["3:2 text.control-character"]),
    ("# t\n\n\ttab", ["3:1 text.control-character"]),
    ("# t\n\nab\u{202E}cd", ["3:3 text.control-character"]),
    ("# t\n\na\u{200B}b", ["3:2 text.control-character"]),
  ])
  func findingsWithTheirPlaces(_ text: String, _ expected: [String]) {
    #expect(findings(text).sorted() == expected.sorted())
  }

  /// Notepad writes one in front of a UTF-8 file.
  @Test func aByteOrderMarkIsFound() {
    #expect(findings("\u{FEFF}# t\n\nx").contains("1:1 text.control-character"))
  }

  @Test func allFindingsAtOnce() {
    #expect(
      findings("# t\n\n`a\n\n## s\n\nx\u{7}\n\n### tip\n\ny\n")
        == ["3:1 prose.open-code-span", "7:2 text.control-character", "9:1 prose.unknown-section"])
  }

  @Test(arguments: [
    ("`a`", ["a"]), ("x `a` y `b c` z", ["a", "b c"]), ("none", []), ("``", [""]),
  ])
  func codeSpans(_ text: String, _ spans: [String]) {
    #expect(Prose.codeSpans(text) == spans)
  }
}
