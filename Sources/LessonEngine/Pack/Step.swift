import MailProtocol

/// One thing for the learner to do. DESIGN: a step is a command, a goal, a question or a text.
public struct Step: Sendable, Hashable {
  public enum Task: Sendable, Hashable {
    /// At the offline prompt; the line's endpoint is what counts.
    case connect(String)
    case command(CommandPattern)
    /// Any way there is right.
    case goal(Goal)
    case question(Question)
    case text
  }

  public struct Wrong: Sendable, Hashable {
    /// Typed in turn; the last one is the mistake.
    public let lines: [String]
    public let diagnosis: Diagnosis.ID
    /// The name of the text that was written for this mistake, `### wrong NAME`.
    public var say: String?
  }

  public let id: String
  public let task: Task
  /// What the server must answer.
  public let reply: ReplyPattern?
  /// Where the session must stand afterwards.
  public let state: StateName?
  /// Other right ways, as typed.
  public let accept: [String]
  public let wrong: [Wrong]
  public let solution: [String]
  /// What `### done` speaks of: where it does not hold, something else is said.
  public var assumes: Goal?
  /// What this step may not harm.
  public var keep: Keep?
}

/// What the kinds of a task differ in, for whoever need not know which one it is.
extension Step.Task {
  var isQuestion: Bool { if case .question = self { true } else { false } }

  /// What it counts lies in the simulated mailbox.
  var needsSimulator: Bool {
    switch self {
    case .goal(let goal): goal.predicates.contains(where: \.needsSimulator)
    case .connect, .command, .question, .text: false
    }
  }

  /// It cannot be done offline.
  ///
  /// - Parameter isOpenedBySolution: the way there begins with connecting.
  func needsConnection(isOpenedBySolution: Bool) -> Bool {
    switch self {
    case .command: true
    case .goal(let goal): !goal.predicates.contains(.session(.offline)) && !isOpenedBySolution
    case .connect, .question, .text: false
    }
  }

  /// The same with other texts.
  ///
  /// - Parameter replaced: gets each text, what it is for, and its path in the step.
  func rewritten(_ replaced: (String, Bindings.Use, [StrictYAML.YAMLStep]) -> String) -> Step.Task {
    switch self {
    case .connect(let line): .connect(replaced(line, .line, [.key("do"), .key("connect")]))
    case .command(let pattern):
      .command(CommandPattern(replaced(pattern.text, .pattern, [.key("do"), .key("command")])))
    case .goal(let goal): .goal(goal.rewritten { replaced($0, $1, [.key("until")] + $2) })
    case .question(let question):
      switch question.answer {
      case .live: self
      case .literal(let answers):
        .question(
          Question(
            kind: question.kind,
            answer: .literal(
              answers.enumerated().map { replaced($1, .line, [.key("ask"), .key("answer"), .index($0)]) }),
            options: question.options))
      }
    case .text: .text
    }
  }
}

public struct Question: Sendable, Hashable {
  public enum Kind: String, Sendable, Hashable, Decodable { case number, text, choice }

  public enum Answer: Sendable, Hashable {
    case literal([String])
    /// `maildrop.count` …: taken from the session, so that it differs when the mailbox does.
    case live(LiveValue)
  }

  public let kind: Kind
  public let answer: Answer
  /// Letters of the options, for a choice.
  public let options: [String]
}
