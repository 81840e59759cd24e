import ArgumentParser
import LessonEngine
import LessonStage
import MailNetwork
import MailProtocol
import MailSimulator
import TerminalUI

/// Plays one lesson at the learner's terminal, in its simulated world or on a real server.
struct LessonPlay {
  /// What `--server` names.
  struct Server {
    let url: ServerURL
    let peer: NetworkPeer
    /// Of the learner, where it was given.
    let address: String?
  }

  private let learner: LearnerTerminal
  private let events: EventRecorder
  private let log: SessionLog?
  private let server: Server?

  init(_ learner: LearnerTerminal, _ events: EventRecorder, log: SessionLog?, server: Server?) {
    self.learner = learner
    self.events = events
    self.log = log
    self.server = server
  }

  var isReal: Bool { server != nil }

  func run(_ id: String, resumes: Bool) throws -> LoopEnding {
    let written = try place.readable { () throws(Findings) in try place.pack.lesson(id) }
    let peer = try place.readable { () throws(Findings) in
      try LessonWorld(files: place.pack.files, digests: .library, now: .now).peer(for: written)
    }
    let bindings = LessonWorld.bindings(of: written, in: peer.world)
    if let server { return try run(on: server, written, bindings) }
    let lesson = try place.readable { () throws(Findings) in try written.bound(to: bindings) }
    let secrets = LessonSecrets(lesson, seed: peer.world.seedText, hmacSHA256: Digests.library.hmacSHA256)
    let dialogue = LessonDialogue(
      lesson, hintCounts: try hintCounts(lesson, bindings), languages: place.languages, secrets: secrets,
      guide: place.guide)
    var session = LessonSession(dialogue, peer: peer)
    let done = events.progress.lessons[place.pack.key(id)]
    let screen = try screen(lesson, bindings)
    if resumes, let done, done.isOpen, !done.lines.isEmpty {
      session.resume(done.lines, passed: Set(done.passed))
      let values: MessageValues = [
        "step": String(session.dialogue.position + 1), "steps": String(lesson.steps.count),
      ]
      learner.say(.startResumed, values, .note)
      return try play(session, screen) { $0.currentTask() }
    }
    return try play(session, screen) { $0.begin() }
  }

  private func play(
    _ session: LessonSession<SimulatedPeer>, _ screen: LessonScreen,
    first: (inout LessonSession<SimulatedPeer>) -> [DialogueOutput]
  ) throws -> LoopEnding {
    var loop = DialogueLoop(
      session, learner.source, learner.theme, screen, server: nil, current: learner.current,
      isFinished: { $0.dialogue.isFinished })
    return try loop.run(first: first)
  }

  // MARK: A real server

  private func run(on server: Server, _ lesson: Lesson, _ bindings: Bindings) throws -> LoopEnding {
    let adapted = try adapt(lesson, bindings, to: server)
    let dialogue = LessonDialogue(
      adapted.lesson, at: .real(server.url.endpoint), hintCounts: try hintCounts(adapted.lesson, adapted.bindings),
      languages: place.languages, guide: place.guide)
    var loop = DialogueLoop(
      DialogueSession(dialogue, peer: server.peer), learner.source, learner.theme,
      try screen(adapted.lesson, adapted.bindings), server: server.peer, current: learner.current,
      isFinished: { $0.dialogue.isFinished })
    return try loop.run { $0.begin() }
  }

  /// The lesson with the learner's names, which are asked for where they are not known.
  private func adapt(_ lesson: Lesson, _ bindings: Bindings, to server: Server) throws -> RealLesson {
    guard let speaking = lesson.speaks else {
      learner.complain(.realJourney)
      throw ExitCode.usage
    }
    guard speaking == server.url.speaking else {
      learner.complain(.realWrongProtocol, ["protocol": speaking.title, "url": server.url.description])
      throw ExitCode.usage
    }
    let needs = RealServer.needs(lesson)
    let user = needs.user ? try server.url.user ?? learner.ask(.realUser, ["host": server.url.endpoint.host]) : nil
    let address = needs.address ? try server.address ?? learner.askAddress() : nil
    let real = RealServer(server.url.endpoint, user: user, address: address)
    let adapted = try place.readable { () throws(Findings) in try real.adapt(lesson, bindings) }
    learner.say(.realBegins, ["url": ByteSanitizer.visible(server.url.description)], .note)
    if adapted.isShortened { learner.say(.realShortened, [:], .note) }
    if needs.user { learner.say(.realPassword, [:], .note) }
    return adapted
  }

  // MARK: What a lesson is played with

  private var place: Installation { learner.place }

  private func hintCounts(_ lesson: Lesson, _ bindings: Bindings) throws -> [Int] {
    let prose = try place.prose(lesson.id, learner.language, bindings)
    return lesson.steps.map { prose.steps[$0.id]?.hints.count ?? 0 }
  }

  private func screen(_ lesson: Lesson, _ bindings: Bindings) throws -> LessonScreen {
    try LessonScreen(
      learner, lesson, isReal: isReal, log: log, prose: { [place] in try place.prose(lesson.id, $0, bindings) }
    ) { [events, isReal] in events.record($0, keeps: !isReal) }
  }
}
