import MailProtocol

/// What every dialogue with a server has, with a lesson or without: words for the tutor, a question before a line that
/// destroys, warnings, the look at who answers there, and what was said last.
struct Conversation: Sendable {
  enum Phase: Hashable, Sendable {
    case offline
    /// The first line of the server, as far as it has come: it tells what answers there.
    case greeting([UInt8])
    case talking
    /// This line waits for a `yes`.
    case confirming(String)
  }

  /// What a typed line is before anybody looks at what it says.
  enum TypedLine {
    case word(TutorCommand)
    /// For the server, or for the lesson.
    case line(String)
    /// The line that waited may go.
    case confirmed(String)
    case declined
  }

  let languages: Languages
  var phase = Phase.offline
  var lastDiagnosis: Diagnosis?
  private var letter = LetterRemarks()
  private(set) var lastReply: (lines: [[UInt8]], anatomy: ReplyAnatomy)?
  /// What the last reply says went wrong.
  private(set) var lastTrouble: Trouble?
  private let guide: FieldGuide
  /// The letter that RETR showed last.
  private var lastLetter: ShownLetter?
  private var hasWarnedOfClearText = false

  /// What a person may want to know of a first line that is longer is in its beginning.
  private static let longestGreeting = 512

  init(_ languages: Languages, _ guide: FieldGuide) {
    self.languages = languages
    self.guide = guide
  }

  var isConfirming: Bool { if case .confirming = phase { true } else { false } }
  /// The server has said something.
  var hasHeard: Bool { phase != .offline && phase != .greeting([]) }

  // MARK: Lines

  mutating func reading(_ line: String, _ client: ClientSession) -> TypedLine {
    if case .confirming(let pending) = phase {
      phase = .talking
      if TutorCommand(line, isInData: false) == .quit { return .word(.quit) }
      return languages.isYes(line) ? .confirmed(pending) : .declined
    }
    if let word = TutorCommand(line, isInData: client.isInData) { return .word(word) }
    return .line(line.hasPrefix("//") ? String(line.dropFirst()) : line)
  }

  /// Asks before a line that destroys. nil when it does not, and may go.
  mutating func question(before line: String, _ client: ClientSession) -> Feedback? {
    guard let question = Confirmation.question(before: line, client) else { return nil }
    phase = .confirming(line)
    return question
  }

  /// The line as it may be written down.
  ///
  /// - Parameter mayBeSecret: while nobody is logged in, a line that is neither a command nor an answer may be a
  ///   password.
  static func masked(_ line: String, _ client: ClientSession, mayBeSecret: Bool) -> String {
    // A letter has no commands: `Pass me the salt` is a sentence.
    if client.isInData { return ByteSanitizer.visible(line) }
    let isWord = TutorCommand(line, isInData: false) != nil
    if client.isInExchange, !isWord { return line == "*" ? line : Secret.mask }
    return SecretMask.mask(line, expectsSecret: mayBeSecret && client.mayGetSecret && !isWord)
  }

  // MARK: Warnings

  /// Once: a password is about to go over a line that anyone on the way can read.
  mutating func clearTextWarning(of sent: SentLine, _ client: ClientSession) -> Diagnosis? {
    guard client.tls == nil, !hasWarnedOfClearText, sent.showsPassword, let speaking = client.speaking else {
      return nil
    }
    hasWarnedOfClearText = true
    let diagnosis = Diagnosis(.authInClear, speaking)
    lastDiagnosis = diagnosis
    return diagnosis
  }

  /// Before a line goes out: what the rules have against it.
  ///
  /// - Parameter before: where the session stood then.
  mutating func caution(about sent: SentLine, _ client: ClientSession, before: ClientSession) -> Diagnosis? {
    guard var diagnosis = sent.verdict.diagnosis else { return clearTextWarning(of: sent, client) }
    if sent.role.isCommand, let speaking = client.speaking {
      let corrector = Corrector(client: before, speaking: speaking, words: languages.typedWords)
      diagnosis = corrector.corrected(diagnosis, of: sent.text)
    }
    diagnosis = diagnosis.hidingSecrets(of: sent, before)
    lastDiagnosis = diagnosis
    return diagnosis
  }

  /// What there is to say of a line of the letter, now that it is one. No reply comes to it.
  ///
  /// - Parameter asked: what the step asks for.
  mutating func remark(
    on sent: SentLine, wasInData: Bool, _ client: ClientSession, asked: Set<Diagnosis.ID> = [],
    _ tutorWords: [TutorCommand.Name]
  ) -> Diagnosis? {
    let remark = letter.remark(
      on: sent, wasInData: wasInData, client, asked: asked, words: languages.typedWords, tutorWords: tutorWords)
    if let remark { lastDiagnosis = remark }
    return remark
  }

  // MARK: The server

  mutating func connected() { phase = .greeting([]) }

  /// - Returns: why what answers there is not the service that was hoped for.
  mutating func wrongService(
    _ octets: [UInt8], from endpoint: Endpoint, expecting speaking: MailProtocolName
  ) -> Diagnosis? {
    guard case .greeting(let begun) = phase else { return nil }
    let line = begun + octets.prefix(Self.longestGreeting)
    phase = line.contains(0x0A) || line.count > Self.longestGreeting ? .talking : .greeting(line)
    let diagnosis = GreetingGuess.diagnose(line, from: endpoint, expecting: speaking)
    if let diagnosis { lastDiagnosis = diagnosis }
    return diagnosis
  }

  /// - Parameter reason: for a no, where it is known: the reply's own words are then told without another one.
  mutating func heard(_ exchange: Exchange, reason: Diagnosis? = nil) -> Feedback {
    let lines = exchange.reply.lines
    let anatomy =
      reason == nil || exchange.reply.isPositive ? exchange.anatomy : exchange.anatomy.withoutReasons
    lastReply = (lines, anatomy)
    lastTrouble = exchange.reply.isPositive ? nil : guide.trouble(in: exchange)
    if let letter = ShownLetter(exchange) { lastLetter = letter }
    return .reply(lines: lines, anatomy: anatomy, isFull: false)
  }

  /// What the words of a no mean, where they say more than the rules do: that a login failed, its own diagnosis tells.
  func trouble(worthTelling exchange: Exchange) -> Trouble? {
    guard exchange.line?.verdict.isAllowed != false, let lastTrouble, lastTrouble.basis == .words,
      lastTrouble.cause != "wrong-password"
    else { return nil }
    return lastTrouble
  }

  /// What a handshake has shown.
  static func notices(of report: TLSReport) -> [Feedback] {
    let values = MessageValues(
      ["version": report.version, "issuer": report.issuer, "until": report.validUntil], lists: ["names": report.names])
    return [.notice(.connectSecured, values)] + (report.isVerified ? [] : [.notice(.connectUnverified)])
  }

  /// After an upgrade in SMTP everything said before is forgotten, the hello too. RFC 3207 §4.2.
  func secured(_ report: TLSReport, _ speaking: MailProtocolName) -> [Feedback] {
    let isUpgrade = hasHeard
    return Self.notices(of: report) + (isUpgrade && speaking == .smtp ? [.notice(.connectHelloAgain)] : [])
  }

  func silence(of endpoint: Endpoint, _ speaking: MailProtocolName) -> Feedback {
    hasHeard
      ? .notice(.connectWaiting) : .caution(GreetingGuess.diagnose(silenceOf: endpoint, expecting: speaking))
  }

  // MARK: Words for the tutor

  /// What the word does wherever it is typed.
  ///
  /// - Parameter step: which may have words of its own for the last mistake.
  func answer(_ word: TutorCommand.Common, _ speaking: MailProtocolName?, step: Int?) -> [DialogueEffect] {
    switch word {
    case .why:
      guard let lastDiagnosis else { return [.show(.notice(.whyNothing))] }
      return [.show(.why(lastDiagnosis, step: step))]
    case .explain(let line?): return Explanation(line, speaking: speaking, guide: guide).feedback.map { .show($0) }
    case .explain(nil):
      guard let lastReply else { return [.show(.notice(.explainNothing))] }
      let reply = Feedback.reply(lines: lastReply.lines, anatomy: lastReply.anatomy, isFull: true)
      return [.show(reply)] + (lastTrouble.map { [.show(.trouble($0))] } ?? [])
    case .language(let name):
      guard let language = name.flatMap(languages.named) else { return [.show(languages.choice)] }
      return [.language(language)]
    case .base64(let text): return [.show(Self.base64(text))]
    case .save(let argument): return [save(argument)]
    }
  }

  /// What `/save 2 letter.eml` does.
  private func save(_ argument: String?) -> DialogueEffect {
    let words = (argument ?? "").split(separator: " ", maxSplits: 1).map(String.init)
    guard words.count == 2, let number = Int(words[0]) else { return .show(.notice(.saveUsage)) }
    guard let lastLetter, lastLetter.number == number else {
      return .show(.notice(.saveUnseen, ["n": String(number)]))
    }
    guard let octets = lastLetter.octets else { return .show(.notice(.saveTooLarge, ["n": String(number)])) }
    return .save(SavedLetter(number: number, file: words[1], octets: octets))
  }

  static func unknown(_ name: String, _ suggestion: String?) -> [DialogueEffect] {
    let values: MessageValues = ["word": name, "suggestion": suggestion ?? TutorCommand.Name.help.typed]
    return [.show(.notice(.wordUnknown, values))]
  }

  /// What `/base64 TEXT` answers.
  private static func base64(_ text: String?) -> Feedback {
    guard let text else { return .notice(.base64Usage) }
    return .notice(.base64Result, ["text": ByteSanitizer.visible(text), "result": Base64.encode(text.utf8)])
  }

  /// What may be typed now, for `/help`.
  static func help(_ client: ClientSession) -> Feedback {
    if client.isInData { return .notice(.helpData) }
    if client.isInExchange { return .notice(.helpExchange) }
    return .notice(.helpLegal, MessageValues(codes: ["verbs": client.leadingVerbs]))
  }
}

extension SentLine {
  /// Whoever listens to the line can read the password.
  fileprivate var showsPassword: Bool {
    switch parsed {
    case .pop3(let parsed):
      switch parsed.command {
      case .pass: true
      case .auth(let mechanism?, _): mechanism.sendsPassword
      case .auth(nil, _), .user, .apop, .quit, .stat, .list, .retr, .dele, .noop, .rset, .top, .uidl, .last, .rpop,
        .capa, .stls, .utf8, .lang, nil:
        false
      }
    case .smtp(let parsed):
      if case .auth(let mechanism, _)? = parsed.command { mechanism.sendsPassword } else { false }
    case nil: false
    }
  }
}
