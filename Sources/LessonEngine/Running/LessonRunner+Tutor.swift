import MailProtocol

/// What the runner does with a word for the tutor: hints, answers, explanations, the way back.
extension LessonRunner {
  mutating func tutor(_ word: LessonWord) -> [Effect] {
    switch word {
    case .help: return [.show(.help(LessonWord.Name.allCases)), .show(whereabouts)]
    case .hint: return hint()
    case .why:
      guard let lastDiagnosis else { return [.show(.notice(.whyNothing))] }
      return [.show(.why(lastDiagnosis, step: position))]
    case .explain(let line): return explain(line)
    case .where:
      let values = MessageValues(
        [
          "state": client.state.rawValue, "step": String(position + 1), "steps": String(lesson.steps.count),
          "host": trail.endpoint.map { "\($0.host):\($0.port)" } ?? "",
        ],
        lists: ["verbs": client.legalVerbs])
      let key: MessageKey = client.isOffline ? .whereOffline : client.isInData ? .whereData : .whereConnected
      return [.show(.notice(key, values)), .show(.task(position))]
    case .language(let name):
      guard let language = name.flatMap(languages.named) else { return [.show(languages.choice)] }
      return [.language(language), .show(.task(position))]
    case .back, .redo:
      return server == nil ? [.rewind(toPrevious: word == .back)] : [.show(.notice(.realNoWayBack))]
    case .skip: return server == nil ? [.skip] : skipUndone()
    case .show:
      guard let step, step.task != .text else { return [.show(.task(position))] }
      return [
        .show(.solution(step: position, lines: step.solution, isTyped: false)),
        .record(learning(.answerShown)),
      ]
    case .base64(let text):
      return [.show(LessonWord.base64Notice(text))]
    case .quit: return [.quit]
    case .unknown(let name, let suggestion):
      let values: MessageValues = ["word": name, "suggestion": suggestion ?? "/help"]
      return [.show(.notice(.wordUnknown, values))]
    }
  }

  /// How to go on from here, for `/help`.
  private var whereabouts: Feedback {
    if client.isInData { return .notice(.helpData) }
    if client.isOffline { return .notice(.helpOffline, ["line": expectedConnectLine]) }
    return .notice(.helpLegal, MessageValues(lists: ["verbs": client.legalVerbs]))
  }

  private mutating func hint() -> [Effect] {
    guard !isFinished, hintCounts[position] > 0 else { return [.show(.notice(.hintNone))] }
    guard hintsGiven < hintCounts[position] else { return [.show(.notice(.hintNoMore))] }
    hintsGiven += 1
    return [.show(.hint(step: position, number: hintsGiven)), .record(learning(.hintGiven))]
  }

  private func explain(_ line: String?) -> [Effect] {
    guard let line else {
      guard let lastReply else { return [.show(.notice(.explainNothing))] }
      return [.show(.reply(lines: lastReply.lines, anatomy: lastReply.anatomy, isFull: true))]
    }
    return [.show(Explanation.of(line, speaking: client.speaking ?? lesson.speaks))]
  }
}
