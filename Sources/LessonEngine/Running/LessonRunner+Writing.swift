import MailProtocol

/// What of a typed line is written down: on the screen of a pipe, in logs, in events.
extension LessonRunner {
  /// The line as it may be written down. While nobody is logged in, a line that is neither a command nor an answer may
  /// be a password.
  public func masked(_ line: String) -> String {
    // A letter has no commands: `Pass me the salt` is a sentence.
    if client.isInData { return ByteSanitizer.visible(line) }
    if client.isInExchange, LessonWord(line, isInData: false) == nil { return line == "*" ? line : Secret.mask }
    return maskedCommand(line)
  }

  private func maskedCommand(_ line: String) -> String {
    let mayBeSecret = client.mayGetSecret && !isAsking && !isReading && !ConnectLine.isProgram(line)
    return SecretMask.mask(line, expectsSecret: mayBeSecret && LessonWord(line, isInData: false) == nil)
  }

  func judged(_ line: String, _ verdict: LearningEvent.Verdict, _ diagnosis: Diagnosis.ID?) -> LearningEvent {
    judged(line, as: masked(line), verdict, diagnosis)
  }

  /// A line that was answered. It is masked as what it was when it was sent: `AUTH LOGIN YW5u` is a command though its
  /// reply is a challenge, and what answered a challenge is a secret though the exchange is over.
  func judged(_ line: SentLine, _ verdict: LearningEvent.Verdict, _ diagnosis: Diagnosis.ID?) -> LearningEvent {
    let typed = line.secret?.reveal() ?? line.text
    let masked =
      switch line.role {
      case .command: maskedCommand(typed)
      case .response: line.text
      case .letterLine, .endOfLetter: ByteSanitizer.visible(typed)
      }
    return judged(typed, as: masked, verdict, diagnosis)
  }

  private func judged(
    _ line: String, as masked: String, _ verdict: LearningEvent.Verdict, _ diagnosis: Diagnosis.ID?
  ) -> LearningEvent {
    LearningEvent(
      .lineJudged, lesson: lesson.id, step: step?.id, line: secrets?.written(line, masked: masked) ?? masked,
      verdict: verdict, diagnosis: diagnosis?.rawValue)
  }
}
