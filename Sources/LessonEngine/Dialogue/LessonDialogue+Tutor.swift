import MailProtocol

/// What a lesson does with a word for the tutor: hints, answers, the way back.
extension LessonDialogue {
  mutating func tutor(_ word: TutorCommand) -> [DialogueEffect] {
    switch word {
    case .common(let word):
      let effects = conversation.answer(word, client.speaking ?? lesson.speaks, step: position)
      // The task again, in the language that was chosen.
      if case .language? = effects.first { return effects + [.show(.task(position))] }
      return effects
    case .own(let word): return own(word)
    case .ofLesson(let word): return ofLesson(word)
    case .unknown(let name, let suggestion): return Conversation.unknown(name, suggestion)
    }
  }

  private func own(_ word: TutorCommand.Own) -> [DialogueEffect] {
    switch word {
    case .help: return [.show(.help(tutorWords)), .show(help)]
    case .where: return standing()
    case .quit: return [.quit(.done)]
    }
  }

  private mutating func ofLesson(_ word: TutorCommand.OfLesson) -> [DialogueEffect] {
    switch word {
    case .hint: return hint()
    case .back, .redo:
      return attempt.venue.isReal
        ? [.show(.notice(.realNoWayBack))] : [.rewind(toPrevious: word == .back)]
    case .skip: return attempt.venue.isReal ? skipUndone() : [.skip]
    case .show:
      guard let step, step.task != .text else { return [.show(.task(position))] }
      return [
        .show(.solution(step: position, lines: attempt.linesBeforeSolution + step.solution, isTyped: false)),
        .record(learning(.answerShown)),
      ]
    }
  }

  /// How to go on from here.
  private var help: Feedback {
    guard client.isOffline else { return Conversation.help(client) }
    return attempt.isAboutConnecting
      ? .notice(.helpUnconnected) : .notice(.helpOffline, ["line": attempt.expectedConnectLine])
  }

  private func standing() -> [DialogueEffect] {
    let values = MessageValues(
      [
        "state": stateName, "step": String(position + 1), "steps": String(lesson.steps.count),
        "host": attempt.connection.endpoint.map { "\($0.host):\($0.port)" } ?? "",
      ],
      codes: ["verbs": client.legalVerbs])
    let key: MessageKey = client.isOffline ? .whereOffline : client.isInData ? .whereData : .whereConnected
    return [.show(.notice(key, values)), .show(.task(position))]
      + (OpenLetter.feedback(client).map { [.show($0)] } ?? [])
  }

  private mutating func hint() -> [DialogueEffect] {
    guard !isFinished, hintCounts[position] > 0 else { return [.show(.notice(.hintNone))] }
    guard hintsGiven < hintCounts[position] else { return [.show(.notice(.hintNoMore))] }
    hintsGiven += 1
    return [.show(.hint(step: position, number: hintsGiven)), .record(learning(.hintGiven))]
  }

  /// On a real server nothing can be typed for a learner: the step is left as it is, and the lesson goes on.
  private mutating func skipUndone() -> [DialogueEffect] {
    [.record(learning(.stepSkipped)), .show(.notice(.realSkipped))] + advance(goOn(), .skipped)
  }
}
