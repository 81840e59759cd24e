import MailProtocol

/// A real server in the place of a lesson's simulated one, for `mailtutor learn --server`. The lesson's names are bound to
/// the learner's own (`Bindings.on(_:)`), and what only the simulator could judge is left out.
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

  /// The lesson as it is played here.
  ///
  /// - Parameter bindings: of the lesson's scenario.
  /// - Throws: a finding for each binding that stands for nothing.
  public func adapt(_ lesson: Lesson, _ bindings: Bindings) throws(Findings) -> RealLesson {
    let bindings = bindings.on(self)
    let isPossible = lesson.steps.map { !needsSimulator($0, bindings) }
    // The letters that are to be kept are the simulated world's.
    let steps = try zip(lesson.bound(to: bindings).steps, isPossible).filter(\.1).map { step, _ in
      var step = step
      step.keep = nil
      return step
    }
    return RealLesson(
      lesson: lesson.with(steps, keep: nil), bindings: bindings, isShortened: isPossible.contains(false))
  }

  /// What a lesson asks of the learner before it begins on a real server: what its steps name.
  public static func needs(_ lesson: Lesson) -> (user: Bool, address: Bool) {
    var needs = (user: false, address: false)
    for step in lesson.steps {
      _ = step.rewritten { text, _, place in
        switch place {
        case .wrong, .assumes, .keep: return text
        case .task, .accept, .solution: break
        }
        for case .account(_, let field) in BindableText(text).bindings.map(\.name) {
          switch field {
          case .user, .password: needs.user = true
          case .address: needs.address = true
          }
        }
        return text
      }
    }
    return needs
  }

  /// A goal that counts what lies in the simulated mailbox says nothing of another one; a line with a number from it, or
  /// an answer that only the learner knows, cannot be asked for.
  private func needsSimulator(_ step: Step, _ bindings: Bindings) -> Bool {
    var needs = step.task.needsSimulator
    let asks = step.task.isQuestion
    _ = step.rewritten { text, use, place in
      let bound = bindings.bind(text, as: use)
      switch place {
      case .task: needs = needs || bound.hasUnknown || (asks && bound.hasSecret)
      case .solution: needs = needs || bound.hasUnknown
      case .accept, .wrong, .assumes, .keep: break
      }
      return text
    }
    return needs
  }
}

/// A lesson as it is played on a real server.
public struct RealLesson: Sendable {
  public let lesson: Lesson
  /// For its words.
  public let bindings: Bindings
  /// Steps were left out.
  public let isShortened: Bool
}
