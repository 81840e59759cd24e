import LessonEngine
import MailProtocol
import Testing

/// What is said, as paragraphs: nothing here knows how wide a screen is.
@Suite struct NarratorTests {
  private static let lessonID = "pop3/first-session"

  private func narrator(_ language: Language = .en, in id: String? = lessonID) throws -> Narrator {
    Narrator(
      .init(catalog: BuiltIn.catalog(language), prose: try id.map { try BuiltIn.pack.prose($0, language) }),
      lesson: try id.map { try BuiltIn.pack.lesson($0) })
  }

  private func step(_ id: String) throws -> Int {
    try #require(try BuiltIn.pack.lesson(Self.lessonID).steps.firstIndex { $0.id == id })
  }

  private let typo = Diagnosis(.verbTypo, .pop3, ["bad": "STTA", "suggestion": "STAT"])

  // MARK: Mistakes

  /// The lesson's hint at the password is about the simulated account; its words for a typo hold everywhere.
  @Test(arguments: BuiltIn.pack.languages) func onARealServerNothingIsSaidOfTheSimulatedOne(_ language: Language) throws
  {
    let prose = try BuiltIn.pack.prose(Self.lessonID, language)
    let words = Narrator.Words(catalog: BuiltIn.catalog(language), prose: prose)
    let wrong = Diagnosis(.authWrong, .pop3)
    let own = try #require(prose.steps["pass"]?.wrong["last-letters"]).paragraphs[0]
    for isReal in [false, true] {
      var narrator = Narrator(words, lesson: try BuiltIn.pack.lesson(Self.lessonID), isReal: isReal)
      let said = narrator.tell(.mistake(wrong, step: try step("pass"), texts: ["last-letters"]))
      #expect((said[0].text == own) == !isReal)
    }
  }

  @Test func aReasonIsGivenOnce() throws {
    var narrator = try narrator()
    let first = narrator.tell(.mistake(typo, step: nil))
    let second = narrator.tell(.mistake(typo, step: nil))
    #expect(first.count == 1 && second.count == 1)
    #expect(first[0].text.contains("letter by letter") && !second[0].text.contains("letter by letter"))
    #expect(second[0].text == "`STTA` is no POP3 command. Did you mean `STAT`?")
    guard case .marked(let spans) = second[0] else { throw Unexpected(paragraph: second[0]) }
    #expect(spans[..<2] == [.mark(.bad("NOT YET:")), .code("STTA")])
    // Asked for, it is given again.
    let why = narrator.tell(.why(typo, step: nil))
    #expect(why.map(\.text).joined().contains("letter by letter") && why.last == .aside(["verb.typo", "RFC 1939 §3"]))
  }

  @Test func anotherLanguageKnowsWhatWasTold() throws {
    var narrator = try narrator()
    _ = narrator.tell(.mistake(typo, step: nil))
    narrator.words = .init(catalog: BuiltIn.catalog(.vi), prose: nil)
    let again = narrator.tell(.mistake(typo, step: nil))[0].text
    #expect(again.contains("`STTA`") && !again.contains(BuiltIn.catalog(.vi).text(.diagnoses, "verb.typo.why") ?? ""))
  }

  /// Chinese full stops bring their own space.
  @Test func betweenSentences() throws {
    var english = try narrator()
    var chinese = try narrator(.zh)
    #expect(english.tell(.mistake(typo, step: nil))[0].text.contains(". The server"))
    #expect(!chinese.tell(.mistake(typo, step: nil))[0].text.contains("。 "))
  }

  @Test func aLessonsOwnWordsForAMistake() throws {
    let lesson = try BuiltIn.pack.lesson(Self.lessonID)
    let prose = try BuiltIn.pack.prose(Self.lessonID, .en)
    var seen = 0
    for (index, step) in lesson.steps.enumerated() {
      for (name, section) in prose.steps[step.id]?.wrong ?? [:] {
        var narrator = try narrator()
        let mistake = Diagnosis(.verbTypo, .pop3, ["bad": "X", "suggestion": "Y"])
        let told = narrator.tell(.mistake(mistake, step: index, texts: ["no-such-text", name]))
        #expect(told.map(\.text) == section.paragraphs)
        // For no other line, and in no other step.
        #expect(narrator.tell(.mistake(mistake, step: index)).map(\.text) != told.map(\.text))
        #expect(narrator.tell(.mistake(mistake, step: nil, texts: [name])).map(\.text) != told.map(\.text))
        seen += 1
      }
    }
    #expect(seen > 0)
  }

  @Test func whatWasForgiven() throws {
    var narrator = try narrator()
    let flaw = Diagnosis(.pathSpace, .smtp, ["bad": "FROM: <a@b>", "suggestion": "MAIL FROM:<a@b>"])
    let told = narrator.tell(.remark(flaw, step: 0))
    #expect(told[0].text.hasPrefix("This server accepted it. ") && told.count == 1)
    let caution = narrator.tell(.caution(flaw))
    #expect(!caution[0].text.contains("accepted") && caution.count == 1)
  }

  @Test func theRightIdeaAtTheWrongTimeIsExplainedOnce() throws {
    var narrator = try narrator()
    let idea = Diagnosis(.lessonRightIdea, .pop3, ["bad": "NOOP"])
    let index = try step("stat")
    #expect(narrator.tell(.remark(idea, step: index)).count == 1)
    guard case .text(_, .dim, level: 1)? = narrator.tell(.remark(idea, step: index)).first else {
      Issue.record("it is not said shortly")
      return
    }
  }

  // MARK: Steps

  @Test func theTitleAndATask() throws {
    var narrator = try narrator()
    let prose = try BuiltIn.pack.prose(Self.lessonID, .en)
    let title = narrator.tell(.lessonTitle)
    #expect(title.first == .gap && title[1] == .text("POP3 · \(prose.title)", .heading))
    guard case .text(_, .dim, level: 0)? = title.last else { throw Unexpected(paragraph: title.last) }
    let task = narrator.tell(.task(0)).map(\.text)
    #expect(task.contains(prose.steps["connect"]?.task.paragraphs.first ?? "?"))
    #expect(narrator.tell(.task(99)).isEmpty)
  }

  @Test func aQuestionHasItsOptions() throws {
    var narrator = try narrator()
    let task = narrator.tell(.task(try step("greeting")))
    let letters = task.compactMap { if case .option(let letter, let text) = $0, !text.isEmpty { letter } else { nil } }
    #expect(letters == ["a", "b", "c"])
    #expect(task.last == narrator.notice(.stepAnswer, [:], .dim))
  }

  @Test func hintsAndTheAnswer() throws {
    var narrator = try narrator()
    let first = narrator.tell(.hint(step: 0, number: 1))
    guard case .marked(let spans)? = first.first else { throw Unexpected(paragraph: first.first) }
    #expect(spans.first == .mark(.label("Hint 1 of 2:")))
    #expect(first.last?.text == BuiltIn.catalog(.en).ui(.hintMore))
    #expect(narrator.tell(.hint(step: 0, number: 2)).last?.text == BuiltIn.catalog(.en).ui(.hintThenShow))
    #expect(narrator.tell(.hint(step: 0, number: 3)).isEmpty)
    let answer = narrator.tell(.solution(step: 0, lines: ["telnet h 110", ""], isTyped: true))
    #expect(answer == [narrator.notice(.solutionTyped), .typed("telnet h 110"), .text("(an empty line)", level: 2)])
  }

  @Test func aPassedStepAndTheEnd() throws {
    var narrator = try narrator()
    let passed = narrator.tell(.passed(step: 0))
    guard case .marked(let spans)? = passed.first else { throw Unexpected(paragraph: passed.first) }
    let count = try BuiltIn.pack.lesson(Self.lessonID).steps.count
    #expect(spans.first == .mark(.good("OK:")) && passed.last == .aside(["1/\(count) done"]))
    guard case .text(_, .good, level: 0)? = narrator.tell(.finished).last else {
      Issue.record("the end is not good")
      return
    }
  }

  /// `list` has words for another way, `user` has none.
  @Test func aStepPassedOtherwise() throws {
    var narrator = try narrator()
    let prose = try BuiltIn.pack.prose(Self.lessonID, .en)
    let own = narrator.tell(.passedOtherwise(step: try step("list"), [.marked([1]), .left(2)]))
    #expect(own.dropLast().map(\.text) == prose.steps["list"]?.otherwise?.paragraphs)
    let differences: [Difference] = [.removed([2]), .marked([3]), .left(1), .anotherLetter]
    let neutral = narrator.tell(.passedOtherwise(step: try step("user"), differences))
    #expect(
      neutral[0].text
        == "This step is done, though not in the way that its text speaks of. Letter 2 was removed for good. "
        + "Letter 3 is marked for deletion. 1 letter is left. The letter that the text speaks of was not sent.")
    guard case .aside? = neutral.last else { throw Unexpected(paragraph: neutral.last) }
    #expect(narrator.tell(.passedOtherwise(step: try step("closing"), [.anotherWay])).isEmpty)
  }

  @Test func theWordsForTheTutor() throws {
    var narrator = try narrator()
    let words = narrator.tell(.help(TutorCommand.Name.allCases)).compactMap {
      if case .word(let word, _) = $0 { word } else { nil }
    }
    #expect(words == TutorCommand.names)
  }

  // MARK: Lines

  private func anatomy(_ line: String, _ command: String) throws -> ReplyAnatomy {
    ReplyAnatomy(
      POP3Reply(line: Array(line.utf8)), answering: .command(try #require(POP3Command.parse(command).command)))
  }

  @Test func aPartIsExplainedOnce() throws {
    var narrator = try narrator(in: nil)
    let anatomy = try anatomy("+OK 3 345910", "STAT")
    let lines = [Array("+OK 3 345910".utf8)]
    func parts(_ told: [Paragraph]) -> [String] {
      told.flatMap { told -> [String] in if case .table(let rows) = told { rows.map(\.part) } else { [] } }
    }
    let first = narrator.tell(.reply(lines: lines, anatomy: anatomy, isFull: false))
    #expect(first.first == .serverLine("+OK 3 345910", omitted: nil) && parts(first) == ["+OK", "3", "345910"])
    // Numbers differ each time, and words do not.
    #expect(parts(narrator.tell(.reply(lines: lines, anatomy: anatomy, isFull: false))) == ["3", "345910"])
    #expect(parts(narrator.tell(.reply(lines: lines, anatomy: anatomy, isFull: true))) == ["+OK", "3", "345910"])
  }

  @Test(arguments: [(30, 30, 0), (31, 22, 9), (1000, 22, 978)])
  func aLongLetterIsFolded(_ count: Int, _ shown: Int, _ hidden: Int) throws {
    var narrator = try narrator(in: nil)
    let lines = (0..<count).map { Array("line \($0)".utf8) }
    let told = narrator.tell(.reply(lines: lines, anatomy: try anatomy("+OK", "NOOP"), isFull: false))
    let serverLines = told.filter { if case .serverLine = $0 { true } else { false } }
    #expect(serverLines.count == shown && serverLines.last == .serverLine("line \(count - 1)", omitted: nil))
    let folds = told.compactMap { if case .folded = $0 { $0.text } else { nil } }
    #expect(folds.count == (hidden > 0 ? 1 : 0) && folds.allSatisfy { $0.hasPrefix("(\(hidden) more lines") })
  }

  @Test func aLongLineAndAnEvilOne() throws {
    var narrator = try narrator(in: nil)
    let lines = [Array(repeating: UInt8(ascii: "x"), count: 1105), Array("\u{1B}[2J`".utf8)]
    let told = narrator.tell(.reply(lines: lines, anatomy: try anatomy("+OK", "NOOP"), isFull: false))
    #expect(
      told.prefix(2) == [
        .serverLine(String(repeating: "x", count: 1100), omitted: "(5 more octets of this line, not shown)"),
        .serverLine("\\x1B[2J`", omitted: nil),
      ])
  }

  @Test func secretsOfALogin() throws {
    let narrator = try narrator(in: nil)
    let parts = try EncodedLine.plain(user: "tim", password: Secret("tanstaaf")).parts
    for hides in [true, false] {
      guard case .table(let rows) = narrator.table(parts, hidesSecrets: hides) else {
        Issue.record("no table")
        return
      }
      #expect(rows.map(\.part) == ["\\0", "tim", "\\0", hides ? Secret.mask : "tanstaaf"])
    }
  }

  private struct Unexpected: Error { let paragraph: Paragraph? }
}

extension Paragraph {
  /// As it would be written in a catalog.
  fileprivate var text: String {
    let spans: [Span] =
      switch self {
      case .text(let spans, _, _), .marked(let spans), .option(_, let spans), .word(_, let spans), .folded(let spans):
        spans
      case .gap, .entry, .typed, .form, .serverLine, .table, .aside: []
      }
    return spans.map { span in
      switch span {
      case .prose(let text): text
      case .code(let code): Span.ticked(code)
      case .mark: ""
      }
    }.joined()
  }
}
