import MailProtocol

/// Plays one lesson: events in, effects out. A value that reads no clock, file or socket, so that a copy of it is a
/// place to come back to. `LessonSession` joins it to a peer.
public struct LessonRunner: Sendable {
  public enum Event: Sendable {
    case begin
    /// One line from the learner, without its ending.
    case typed(String)
    /// What the peer did, and what an all-seeing teacher knows after it.
    case peer(PeerEvent, Observation?)
  }

  public enum Effect: Sendable {
    /// With the program that the learner works with; nil on a real server, where a connection is all there is.
    case connect(Endpoint, ClientProgram?)
    case disconnect
    /// The octets, and the line as it may be written down.
    case send([UInt8], masked: String)
    /// The server has accepted STLS or STARTTLS.
    case startTLS
    case show(Feedback)
    case record(LearningEvent)
    /// Back to the start of this step, or of the one before.
    case rewind(toPrevious: Bool)
    /// Do this step for the learner.
    case skip
    case language(Language)
    case quit
    /// There is no server to learn with.
    case unreachable
  }

  public let lesson: Lesson
  /// Index of the step to do; `lesson.steps.count` when all are done.
  public private(set) var position = 0
  var client = ClientSession()
  var trail = Trail()
  var lastDiagnosis: Diagnosis?
  var lastReply: (lines: [[UInt8]], anatomy: ReplyAnatomy)?
  var hintsGiven = 0
  var wasGreeted = false
  /// A real server's first line, as far as it has come: it tells what answers there.
  var opening: [UInt8]? = []
  /// A real server, instead of the simulator: it is connected to for the learner, and nothing can be taken back.
  let server: RealServer?
  /// A line that waits for a `yes`.
  var pending: String?
  let hintCounts: [Int]
  let languages: Languages
  let secrets: LessonSecrets?

  /// What has happened since the step began.
  struct Trail: Sendable {
    var succeeded: [SentLine] = []
    var deliveriesBefore = 0
    /// Something was refused, or the connection was lost or opened anew: what earlier steps asked for may have to be
    /// typed again, and needs no comment.
    var isRecovering = false
    var observation: Observation?
    var endpoint: Endpoint?
    /// RSET and a new hello empty the envelope: what filled it counts no more. RFC 5321 §4.1.1.5.
    mutating func succeed(_ line: SentLine) {
      switch line.parsed?.smtp {
      case .rset, .helo, .ehlo, .starttls: succeeded.removeAll { $0.parsed?.smtp?.fillsEnvelope ?? false }
      case nil, .mail, .rcpt, .data, .noop, .quit, .vrfy, .expn, .help, .auth, .bdat, .etrn, .verbose, .other: break
      }
      if line.parsed != nil { succeeded.append(line) }
    }

    /// The line that opened the connection, to say how to open it again.
    var connectLine: String?
    /// The one before it: it has opened a connection, this one may fail.
    var earlierLine: String?
    /// The latest, read; nil on a real server.
    var opened: ClientCommandLine?
    /// Lines that the program has sent by itself, and that are not answered.
    var programLines = 0
    var deliveries: [Observation.Delivery] {
      Array((observation?.deliveries ?? []).dropFirst(deliveriesBefore))
    }
  }

  /// - Parameters:
  ///   - hintCounts: how many hints each step has, in the order of the steps.
  ///   - secrets: the lesson's own, in a simulated world; without them every secret is masked alike.
  public init(
    _ lesson: Lesson, hintCounts: [Int], languages: Languages, server: RealServer? = nil, secrets: LessonSecrets? = nil
  ) {
    self.lesson = lesson
    self.hintCounts = hintCounts
    self.languages = languages
    self.server = server
    self.secrets = secrets
  }

  /// A question about the line that was typed last is open: `yes`, or anything else.
  public var isConfirming: Bool { pending != nil }
  public var isWaiting: Bool { !client.isOffline && client.isWaiting }

  public var isFinished: Bool { position >= lesson.steps.count }
  public var step: Step? { isFinished ? nil : lesson.steps[position] }
  public var protocolName: MailProtocolName? { client.speaking }
  public var stateName: String { client.state.rawValue }
  public var isInData: Bool { client.isInData }
  /// PASS is due.
  public var acceptsPassword: Bool { client.acceptsPassword }

  /// The line answers a challenge of AUTH.
  public var isInExchange: Bool { client.isInExchange }

  public var legalVerbs: [String] { client.legalVerbs }

  /// The step waits for an answer to a question rather than a command.
  public var isAsking: Bool {
    if case .question = step?.task { true } else { false }
  }

  /// The step is a text that Enter goes on from.
  public var isReading: Bool { step?.task == .text }

  /// A goal that holds already would pass with the next thing typed, whatever it is.
  public var isGoalReached: Bool { step.map { checker($0).isGoalReached } ?? false }

  public mutating func handle(_ event: Event) -> [Effect] {
    switch event {
    case .begin:
      return [.record(learning(.lessonStarted)), .show(.lessonTitle), .show(.task(position))] + connectForLearner()
    case .typed(let line): return typed(line)
    case .peer(let happening, let observation):
      trail.observation = observation ?? (server == nil ? nil : client.witnessed)
      switch happening {
      case .said(let line): return said(line)
      case .connected(let name):
        client.open(name)
        wasGreeted = false
        opening = []
        trail.succeeded = []
        trail.programLines = 0
        trail.isRecovering = true
        client.learn(from: observation)
        return [.record(learning(.connected))]
      case .received(let octets):
        if let stranger = stranger(octets) { return stranger }
        let exchanges = client.receive(octets)
        client.learn(from: observation)
        if server != nil { trail.observation = client.witnessed }
        return exchanges.flatMap { exchanged($0) } + (client.isTLSDue ? [.startTLS] : [])
      case .closed: return client.isOffline ? [] : closed()
      case .secured(let report): return secured(report)
      case .failed(let id, let values):
        return failed(id, values) + (server == nil ? [] : [.unreachable])
      }
    }
  }

  // MARK: Typed lines

  private mutating func typed(_ line: String) -> [Effect] {
    if let pending { return confirmed(line, pending) }
    if let word = LessonWord(line, isInData: client.isInData) { return tutor(word) }
    let line = line.hasPrefix("//") ? String(line.dropFirst()) : line
    if isReading, line.allSatisfy({ $0 == " " }) { return pass() }
    if case .question(let question) = step?.task, let effects = answered(line, question) { return effects }
    if isReading, client.isOffline, !ConnectLine.isProgram(line) { return [.show(.notice(.stepEnter))] }
    if client.isOffline { return server == nil ? offline(line) : connectForLearner(isNeeded: true) }
    if server != nil, let question = Confirmation.question(before: line, client) {
      pending = line
      return [.show(question)]
    }
    return send(line)
  }

  mutating func send(_ line: String) -> [Effect] {
    if line.isEmpty, !client.isInData { return [.show(.notice(.emptyLine))] }
    let shown = masked(line)
    let octets: [UInt8]
    switch program.typed(Array(line.utf8)) {
    case .sent(let typed): octets = typed
    case .key(let key): return taken(line, by: key)
    }
    let sent = client.send(line)
    var effects: [Effect] = [.send(octets, masked: shown)]
    let word = "/" + line.lowercased()
    if !client.isInData, sent.verb == nil, LessonWord.names.contains(word) {
      effects.append(.show(.notice(.wordSlash, ["word": word])))
    }
    if sent.role == .letterLine {
      if let remark = sent.verdict.diagnosis {
        lastDiagnosis = remark
        effects.append(.show(.mistake(remark, step: position)))
        effects.append(.record(judged(line, .mistake, remark.id)))
      } else {
        effects.append(.record(judged(line, .sent, nil)))
      }
    }
    return effects
  }

  private mutating func offline(_ line: String) -> [Effect] {
    if line.isEmpty { return [.show(.notice(.emptyLineOffline, ["line": expectedConnectLine]))] }
    switch connectJudge.read(line) {
    case .mistake(let diagnosis): return mistake(diagnosis, line: line)
    case .opens(let command):
      trail.endpoint = command.endpoint
      trail.earlierLine = trail.connectLine
      trail.connectLine = line
      trail.opened = command
      wasGreeted = false
      return [.connect(command.endpoint, command.program)]
    }
  }

  /// nil when the line is a command after all: a learner may look again before answering.
  private mutating func answered(_ line: String, _ question: Question) -> [Effect]? {
    let given = normalised(question.kind == .number ? Self.withoutUnit(line) : line)
    if isRight(given, question) { return [.record(judged(line, .right, nil))] + pass() }
    let word = line.prefix { $0 != " " }.uppercased()
    let isCommand = POP3Verb(rawValue: word) != nil || SMTPVerb(rawValue: word) != nil
    if isCommand || ConnectLine.isProgram(line), question.kind != .text || !client.isOffline { return nil }
    if given.isEmpty { return [.show(.notice(.emptyAnswer))] }
    if question.kind == .choice, !question.options.contains(given) {
      return [.show(.notice(.answerChoose, MessageValues(lists: ["options": question.options])))]
    }
    if question.kind == .number, Int(given) == nil { return [.show(.notice(.answerNumber))] }
    return mistake(
      Diagnosis(.lessonWrongAnswer, speaking, ["bad": ByteSanitizer.visible(given)]), line: line)
  }

  private func isRight(_ given: String, _ question: Question) -> Bool {
    switch question.answer {
    case .live(let value): value.value(in: trail.observation).map { String($0) == given } ?? false
    case .literal(let answers): answers.contains { normalised($0) == given }
    }
  }

  /// Full-width digits, capitals and thousands separators are no mistake in an answer.
  private func normalised(_ answer: String) -> String {
    let text = InputMethod.asciiTwin(of: answer).lowercased().split(separator: " ").joined(separator: " ")
    let digits = text.filter { !",._ ".contains($0) }
    if !digits.isEmpty, digits.allSatisfy(\.isNumber) { return Int(digits).map(String.init) ?? digits }
    return text.count == 2 && (text.hasSuffix(")") || text.hasSuffix(".")) ? String(text.dropLast()) : text
  }

  /// `345 910 octets` is a number, too.
  private static func withoutUnit(_ line: String) -> String {
    let text = InputMethod.asciiTwin(of: line)
    guard let end = text.lastIndex(where: \.isNumber) else { return line }
    let unit = text[text.index(after: end)...].drop { $0 == " " }
    return unit.allSatisfy(\.isLetter) ? String(text[...end]) : line
  }

  // MARK: Replies

  private mutating func exchanged(_ exchange: Exchange) -> [Effect] {
    let lines = exchange.reply.lines
    lastReply = (lines, exchange.anatomy)
    var effects: [Effect] = [.show(.reply(lines: lines, anatomy: exchange.anatomy, isFull: false))]
    if exchange.reply.isPositive, let line = exchange.line { trail.succeed(line) }
    // The greeting answers the line that opened the connection.
    let isGreeting = !wasGreeted
    wasGreeted = true
    // The program asked for it, and reads the answer in the learner's place.
    if exchange.line != nil, trail.programLines > 0 {
      trail.programLines -= 1
      return effects
    }
    // One that goes on to a handshake is judged after that.
    let text = isGreeting && !isHandshakeAhead ? trail.connectLine : nil
    func record(_ verdict: LearningEvent.Verdict, _ id: Diagnosis.ID?) -> [Effect] {
      if let line = exchange.line { return [.record(judged(line, verdict, id))] }
      return text.map { [.record(judged($0, verdict, id))] } ?? []
    }
    guard let step, let judgement = checker(step).judge(exchange) else {
      return effects + record(.sent, nil)
    }
    if server != nil, case .mistake(let diagnosis) = judgement, let onward = differing(exchange, diagnosis) {
      return effects + record(.sent, nil) + onward
    }
    switch judgement {
    case .passed(let remark):
      effects += record(.right, remark?.id)
      if let remark { effects.append(.show(.remark(remark, step: position))) }
      return effects + pass()
    case .mistake(let diagnosis):
      lastDiagnosis = diagnosis
      if !exchange.reply.isPositive { trail.isRecovering = true }
      return effects + [.show(.mistake(diagnosis, step: position))] + record(.mistake, diagnosis.id)
    case .extra(let diagnosis):
      lastDiagnosis = diagnosis
      return effects + [.show(.remark(diagnosis, step: position))] + record(.extra, diagnosis.id)
    case .underWay(let remark):
      if let remark { effects.append(.show(.remark(remark, step: position))) }
      return effects + record(.sent, remark?.id)
    }
  }

  private mutating func closed() -> [Effect] {
    let wasAsked = client.state == .closed
    let unsettled = isHandshakeAhead ? trail.connectLine : nil
    let marked = client.marked
    client.close()
    trail.isRecovering = true
    // After QUIT the goodbye said it already.
    var effects: [Effect] = wasAsked ? [] : [.show(.notice(.closedByServer))]
    if let unsettled { effects.append(.record(judged(unsettled, .sent, nil))) }
    if !wasAsked {
      let diagnosis =
        marked > 0
        ? Diagnosis(.quitForgotten, speaking, ["n": String(marked)]) : Diagnosis(.replyConnectionLost, speaking)
      lastDiagnosis = diagnosis
      effects.append(.show(.mistake(diagnosis, step: position)))
    }
    if let step, checker(step).isGoalReached { return effects + pass() }
    return effects + wayBack
  }

  // MARK: Steps

  mutating func pass() -> [Effect] {
    [.show(.passed(step: position)), .record(learning(.stepPassed))] + advance()
  }

  mutating func advance() -> [Effect] {
    var effects: [Effect] = []
    position += 1
    beginStep()
    if isFinished {
      effects += [.record(LearningEvent(.lessonFinished, lesson: lesson.id)), .show(.finished)]
    } else {
      effects.append(.show(.task(position)))
      effects += connectForLearner()
    }
    return effects
  }

  private mutating func beginStep() {
    trail.succeeded = []
    trail.isRecovering = false
    trail.deliveriesBefore = trail.observation?.deliveries.count ?? 0
    hintsGiven = 0
    lastDiagnosis = nil
  }

  mutating func mistake(_ diagnosis: Diagnosis, line: String?) -> [Effect] {
    lastDiagnosis = diagnosis
    return [.show(.mistake(diagnosis, step: position)), .record(judged(line ?? "", .mistake, diagnosis.id))]
  }

  // MARK: Bits

  func checker(_ step: Step) -> Checker {
    Checker(
      step: step, earlier: Array(lesson.steps[..<min(position, lesson.steps.count)]), trail: trail, client: client,
      hosts: lesson.hosts, isReal: server != nil)
  }

  var speaking: MailProtocolName { client.speaking ?? lesson.speaks ?? expectedEndpointProtocol }

  private var expectedEndpointProtocol: MailProtocolName {
    let judge = ConnectLine(hosts: lesson.hosts, expected: "", speaking: .smtp)
    return judge.service(of: expectedConnectLine)?.speaking ?? .smtp
  }

  /// The connect line that leads on from here: this step's or the next one's, else the last one used, else the
  /// lesson's first.
  var expectedConnectLine: String {
    let ahead = lesson.steps[min(position, lesson.steps.count)...].prefix(2)
    let line = ahead.lazy.compactMap { step -> String? in
      if case .connect(let line) = step.task { return line }
      return step.solution.first { ConnectLine.isProgram($0) }
    }.first
    if let line { return line }
    return trail.connectLine ?? lesson.steps.lazy.compactMap { $0.solution.first { ConnectLine.isProgram($0) } }.first
      ?? "telnet host port"
  }

  /// The rest of the lesson cannot be done offline.
  var needsConnection: Bool {
    switch step?.task {
    case .command: true
    case .goal(let goal):
      !goal.predicates.contains(.session(.offline)) && step?.solution.contains(where: ConnectLine.isProgram) == false
    case .connect, .question, .text, nil: false
    }
  }

  func learning(_ kind: LearningEvent.Kind) -> LearningEvent {
    LearningEvent(kind, lesson: lesson.id, step: step?.id)
  }
}

extension SMTPCommand {
  fileprivate var fillsEnvelope: Bool {
    switch self {
    case .mail, .rcpt, .data: true
    case .helo, .ehlo, .rset, .noop, .quit, .vrfy, .expn, .help, .starttls, .auth, .bdat, .etrn, .verbose, .other: false
    }
  }
}
