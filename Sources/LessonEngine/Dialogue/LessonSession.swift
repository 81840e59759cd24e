import MailProtocol

/// A lesson in a world that can be taken back: keeps a copy of dialogue and world at the start of each step (a place for
/// `/back` and `/redo`), and does a step for a learner who skips it. `mailtutor` plays lessons with it, the lint rules
/// prove them with it.
public struct LessonSession<P: RewindablePeer>: PlayableDialogue {
  private typealias Inner = DialogueSession<LessonDialogue, P>

  private var inner: Inner
  /// At the start of each step.
  private var checkpoints: [Inner] = []

  public init(_ dialogue: LessonDialogue, peer: P) { inner = DialogueSession(dialogue, peer: peer) }

  public var dialogue: LessonDialogue { inner.dialogue }
  public var peer: P { inner.peer }

  public mutating func begin() -> [DialogueOutput] {
    checkpoints = [inner]
    return perform(.begin)
  }

  public mutating func typed(_ line: String) -> [DialogueOutput] {
    let before = dialogue.position
    let outputs = perform(.typed(line))
    if dialogue.position > before { keepCheckpoints() }
    return outputs
  }

  public mutating func wait(milliseconds: Int) -> [DialogueOutput] {
    let before = dialogue.position
    let outputs = perform(inner.deliver(inner.peer.wait(milliseconds: milliseconds)))
    if dialogue.position > before { keepCheckpoints() }
    return outputs
  }

  public mutating func silence() -> [DialogueOutput] { perform(.silence) }

  /// Plays what the learner typed, without a word: the steps that were passed, and what has been typed in the open one.
  /// A masked line that was right is replaced by the solution's; a passed step that cannot be replayed is done by its
  /// solution.
  public mutating func resume(_ typedLines: [String: [TypedLine]], passed: Set<String>) {
    checkpoints = [inner]
    while let step = dialogue.step, passed.contains(step.id) {
      let position = dialogue.position
      replay(typedLines[step.id] ?? [], of: step)
      if dialogue.position == position { _ = solve(position) }
      guard dialogue.position > position else { return }
      keepCheckpoints()
    }
    guard let step = dialogue.step, let lines = typedLines[step.id] else { return }
    let start = inner
    replay(lines, of: step)
    // What did not pass the step then must not pass it now.
    if dialogue.position != start.dialogue.position { inner = start }
  }

  private mutating func replay(_ lines: [TypedLine], of step: Step) {
    let position = dialogue.position
    for line in lines where dialogue.position == position { _ = perform(.typed(unmasked(line, step))) }
  }

  /// What `begin` would show, for a learner who comes back in the middle.
  public func currentTask() -> [DialogueOutput] {
    [.show(.task(dialogue.position))] + (OpenLetter.feedback(dialogue.client).map { [.show($0)] } ?? [])
  }

  private mutating func perform(_ event: DialogueEvent) -> [DialogueOutput] { perform(inner.handle(event)) }

  private mutating func perform(_ performed: [Inner.Performed]) -> [DialogueOutput] {
    performed.flatMap { item -> [DialogueOutput] in
      switch item {
      case .output(let output): [output]
      case .rewind(let toPrevious): rewind(toPrevious: toPrevious)
      case .skip: skip()
      }
    }
  }

  // MARK: The way back, and the way on

  private mutating func rewind(toPrevious: Bool) -> [DialogueOutput] {
    let wanted = toPrevious ? dialogue.position - 1 : dialogue.position
    guard wanted >= 0 else { return [.show(.notice(.backFirst))] }
    let index = min(wanted, checkpoints.count - 1)
    checkpoints.removeSubrange((index + 1)...)
    inner = checkpoints[index]
    return [
      .record(dialogue.learning(.stepRedone)),
      .show(standing(toPrevious ? (.backDone, .backOffline) : (.redoDone, .redoOffline))),
      .show(.task(dialogue.position)),
    ]
  }

  private func standing(_ keys: (connected: MessageKey, offline: MessageKey)) -> Feedback {
    dialogue.client.isOffline
      ? .notice(keys.offline) : .notice(keys.connected, ["state": dialogue.stateName])
  }

  private mutating func skip() -> [DialogueOutput] {
    guard let step = dialogue.step else { return [] }
    let position = dialogue.position
    let skipped = DialogueOutput.record(dialogue.learning(.stepSkipped))
    let outputs = solve(position).filter { output in
      switch output {
      // What the learner did not do is no event of theirs.
      case .record(let event): event.event == .lessonFinished
      case .show(.remark), .show(.mistake): false
      case .show, .sent, .language, .save, .quit: true
      }
    }
    keepCheckpoints()
    let shown: [DialogueOutput] =
      step.task == .text ? [] : [.show(.solution(step: position, lines: step.solution, isTyped: true))]
    return [skipped] + shown + outputs
  }

  /// Types the solution from the start of the step, so that the next one finds the world as it should be. Where the
  /// learner came to that start by a way of their own (a QUIT in the middle of a question) and the solution leads
  /// nowhere, the solutions of the whole lesson do.
  private mutating func solve(_ position: Int) -> [DialogueOutput] {
    inner = checkpoints[min(position, checkpoints.count - 1)]
    let outputs = typeSolution(position)
    guard dialogue.position == position else { return outputs }
    inner = checkpoints[0]
    for earlier in 0..<position { _ = typeSolution(earlier) }
    return typeSolution(position)
  }

  private mutating func typeSolution(_ position: Int) -> [DialogueOutput] {
    var outputs: [DialogueOutput] = []
    for line in Self.solutionLines(dialogue.lesson.steps[position]) where dialogue.position == position {
      outputs += perform(.typed(line))
    }
    return outputs
  }

  private mutating func keepCheckpoints() {
    while checkpoints.count <= dialogue.position { checkpoints.append(inner) }
    checkpoints[dialogue.position] = inner
  }

  /// A text has no solution: Enter goes on.
  public static func solutionLines(_ step: Step) -> [String] { step.solution.isEmpty ? [""] : step.solution }

  /// A secret of the lesson's own is known by its mark. An older mailtutor wrote none: there the password of a masked
  /// line stands in a solution: this step's, or that of another one (after a new login). A wrong password stays masked,
  /// and is wrong again.
  private func unmasked(_ line: TypedLine, _ step: Step) -> String {
    // `//x` was sent, and written down, as `/x`.
    if line.text.hasPrefix("/") { return "/" + line.text }
    if let typed = dialogue.secrets?.typed(line.text) { return typed }
    guard line.text.contains(Secret.mask), !line.wasWrong else { return line.text }
    let solutions = step.solution + dialogue.lesson.steps.flatMap(\.solution)
    return solutions.first { SecretMask.mask($0, expectsSecret: false) == line.text } ?? line.text
  }
}

extension LessonSession: Sendable where P: Sendable {}

/// A line that a learner typed once, secrets masked.
public struct TypedLine: Hashable, Sendable {
  public let text: String
  public let wasWrong: Bool

  public init(_ text: String, wasWrong: Bool) {
    self.text = text
    self.wasWrong = wasWrong
  }
}
