import MailProtocol

/// A lesson joined to a peer that answers at once: performs the runner's effects, keeps a copy of both at the start of
/// each step (a place for `/back` and `/redo`), and does a step for a learner who skips it. `mailtutor` plays lessons
/// with it, the lint rules prove them with it.
public struct LessonSession<P: Peer> {
  /// What is left for the outermost layer to do.
  public enum Output: Sendable {
    case show(Feedback)
    case record(LearningEvent)
    /// A line that went to the server, as it may be written down.
    case sent(String)
    case language(Language)
    case quit
    /// There is no server to learn with.
    case unreachable
  }

  public private(set) var runner: LessonRunner
  public private(set) var peer: P
  private var checkpoints: [(runner: LessonRunner, peer: P)] = []

  public init(_ runner: LessonRunner, peer: P) {
    self.runner = runner
    self.peer = peer
  }

  public mutating func begin() -> [Output] {
    checkpoints = [(runner, peer)]
    return perform(runner.handle(.begin))
  }

  public mutating func typed(_ line: String) -> [Output] {
    let before = runner.position
    let outputs = perform(runner.handle(.typed(line)))
    if runner.position > before { keepCheckpoints() }
    return outputs
  }

  /// What has come, within so much time for the first of it: a real server takes its time.
  public mutating func wait(milliseconds: Int) -> [Output] {
    let before = runner.position
    let outputs = deliver(peer.wait(milliseconds: milliseconds))
    if runner.position > before { keepCheckpoints() }
    return outputs
  }

  /// Plays what the learner typed, without a word: the steps that were passed, and what has been typed in the open one.
  /// A masked line that was right is replaced by the solution's; a passed step that cannot be replayed is done by its
  /// solution.
  public mutating func resume(_ typedLines: [String: [TypedLine]], passed: Set<String>) {
    checkpoints = [(runner, peer)]
    while let step = runner.step, passed.contains(step.id) {
      let position = runner.position
      replay(typedLines[step.id] ?? [], of: step)
      if runner.position == position { _ = solve(position) }
      guard runner.position > position else { return }
      keepCheckpoints()
    }
    guard let step = runner.step, let lines = typedLines[step.id] else { return }
    let start = (runner, peer)
    replay(lines, of: step)
    // What did not pass the step then must not pass it now.
    if runner.position != start.0.position { (runner, peer) = start }
  }

  private mutating func replay(_ lines: [TypedLine], of step: Step) {
    let position = runner.position
    for line in lines where runner.position == position { _ = typedQuietly(unmasked(line, step)) }
  }

  /// What `begin` would show, for a learner who comes back in the middle.
  public func currentTask() -> [Output] { [.show(.task(runner.position))] }

  private mutating func typedQuietly(_ line: String) -> [Output] { perform(runner.handle(.typed(line))) }

  private mutating func perform(_ effects: [LessonRunner.Effect]) -> [Output] {
    effects.flatMap { effect -> [Output] in
      switch effect {
      case .connect(let endpoint, let program?): deliver(peer.connect(to: endpoint, with: program))
      case .connect(let endpoint, nil): deliver(peer.connect(to: endpoint))
      case .disconnect: deliver(peer.disconnect())
      case .send(let octets, let masked): [.sent(masked)] + deliver(peer.send(octets))
      case .startTLS: deliver(peer.startTLS())
      case .show(let feedback): [.show(feedback)]
      case .record(let event): [.record(event)]
      case .rewind(let toPrevious): rewind(toPrevious: toPrevious)
      case .skip: skip()
      case .language(let language): [.language(language)]
      case .quit: [.quit]
      case .unreachable: [.unreachable]
      }
    }
  }

  private mutating func deliver(_ events: [PeerEvent]) -> [Output] {
    let observation = peer.observe()
    return events.flatMap { event -> [Output] in
      let outputs = perform(runner.handle(.peer(event, observation)))
      if case .said(let line) = event { return [.sent(line)] + outputs }
      return outputs
    }
  }

  private mutating func rewind(toPrevious: Bool) -> [Output] {
    let wanted = toPrevious ? runner.position - 1 : runner.position
    guard wanted >= 0 else { return [.show(.notice(.backFirst))] }
    let index = min(wanted, checkpoints.count - 1)
    checkpoints.removeSubrange((index + 1)...)
    (runner, peer) = checkpoints[index]
    return [
      .record(LearningEvent(.stepRedone, lesson: runner.lesson.id, step: runner.step?.id)),
      .show(.notice(toPrevious ? .backDone : .redoDone, ["state": runner.stateName])),
      .show(.task(runner.position)),
    ]
  }

  private mutating func skip() -> [Output] {
    guard let step = runner.step else { return [] }
    let position = runner.position
    let outputs = solve(position).filter { output in
      switch output {
      // What the learner did not do is no event of theirs.
      case .record(let event): event.event == .lessonFinished
      case .show(.remark), .show(.mistake): false
      case .show, .sent, .language, .quit, .unreachable: true
      }
    }
    keepCheckpoints()
    let skipped = LearningEvent(.stepSkipped, lesson: runner.lesson.id, step: step.id)
    let shown: [Output] =
      step.task == .text ? [] : [.show(.solution(step: position, lines: step.solution, isTyped: true))]
    return [.record(skipped)] + shown + outputs
  }

  /// Types the solution from the start of the step, so that the next one finds the world as it should be. Where the
  /// learner came to that start by a way of their own (a QUIT in the middle of a question) and the solution leads
  /// nowhere, the solutions of the whole lesson do.
  private mutating func solve(_ position: Int) -> [Output] {
    (runner, peer) = checkpoints[min(position, checkpoints.count - 1)]
    let outputs = typeSolution(position)
    guard runner.position == position else { return outputs }
    (runner, peer) = checkpoints[0]
    for earlier in 0..<position { _ = typeSolution(earlier) }
    return typeSolution(position)
  }

  private mutating func typeSolution(_ position: Int) -> [Output] {
    var outputs: [Output] = []
    for line in Self.solutionLines(runner.lesson.steps[position]) where runner.position == position {
      outputs += typedQuietly(line)
    }
    return outputs
  }

  private mutating func keepCheckpoints() {
    while checkpoints.count <= runner.position { checkpoints.append((runner, peer)) }
    checkpoints[runner.position] = (runner, peer)
  }

  /// A text has no solution: Enter goes on.
  public static func solutionLines(_ step: Step) -> [String] { step.solution.isEmpty ? [""] : step.solution }

  /// A secret of the lesson's own is known by its mark. An older mailtutor wrote none: there the password of a masked
  /// line stands in a solution: this step's, or that of another one (after a new login). A wrong password stays masked,
  /// and is wrong again.
  private func unmasked(_ line: TypedLine, _ step: Step) -> String {
    // `//x` was sent, and written down, as `/x`.
    if line.text.hasPrefix("/") { return "/" + line.text }
    if let typed = runner.secrets?.typed(line.text) { return typed }
    guard line.text.contains(Secret.mask), !line.wasWrong else { return line.text }
    let solutions = step.solution + runner.lesson.steps.flatMap(\.solution)
    return solutions.first { SecretMask.mask($0, expectsSecret: false) == line.text } ?? line.text
  }
}

/// A line that a learner typed once, secrets masked.
public struct TypedLine: Hashable, Sendable {
  public let text: String
  public let wasWrong: Bool

  public init(_ text: String, wasWrong: Bool) {
    self.text = text
    self.wasWrong = wasWrong
  }
}

extension LessonSession: Sendable where P: Sendable {}
