import MailProtocol
import Testing

@testable import LessonEngine

/// Two thousand seeded lines into each lesson: nothing crashes, nothing passes that should not, nobody is trapped.
@Suite struct RandomLinesTests {
  /// Bytes and scalars that spell nothing.
  private func noise(_ numbers: inout Numbers) -> String {
    let scalars = [
      "\u{0}", "\u{8}", "\u{1B}", "\u{7F}", "\u{9B}", "é", "　", "ＳＴ", "邮", "🙂", "\u{202E}", "`", "{n}", "%s", "\\", "z",
      "<", ">", ":", "@", " ", ".", "9",
    ]
    let line = (0..<Int.random(in: 1...12, using: &numbers)).map { _ in scalars.randomElement(using: &numbers)! }
      .joined()
    // A lone dot ends a letter, and a nine may be an answer.
    return line.allSatisfy { ".9 　".contains($0) } ? "zz" : line
  }

  /// What a learner may well type here: lines of the lesson, whole or with a slip, and the tutor's words.
  private func plausible(_ lines: [String], _ numbers: inout Numbers) -> String {
    var line = Array(lines.randomElement(using: &numbers)!)
    switch Int.random(in: 0..<10, using: &numbers) {
    case 0 where !line.isEmpty: line.remove(at: Int.random(in: 0..<line.count, using: &numbers))
    case 1 where line.count > 1: line.swapAt(0, 1)
    case 2: line.append(contentsOf: " 1")
    default: break
    }
    return String(line)
  }

  private static let everywhere = [
    "/hint", "/hint", "/show", "/why", "/explain", "/explain 550", "/where", "/help", "/redo", "/back", "/lang vi",
    "NOOP",
    "RSET", "QUIT", "DELE 1", "DELE 2", "TOP 1 1", "UIDL", "CAPA", "EHLO x", "VRFY x", "", ".", "a", "b", "c",
  ]

  private func vocabulary(_ lesson: Lesson) -> [String] {
    var lines = Self.everywhere
    for step in lesson.steps { lines += step.solution + step.accept + step.wrong.flatMap(\.lines) }
    return lines
  }

  @Test(arguments: BuiltIn.lessonIDs) func noisePassesNothing(_ id: String) throws {
    var numbers = Numbers(state: 11)
    var session = try BuiltIn.session(id)
    let steps = session.dialogue.lesson.steps
    for step in steps {
      var copy = session
      for _ in 0...(2_000 / steps.count) {
        let line = noise(&numbers)
        let outputs = copy.typed(line)
        #expect(outputs.passed == [] && copy.dialogue.step?.id == step.id, "\(step.id): \(ByteSanitizer.visible(line))")
      }
      copy.type(["/redo"] + Session.solutionLines(step))
      session.type(Session.solutionLines(step))
      #expect(copy.standing == session.standing, "\(step.id)")
    }
  }

  @Test(arguments: BuiltIn.lessonIDs, [1, 2] as [UInt64]) func nobodyIsTrapped(_ id: String, _ seed: UInt64) throws {
    var numbers = Numbers(state: seed)
    let fresh = try BuiltIn.session(id)
    let steps = fresh.dialogue.lesson.steps
    let lines = vocabulary(fresh.dialogue.lesson)
    var session = fresh
    var reached = 0
    for count in 1...1_000 {
      let before = session.dialogue.position
      let line = plausible(lines, &numbers)
      let outputs = session.typed(line)
      let due = outputs.kinds.filter { $0 == .stepPassed }.count
      #expect(due <= 1 && session.dialogue.position <= before + due, "\(line) at \(steps[before].id)")
      reached = max(reached, session.dialogue.position)
      if session.dialogue.isFinished { session = fresh }
      // Chance alone would stay in the first steps.
      if count % 40 == 0 { session.type(["/skip"]) }
      if count % 25 == 0 { try bothWaysOut(session) }
      if session.dialogue.isFinished { session = fresh }
    }
    #expect(reached > 3)
  }

  private func bothWaysOut(_ session: Session) throws {
    let steps = session.dialogue.lesson.steps
    var skipping = session
    for step in steps[session.dialogue.position...] {
      #expect(skipping.dialogue.step?.id == step.id)
      skipping.type(["/skip"])
    }
    #expect(skipping.dialogue.isFinished)
    // Step by step back to the beginning, and the lesson as it is meant.
    var redoing = session
    while redoing.dialogue.position > 0 { redoing.type(["/back"]) }
    redoing.type(["/redo"])
    for step in steps { redoing.type(Session.solutionLines(step)) }
    #expect(redoing.dialogue.isFinished)
  }
}
