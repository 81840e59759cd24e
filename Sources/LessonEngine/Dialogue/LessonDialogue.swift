import MailProtocol

/// Teaches one lesson at a prompt: an `Attempt`, which judges, and around it what is said: tasks, questions, hints, the
/// words for the tutor, and what is recorded. A copy of it is a place to come back to.
public struct LessonDialogue: Dialogue {
  public internal(set) var attempt: Attempt
  var conversation: Conversation
  var hintsGiven = 0
  let secrets: LessonSecrets?
  /// How many hints each step has.
  let hintCounts: [Int]

  /// - Parameters:
  ///   - hintCounts: how many hints each step has, in the order of the steps.
  ///   - secrets: the lesson's own, in a simulated world; without them every secret is masked alike.
  public init(
    _ lesson: Lesson, at venue: Venue = .simulated, hintCounts: [Int], languages: Languages,
    secrets: LessonSecrets? = nil, guide: FieldGuide = .none
  ) {
    attempt = Attempt(lesson, at: venue, words: languages.typedWords)
    conversation = Conversation(languages, guide)
    self.hintCounts = hintCounts
    self.secrets = secrets
  }

  public var lesson: Lesson { attempt.lesson }
  /// Index of the step to do; `lesson.steps.count` when all are done.
  public var position: Int { attempt.index }
  public var step: Step? { attempt.step }
  public var isFinished: Bool { attempt.isFinished }
  public var client: ClientSession { attempt.client }
  public var isConfirming: Bool { conversation.isConfirming }

  /// `$ ` where one would start telnet.
  public var prompt: String {
    if let confirmingPrompt { return confirmingPrompt }
    if attempt.isReading { return "> " }
    if attempt.isAsking { return "? " }
    return connectedPrompt ?? "$ "
  }

  public var tutorWords: [TutorCommand.Name] { TutorCommand.Name.allCases }
  public var programs: [String] { client.isOffline ? ClientCommandLine.names : [] }
  public var hosts: [String] { client.isOffline ? lesson.hosts.keys.sorted() : [] }

  public mutating func handle(_ event: DialogueEvent) -> [DialogueEffect] {
    switch event {
    case .begin:
      return [.record(learning(.lessonStarted)), .show(.lessonTitle), .show(.task(position))] + connectForLearner()
    case .typed(let line): return typed(line)
    case .silence: return silence()
    case .peer(.connected(let name), let observation):
      attempt.connected(name, observation)
      conversation.connected()
      return [.record(learning(.connected))]
    case .peer(.received(let octets), let observation): return received(octets, observation)
    case .peer(.said(let line), _): return programSaid(line)
    case .peer(.closed, let observation): return client.isOffline ? [] : closed(observation)
    case .peer(.secured(let report), _): return secured(report)
    case .peer(.failed(let id, let values), _): return failed(id, values)
    }
  }

  // MARK: Typed lines

  private mutating func typed(_ line: String) -> [DialogueEffect] {
    switch conversation.reading(line, client) {
    case .word(let word): return tutor(word)
    case .confirmed(let line): return send(line)
    case .declined: return [.show(.notice(.connectNotSent))]
    case .line(let line): return said(line)
    }
  }

  private mutating func said(_ line: String) -> [DialogueEffect] {
    if attempt.isReading, line.allSatisfy({ $0 == " " }) { return advance(attempt.goOn()) }
    if let reading = attempt.reading(line), let effects = answered(line, reading) { return effects }
    guard !client.isOffline else { return saidOffline(line) }
    if attempt.venue.isReal, let question = conversation.question(before: line, client) { return [.show(question)] }
    return send(line)
  }

  /// nil when the line is no answer.
  private mutating func answered(_ line: String, _ reading: AnswerReading) -> [DialogueEffect]? {
    switch reading {
    case .right: return [.record(judged(line, .right, nil, step: position))] + advance(attempt.goOn())
    case .wrong(let given):
      let diagnosis = Diagnosis(.lessonWrongAnswer, attempt.speaking, ["bad": ByteSanitizer.visible(given)])
      return mistake(diagnosis, line: line, meaning: given)
    case .empty: return [.show(.notice(.emptyAnswer))]
    case .noNumber: return [.show(.notice(.answerNumber))]
    case .noOption(let options): return [.show(.notice(.answerChoose, MessageValues(codes: ["options": options])))]
    case .noAnswer: return nil
    }
  }

  private mutating func send(_ line: String) -> [DialogueEffect] {
    if line.isEmpty, !client.isInData, !client.isInPiece { return [.show(.notice(.emptyLine))] }
    let shown = masked(line)
    let octets: [UInt8]
    switch attempt.program.typed(Array(line.utf8)) {
    case .sent(let typed): octets = typed
    case .key(let key): return taken(line, by: key)
    }
    let wasInData = client.isInData
    let sent = attempt.sends(line)
    var effects: [DialogueEffect] = []
    if attempt.venue.isReal, let warning = conversation.clearTextWarning(of: sent, client) {
      effects.append(.show(.caution(warning)))
    }
    effects.append(.send(octets, masked: shown))
    if !wasInData, sent.verb == SMTPVerb.help.rawValue, line.count == 4, !attempt.asks(for: .help) {
      effects.append(.show(.notice(.wordSlash, ["word": TutorCommand.Name.help.typed])))
    }
    let remark = conversation.remark(
      on: sent, wasInData: wasInData, client, asked: LetterRemarks.asked(by: step), tutorWords)
    guard sent.role == .letterLine else { return effects }
    if let remark {
      let texts = ownTexts(for: sent.text, remark, step: position)
      effects.append(.show(.letterRemark(remark, step: position, texts: texts)))
    }
    return effects + [.record(judged(sent, .sent, remark?.id, step: position))]
  }

  // MARK: The server

  private mutating func received(_ octets: [UInt8], _ observation: Observation?) -> [DialogueEffect] {
    if case .real(let endpoint) = attempt.venue,
      let diagnosis = conversation.wrongService(octets, from: endpoint, expecting: attempt.speaking)
    {
      attempt.hungUp()
      conversation.phase = .offline
      return mistake(diagnosis, line: nil) + [.quit(.unreachable)]
    }
    if !attempt.venue.isReal { conversation.phase = .talking }
    let outcomes = attempt.received(octets, observation)
    return advance(outcomes) + (client.isTLSDue ? [.startTLS] : [])
  }

  private mutating func closed(_ observation: Observation?) -> [DialogueEffect] {
    conversation.phase = .offline
    let unsettled = attempt.isHandshakeAhead ? attempt.connection.line : nil
    let record = unsettled.map { [DialogueEffect.record(judged($0, .sent, nil, step: position))] } ?? []
    return record + advance(attempt.closed(observation))
  }

  // MARK: What came of it

  /// The open step is left behind.
  mutating func goOn() -> [Outcome] { attempt.goOn() }

  /// How a step came to be passed.
  enum Passing {
    case done
    /// A real server said something else, and the session stands where it should.
    case byOtherReply
    /// The step is left as it is.
    case skipped
  }

  /// - Parameter line: which opened the connection.
  mutating func advance(
    _ outcomes: [Outcome], _ passing: Passing = .done, connectedBy line: String? = nil
  ) -> [DialogueEffect] {
    var passing = passing
    var forgiven: Diagnosis?
    return outcomes.flatMap { outcome -> [DialogueEffect] in
      switch outcome {
      case .judged(let judged):
        if case .otherReply? = judged.judgement { passing = .byOtherReply }
        if case .passed(let remark)? = judged.judgement { forgiven = remark }
        return show(judged) + trouble(judged)
      case .overheard(let exchange): return [.show(conversation.heard(exchange))]
      case .connected(let judgement, let step): return judged(connection: judgement, by: line ?? "", step: step)
      case .passed(let step, let differences):
        defer {
          passing = .done
          // A mistake of the step before is settled; a spelling that its last line was forgiven can still be asked about.
          conversation.lastDiagnosis = forgiven
          forgiven = nil
        }
        return passed(step, passing, otherwise: differences)
      case .finished: return [.record(LearningEvent(.lessonFinished, lesson: lesson.id)), .show(.finished)]
      case .hungUp(let reason): return hungUp(reason, isLast: outcomes.count == 1)
      }
    }
  }

  private mutating func passed(
    _ step: Int, _ passing: Passing, otherwise differences: [Difference]
  ) -> [DialogueEffect] {
    hintsGiven = 0
    let record = DialogueEffect.record(learning(.stepPassed, step: step))
    let effects: [DialogueEffect] =
      switch passing {
      case .done:
        [.show(differences.isEmpty ? .passed(step: step) : .passedOtherwise(step: step, differences)), record]
      case .byOtherReply: [record]
      case .skipped: []
      }
    guard lesson.steps.indices.contains(step + 1) else { return effects }
    return effects + [.show(.task(step + 1))] + connectForLearner()
  }

  private mutating func show(_ judged: JudgedExchange) -> [DialogueEffect] {
    let reply = DialogueEffect.show(conversation.heard(judged.exchange, reason: judged.judgement?.mistake))
    let step = judged.step
    func record(_ verdict: LearningEvent.Verdict, _ id: Diagnosis.ID?) -> [DialogueEffect] {
      switch judged.exchange.cause {
      case .line(let line): [.record(self.judged(line, verdict, id, step: step))]
      // The greeting answers the line that opened the connection.
      case .greeting where attempt.isHandshakeAhead: []
      case .greeting: attempt.connection.line.map { [.record(self.judged($0, verdict, id, step: step))] } ?? []
      case .nothing: []
      }
    }
    func texts(_ diagnosis: Diagnosis) -> [String] {
      switch judged.exchange.cause {
      case .line(let line): ownTexts(for: line.secret?.reveal() ?? line.text, diagnosis, step: step)
      case .greeting: ownTexts(for: attempt.connection.line ?? "", diagnosis, step: step)
      case .nothing: []
      }
    }
    func remark(_ diagnosis: Diagnosis?) -> [DialogueEffect] {
      diagnosis.map { [.show(.remark($0, step: step, texts: texts($0)))] } ?? []
    }
    switch judged.judgement {
    case nil: return [reply] + record(.sent, nil)
    case .passed(let diagnosis): return [reply] + record(.right, diagnosis?.id) + remark(diagnosis)
    case .mistake(let diagnosis):
      conversation.lastDiagnosis = diagnosis
      return [reply, .show(.mistake(diagnosis, step: step, texts: texts(diagnosis)))]
        + record(.mistake, diagnosis.id)
    case .offTask(let diagnosis):
      conversation.lastDiagnosis = diagnosis
      return [reply] + remark(diagnosis) + record(.extra, diagnosis.id)
    case .towardsGoal(let diagnosis):
      if let diagnosis { conversation.lastDiagnosis = diagnosis }
      return [reply] + remark(diagnosis) + record(.sent, diagnosis?.id)
    case .otherReply(let diagnosis, let expected, let goesOn):
      conversation.lastDiagnosis = diagnosis
      let values: MessageValues = ["expected": expected, "actual": judged.exchange.reply.status]
      return [reply] + record(.sent, nil) + [.show(.notice(goesOn ? .realDiffers : .realDiffersHere, values))]
    }
  }

  /// What the words of a real server's no mean. The simulated one refuses for the lesson's reasons.
  private func trouble(_ judged: JudgedExchange) -> [DialogueEffect] {
    switch judged.judgement {
    case .mistake, .otherReply:
      attempt.venue.isReal
        ? conversation.trouble(worthTelling: judged.exchange).map { [.show(.trouble($0))] } ?? [] : []
    case nil, .passed, .offTask, .towardsGoal: []
    }
  }

  /// - Parameter isLast: nothing was passed by it.
  private mutating func hungUp(_ reason: Diagnosis?, isLast: Bool) -> [DialogueEffect] {
    var effects: [DialogueEffect] = []
    // After QUIT the goodbye said it already.
    if let reason {
      conversation.lastDiagnosis = reason
      effects = [.show(.notice(.closedByServer)), .show(.mistake(reason, step: position))]
    }
    return isLast ? effects + wayBack : effects
  }

  /// - Parameter meaning: as the line was understood, where that is not how it was typed.
  mutating func mistake(_ diagnosis: Diagnosis, line: String?, meaning: String? = nil) -> [DialogueEffect] {
    var diagnosis = diagnosis
    if let line { diagnosis = diagnosis.hidingSecrets(of: SecretMask.masked(line, expectsSecret: false)) }
    conversation.lastDiagnosis = diagnosis
    let texts = [line, meaning].compactMap(\.self).flatMap { ownTexts(for: $0, diagnosis, step: position) }
    return [
      .show(.mistake(diagnosis, step: position, texts: texts)),
      .record(judged(line ?? "", .mistake, diagnosis.id, step: position)),
    ]
  }

}

extension LessonDialogue {
  /// Names of the lesson's own texts that were written for this line.
  private func ownTexts(for line: String, _ diagnosis: Diagnosis, step: Int) -> [String] {
    lesson.steps.indices.contains(step) ? lesson.steps[step].ownTexts(for: line, diagnosis.id) : []
  }
}

// MARK: Connecting

extension LessonDialogue {
  private mutating func saidOffline(_ line: String) -> [DialogueEffect] {
    if attempt.isReading, !ConnectLine.isProgram(line) { return [.show(.notice(.stepEnter))] }
    if attempt.venue.isReal { return connectForLearner(isNeeded: true) }
    if line.isEmpty {
      // The line that a step asks for is no help but the answer.
      guard !attempt.isAboutConnecting else { return [.show(.notice(.emptyLineUnconnected))] }
      return [.show(.notice(.emptyLineOffline, ["line": attempt.expectedConnectLine]))]
    }
    if let word = tutorWord(meantBy: line) {
      let values = ["bad": ByteSanitizer.visible(line), "suggestion": word]
      return mistake(Diagnosis(.verbTutorWord, attempt.speaking, values), line: line)
    }
    switch attempt.reading(ofConnectLine: line) {
    case .mistake(let diagnosis): return mistake(diagnosis, line: line)
    case .opens(let command):
      attempt.dials(command, by: line)
      return [.connect(command.endpoint, command.program)]
    }
  }

  /// Who types `help` or `exit` where no server listens talks to mailtutor.
  private func tutorWord(meantBy line: String) -> String? {
    guard !ConnectLine.isProgram(line) else { return nil }
    let words = conversation.languages.typedWords
    for speaking in [nil, MailProtocolName.pop3] {
      for sense in words.reading(of: line, speaking: speaking)?.senses ?? [] {
        switch sense {
        case .tutor(let word): return word
        case .command(POP3Verb.quit.rawValue, _): return TutorCommand.Name.quit.typed
        case .command, .letter: break
        }
      }
    }
    return line.lowercased() == "quit" ? TutorCommand.Name.quit.typed : nil
  }

  /// On a real server nobody types `telnet`: where a step needs a connection, it is opened.
  ///
  /// - Parameter isNeeded: also in a step that does not begin with one.
  private mutating func connectForLearner(isNeeded: Bool = false) -> [DialogueEffect] {
    guard case .real(let endpoint) = attempt.venue, client.isOffline else { return [] }
    if case .connect? = step?.task {} else if !isNeeded { return [] }
    attempt.dials(endpoint)
    return [
      .show(.notice(.connectOpening, ["host": endpoint.host, "port": String(endpoint.port)])), .connect(endpoint, nil),
    ]
  }

  private func silence() -> [DialogueEffect] {
    guard case .real(let endpoint) = attempt.venue else { return [] }
    return [.show(conversation.silence(of: endpoint, attempt.speaking))]
  }
}
