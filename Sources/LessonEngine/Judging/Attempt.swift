import MailProtocol

/// One learner's way through a lesson, as the judge sees it: octets of both directions and answers in, judgements out.
/// It knows no prompt, no word for the tutor and no screen: a line that was typed at one, octets of plain telnet at a
/// hub, and an event played again are all the same to it.
///
/// What it guarantees:
/// - The step that is open when an exchange is complete judges it, and none else; a step that passes opens the next.
/// - It is a value and reads no clock, file or socket: a copy is a way back.
public struct Attempt: Sendable {
  public let lesson: Lesson
  public let venue: Venue
  private let words: TypedWords
  /// Index of the open step; `lesson.steps.count` when all are done.
  public private(set) var index = 0
  public internal(set) var client = ClientSession()
  var record = StepRecord()
  var connection = ConnectionRecord()
  /// Followed from the exchanges; a real maildrop's letters are not the lesson's.
  var letters = LetterNumbers()
  /// Cuts octets into lines that nobody typed one by one.
  private var framer = Self.newFramer

  private static var newFramer: LineFramer { LineFramer(limit: 64 << 10, strictness: .lfAccepted) }

  /// - Parameter words: what people type in place of commands.
  public init(_ lesson: Lesson, at venue: Venue = .simulated, words: TypedWords = .none) {
    self.lesson = lesson
    self.venue = venue
    self.words = words
  }

  public var isFinished: Bool { index >= lesson.steps.count }
  public var step: Step? { isFinished ? nil : lesson.steps[index] }

  /// The step waits for an answer to a question rather than a command.
  public var isAsking: Bool { step?.task.isQuestion ?? false }

  /// The step is a text that Enter goes on from.
  public var isReading: Bool { step?.task == .text }

  /// The open step is about this very command.
  func asks(for verb: SMTPVerb) -> Bool {
    if case .command(let pattern)? = step?.task { pattern.verb == verb.rawValue } else { false }
  }

  /// A goal that holds already would pass with the next thing that happens, whatever it is.
  public var isGoalReached: Bool { step.map { checker($0).isGoalReached } ?? false }

  // MARK: What happens

  /// Somebody else than the learner's line opens the connection.
  public mutating func dials(_ endpoint: Endpoint) { dials(endpoint, by: nil, nil) }

  public mutating func connected(_ name: MailProtocolName, _ observation: Observation?) {
    client.open(name)
    letters.disconnected()
    framer = Self.newFramer
    connection.programLines = 0
    record.reconnected()
    see(observation)
  }

  /// A line is about to go to the server.
  ///
  /// - Parameter line: without its ending.
  public mutating func sends(_ line: String) -> SentLine { client.send(line) }

  /// Octets are about to go to the server, cut anywhere.
  ///
  /// - Returns: the lines that are whole now.
  public mutating func sends(octets: [UInt8]) -> [SentLine] {
    framer.append(octets)
    var lines: [SentLine] = []
    while let line = framer.next() { lines.append(client.send(line.bytes)) }
    return lines
  }

  /// - Parameter observation: what an all-seeing teacher knows of the server after it.
  public mutating func received(_ octets: [UInt8], _ observation: Observation?) -> [Outcome] {
    see(observation, learning: false)
    let exchanges = client.receive(octets)
    see(observation)
    return exchanges.flatMap { exchanged($0) }
  }

  public mutating func closed(_ observation: Observation?) -> [Outcome] {
    see(observation, learning: false)
    let wasAsked = client.state == .closed
    let marked = client.marked
    client.close()
    letters.disconnected()
    if venue.isReal { connection.observation = client.witnessed }
    record.isRecovering = true
    let reason: Diagnosis =
      if marked > 0 {
        Diagnosis(.quitForgotten, speaking, ["n": String(marked)])
      } else {
        Diagnosis(connection.hasFailedLogin ? .authTooMany : .replyConnectionLost, speaking)
      }
    return [.hungUp(wasAsked ? nil : reason)] + (isGoalReached ? pass() : [])
  }

  /// What answered there was no mail server.
  public mutating func hungUp() {
    client.close()
    letters.disconnected()
  }

  /// A line that may be the answer to the open question.
  public func reading(_ line: String) -> AnswerReading? {
    guard case .question(let question) = step?.task else { return nil }
    return AnswerReading(line, to: question, connection.observation, isOffline: client.isOffline, words: words.answers)
  }

  /// The answer was right, the text was read, or the step is left as it is.
  public mutating func goOn() -> [Outcome] { pass() }

  // MARK: Judging

  private mutating func see(_ observation: Observation?, learning: Bool = true) {
    connection.observation = observation ?? (venue.isReal ? client.witnessed : nil)
    if learning { client.learn(from: observation) }
  }

  private mutating func exchanged(_ exchange: Exchange) -> [Outcome] {
    connection.isGreeted = true
    connection.hasFailedLogin = !exchange.reply.isPositive && exchange.line.map(\.isLogin) ?? false
    if exchange.line != nil, connection.programLines > 0 {
      connection.programLines -= 1
      return [.overheard(exchange)]
    }
    if !venue.isReal { letters.note(exchange, connection.observation?.maildrop) }
    if exchange.reply.isPositive, let line = exchange.line { record.succeed(line) }
    let judgement = step.flatMap { checker($0).judge(exchange) }
    let outcome = Outcome.judged(JudgedExchange(exchange: exchange, step: index, judgement: judgement))
    switch judgement {
    case .passed: return [outcome] + pass()
    case .otherReply(_, _, goesOn: true): return [outcome] + pass()
    case .mistake:
      // What leads back from it needs no comment.
      record.isRecovering = true
      return [outcome]
    case .offTask, .towardsGoal, .otherReply, nil: return [outcome]
    }
  }

  mutating func pass() -> [Outcome] {
    let differences = step.flatMap { step in step.assumes?.differences(in: checker(step).situation) } ?? []
    let passed = Outcome.passed(step: index, otherwise: differences)
    index += 1
    record = StepRecord(after: connection.observation)
    return isFinished ? [passed, .finished] : [passed]
  }

  func checker(_ step: Step) -> Checker {
    Checker(
      step: step, earlier: Array(lesson.steps[..<min(index, lesson.steps.count)]), record: record,
      connection: connection, client: client, venue: venue, hosts: lesson.hosts, keep: keep(in: step),
      letters: letters, words: words, solutions: lesson.steps.flatMap(\.solution))
  }

  /// Nothing can be taken back on a real server, and its letters are others.
  private func keep(in step: Step) -> Keep {
    venue.isReal ? .nothing : (lesson.keep ?? .nothing).joined(step.keep ?? .nothing)
  }

  // MARK: Where to connect

  /// Who is spoken to, or would be.
  var speaking: MailProtocolName { client.speaking ?? lesson.speaks ?? expectedProtocol }

  private var expectedProtocol: MailProtocolName {
    let judge = ConnectLine(hosts: lesson.hosts, expected: "", speaking: .smtp)
    return judge.service(of: expectedConnectLine)?.speaking ?? .smtp
  }

  /// The connect line that leads on from here: this step's or the next one's, else the last one used, else the
  /// lesson's first.
  var expectedConnectLine: String {
    let ahead = lesson.steps[min(index, lesson.steps.count)...].prefix(2)
    let line = ahead.lazy.compactMap { step -> String? in
      if case .connect(let line) = step.task { return line }
      return step.solution.first { ConnectLine.isProgram($0) }
    }.first
    return line ?? returnLine
  }

  /// The connect line that leads back: the last one used, if it leads where the lesson was going.
  var returnLine: String {
    let lines = lesson.steps.map { step in step.solution.first { ConnectLine.isProgram($0) } }
    let past = lines.prefix(index + 1).compactMap(\.self).last ?? lines.compactMap(\.self).first
    guard let past else { return connection.line ?? "telnet host port" }
    guard let line = connection.line, isToSameServer(line, past) else { return past }
    return line
  }

  private func isToSameServer(_ line: String, _ other: String) -> Bool {
    let judge = ConnectLine(hosts: lesson.hosts, expected: other, speaking: .smtp)
    guard case .success(let command) = ConnectLine.command(line), let meant = judge.meant.first else { return false }
    return command.host == meant.host && judge.service(of: command)?.speaking == judge.service(of: meant)?.speaking
  }

  /// What must be typed before a solution that connects: no `$ ` prompt comes while a connection is open.
  var linesBeforeSolution: [String] {
    guard !client.isOffline, let first = step?.solution.first, ConnectLine.isProgram(first) else { return [] }
    // s_client keeps a line for itself that begins with a capital Q.
    let quit = program.hasCommandKeys ? "quit" : "QUIT"
    if client.isInData { return [".", quit] }
    return client.isInExchange ? ["*", quit] : [quit]
  }

  /// How to connect is what the open step asks for.
  var isAboutConnecting: Bool {
    guard let step else { return false }
    if case .connect = step.task { return true }
    return !step.task.isQuestion && !record.isConnected && step.solution.first.map(ConnectLine.isProgram) ?? false
  }

  /// The rest of the lesson cannot be done offline.
  var needsConnection: Bool {
    guard let step else { return false }
    return step.task.needsConnection(isOpenedBySolution: step.solution.contains(where: ConnectLine.isProgram))
  }
}
