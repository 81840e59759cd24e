import MailProtocol

/// What is told of each thing that a text holds.
struct ExplanationReader {
  let speaking: MailProtocolName?
  let occasion: Occasion?
  let guide: FieldGuide

  init(speaking: MailProtocolName?, after command: String?, guide: FieldGuide) {
    self.speaking = speaking
    self.occasion = command.map { Occasion(command: $0) }
    self.guide = guide
  }

  func finding(_ item: PastedSession.Item) -> Explanation.Finding {
    switch item {
    case .reply(let reply, let command): explained(reply, command.map { Occasion(command: $0) })
    case .command(let line, let name): .init(verbs(VerbGuess.firstWord(of: line).uppercased(), or: name))
    case .other(let line): self.line(line)
    }
  }

  /// A line that is no reply as it stands: an enhanced code, a command, a keyword, what a program wrote.
  func line(_ line: String) -> Explanation.Finding {
    let text = String(line.drop { $0.isWhitespace })
    if let status = EnhancedStatus(text.split(separator: " ").joined()) { return enhanced(status, text) }
    let word = VerbGuess.firstWord(of: text)
    let verbs = verbs(word.uppercased(), or: nil)
    if !verbs.isEmpty, String(word) == word.uppercased(), isCommand(text) { return .init(verbs) }
    let found = self.text(text)
    if found.isUnderstood || found.reply != nil { return found }
    if !verbs.isEmpty { return .init(verbs) }
    if let keyword = ReplyAnatomy(keyword: Array(text.utf8)) {
      return .init([.reply(lines: [Array(text.utf8)], anatomy: keyword, isFull: true)])
    }
    return unknown(text, word)
  }

  /// `STARTTLS is required` begins like a command and is none.
  private func isCommand(_ text: String) -> Bool {
    POP3Command.parse(text).command != nil || SMTPCommand.parse(text).command != nil
  }

  /// What a program wrote, and the reply that is in it.
  func text(_ text: String) -> Explanation.Finding { report(BounceLetter.Report(text: text), isLetter: false) }

  /// A text of many lines: it may be a bounce, with one report for each recipient.
  func letter(_ text: String) -> [Explanation.Finding] {
    let reports = BounceLetter(text).reports
    return reports.map { report($0, isLetter: true) }
  }

  // MARK: Parts

  private func report(_ report: BounceLetter.Report, isLetter: Bool) -> Explanation.Finding {
    let found = EmbeddedReply.find(in: report.text)
    let text = FieldText(report.text, found: found, answering: occasion?.name, speaking: speaking)
    var trouble = guide.trouble(in: text)
    trouble?.recipient = report.recipient
    trouble?.host = report.host
    var feedback: [Feedback] = found.map { [shown($0.reply, text.answers)] } ?? []
    if found == nil, let status = text.enhanced {
      feedback.append(
        .reply(lines: [Array("\(status)".utf8)], anatomy: ReplyAnatomy(status), isFull: true))
    }
    if let trouble {
      feedback.append(.trouble(trouble))
    } else {
      feedback.append(.notice(found == nil && text.enhanced == nil ? .explainNotKnown : .explainWordsNotKnown))
    }
    return .init(feedback, reply: found?.reply, enhanced: text.enhanced, trouble: trouble, isUnderstood: trouble != nil)
  }

  private func shown(_ reply: Reply, _ answers: String?) -> Feedback {
    .reply(lines: reply.lines, anatomy: anatomy(reply, answers.map { Occasion(command: $0) }), isFull: true)
  }

  private func explained(_ reply: Reply, _ occasion: Occasion?) -> Explanation.Finding {
    let occasion = self.occasion ?? occasion
    var feedback: [Feedback] = [.reply(lines: reply.lines, anatomy: anatomy(reply, occasion), isFull: true)]
    if case .smtp(let smtp) = reply, let occasion, !SMTPReplyCodes.mayFollow(occasion.smtp, smtp.code) {
      feedback.append(.notice(.explainOddCode, ["code": reply.status, "command": occasion.command]))
    }
    let trouble = guide.trouble(in: FieldText(reply, answering: occasion?.name))
    if let trouble, trouble.cause != Trouble.accepted { feedback.append(.trouble(trouble)) }
    let isUnderstood = trouble != nil || reply.isPositive || reply.hasNoWords
    if !isUnderstood { feedback.append(.notice(.explainWordsNotKnown)) }
    return .init(feedback, reply: reply, trouble: trouble, isUnderstood: isUnderstood)
  }

  private func anatomy(_ reply: Reply, _ occasion: Occasion?) -> ReplyAnatomy {
    switch reply {
    case .smtp(let reply): ReplyAnatomy(reply, answering: occasion?.smtp ?? guess(reply), digits: true)
    case .pop3(let reply): ReplyAnatomy(reply, answering: occasion?.pop3 ?? guess(reply))
    }
  }

  /// The lines of EHLO are known by their keywords.
  private func guess(_ reply: SMTPReply) -> ReplyAnatomy.SMTPOccasion {
    guard reply.code == 250, reply.lines.contains(where: { SMTPKeyword.starts($0.dropFirst(4)) }) else {
      return .unknown
    }
    return .command(.ehlo)
  }

  /// Without the command a reply's numbers can only be guessed at: two bare numbers are STAT's.
  private func guess(_ reply: POP3Reply) -> ReplyAnatomy.POP3Occasion {
    if APOPDigest.timestamp(inGreeting: reply.line) != nil { return .greeting }
    if let lines = reply.lines { return guess(ofLines: lines) }
    let words = String(decoding: reply.line, as: UTF8.self).split(separator: " ")
    return words.count == 3 && words.dropFirst().allSatisfy { $0.allSatisfy(\.isNumber) }
      ? .command(.stat) : .unspecified
  }

  /// A list of numbers and sizes, of numbers and ids, of keywords; a letter has none of these.
  private func guess(ofLines lines: [[UInt8]]) -> ReplyAnatomy.POP3Occasion {
    let words = lines.map { String(decoding: $0, as: UTF8.self).split(separator: " ") }
    let isNumbered = !words.isEmpty && words.allSatisfy { $0.count == 2 && Int($0[0]) != nil }
    if isNumbered { return .command(words.allSatisfy { Int($0[1]) != nil } ? .list(nil) : .uidl(nil)) }
    return lines.contains(where: POP3Keyword.starts) ? .command(.capa) : .unspecified
  }

  // MARK: What is no reply

  /// A bare enhanced code means only itself: no reply was there to bring it.
  private func enhanced(_ status: EnhancedStatus, _ text: String) -> Explanation.Finding {
    .init([.reply(lines: [Array(text.utf8)], anatomy: ReplyAnatomy(status), isFull: true)], enhanced: status)
  }

  /// A verb of both protocols is explained for both, unless one is asked for.
  private func verbs(_ word: String, or name: MailProtocolName?) -> [Feedback] {
    let isPOP3 = POP3Verb(rawValue: word) != nil && (speaking ?? name) != .smtp
    let isSMTP = SMTPVerb(rawValue: word) != nil && (speaking ?? name) != .pop3
    let own = (isPOP3 ? [Feedback.verb(.pop3, word)] : []) + (isSMTP ? [.verb(.smtp, word)] : [])
    if !own.isEmpty { return own }
    // The other protocol's, where only that has it.
    if POP3Verb(rawValue: word) != nil { return [.verb(.pop3, word)] }
    return SMTPVerb(rawValue: word) != nil ? [.verb(.smtp, word)] : []
  }

  private func unknown(_ text: String, _ word: Substring) -> Explanation.Finding {
    if text.count > 3, text.prefix(3).allSatisfy(\.isNumber), text.dropFirst(3).first == " " {
      return .init([.notice(.explainNoCode, ["code": String(text.prefix(3))])], isUnderstood: false)
    }
    if text.hasPrefix("+") || text.hasPrefix("-") {
      return .init([.notice(.explainNoStatus, ["bad": String(word)])], isUnderstood: false)
    }
    let typing = InputMethod.diagnose(text, speaking: speaking ?? .pop3)
    if let typing, typing.id != .lineNonASCII, typing.id != .verbUnknown {
      return .init([.caution(typing)], isUnderstood: false)
    }
    let verbs = POP3Verb.allCases.map(\.rawValue) + SMTPVerb.allCases.map(\.rawValue)
    if !text.contains(" ") || String(word) == word.uppercased(),
      let verb = VerbGuess.closest(to: word.uppercased(), among: Array(Set(verbs)).sorted())
    {
      let near = Feedback.notice(.explainNear, ["bad": String(word), "verb": verb])
      return .init([near] + self.verbs(verb, or: nil), isUnderstood: false)
    }
    return .init([.notice(.explainNotKnown)], isUnderstood: false)
  }
}

extension Reply {
  /// A status or a code alone.
  fileprivate var hasNoWords: Bool {
    switch self {
    case .smtp(let reply):
      reply.lines.allSatisfy { line in
        let text = String(decoding: line.dropFirst(4), as: UTF8.self).split(separator: " ")
        return text.isEmpty || text.count == 1 && EnhancedStatus(String(text[0])) != nil
      } && SMTPReplyCodes.known.contains(reply.code)
    case .pop3(let reply): reply.status == .err && reply.line.count <= 5
    }
  }
}
