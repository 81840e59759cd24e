import ArgumentParser
import Foundation
import LessonEngine
import LessonLint
import MailNetwork
import MailProtocol
import MailSimulator
import ProgressStore
import TerminalUI

/// From the command line to a lesson: language, the place to go on from, then lesson after lesson.
final class Learning {
  private let options: LearnerOptions
  private let wanted: String?
  private let startsOver: Bool
  private let script: String?
  private let json: Bool
  private let place: Workplace
  private let theme: Theme
  private let source: LineSource
  private let current: CurrentRunner
  private let log: SessionLog?
  /// A real server in the simulator's place.
  private let real: RealPlace?
  private var language: Language
  private var progress: LearnerProgress
  private var queue: EventQueue

  /// What completion looks at: the lesson that is being played.
  final class CurrentRunner {
    var runner: LessonRunner?
  }

  /// What `--server` names.
  struct RealPlace {
    let url: ServerURL
    let peer: NetworkPeer
    /// Of the learner, where it was given.
    let address: String?
  }

  /// - Parameter real: made with the place that the lessons are read from.
  init(
    options: LearnerOptions, lesson: String?, startsOver: Bool, script: String? = nil, json: Bool = false,
    log: String? = nil, real: (Workplace) throws -> RealPlace? = { _ in nil }
  ) throws {
    self.options = options
    self.startsOver = startsOver
    self.script = script
    self.json = json
    place = try Workplace(options)
    self.real = try real(place)
    language = place.language
    let current = CurrentRunner()
    self.current = current
    // Lines from a pipe or a script: nobody looks at colours, even where the output is a terminal.
    let isInteractive = script == nil && isatty(STDIN_FILENO) == 1 && Output.isTerminal
    theme = place.theme(plain: options.plain, isTerminal: isInteractive)
    source = try LineSource.open(script: script, isInteractive: isInteractive && !json, theme: theme) { [place] in
      Completion.words($0, current.runner, place.languages)
    }
    self.log = try log.map(SessionLog.init)
    progress = LearnerProgress()
    queue = EventQueue(place.eventLog)
    wanted = try lesson.map { [place] name in
      guard let id = place.pack.resolve(name) else {
        let values = MessageValues(["lesson": name], lists: ["lessons": place.pack.lessonIDs])
        Output.complain(place.catalog(place.language).ui(.errorUnknownLesson, values))
        throw ExitCode.usage
      }
      return id
    }
  }

  func run() throws {
    var troubles: [(MessageKey, MessageValues)] = []
    progress = place.readProgress { troubles.append(($0, $1)) }
    hasWarned = troubles.contains { $0.0 != .startDamaged }
    if place.isLanguageGuessed, source.isInteractive { try chooseLanguage() }
    if options.lang != nil { place.save(language) }
    for (key, values) in troubles { say(key, values, .bad) }
    guard var id = wanted ?? openLesson ?? nextLesson(after: nil) else {
      sayAllDone()
      return
    }
    var resumes = !startsOver
    if resumes, openLesson == nil, !progress.lessons.isEmpty, wanted == nil {
      say(.startNext, ["title": title(id)], .note)
    }
    while true {
      let ending = try play(id, resumes: resumes)
      switch ending {
      case .unreachable: throw ExitCode.unavailable
      case .left where real != nil:
        throw source.isInteractive ? ExitCode.success : ExitCode.failure
      case .left:
        say(source.isInteractive && queue.isEmpty ? .endSaved : .endNotSaved, [:], .dim)
        throw source.isInteractive ? ExitCode.success : ExitCode.failure
      case .interrupted:
        say(queue.isEmpty ? .endSaved : .endNotSaved, [:], .dim)
        throw ExitCode.interrupted
      case .terminated: throw ExitCode(143)
      case .finished:
        if real != nil { return }
        summarise(id)
        guard let next = nextLesson(after: id) else {
          sayAllDone()
          return
        }
        guard source.isInteractive, offer(next) else { return }
        id = next
        resumes = progress.lessons[place.pack.key(id)]?.isOpen ?? false
      }
    }
  }

  // MARK: Before and between lessons

  private func chooseLanguage() throws {
    let languages = place.languages
    let numbered = zip(1..., languages.all).map { (number: String($0), language: $1) }
    let menu = numbered.map { "\($0.number) \($0.language.title)" }.joined(separator: ", ")
    while true {
      Output.write(renderer(nil, nil).notice(.startChoose, ["languages": menu]))
      switch source.next(nil, theme) {
      case .line(let line):
        let answer = InputMethod.asciiTwin(of: line).split(separator: " ").joined()
        guard
          let chosen = answer.isEmpty
            ? language
            : numbered.first(where: { $0.number == answer })?.language ?? languages.named(line)
              ?? languages.named(answer)
        else { continue }
        language = chosen
        place.save(chosen)
        return
      case .news: continue
      case .interrupted: throw ExitCode.interrupted
      case .endOfInput: throw ExitCode.success
      case .terminated: throw ExitCode(143)
      }
    }
  }

  /// The lesson that was left open, if this pack has it.
  private var openLesson: String? {
    progress.current(in: place.pack.id).flatMap { place.pack.lessonIDs.contains($0) ? $0 : nil }
  }

  /// The first unfinished lesson after this one, else the first unfinished one.
  private func nextLesson(after id: String?) -> String? {
    let ids = place.pack.lessonIDs
    let later = id.flatMap { ids.firstIndex(of: $0) }.map { Array(ids[($0 + 1)...] + ids[..<$0]) } ?? ids
    return later.first { !(progress.lessons[place.pack.key($0)]?.isFinished ?? false) }
  }

  private func sayAllDone() {
    say(.finishedAll, [:], .good)
    say(.listFooter, [:], .dim)
  }

  private func summarise(_ id: String) {
    guard let lesson = progress.lessons[place.pack.key(id)], lesson.typed > 0 else { return }
    say(.finishedMistakes, ["lines": String(lesson.typed), "mistakes": String(lesson.mistakes)], .note)
  }

  private func offer(_ id: String) -> Bool {
    guard let lesson = try? place.pack.lesson(id) else { return false }
    say(.finishedNext, ["title": title(id), "minutes": String(lesson.minutes)], .note)
    say(.finishedGoOn, [:], .dim)
    while true {
      switch source.next(nil, theme) {
      case .line(let line):
        if line.allSatisfy({ $0 == " " }) { return true }
        if LessonWord(line, isInData: false) == .quit { return false }
        say(.finishedGoOn, [:], .dim)
      case .news: continue
      case .interrupted, .endOfInput, .terminated: return false
      }
    }
  }

  private func title(_ id: String) -> String { (try? place.pack.prose(id, place.proseLanguage(language)).title) ?? id }

  private func say(_ key: MessageKey, _ values: MessageValues, _ role: Role) {
    if json { return }
    Output.write(renderer(nil, nil).notice(key, values, as: role))
  }

  private func renderer(_ lesson: Lesson?, _ prose: Prose?) -> Renderer {
    Renderer(
      words: .init(catalog: place.catalog(language), prose: prose), lesson: lesson, theme: theme,
      columns: TerminalSize.textColumns())
  }

  // MARK: One lesson

  private enum Ending { case finished, left, unreachable, interrupted, terminated }

  private func play(_ id: String, resumes: Bool) throws -> Ending {
    let written = try place.readable { () throws(Findings) in try place.pack.lesson(id) }
    let peer = try place.readable { () throws(Findings) in
      try LessonWorld(files: place.pack.files, digests: .library, now: .now).peer(for: written)
    }
    let bindings = LessonWorld.bindings(of: written, in: peer.world)
    if let real { return try play(on: real, written, bindings) }
    let lesson = try place.readable { () throws(Findings) in try written.bound(to: bindings) }
    let prose = try place.prose(id, language, bindings)
    let hints = lesson.steps.map { prose.steps[$0.id]?.hints.count ?? 0 }
    let secrets = LessonSecrets(lesson, seed: peer.world.seedText, hmacSHA256: Digests.library.hmacSHA256)
    var session = LessonSession(
      LessonRunner(lesson, hintCounts: hints, languages: place.languages, secrets: secrets), peer: peer)
    guard resumes, let done = progress.lessons[place.pack.key(id)], done.isOpen, !done.lines.isEmpty else {
      return try play(&session, prose, bindings, first: { $0.begin() })
    }
    session.resume(done.lines, passed: Set(done.passed))
    let values: MessageValues = ["step": String(session.runner.position + 1), "steps": String(lesson.steps.count)]
    say(.startResumed, values, .note)
    return try play(&session, prose, bindings, first: { $0.currentTask() })
  }

  private func play(on real: RealPlace, _ lesson: Lesson, _ bindings: Bindings) throws -> Ending {
    guard let speaking = lesson.speaks else {
      Output.complain(place.catalog(language).ui(.realJourney).filter { $0 != "`" })
      throw ExitCode.usage
    }
    guard speaking == real.url.speaking else {
      let values: MessageValues = ["protocol": speaking.title, "url": real.url.description]
      Output.complain(place.catalog(language).ui(.realWrongProtocol, values))
      throw ExitCode.usage
    }
    let needs = RealServer.needs(lesson)
    let host: MessageValues = ["host": real.url.endpoint.host]
    let user = needs.user ? try real.url.user ?? ask(.realUser, host) : nil
    let address = needs.address ? try real.address ?? askAddress() : nil
    let server = RealServer(real.url.endpoint, user: user, address: address)
    let adapted = try place.readable { () throws(Findings) in try server.adapt(lesson, bindings) }
    let prose = try place.prose(lesson.id, language, adapted.bindings)
    say(.realBegins, ["url": ByteSanitizer.visible(real.url.description)], .note)
    if adapted.isShortened { say(.realShortened, [:], .note) }
    if needs.user { say(.realPassword, [:], .note) }
    let hints = adapted.lesson.steps.map { prose.steps[$0.id]?.hints.count ?? 0 }
    let runner = LessonRunner(
      adapted.lesson, hintCounts: hints, languages: place.languages, server: server)
    var session = LessonSession(runner, peer: real.peer)
    return try play(&session, prose, adapted.bindings, first: { $0.begin() })
  }

  /// - Parameters:
  ///   - bindings: for the words of another language.
  ///   - first: what is shown before the first line is typed.
  private func play<P: Peer>(
    _ session: inout LessonSession<P>, _ prose: Prose, _ bindings: Bindings,
    first: (inout LessonSession<P>) -> [LessonSession<P>.Output]
  ) throws -> Ending {
    let lesson = session.runner.lesson
    var renderer = renderer(lesson, prose)
    renderer.isReal = real != nil
    var unsolicited = self.real.map { UnsolicitedReplyLimit(source, hearing: $0.peer.readiness) }
    defer { current.runner = nil }

    /// nil to go on.
    func handle(_ outputs: [LessonSession<P>.Output]) throws -> Ending? {
      record(outputs.compactMap { if case .record(let event) = $0 { event } else { nil } })
      for output in outputs {
        switch output {
        case .record: break
        case .sent(let masked): log?.writeSent(masked)
        case .show(let feedback):
          log?.write(feedback)
          if !json { Output.write(renderer.render(feedback)) }
        case .language(let chosen):
          let words = try place.prose(lesson.id, chosen, bindings)
          language = chosen
          place.save(chosen)
          renderer.words = .init(catalog: place.catalog(chosen), prose: words)
          if !json { Output.write(renderer.notice(.langNow, as: .dim)) }
        case .quit: return .left
        case .unreachable: return .unreachable
        }
      }
      return session.runner.isFinished ? .finished : nil
    }

    /// Whether Ctrl-C has ended the waiting for a real server; the program, when it was connecting or a handshake.
    func isInterrupted() throws -> Bool {
      switch self.real?.peer.takeInterruption() {
      case .connecting:
        _ = try handle([.show(.notice(.connectGivenUp))])
        throw ExitCode.interrupted
      case .waiting: return true
      case nil: return false
      }
    }

    /// A real server's replies, until none is due.
    func settle() throws -> Ending? {
      guard real != nil else { return nil }
      var replyWait = ReplyWait()
      _ = try isInterrupted()
      while session.runner.isWaiting {
        let outputs = session.wait(milliseconds: ReplyWait.slice)
        if let ending = try handle(outputs) { return ending }
        if replyWait.isExhausted(afterSilence: outputs.isEmpty) { say(.connectWaiting, [:], .dim) }
        if replyWait.isOver, !source.isInteractive {
          say(.connectGaveUp, [:], .note)
          return .unreachable
        }
        if try isInterrupted() {
          say(.connectStoppedWaiting, [:], .dim)
          return nil
        }
      }
      // A server that hangs up says its last words and closes in two packets.
      return try handle(session.wait(milliseconds: ReplyWait.closing))
    }

    if let ending = try handle(first(&session)) ?? settle() { return ending }

    var interruptions = 0
    while true {
      current.runner = session.runner
      let input = source.next(session.runner, theme)
      // The window may have another size by now.
      renderer.columns = TerminalSize.textColumns()
      switch input {
      case .line(let line):
        interruptions = 0
        unsolicited?.noteLine()
        if !source.isInteractive, !json { Output.write(echo(line, session.runner)) }
        if source.lineWasCut { say(.endLineCut, [:], .note) }
        // What came in the meantime belongs before it: a 421, perhaps.
        if real != nil, let ending = try handle(session.wait(milliseconds: 0)) { return ending }
        self.real?.peer.forgetInterruptions()
        if let ending = try handle(session.typed(line)) ?? settle() { return ending }
      case .news:
        let outputs = session.wait(milliseconds: 0)
        unsolicited?.noteNews(outputs.count)
        if let ending = try handle(outputs) { return ending }
        _ = try isInterrupted()
      case .interrupted:
        interruptions += 1
        if interruptions > 1 { return .interrupted }
        Output.write(renderer.notice(.endInterrupted, as: .dim))
      case .endOfInput:
        if let failure = source.failure {
          Output.complain("\(script ?? "standard input") cannot be read: \(failure)")
          throw ExitCode.ioError
        }
        if source.isInteractive {
          Output.write("\n")
        } else {
          let values: MessageValues = [
            "step": String(session.runner.position + 1), "steps": String(lesson.steps.count),
          ]
          say(.endInputEnded, values, .note)
        }
        return .left
      case .terminated: return .terminated
      }
    }
  }

  private func ask(_ key: MessageKey, _ values: MessageValues = [:]) throws -> String {
    guard source.isInteractive else {
      Output.complain(place.catalog(language).ui(.realNoAnswer).filter { $0 != "`" })
      throw ExitCode.usage
    }
    while true {
      say(key, values, .note)
      switch source.next(nil, theme) {
      case .line(let line):
        let answer = line.split(separator: " ").joined()
        if !answer.isEmpty { return answer }
      case .news: continue
      case .interrupted: throw ExitCode.interrupted
      case .endOfInput: throw ExitCode.success
      case .terminated: throw ExitCode(143)
      }
    }
  }

  private func askAddress() throws -> String {
    while true {
      let answer = try ask(.realAddress)
      if MailPath(address: answer) != nil { return answer }
      say(.realBadAddress, ["bad": ByteSanitizer.visible(answer)], .bad)
    }
  }

  /// In a pipe nobody typed the line on this screen: it is shown, masked, with the prompt that it answers.
  private func echo(_ line: String, _ runner: LessonRunner) -> String {
    runner.prompt + runner.masked(line) + "\n"
  }

  private func record(_ events: [LearningEvent]) {
    let now = (Date().timeIntervalSince1970 * 1000).rounded() / 1000
    var events = events.map { $0.recorded(pack: place.pack.id, time: now) }
    // What was done on a real server cannot be played again, so that it is no place to come back to.
    if real == nil { events = keep(events) }
    guard json else { return }
    for event in events { Output.write(String(decoding: event.jsonLine, as: UTF8.self) + "\n") }
  }

  /// - Returns: the events as they stand in the log.
  private func keep(_ events: [LearningEvent]) -> [LearningEvent] {
    for event in events { progress.apply(event) }
    do {
      return try queue.append(events)
    } catch {
      if !hasWarned { place.tellTrouble(error) { say($0, $1, .bad) } }
      hasWarned = true
      return events
    }
  }

  private var hasWarned = false
}
