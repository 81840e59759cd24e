import MailProtocol

/// An annotated session with any server: it warns before a line that the rules say is wrong, and asks before one that
/// destroys.
public struct ConnectDialogue: Dialogue {
  public let endpoint: Endpoint
  public private(set) var client = ClientSession()
  /// Somebody is there who can answer a question; a script cannot.
  private let asks: Bool
  private var conversation: Conversation
  /// QUIT has been sent: the end that comes is the right one.
  private var isLeaving = false

  public init(to endpoint: Endpoint, asks: Bool, languages: Languages, guide: FieldGuide = .none) {
    self.endpoint = endpoint
    self.asks = asks
    conversation = Conversation(languages, guide)
  }

  public var isConfirming: Bool { conversation.isConfirming }
  public var prompt: String { confirmingPrompt ?? connectedPrompt ?? "> " }
  public var programs: [String] { [] }
  public var hosts: [String] { [] }
  /// Those that need no lesson.
  public var tutorWords: [TutorCommand.Name] { TutorCommand.Name.allCases.filter { !$0.isOfLesson } }

  public func masked(_ line: String) -> String {
    Conversation.masked(line, client, mayBeSecret: !isConfirming)
  }

  public mutating func handle(_ event: DialogueEvent) -> [DialogueEffect] {
    switch event {
    case .begin: return [.show(.notice(.connectOpening, place)), .connect(endpoint, nil)]
    case .typed(let line): return typed(line)
    case .silence:
      guard let exchange = client.giveUpOnDot() else { return [.show(conversation.silence(of: endpoint, expected))] }
      return heard(exchange) + [.show(.notice(.connectNoDot))]
    case .peer(.connected(let name), _):
      client.open(name)
      conversation.connected()
      return [.show(.notice(.connectConnected, place))]
    case .peer(.secured(let report), _):
      client.secured(report)
      return conversation.secured(report, expected).map { .show($0) }
    case .peer(.received(let octets), _): return received(octets)
    // A connection of the network is no program.
    case .peer(.said, _): return []
    case .peer(.closed, _): return client.isOffline ? [] : closed()
    case .peer(.failed(let id, let values), _):
      let diagnosis = Diagnosis(id, expected, values.merging(placeValues) { value, _ in value })
      return [failed(diagnosis), .quit(.unreachable)]
    }
  }

  // MARK: Typed lines

  private mutating func typed(_ line: String) -> [DialogueEffect] {
    switch conversation.reading(line, client) {
    case .word(let word): return tutor(word)
    case .confirmed(let line): return send(line)
    case .declined: return [.show(.notice(.connectNotSent))]
    case .line(let line):
      guard !client.isOffline else { return [.show(.notice(.connectClosed))] }
      if line.isEmpty, !client.isInData, !client.isInPiece, !client.isInExchange { return [.show(.notice(.emptyLine))] }
      if asks, let question = conversation.question(before: line, client) { return [.show(question)] }
      return send(line)
    }
  }

  private mutating func send(_ line: String) -> [DialogueEffect] {
    let shown = masked(line)
    let before = client
    let sent = client.send(line)
    let caution = conversation.caution(about: sent, client, before: before)
    if sent.verb == POP3Verb.quit.rawValue { isLeaving = true }
    let remark = conversation.remark(on: sent, wasInData: before.isInData, client, tutorWords)
    return (caution.map { [.show(.caution($0))] } ?? []) + [.send(Array(line.utf8) + [0x0D, 0x0A], masked: shown)]
      + (remark.map { [.show(.letterRemark($0, step: nil))] } ?? [])
  }

  // MARK: The server

  private mutating func received(_ octets: [UInt8]) -> [DialogueEffect] {
    if let diagnosis = conversation.wrongService(octets, from: endpoint, expecting: expected) {
      return [failed(diagnosis), .hangUp, .quit(.unreachable)]
    }
    let effects = client.receive(octets).flatMap { heard($0) }
    return effects + (client.isTLSDue ? [.startTLS] : [])
  }

  private mutating func heard(_ exchange: Exchange) -> [DialogueEffect] {
    let reason = refusal(exchange)
    let known = reason ?? exchange.line?.verdict.diagnosis
    let reply = DialogueEffect.show(conversation.heard(exchange, reason: known))
    if let told = TokenRefusal(exchange) { return [reply, .show(told.notice)] }
    // Words that are known say more than the code.
    if let trouble = conversation.trouble(worthTelling: exchange) { return [reply, .show(.trouble(trouble))] }
    guard let diagnosis = reason else { return [reply] }
    conversation.lastDiagnosis = diagnosis
    return [reply, .show(.mistake(diagnosis, step: nil))]
  }

  /// What the rules have against a line was told before it went out.
  private func refusal(_ exchange: Exchange) -> Diagnosis? {
    exchange.line?.verdict.isAllowed == false ? nil : ServerRefusal.reason(for: exchange)
  }

  private mutating func failed(_ diagnosis: Diagnosis) -> DialogueEffect {
    conversation.lastDiagnosis = diagnosis
    conversation.phase = .offline
    client.close()
    return .show(.mistake(diagnosis, step: nil))
  }

  private mutating func closed() -> [DialogueEffect] {
    let marked = client.marked
    if isLeaving {
      conversation.phase = .offline
      client.close()
      return [.show(.notice(.connectClosed)), .quit(.done)]
    }
    let diagnosis =
      marked > 0
      ? Diagnosis(.quitForgotten, expected, ["n": String(marked)])
      : conversation.hasHeard
        ? Diagnosis(.replyConnectionLost, expected, placeValues) : goneInSilence
    return [failed(diagnosis), .quit(.lost)]
  }

  /// A port for TLS that gave up waiting for a handshake, or a server that wants nobody.
  private var goneInSilence: Diagnosis {
    let silence = GreetingGuess.diagnose(silenceOf: endpoint, expecting: expected)
    return silence.id == .networkTLSNeeded ? silence : .network(.networkLost, at: endpoint, speaking: expected)
  }

  // MARK: Words for the tutor

  private mutating func tutor(_ word: TutorCommand) -> [DialogueEffect] {
    switch word {
    case .common(let word): return conversation.answer(word, client.speaking, step: nil)
    case .own(let word): return own(word)
    case .ofLesson: return [.show(.notice(.connectNoLesson))]
    case .unknown(let name, let suggestion): return Conversation.unknown(name, suggestion)
    }
  }

  private func own(_ word: TutorCommand.Own) -> [DialogueEffect] {
    switch word {
    case .help: return [.show(.help(tutorWords)), .show(Conversation.help(client))]
    case .where: return standing()
    case .quit: return [.hangUp, .quit(.done)]
    }
  }

  private func standing() -> [DialogueEffect] {
    if client.isInData {
      let values = MessageValues(placeValues, lists: ["recipients": client.recipients.map(\.description)])
      return [.show(.notice(.connectWhereData, values))] + (OpenLetter.feedback(client).map { [.show($0)] } ?? [])
    }
    let values = MessageValues(
      placeValues.merging(["state": stateName]) { $1 }, codes: ["verbs": client.legalVerbs])
    let position = Feedback.notice(.connectWhere, values)
    let security = client.tls.map(Conversation.notices) ?? [.notice(.connectInClear)]
    return ([position] + security).map { .show($0) }
  }

  private var expected: MailProtocolName { client.speaking ?? endpoint.speaking ?? .pop3 }

  private var place: MessageValues { MessageValues(placeValues) }

  private var placeValues: [String: String] {
    ["host": endpoint.host, "port": String(endpoint.port), "protocol": (endpoint.speaking ?? .pop3).title]
  }
}
