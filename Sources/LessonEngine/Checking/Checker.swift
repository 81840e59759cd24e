import MailProtocol

/// Says whether an exchange is what the step asks for, and if not, why. It asks the rule book's verdict first; only a
/// line that the protocol allows is then compared with the lesson.
struct Checker {
  enum Judgement {
    /// Done; the remark is about a spelling that other servers refuse.
    case passed(remark: Diagnosis?)
    case mistake(Diagnosis)
    /// It worked and does no harm, but is not what this step needs.
    case extra(Diagnosis)
    /// Towards a goal.
    case underWay(remark: Diagnosis?)
  }

  let step: Step
  /// Steps that are done: after a refusal or a lost line their commands are on the way again.
  let earlier: [Step]
  let trail: LessonRunner.Trail
  let client: ClientSession
  /// The lesson's.
  let hosts: [String: [MailService: Int]]
  /// A real server answers, with words and codes of its own.
  let isReal: Bool

  /// nil when there is nothing to say: a text or a question, or a greeting that nobody waited for.
  func judge(_ exchange: Exchange) -> Judgement? {
    let remark = exchange.line.flatMap { $0.verdict.isAllowed ? $0.verdict.diagnosis : nil }
    switch step.task {
    case .connect(let expected):
      return exchange.line == nil ? greeted(exchange, expected: expected) : stray(exchange)
    case .command(let pattern):
      guard let line = exchange.line else { return nil }
      let patterns = [pattern] + step.accept.map(CommandPattern.init)
      let isMeant = patterns.contains { $0.matches(line) }
      if isMeant, step.reply?.matches(exchange.reply) ?? exchange.reply.isPositive, isInState(exchange) {
        return .passed(remark: remark)
      }
      return refusal(exchange) ?? aside(line, pattern: pattern, exchange: exchange, isMeant: isMeant)
    case .goal(let goal):
      if isGoalReached { return .passed(remark: remark) }
      if let refusal = refusal(exchange) { return refusal }
      if exchange.line?.role == .endOfLetter, let wrong = wrongLetter(goal) { return wrong }
      if let line = exchange.line, let wrong = wrongTarget(line, goal) { return wrong }
      return .underWay(remark: remark)
    case .question, .text:
      return exchange.line == nil ? nil : stray(exchange)
    }
  }

  var isGoalReached: Bool {
    guard case .goal(let goal) = step.task else { return false }
    return goal.isReached(
      in: Goal.Situation(
        state: client.state, observation: trail.observation, succeeded: trail.succeeded,
        deliveries: trail.deliveries))
  }

  /// While nothing is asked of the server, only a refusal is worth a word.
  private func stray(_ exchange: Exchange) -> Judgement {
    refusal(exchange) ?? .underWay(remark: nil)
  }

  /// The rule book's reason, or, where it sees none, the server's.
  private func refusal(_ exchange: Exchange) -> Judgement? {
    guard let line = exchange.line else { return nil }
    if !exchange.reply.isPositive, ConnectLine.isProgram(line.text) {
      return .mistake(Diagnosis(.connectAlready, client.speaking ?? .pop3, ["bad": ByteSanitizer.visible(line.text)]))
    }
    if case .refused(let diagnosis) = line.verdict { return .mistake(diagnosis) }
    if exchange.reply.isPositive { return nil }
    if line.verb == "PASS" { return .mistake(loginRefused(line)) }
    if line.verb == "APOP" { return .mistake(Diagnosis(.apopBadDigest, .pop3)) }
    return .mistake(unexpected(exchange))
  }

  /// Why a name and a password were refused, as far as it can be seen without knowing either.
  private func loginRefused(_ line: SentLine) -> Diagnosis {
    if let typing = InputMethod.diagnose(line.text, speaking: .pop3), typing.id != .lineNonASCII {
      // The suggestion would show the password, and a part of it.
      return typing.adding("bad", Secret.mask).adding("suggestion", "PASS \(Secret.mask)")
    }
    let name = trail.succeeded.lazy.compactMap { line -> String? in
      if case .user(let name)? = line.parsed?.pop3 { name } else { nil }
    }.last
    if let name, let at = name.firstIndex(of: "@") {
      return Diagnosis(.argumentUserWithDomain, .pop3, ["bad": name, "suggestion": "USER \(name[..<at])"])
    }
    return Diagnosis(.authWrong, .pop3)
  }

  func unexpected(_ exchange: Exchange) -> Diagnosis {
    let status = exchange.reply.status
    let speaking = client.speaking ?? .pop3
    switch exchange.reply {
    case .smtp(let reply) where reply.severity == 4: return Diagnosis(.replyTemporary, speaking, ["code": status])
    case .smtp(let reply) where reply.severity == 5:
      return Diagnosis(exchange.line == nil ? .replyGreeting554 : .replyPermanent, speaking, ["code": status])
    default:
      let expected = step.reply?.description ?? (speaking == .pop3 ? "+OK" : "2xx")
      return Diagnosis(.replyUnexpected, speaking, ["expected": expected, "actual": status])
    }
  }

  /// Legal and done, but something else than the step's command.
  private func aside(
    _ line: SentLine, pattern: CommandPattern, exchange: Exchange, isMeant: Bool
  ) -> Judgement {
    if isMeant { return .mistake(unexpected(exchange)) }
    if line.role == .endOfLetter || isRepeated(line) { return .underWay(remark: nil) }
    let speaking = client.speaking ?? .pop3
    let typed = CommandPattern(line.text)
    if typed.verb == pattern.verb, !pattern.arguments.isEmpty {
      // What this server forgave is what the step wants to be right: `HELO` without a name.
      if let flaw = line.verdict.diagnosis, typed.arguments.isEmpty { return .extra(flaw) }
      return .mistake(otherTarget(typed, pattern, speaking))
    }
    // A mark stays, so that it is more than an aside.
    if typed.verb == "DELE" { return .mistake(otherTarget(typed, pattern, speaking)) }
    return .extra(Diagnosis(.lessonRightIdea, speaking, ["bad": SecretMask.mask(line.text, expectsSecret: false)]))
  }

  private func isRepeated(_ line: SentLine) -> Bool {
    trail.isRecovering
      && earlier.contains { step in (step.solution + step.accept).contains { CommandPattern($0).matches(line.text) } }
  }

  private func otherTarget(
    _ typed: CommandPattern, _ pattern: CommandPattern, _ speaking: MailProtocolName
  ) -> Diagnosis {
    // A pattern with a star is no line to type; the solution's line is one.
    let line = step.solution.first { pattern.matches($0) } ?? pattern.text
    let values = ["bad": SecretMask.mask(typed.text, expectsSecret: false), "expected": line, "suggestion": line]
    if pattern.verb == "USER", let given = typed.arguments.first, let meant = pattern.arguments.first {
      if given.hasPrefix(meant + "@") { return Diagnosis(.argumentUserWithDomain, speaking, values) }
      if meant.hasPrefix(given + "@") { return Diagnosis(.argumentUserWithoutDomain, speaking, values) }
    }
    return Diagnosis(.lessonWrongTarget, speaking, values)
  }

  /// Towards a goal that names its commands: the same command with another object.
  private func wrongTarget(_ line: SentLine, _ goal: Goal) -> Judgement? {
    let typed = CommandPattern(line.text)
    for case .sent(let patterns) in goal.predicates {
      let same = patterns.filter { $0.verb == typed.verb }
      if let meant = same.first, !same.contains(where: { $0.matches(line.text) }), !meant.arguments.isEmpty {
        return .mistake(otherTarget(typed, meant, client.speaking ?? .smtp))
      }
    }
    return nil
  }

  /// The server took a letter, and it is not the one.
  private func wrongLetter(_ goal: Goal) -> Judgement? {
    guard goal.isAboutLetters, let delivery = trail.deliveries.last, let missing = goal.missing(in: delivery) else {
      return nil
    }
    if missing == "DATA", let diagnosis = delivery.letter.missingEmptyLine {
      return .mistake(diagnosis)
    }
    return .mistake(Diagnosis(.lessonWrongLetter, .smtp, ["expected": missing, "bad": missing]))
  }

  func isInState(_ exchange: Exchange) -> Bool { step.state.map { $0 == exchange.state } ?? true }
}
