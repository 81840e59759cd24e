import MailProtocol

/// A lesson on a real server: it is connected to for the learner, answers in its own way, and takes nothing back.
extension LessonRunner {
  mutating func confirmed(_ answer: String, _ line: String) -> [Effect] {
    pending = nil
    if LessonWord(answer, isInData: false) == .quit { return tutor(.quit) }
    return languages.isYes(answer) ? send(line) : [.show(.notice(.connectNotSent))]
  }

  /// With a real server nobody types `telnet`: where a step needs a connection, it is opened.
  ///
  /// - Parameter isNeeded: also in a step that does not begin with one.
  mutating func connectForLearner(isNeeded: Bool = false) -> [Effect] {
    guard let server, client.isOffline else { return [] }
    if case .connect? = step?.task {} else if !isNeeded { return [] }
    trail.endpoint = server.endpoint
    let values: MessageValues = ["host": server.endpoint.host, "port": String(server.endpoint.port)]
    return [.show(.notice(.connectOpening, values)), .connect(server.endpoint, nil)]
  }

  /// What answers there is no mail server, or not this one.
  mutating func stranger(_ octets: [UInt8]) -> [Effect]? {
    guard let server, let begun = opening, let name = client.speaking else { return nil }
    let line = begun + octets.prefix(512)
    opening = line.contains(0x0A) || line.count > 512 ? nil : line
    guard let diagnosis = GreetingGuess.diagnose(line, from: server.endpoint, expecting: name) else { return nil }
    client.close()
    return mistake(diagnosis, line: nil) + [.unreachable]
  }

  /// The step is left as it is, and the lesson goes on: nothing can be typed for a learner on a real server.
  mutating func skipUndone() -> [Effect] {
    [.record(learning(.stepSkipped)), .show(.notice(.realSkipped))] + advance()
  }

  /// A real server answered the right command in its own way: that is explained, and it is no mistake.
  ///
  /// - Returns: nil when the learner can mend it.
  mutating func differing(_ exchange: Exchange, _ diagnosis: Diagnosis) -> [Effect]? {
    guard let step, let expected = step.reply?.description,
      [.replyUnexpected, .replyTemporary, .replyPermanent, .replyGreeting554].contains(diagnosis.id)
        || (isAsked(exchange.line)
          && (diagnosis.id == .argumentNoSuchMessage || (isRefusal(expected) && !exchange.reply.isPositive)))
    else { return nil }
    lastDiagnosis = diagnosis
    let values: MessageValues = ["expected": expected, "actual": exchange.reply.status]
    let mayGoOn = step.state == nil || step.state == exchange.state
    let notice = Effect.show(.notice(mayGoOn ? .realDiffers : .realDiffersHere, values))
    return [notice] + (mayGoOn ? [.record(learning(.stepPassed))] + advance() : [])
  }

  /// The step wants to show how a server says no: `-ERR`, 4xx or 5xx. Servers say it in different ways.
  private func isRefusal(_ expected: String) -> Bool { expected.first.map("-45".contains) ?? false }

  /// The very line that the step asks for: a maildrop with fewer letters than the lesson's is nobody's mistake.
  private func isAsked(_ line: SentLine?) -> Bool {
    guard case .command(let pattern) = step?.task, let line else { return false }
    return pattern.matches(line.text)
  }
}
