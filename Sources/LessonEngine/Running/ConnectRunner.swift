import MailProtocol

/// An annotated session with any server: what `LessonRunner` is to a lesson, without a lesson. Events in, effects out; it
/// warns before a line that the rules say is wrong, and asks before one that destroys. `ConnectSession` joins it to a
/// peer.
public struct ConnectRunner: Sendable {
  public enum Event: Sendable {
    case begin
    /// One line from the user, without its ending.
    case typed(String)
    case peer(PeerEvent)
    /// Nothing has come for so long that a person wonders.
    case silence
  }

  public enum Effect: Sendable {
    case connect(Endpoint)
    /// The octets, and the line as it may be written down.
    case send([UInt8], masked: String)
    case startTLS
    case hangUp
    case show(Feedback)
    case language(Language)
    case quit(Ending)
  }

  public enum Ending: Hashable, Sendable {
    /// QUIT, or `/quit`.
    case done
    case unreachable
    /// The server, or the network, ended it.
    case lost
  }

  public let endpoint: Endpoint
  /// Somebody is there who can answer a question; a script cannot.
  private let asks: Bool
  private let languages: Languages
  var client = ClientSession()
  var lastDiagnosis: Diagnosis?
  var lastReply: (lines: [[UInt8]], anatomy: ReplyAnatomy)?
  /// A line that waits for a `yes`.
  private var pending: String?
  private var hasHeard = false
  /// The first line, as far as it has come: it tells what answers there.
  private var opening: [UInt8]? = []
  private var isLeaving = false
  private var hasWarnedOfClearText = false

  public init(to endpoint: Endpoint, asks: Bool, languages: Languages) {
    self.endpoint = endpoint
    self.asks = asks
    self.languages = languages
  }

  public var isInData: Bool { client.isInData }
  public var isWaiting: Bool { !client.isOffline && client.isWaiting }
  /// A question is open: `yes`, or anything else.
  public var isAsking: Bool { pending != nil }
  public var protocolName: MailProtocolName? { client.speaking }
  public var stateName: String { client.state.rawValue }
  public var legalVerbs: [String] { client.legalVerbs }
  /// PASS is due.
  public var acceptsPassword: Bool { client.acceptsPassword }
  /// The line answers a challenge of AUTH.
  public var isInExchange: Bool { client.isInExchange }

  /// The line as it may be written down.
  public func masked(_ line: String) -> String {
    if client.isInData { return ByteSanitizer.visible(line) }
    if LessonWord(line, isInData: false) != nil { return ByteSanitizer.visible(line) }
    if client.isInExchange { return line == "*" ? line : Secret.mask }
    return SecretMask.mask(line, expectsSecret: client.mayGetSecret && !isAsking)
  }

  public mutating func handle(_ event: Event) -> [Effect] {
    switch event {
    case .begin: return [.show(.notice(.connectOpening, MessageValues(place))), .connect(endpoint)]
    case .typed(let line): return typed(line)
    case .peer(.connected(let name)):
      client.open(name)
      return [.show(.notice(.connectConnected, MessageValues(place)))]
    case .peer(.secured(let report)): return secured(report)
    case .peer(.received(let octets)): return received(octets)
    // A connection of the network is no program.
    case .peer(.said): return []
    case .peer(.closed): return client.isOffline ? [] : closed()
    case .silence: return [.show(silence)]
    case .peer(.failed(let id, let values)):
      let diagnosis = Diagnosis(id, speaking, values.merging(place) { value, _ in value })
      lastDiagnosis = diagnosis
      client.close()
      return [.show(.mistake(diagnosis, step: nil)), .quit(.unreachable)]
    }
  }

  // MARK: Typed lines

  private mutating func typed(_ line: String) -> [Effect] {
    if let pending { return answered(line, to: pending) }
    if let word = LessonWord(line, isInData: client.isInData) { return tutor(word) }
    let line = line.hasPrefix("//") ? String(line.dropFirst()) : line
    guard !client.isOffline else { return [.show(.notice(.connectClosed))] }
    if line.isEmpty, !client.isInData, !client.isInExchange { return [.show(.notice(.emptyLine))] }
    if asks, let question = Confirmation.question(before: line, client) {
      pending = line
      return [.show(question)]
    }
    return send(line)
  }

  private mutating func answered(_ answer: String, to line: String) -> [Effect] {
    pending = nil
    if LessonWord(answer, isInData: false) == .quit { return tutor(.quit) }
    guard languages.isYes(answer) else { return [.show(.notice(.connectNotSent))] }
    return send(line)
  }

  private mutating func send(_ line: String) -> [Effect] {
    let shown = masked(line)
    let sent = client.send(line)
    var effects: [Effect] = []
    if let diagnosis = warning(of: sent) {
      lastDiagnosis = diagnosis
      effects.append(.show(.caution(diagnosis)))
    }
    if sent.verb == "QUIT" { isLeaving = true }
    effects.append(.send(Array(line.utf8) + [0x0D, 0x0A], masked: shown))
    return effects
  }

  /// Before the line goes out: what the rules have against it, or that the password can be read on the way.
  private mutating func warning(of sent: SentLine) -> Diagnosis? {
    if let diagnosis = sent.verdict.diagnosis {
      // A verdict may quote the line, and the line may hold a secret.
      guard masked(sent.text) != sent.text, !client.isInData else { return diagnosis }
      let hidden = diagnosis.values["bad"] == nil ? diagnosis : diagnosis.adding("bad", Secret.mask)
      return diagnosis.values["suggestion"].map { hidden.adding("suggestion", masked($0)) } ?? hidden
    }
    let showsPassword = sent.verb == "PASS" || Self.isPlainAUTH(sent)
    guard showsPassword, client.tls == nil, !hasWarnedOfClearText else { return nil }
    hasWarnedOfClearText = true
    return Diagnosis(.authInClear, speaking)
  }

  private static func isPlainAUTH(_ line: SentLine) -> Bool {
    switch line.parsed {
    case .pop3(let parsed):
      if case .auth(let mechanism?, _)? = parsed.command { mechanism.sendsPassword } else { false }
    case .smtp(let parsed): if case .auth(let mechanism, _)? = parsed.command { mechanism.sendsPassword } else { false }
    case nil: false
    }
  }

  // MARK: The server

  private mutating func received(_ octets: [UInt8]) -> [Effect] {
    hasHeard = true
    if let begun = opening {
      let line = begun + octets.prefix(512)
      opening = line.contains(0x0A) || line.count > 512 ? nil : line
      if let diagnosis = GreetingGuess.diagnose(line, from: endpoint, expecting: speaking) {
        lastDiagnosis = diagnosis
        client.close()
        return [.show(.mistake(diagnosis, step: nil)), .hangUp, .quit(.unreachable)]
      }
    }
    return client.receive(octets).flatMap { exchanged($0) }
  }

  private mutating func exchanged(_ exchange: Exchange) -> [Effect] {
    let lines = exchange.reply.lines
    lastReply = (lines, exchange.anatomy)
    var effects: [Effect] = [.show(.reply(lines: lines, anatomy: exchange.anatomy, isFull: false))]
    if let diagnosis = refusal(exchange) {
      lastDiagnosis = diagnosis
      effects.append(.show(.mistake(diagnosis, step: nil)))
    }
    if client.isTLSDue { effects.append(.startTLS) }
    return effects
  }

  /// The server said no to a line that the rules allow: whose turn it is to change something.
  private func refusal(_ exchange: Exchange) -> Diagnosis? {
    guard !exchange.reply.isPositive else { return nil }
    if let line = exchange.line {
      guard line.verdict.isAllowed else { return nil }
      if line.verb == "PASS" { return Diagnosis(.authWrong, .pop3) }
      if line.verb == "APOP" { return Diagnosis(.apopBadDigest, .pop3) }
      if line.role == .response { return Diagnosis(.authWrong, speaking) }
    }
    guard case .smtp(let reply) = exchange.reply else { return nil }
    let values = ["code": exchange.reply.status]
    switch reply.severity {
    case 4: return Diagnosis(.replyTemporary, .smtp, values)
    case 5: return Diagnosis(exchange.line == nil ? .replyGreeting554 : .replyPermanent, .smtp, values)
    default: return nil
    }
  }

  private mutating func secured(_ report: TLSReport) -> [Effect] {
    let isUpgrade = hasHeard
    client.secured(report)
    // The greeting does not come again after an upgrade.
    var effects: [Effect] = [.show(.secured(report))]
    if !report.isVerified { effects.append(.show(.notice(.connectUnverified))) }
    if isUpgrade, speaking == .smtp { effects.append(.show(.notice(.connectHelloAgain))) }
    return effects
  }

  private var silence: Feedback {
    hasHeard
      ? .notice(.connectWaiting) : .caution(GreetingGuess.diagnose(silenceOf: endpoint, expecting: speaking))
  }

  private mutating func closed() -> [Effect] {
    let marked = client.marked
    let wasAsked = isLeaving
    client.close()
    pending = nil
    if wasAsked { return [.show(.notice(.connectClosed)), .quit(.done)] }
    let diagnosis =
      marked > 0
      ? Diagnosis(.quitForgotten, speaking, ["n": String(marked)])
      : hasHeard
        ? Diagnosis(.replyConnectionLost, speaking, place)
        : goneInSilence
    lastDiagnosis = diagnosis
    return [.show(.mistake(diagnosis, step: nil)), .quit(.lost)]
  }

  /// A port for TLS that gave up waiting for a handshake, or a server that wants nobody.
  private var goneInSilence: Diagnosis {
    let silence = GreetingGuess.diagnose(silenceOf: endpoint, expecting: speaking)
    return silence.id == .networkTLSNeeded ? silence : .network(.networkLost, at: endpoint, speaking: speaking)
  }

  // MARK: Words for the tutor

  /// Those that need no lesson.
  public static let words: [LessonWord.Name] = [.help, .why, .explain, .where, .language, .base64, .quit]

  private mutating func tutor(_ word: LessonWord) -> [Effect] {
    switch word {
    case .help:
      let values = MessageValues(lists: ["verbs": client.legalVerbs])
      return [.show(.help(Self.words)), .show(client.isInData ? .notice(.helpData) : .notice(.helpLegal, values))]
    case .why:
      guard let lastDiagnosis else { return [.show(.notice(.whyNothing))] }
      return [.show(.why(lastDiagnosis, step: nil))]
    case .explain(let line): return explain(line)
    case .where: return whereabouts()
    case .language(let name):
      guard let language = name.flatMap(languages.named) else { return [.show(languages.choice)] }
      return [.language(language)]
    case .base64(let text): return [.show(LessonWord.base64Notice(text))]
    case .quit: return [.hangUp, .quit(.done)]
    case .hint, .back, .redo, .skip, .show: return [.show(.notice(.connectNoLesson))]
    case .unknown(let name, let suggestion):
      let values: MessageValues = ["word": name, "suggestion": suggestion ?? "/help"]
      return [.show(.notice(.wordUnknown, values))]
    }
  }

  private func explain(_ line: String?) -> [Effect] {
    guard let line else {
      guard let lastReply else { return [.show(.notice(.explainNothing))] }
      return [.show(.reply(lines: lastReply.lines, anatomy: lastReply.anatomy, isFull: true))]
    }
    return [.show(Explanation.of(line, speaking: client.speaking))]
  }

  private func whereabouts() -> [Effect] {
    if client.isInData {
      let recipients = client.recipients.map(\.description)
      return [.show(.notice(.connectWhereData, MessageValues(place, lists: ["recipients": recipients])))]
    }
    let values = MessageValues(
      place.merging(["state": client.state.rawValue]) { $1 }, lists: ["verbs": client.legalVerbs])
    let position = Effect.show(.notice(.connectWhere, values))
    guard let report = client.tls else { return [position, .show(.notice(.connectInClear))] }
    return [position, .show(.secured(report))] + (report.isVerified ? [] : [.show(.notice(.connectUnverified))])
  }

  private var speaking: MailProtocolName { client.speaking ?? endpoint.speaking ?? .pop3 }

  private var place: [String: String] {
    [
      "host": ByteSanitizer.visible(endpoint.host), "port": String(endpoint.port),
      "protocol": (endpoint.speaking ?? .pop3).title,
    ]
  }
}
