import MailProtocol

/// What of a lesson is written down: on the screen of a pipe, in logs, in events.
extension LessonDialogue {
  /// While nobody is logged in, a line that is neither a command nor an answer may be a password.
  public func masked(_ line: String) -> String { Conversation.masked(line, client, mayBeSecret: mayBeSecret(line)) }

  private func mayBeSecret(_ line: String) -> Bool {
    !attempt.isAsking && !attempt.isReading && !ConnectLine.isProgram(line)
  }

  func judged(
    _ line: String, _ verdict: LearningEvent.Verdict, _ diagnosis: Diagnosis.ID?, step: Int
  ) -> LearningEvent {
    judged(line, as: masked(line), verdict, diagnosis, step)
  }

  /// It is masked as what it was when it was sent: `AUTH LOGIN YW5u` is a command though its reply is a challenge, and
  /// what answered a challenge is a secret though the exchange is over.
  func judged(
    _ line: SentLine, _ verdict: LearningEvent.Verdict, _ diagnosis: Diagnosis.ID?, step: Int
  ) -> LearningEvent {
    let typed = line.secret?.reveal() ?? line.text
    let masked =
      switch line.role {
      case .command: SecretMask.mask(typed, expectsSecret: client.mayGetSecret && mayBeSecret(typed))
      case .response: line.text
      case .letterLine, .endOfLetter: ByteSanitizer.visible(typed)
      }
    return judged(typed, as: masked, verdict, diagnosis, step)
  }

  private func judged(
    _ line: String, as masked: String, _ verdict: LearningEvent.Verdict, _ diagnosis: Diagnosis.ID?, _ step: Int
  ) -> LearningEvent {
    LearningEvent(
      .lineJudged, lesson: lesson.id, step: id(of: step), line: secrets?.written(line, masked: masked) ?? masked,
      verdict: verdict, diagnosis: diagnosis?.rawValue)
  }

  func learning(_ kind: LearningEvent.Kind) -> LearningEvent { learning(kind, step: position) }

  func learning(_ kind: LearningEvent.Kind, step: Int) -> LearningEvent {
    LearningEvent(kind, lesson: lesson.id, step: id(of: step))
  }

  private func id(of step: Int) -> String? { lesson.steps.indices.contains(step) ? lesson.steps[step].id : nil }
}
