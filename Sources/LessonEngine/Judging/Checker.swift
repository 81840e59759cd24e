import MailProtocol

/// Says whether an exchange is what the step asks for, and if not, why. What the server refused is looked up in the rule
/// book first; only a line that the protocol allows is then compared with the lesson.
struct Checker {
  let step: Step
  /// Steps that are done: after a refusal or a lost line their commands are on the way again.
  let earlier: [Step]
  let record: StepRecord
  let connection: ConnectionRecord
  let client: ClientSession
  let venue: Venue
  /// The lesson's.
  let hosts: [String: [MailService: Int]]
  /// What this step may not harm.
  var keep = Keep.nothing
  var letters = LetterNumbers()
  var words = TypedWords.none
  /// Of the whole lesson.
  var solutions: [String] = []

  /// nil when there is nothing to say: a text or a question, or a greeting that nobody waited for.
  func judge(_ exchange: Exchange) -> Judgement? {
    let judgement = judgeStrictly(exchange)
    guard case .mistake(let diagnosis)? = judgement else { return judgement }
    if venue.isReal, let other = otherReply(exchange, diagnosis) { return other }
    // What is wrong with a letter is not mended by another line in the dot's place.
    guard let line = exchange.line, line.role != .endOfLetter else { return judgement }
    let corrected = corrector.corrected(diagnosis, of: line.text)
    return .mistake(corrected.hidingSecrets(of: line, client, suggestionIsSafe: true))
  }

  private var patterns: [CommandPattern] {
    guard case .command(let pattern) = step.task else { return [] }
    return [pattern] + step.accept.map(CommandPattern.init)
  }

  /// On a real server the lesson's names may be nobody's.
  private var corrector: Corrector {
    guard !venue.isReal else { return Corrector(client: client, speaking: speaking, words: words) }
    let open = step.solution.filter { line in !record.succeeded.contains { CommandPattern(line).matches($0) } }
    return Corrector(
      client: client, speaking: speaking, expected: open + step.accept.filter { !$0.contains("*") },
      patterns: patterns, known: solutions,
      expectsRefusal: step.reply.map { isRefusal($0.description) } ?? false, words: words)
  }

  private func judgeStrictly(_ exchange: Exchange) -> Judgement? {
    // What the server took in spite of the rules is worth knowing, and no mistake here.
    let remark = exchange.reply.isPositive ? exchange.line?.verdict.diagnosis : nil
    if let harm = harm(exchange) { return .mistake(harm) }
    switch step.task {
    case .connect(let expected):
      return exchange.line == nil ? greeted(exchange, expected: expected) : judgeWhileNotAsked(exchange)
    case .command(let pattern):
      guard let line = exchange.line else { return nil }
      let isMeant = patterns.contains { $0.matches(line) }
      if isMeant, step.reply?.matches(exchange.reply) ?? exchange.reply.isPositive, isInState(exchange) {
        return .passed(remark: remark)
      }
      return refusal(exchange) ?? judgeOffTask(line, pattern: pattern, exchange: exchange, isMeant: isMeant)
    case .goal(let goal):
      if isGoalReached { return .passed(remark: remark) }
      if let refusal = refusal(exchange) { return refusal }
      if exchange.line?.role == .endOfLetter, let wrong = wrongLetter(goal) { return wrong }
      if let line = exchange.line, let wrong = wrongTarget(line, goal) { return wrong }
      return .towardsGoal(remark: remark)
    case .question, .text:
      return exchange.line == nil ? nil : judgeWhileNotAsked(exchange)
    }
  }

  var isGoalReached: Bool {
    guard case .goal(let goal) = step.task else { return false }
    return goal.isReached(in: situation)
  }

  var situation: Goal.Situation {
    Goal.Situation(
      state: client.state, observation: connection.observation, succeeded: record.succeeded, ever: record.ever,
      letters: letters, deliveries: deliveries)
  }

  /// Taken since the step began, oldest first.
  private var deliveries: [Observation.Delivery] {
    Array((connection.observation?.deliveries ?? []).dropFirst(record.deliveriesBefore))
  }

  /// While nothing is asked of the server, only a refusal is worth a word.
  private func judgeWhileNotAsked(_ exchange: Exchange) -> Judgement {
    refusal(exchange) ?? .towardsGoal(remark: nil)
  }

  /// The rule book's reason, or, where it sees none, the server's.
  private func refusal(_ exchange: Exchange) -> Judgement? {
    guard let line = exchange.line, !exchange.reply.isPositive else { return nil }
    if ConnectLine.isProgram(line.text) {
      let bad = SecretMask.mask(line.text, expectsSecret: false)
      return .mistake(Diagnosis(.connectAlready, speaking, ["bad": bad]))
    }
    if case .refused(let diagnosis) = line.verdict { return .mistake(diagnosis) }
    return .mistake(unexpected(exchange))
  }

  func unexpected(_ exchange: Exchange) -> Diagnosis {
    if let known = reasonKnown(to: exchange) { return known }
    if let reason = ServerRefusal.reason(for: exchange, user: user) { return reason }
    let expected = step.reply?.description ?? (speaking == .pop3 ? "+OK" : "2xx")
    return Diagnosis(.replyUnexpected, speaking, ["expected": expected, "actual": exchange.reply.status])
  }

  /// What the simulated server refused for a reason of its own.
  private func reasonKnown(to exchange: Exchange) -> Diagnosis? {
    guard !exchange.reply.isPositive, let line = exchange.line, let refusal = connection.observation?.refusal,
      let id = refusal.diagnosis
    else { return nil }
    var values = line.verb.map { ["verb": $0] } ?? [:]
    values["bad"] = line.arguments.first.map { ByteSanitizer.visible($0.filter { !"<>".contains($0) }) }
    return Diagnosis(id, speaking, values)
  }

  var speaking: MailProtocolName { client.speaking ?? .pop3 }

  /// The last name that a server took.
  private var user: String? {
    record.succeeded.lazy.compactMap { line -> String? in
      if case .user(let name)? = line.parsed?.pop3 { name } else { nil }
    }.last
  }

  /// A real server answered the right command in its own way: that is no mistake.
  ///
  /// - Returns: nil when the learner can mend it.
  private func otherReply(_ exchange: Exchange, _ diagnosis: Diagnosis) -> Judgement? {
    guard let expected = step.reply?.description,
      [.replyUnexpected, .replyTemporary, .replyPermanent, .replyGreeting554].contains(diagnosis.id)
        || (isAsked(exchange.line)
          && (diagnosis.id == .argumentNoSuchMessage || (isRefusal(expected) && !exchange.reply.isPositive)))
    else { return nil }
    let goesOn = step.state == nil || step.state == exchange.state
    return .otherReply(diagnosis, expected: expected, goesOn: goesOn)
  }

  /// The step wants to show how a server says no: `-ERR`, 4xx or 5xx. Servers say it in different ways.
  private func isRefusal(_ expected: String) -> Bool { expected.first.map("-45".contains) ?? false }

  /// The very line that the step asks for: a maildrop with fewer letters than the lesson's is nobody's mistake.
  private func isAsked(_ line: SentLine?) -> Bool {
    guard case .command(let pattern) = step.task, let line else { return false }
    return pattern.matches(line)
  }

  /// Legal and done, but something else than the step's command.
  private func judgeOffTask(
    _ line: SentLine, pattern: CommandPattern, exchange: Exchange, isMeant: Bool
  ) -> Judgement {
    if isMeant { return .mistake(unexpected(exchange)) }
    if line.role == .endOfLetter || isRepeated(line) || isWayBack(line) { return .towardsGoal(remark: nil) }
    if line.verb == pattern.verb, !pattern.arguments.isEmpty {
      // What this server forgave is what the step wants to be right: `HELO` without a name.
      if let flaw = line.verdict.diagnosis {
        if line.arguments.isEmpty { return .offTask(flaw) }
        // It is no other name, but none at all.
        if flaw.id == .helloBadName { return .mistake(flaw) }
      }
      return .mistake(otherTarget(line, pattern))
    }
    // A mark stays, so that it is more than an aside.
    if line.verb == POP3Verb.dele.rawValue { return .mistake(otherTarget(line, pattern)) }
    return .offTask(Diagnosis(.lessonRightIdea, speaking, ["bad": SecretMask.mask(line.text, expectsSecret: false)]))
  }

  private func isRepeated(_ line: SentLine) -> Bool {
    record.isRecovering
      && earlier.contains { step in (step.solution + step.accept).contains { CommandPattern($0).matches(line) } }
  }

  /// RSET after a mistake, or one that takes back a mark of an earlier step.
  private func isWayBack(_ line: SentLine) -> Bool {
    line.verb == POP3Verb.rset.rawValue && (record.isRecovering || !letters.unmarkedNow.isEmpty)
  }

  private func otherTarget(_ typed: SentLine, _ pattern: CommandPattern) -> Diagnosis {
    // A pattern with a star is no line to type; the solution's line is one.
    let line = step.solution.first { pattern.matches($0) } ?? pattern.text
    var values = ["bad": SecretMask.mask(typed.text, expectsSecret: false), "expected": line, "suggestion": line]
    values["verb"] = typed.verb
    if pattern.verb == POP3Verb.user.rawValue, let given = typed.arguments.first, let meant = pattern.arguments.first {
      if given.hasPrefix(meant + "@") { return Diagnosis(.argumentUserWithDomain, speaking, values) }
      if meant.hasPrefix(given + "@") { return Diagnosis(.argumentUserWithoutDomain, speaking, values) }
    }
    return Diagnosis(.lessonWrongTarget, speaking, values.merging(Self.traces(of: typed)) { $1 })
  }

  /// What a line leaves behind that only RSET takes back: a mark, an address in the envelope.
  private static func traces(of line: SentLine) -> [String: String] {
    let wayBack = ["suggestion": POP3Verb.rset.rawValue]
    if case .dele(let number)? = line.parsed?.pop3 { return wayBack.merging(["i": String(number)]) { $1 } }
    switch line.parsed?.smtp {
    case .mail, .rcpt: return wayBack
    case nil, .helo, .ehlo, .data, .rset, .noop, .quit, .vrfy, .expn, .help, .starttls, .auth, .bdat, .etrn, .verbose,
      .other:
      return [:]
    }
  }

  /// Towards a goal that names its commands: the same command with another object.
  private func wrongTarget(_ line: SentLine, _ goal: Goal) -> Judgement? {
    if let mark = wrongMark(line, goal) { return mark }
    for case .sent(let patterns) in goal.predicates {
      let same = patterns.filter { $0.verb == line.verb }
      if let meant = same.first, !same.contains(where: { $0.matches(line) }), !meant.arguments.isEmpty {
        return .mistake(otherTarget(line, meant))
      }
    }
    return nil
  }

  /// Towards a goal that names what is to be deleted: a mark on another letter.
  private func wrongMark(_ line: SentLine, _ goal: Goal) -> Judgement? {
    guard let marked = letters.markedNow, case .dele(let number)? = line.parsed?.pop3 else { return nil }
    let isMeant = goal.predicates.allSatisfy { predicate in
      switch predicate {
      case .maildropDeleted(let numbers): numbers.contains(number)
      case .maildropLeft(let numbers), .maildropKeep(let numbers): !numbers.contains(marked)
      case .session, .maildropCount, .maildropOctets, .sent, .never, .deliveredFrom, .deliveredTo, .deliveredSubject,
        .deliveredBody, .deliveredHeader:
        true
      }
    }
    return isMeant ? nil : .mistake(otherTarget(line, CommandPattern("\(POP3Verb.dele.rawValue) *")))
  }

  /// The server took a letter, and it is not the one.
  private func wrongLetter(_ goal: Goal) -> Judgement? {
    guard goal.isAboutLetters, let delivery = deliveries.last, let shortfall = goal.shortfall(of: delivery) else {
      return nil
    }
    if let cause = shortfall.cause(in: delivery.letter) { return .mistake(cause) }
    let sender = goal.sender ?? delivery.from.description
    return .mistake(shortfall.diagnosis(startingAnew: "MAIL FROM:<\(sender)>"))
  }

  func isInState(_ exchange: Exchange) -> Bool { step.state.map { $0 == exchange.state } ?? true }
}

extension PolicyRefusal {
  /// nil where the reply's own words say all of it.
  fileprivate var diagnosis: Diagnosis.ID? {
    switch self {
    case .noSuchUser: .pathNoSuchUser
    case .relayDenied: .pathNoRelay
    case .mailboxFull: .pathMailboxFull
    case .maildropInUse: .authInUse
    case .loginTooSoon: .authTooSoon
    case .tooManyFailedLogins, .tooManyRecipients, .storageFull, .letterTooLarge, .noSuchLanguage, .noSuchTopic: nil
    }
  }
}
