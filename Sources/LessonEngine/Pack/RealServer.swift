import MailProtocol

/// A real server in the place of a lesson's simulated one: the lesson's names become the learner's own, and what only the
/// simulator could judge is left out. `mailtutor learn --server` plays the lesson that this makes.
public struct RealServer: Hashable, Sendable {
  public let endpoint: Endpoint
  /// Who logs in; nil where the lesson has no login.
  public let user: String?
  /// Where letters come from and go to: to nobody but the learner. nil where the lesson sends none.
  public let address: String?

  public init(_ endpoint: Endpoint, user: String?, address: String?) {
    self.endpoint = endpoint
    self.user = user
    self.address = address
  }

  /// Somebody who has mail in the lesson's own world.
  public struct Account: Sendable {
    let user: String
    let password: Secret
    let addresses: [String]

    public init(user: String, password: Secret, addresses: [String]) {
      self.user = user
      self.password = password
      self.addresses = addresses
    }
  }

  /// The lesson with the learner's names.
  ///
  /// - Parameter accounts: of the lesson's scenario; the first is the one that the lesson logs in to.
  public func adapt(_ lesson: Lesson, _ accounts: [Account]) -> RealLesson {
    let names = RealLesson.Names(lesson, accounts, self)
    let isPossible = lesson.steps.map { !Self.needsSimulator($0) }
    let steps = zip(lesson.steps, isPossible).compactMap { step, isPossible in isPossible ? names.adapt(step) : nil }
    return RealLesson(
      lesson: lesson.with(steps), names: names, isShortened: isPossible.contains(false))
  }

  /// What a lesson asks of the learner before it begins on a real server.
  public static func needs(_ lesson: Lesson) -> (user: Bool, address: Bool) {
    let lines = lesson.steps.flatMap(\.solution).map { CommandPattern($0).verb }
    return (lines.contains("USER"), lines.contains("RCPT"))
  }

  /// A goal that counts what lies in the simulated mailbox says nothing of another one.
  private static func needsSimulator(_ step: Step) -> Bool {
    guard case .goal(let goal) = step.task else { return false }
    return goal.predicates.contains(where: \.needsSimulator)
  }
}

/// A lesson as it is played on a real server.
public struct RealLesson: Sendable {
  public let lesson: Lesson
  let names: Names
  /// Steps were left out.
  public let isShortened: Bool

  /// The lesson's words, with the learner's names in them.
  public func adapt(_ prose: Prose) -> Prose { prose.replacingCodeSpans(names.replaced) }

  /// What is called otherwise here.
  struct Names: Sendable {
    private var pairs: [(lesson: String, real: String)] = []
    private let password: String?

    init(_ lesson: Lesson, _ accounts: [RealServer.Account], _ real: RealServer) {
      password = accounts.first?.password.reveal()
      if let address = real.address {
        let paths = lesson.steps.flatMap { $0.solution + $0.accept }.compactMap(Self.address)
        let all = Set(paths + accounts.flatMap(\.addresses)).filter { $0 != address }
        pairs = all.sorted { $0.count > $1.count }.map { ($0, address) }
      }
      if let user = real.user, let name = accounts.first?.user { pairs.append((name, user)) }
      for host in lesson.hosts.keys { pairs.append((host, real.endpoint.host)) }
    }

    /// Of MAIL's or RCPT's path.
    private static func address(_ line: String) -> String? {
      switch SMTPCommand.parse(line).command {
      case .mail(.mailbox(let path), _), .rcpt(let path, _): path.domain == nil ? nil : path.description
      default: nil
      }
    }

    func replaced(_ text: String) -> String {
      var result = text
      // The secret is nobody's but the learner's.
      if let password, text == password || CommandPattern(text).verb == "PASS" {
        result = result.replacing(password, with: Secret.mask)
      }
      // Each place is replaced once: a name may be a part of another one.
      var pieces = [(result, false)]
      for (name, real) in pairs {
        pieces = pieces.flatMap { piece, isDone in
          guard !isDone, piece.contains(name) else { return [(piece, isDone)] }
          let parts = piece.split(separator: name, omittingEmptySubsequences: false).map { (String($0), false) }
          return Array(parts.map { [$0] }.joined(separator: [(real, true)]))
        }
      }
      return pieces.map(\.0).joined()
    }

    func adapt(_ step: Step) -> Step {
      let task: Step.Task =
        switch step.task {
        case .command(let pattern): .command(CommandPattern(replacedPattern(pattern.text)))
        case .goal(let goal): .goal(goal.replacing(replaced))
        case .connect, .question, .text: step.task
        }
      return Step(
        id: step.id, task: task, reply: step.reply, state: step.state, accept: step.accept.map(replacedPattern),
        wrong: [], solution: step.solution.map(replaced))
    }

    /// Any password is right until the server says otherwise; any way to log in counts.
    private func replacedPattern(_ text: String) -> String {
      CommandPattern(text).verb == "PASS" ? "PASS *" : replaced(text)
    }
  }
}
