import MailProtocol
import ProgressStore
import Testing

@testable import LessonEngine

extension [DialogueOutput] {
  var letterRemarks: [Diagnosis] {
    feedback.compactMap { if case .letterRemark(let diagnosis, _, _) = $0 { diagnosis } else { nil } }
  }
  var openLetter: (lines: [String], count: Int)? {
    feedback.lazy.compactMap { if case .openLetter(let lines, let count) = $0 { (lines, count) } else { nil } }.first
  }
}

/// Inside DATA: one quiet word about a line that was not meant, once a kind and letter; the letter so far; and what a
/// letter lacks that was sent.
@Suite struct LetterRemarksTests {
  private static let lesson = "smtp/first-letter"
  private static let envelope = ["MAIL FROM:<stonegong@21cn.com>", "RCPT TO:<friend@21cn.com>", "DATA"]

  private func letter(_ lines: [String] = []) throws -> Session {
    var session = try BuiltIn.session(Self.lesson, at: "letter")
    session.type(lines)
    return session
  }

  /// The mended word, where there is one.
  @Test(
    arguments: [
      ("exit", .stateInData, nil), ("Exit.", .stateInData, nil), ("END", .stateInData, nil),
      ("send", .stateInData, nil),
      ("QUIT now", .stateInData, nil), ("quit now", .stateInData, nil), ("end of message", .stateInData, nil),
      ("结束", .stateInData, nil), ("退出", .stateInData, nil), ("发送", .stateInData, nil), ("完了。", .stateInData, nil),
      ("thoát", .stateInData, nil), ("thoat", .stateInData, nil), ("gửi", .stateInData, nil),
      ("gui", .stateInData, nil),
      ("Kết thúc thư", .stateInData, nil), (":wq", .stateInData, nil), ("。", .inputFullwidth, "."),
      ("help", .dataTutorWord, "/help"), ("HELP", .dataTutorWord, "/help"), ("?", .dataTutorWord, "/help"),
      ("hint", .dataTutorWord, "/hint"), ("/hnt", .dataTutorWord, "/hint"), ("/hepl", .dataTutorWord, "/help"),
      ("gợi ý", .dataTutorWord, "/hint"), ("帮助", .dataTutorWord, "/help"), ("trợ giúp", .dataTutorWord, "/help"),
      (" .", .dataDotAlone, nil), (".hello", .dataLeadingDot, nil), ("Xin chào", .dataEightBit, nil),
      ("Send me the photos", nil, nil), ("The end of the story", nil, nil), ("Help me with it", nil, nil),
      ("Exit through the back door", nil, nil), ("/etc/passwd", nil, nil), ("/usr is full", nil, nil),
      ("Bye", nil, nil),
      ("Hi there", nil, nil), ("Good morning,", nil, nil), ("", nil, nil),
    ] as [(String, Diagnosis.ID?, String?)])
  func aLine(_ line: String, _ id: Diagnosis.ID?, _ suggestion: String?) throws {
    var session = try letter(["Subject: a", ""])
    let outputs = session.typed(line)
    #expect(outputs.letterRemarks.first?.id == id)
    #expect(outputs.letterRemarks.count == (id == nil ? 0 : 1))
    #expect(outputs.letterRemarks.first?.values["suggestion"] == suggestion)
    // The letter goes on, and nobody has made a mistake.
    #expect(session.dialogue.client.isInData && outputs.mistakes == [] && outputs.verdicts == [.sent])
  }

  @Test func eachKindOnceALetter() throws {
    var session = try letter(["Subject: a", ""])
    let lines = [" .", ". ", "exit", "QUIT", "send", ".a", "..", "chào", "你好", "help", "/hnt", "", "", "", ""]
    #expect(
      session.type(lines).letterRemarks.map(\.id)
        == [.dataDotAlone, .stateInData, .dataLeadingDot, .dataEightBit, .dataTutorWord, .dataNoDotYet])
    session.type(["."])
    session = try letter(["Subject: a", "No empty line.", "."])
    #expect(session.type(Self.envelope + ["Subject: a", "", "exit"]).letterRemarks.map(\.id) == [.stateInData])
  }

  /// `/why` gives the reason.
  @Test func why() throws {
    var session = try letter(["Subject: a", "", " ."])
    guard case .why(let diagnosis, _)? = session.typed("/why").feedback.first else {
      Issue.record("no reason")
      return
    }
    #expect(diagnosis.id == .dataDotAlone)
  }

  /// Every line that a remark tells to type ends the letter or is for the tutor: it adds nothing to it.
  @Test func noRemarkAddsToTheLetter() throws {
    let lines = [
      "。", " .", "exit", "help", "/hnt", ".x", "Subject：a", "Subject a", "QUIT", "", "", "", "chào", "Subjet: a", "Hi:",
      "From: a@b.c To: d@e.f", String(repeating: "x", count: 1200),
    ]
    for line in lines {
      var session = try letter()
      guard let suggestion = session.typed(line).letterRemarks.first?.values["suggestion"] else { continue }
      #expect(suggestion == "." || TutorCommand(suggestion, isInData: true) != nil, "\(line): \(suggestion)")
    }
  }

  /// The lesson copies a letter with a flaw on purpose.
  @Test(arguments: BuiltIn.lessonIDs) func whatALessonAsksForDrawsNoRemark(_ id: String) throws {
    var session = try BuiltIn.session(id)
    while let step = session.dialogue.step {
      for line in Session.solutionLines(step) { #expect(session.typed(line).letterRemarks == [], "\(line)") }
    }
    var journey = try BuiltIn.session("journey/send-and-receive", at: "letter")
    #expect(journey.type(["DATA", "Subject: A test", "Hi:", "a sentence of my own"]).letterRemarks == [])
    #expect(journey.type(["exit"]).letterRemarks.map(\.id) == [.stateInData])
  }

  // MARK: The letter so far

  @Test func whereShowsTheLetter() throws {
    var session = try letter()
    #expect(session.typed("/where").openLetter?.count == 0)
    session.type(["Subject: a", "", "..dot", "PASS hunter2", "Pass me the salt", "caf\u{1B}[31m"])
    let letter = try #require(session.typed("/where").openLetter)
    #expect(letter.lines == ["Subject: a", "", ".dot", "PASS •••", "Pass me the salt", "caf\\x1B[31m"])
    #expect(letter.count == 6)
    session.type((1...20).map { "line \($0)" })
    let later = try #require(session.typed("/where").openLetter)
    #expect(later.lines == (9...20).map { "line \($0)" } && later.count == 26)
    session.type(["."])
    #expect(session.typed("/where").openLetter == nil)
  }

  @Test func whoComesBackSeesTheLetter() throws {
    var session = try BuiltIn.session(Self.lesson)
    var events = [LearningEvent(.lessonStarted, lesson: Self.lesson)]
    while let step = session.dialogue.step, step.id != "letter" {
      events += session.type(Session.solutionLines(step)).events
    }
    events += session.type(["Subject: Half", "", "exit"]).events
    var resumed = try BuiltIn.session(Self.lesson)
    let done = try #require(LearnerProgress(events).lessons[BuiltIn.pack.key(Self.lesson)])
    resumed.resume(done.lines, passed: Set(done.passed))
    #expect(resumed.currentTask().openLetter?.lines == ["Subject: Half", "", "exit"])
    // What was said is not said again.
    #expect(resumed.typed("quit").letterRemarks == [])
  }

  // MARK: A letter that is not the one

  @Test(
    arguments: [
      (["."], "empty"), (["Subject:", "", "x", "."], "empty-subject"), (["Subject: ", "", "x", "."], "empty-subject"),
      (["", "x", "."], "no-subject"), (["To: friend@21cn.com", "", "x", "."], "no-subject"),
      (["Subject: a", "."], "no-body"), (["Subject: a", "", "."], "no-body"),
      (["Subject: a", "", " ", "."], "no-body"),
      (["Subject: a", "x y", "."], "data.no-blank-line"), (["Subject: a", "Hi:", "", "x", "."], "data.no-blank-line"),
      (["Subject：a", "", "x", "."], "input.fullwidth"), (["Subject a", "", "x", "."], "data.bad-header"),
      (["Subjet: a", "", "x", "."], "data.header-name"), (["主题：你好", "", "x", "."], "data.bad-header"),
    ] as [([String], String)])
  func whatALetterLacks(_ lines: [String], _ expected: String) throws {
    var session = try letter()
    let outputs = session.type(lines)
    let mistakes = outputs.feedback.compactMap { if case .mistake(let diagnosis, _, _) = $0 { diagnosis } else { nil } }
    #expect(mistakes.map { $0.values["case"].flatMap { $0 == "header" ? nil : $0 } ?? $0.id.rawValue } == [expected])
    if mistakes.first?.id == .lessonWrongLetter {
      #expect(mistakes.first?.values["suggestion"] == "MAIL FROM:<stonegong@21cn.com>")
    }
    // The way on is open.
    session.type(Self.envelope + ["Subject: a", "", "x", "."])
    #expect(session.dialogue.step?.id == "promise")
  }

  @Test func anotherEnvelope() throws {
    var session = try letter(["Subject: a", "no empty line", "."])
    let other = ["MAIL FROM:<stonegong@21cn.com>", "RCPT TO:<stonegong@21cn.com>", "DATA", "Subject: a", "", "x", "."]
    let outputs = session.type(other)
    guard case .mistake(let diagnosis, _, _)? = outputs.feedback.last else {
      Issue.record("nothing was said")
      return
    }
    #expect(diagnosis.values["case"] == "recipient" && diagnosis.values["bad"] == "stonegong@21cn.com")
    #expect(diagnosis.values["expected"] == "friend@21cn.com")
  }

  /// Each shortfall has its sentence in each language.
  @Test(arguments: LetterShortfall.Kind.allCases) func sentences(_ kind: LetterShortfall.Kind) {
    let diagnosis = LetterShortfall(kind, expected: "x", given: "y").diagnosis(startingAnew: "MAIL FROM:<a@b.example>")
    for language in [Language.en, .vi, .zh] {
      let text = DiagnosisText(BuiltIn.catalog(language))
      let what = text.what(diagnosis) ?? ""
      #expect(!what.isEmpty && what != text.what(Diagnosis(.lessonWrongLetter, .smtp)), "\(language) \(kind)")
      #expect(text.fix(diagnosis)?.contains("MAIL FROM:<a@b.example>") == true)
    }
  }
}
