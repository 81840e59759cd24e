import MailProtocol
import MailSimulator
import TestSupport
import Testing

@testable import LessonEngine

/// The judge alone: octets of both directions and answers go in, judgements come out, and no line is typed at a prompt.
@Suite struct AttemptTests {
  /// An attempt and the world that it takes place in, as a hub would join them: the octets of a client on its way to a
  /// server, and of the server on their way back.
  private struct Wire {
    var attempt: Attempt
    var peer: SimulatedPeer
    /// How many octets go at once, of so many that wait.
    var cut: (Int) -> Int
    var outcomes: [Outcome] = []

    init(_ id: String, cut: @escaping (Int) -> Int) throws {
      let session = try BuiltIn.session(id)
      attempt = Attempt(session.dialogue.lesson)
      peer = session.peer
      self.cut = cut
    }

    mutating func connect(to endpoint: Endpoint) {
      attempt.dials(endpoint)
      hear(peer.connect(to: endpoint))
    }

    mutating func send(_ text: String) {
      var octets = Array(text.utf8)[...]
      while !octets.isEmpty {
        let piece = Array(octets.prefix(cut(octets.count)))
        octets = octets.dropFirst(piece.count)
        _ = attempt.sends(octets: piece)
        hear(peer.send(piece))
      }
    }

    private mutating func hear(_ events: [PeerEvent]) {
      for event in events {
        switch event {
        case .connected(let name): attempt.connected(name, peer.observe())
        case .received(let octets):
          var octets = octets[...]
          while !octets.isEmpty {
            let piece = Array(octets.prefix(cut(octets.count)))
            octets = octets.dropFirst(piece.count)
            outcomes += attempt.received(piece, peer.observe())
          }
        case .closed: outcomes += attempt.closed(peer.observe())
        case .secured(let report): outcomes += attempt.secured(report)
        case .said(let line): attempt.programSaid(line)
        case .failed(let id, _): Issue.record("\(id)")
        }
      }
    }

    mutating func goOn() { outcomes += attempt.goOn() }
  }

  private static func play(_ id: String, cut: @escaping (Int) -> Int) throws -> Wire {
    var wire = try Wire(id, cut: cut)
    while let step = wire.attempt.step {
      let before = wire.attempt.index
      for line in step.solution.isEmpty ? [""] : step.solution {
        switch step.task {
        case .text: wire.goOn()
        case .question:
          #expect(wire.attempt.reading(line) == .right)
          wire.goOn()
        case .connect, .command, .goal:
          if case .opens(let command) = wire.attempt.reading(ofConnectLine: line) {
            wire.connect(to: command.endpoint)
          } else {
            wire.send(line + "\r\n")
          }
        }
      }
      try #require(wire.attempt.index == before + 1, "\(step.id) is not passed")
    }
    return wire
  }

  @Test(arguments: BuiltIn.lessonIDs) func aLessonIsPassedByOctetsAlone(_ id: String) throws {
    var noise = Noise(seed: 7)
    for cut in [{ $0 }, { _ in 1 }, { Int(noise.next() % UInt64($0)) + 1 }] as [(Int) -> Int] {
      let wire = try Self.play(id, cut: cut)
      let passed = wire.outcomes.compactMap { if case .passed(let step, _) = $0 { step } else { nil } }
      #expect(passed == Array(wire.attempt.lesson.steps.indices))
      guard case .finished? = wire.outcomes.last else {
        Issue.record("not finished")
        return
      }
      for case .judged(let judged) in wire.outcomes {
        if case .mistake(let diagnosis)? = judged.judgement { Issue.record("\(diagnosis.id) at step \(judged.step)") }
      }
    }
  }

  /// A client that sends all at once is judged line by line, each at the step that is open by then.
  @Test func pipelinedLinesAreJudgedAtTheirSteps() throws {
    var wire = try Wire("pop3/first-session") { $0 }
    wire.connect(to: Endpoint(host: "mail.example.net", port: 110))
    wire.goOn()
    wire.send("USER dewey\r\nPASS tanstaaf\r\nSTAT\r\n")
    #expect(wire.attempt.step?.id == "total")
  }

  @Test(
    arguments: [
      ("345910", .right), ("345 910 octets", .right), ("３４５９１０", .right), ("345,910", .right), ("3", .wrong("3")),
      ("many", .noNumber), ("", .empty), ("STAT", .noAnswer), ("telnet mail.example.net 110", .noAnswer),
    ] as [(String, AnswerReading)])
  func answers(_ line: String, _ reading: AnswerReading) throws {
    let session = try BuiltIn.session("pop3/first-session", at: "total")
    #expect(session.dialogue.attempt.reading(line) == reading)
  }

  @Test(
    arguments: [
      ("b", .right), ("B", .right), ("（b）", .right), ("b。", .right), ("B、", .right), ("选b", .right), ("答案是B", .right),
      ("第二个", .right), ("the second one", .right), ("the answer is b", .right), ("2", .right), ("câu b", .right),
      ("đáp án là b", .right), ("thứ hai", .right), ("chọn câu B", .right), ("option b.", .right), ("a", .wrong("a")),
      ("选a", .wrong("a")), ("第一个", .wrong("a")), ("z", .noOption(["a", "b", "c"])),
    ] as [(String, AnswerReading)])
  func choices(_ line: String, _ reading: AnswerReading) throws {
    let session = try BuiltIn.session("pop3/first-session", at: "greeting")
    #expect(session.dialogue.attempt.reading(line) == reading)
  }

  @Test(arguments: [("2封", 2), ("两封", 2), ("hai thư", 2), ("three letters", 3), ("三", 3), ("一共五封", 5), ("có 3 thư", 3)])
  func numbersInWords(_ line: String, _ number: Int) throws {
    let question = Question(kind: .number, answer: .literal([String(number)]), options: [])
    let reading = AnswerReading(
      line, to: question, nil, isOffline: false, words: BuiltIn.languages.typedWords.answers)
    #expect(reading == .right)
  }

  @Test func noQuestionNoReading() throws {
    #expect(try BuiltIn.session("pop3/first-session", at: "stat").dialogue.attempt.reading("3") == nil)
  }

  /// What the server did in spite of the rules is no mistake: it is worth knowing. A line that only our book refuses
  /// passes when the server says yes.
  @Test func aYesIsNeverAMistake() throws {
    let lesson = try BuiltIn.session("smtp/first-letter").dialogue.lesson
    let endpoint = Endpoint(host: "smtp.21cn.com", port: 25)
    var attempt = Attempt(lesson, at: .real(endpoint))
    attempt.dials(endpoint)
    attempt.connected(.smtp, nil)
    _ = attempt.received(Array("220 here\r\n".utf8), nil)
    _ = attempt.goOn()
    _ = attempt.sends("EHLO pc.example.org")
    _ = attempt.received(Array("250 here\r\n".utf8), nil)
    let sent = attempt.sends("MAIL FROM:<stonegong@21cn.com> FOO=1")
    #expect(!sent.verdict.isAllowed)
    let outcomes = attempt.received(Array("250 taken\r\n".utf8), nil)
    for case .judged(let judged) in outcomes {
      if case .mistake(let diagnosis)? = judged.judgement, diagnosis.id == .parameterUnknown {
        Issue.record("\(diagnosis)")
      }
    }
  }
}
