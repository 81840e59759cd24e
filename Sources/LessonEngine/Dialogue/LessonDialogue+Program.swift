import MailProtocol

/// What is said of the client program: it speaks for itself before a handshake, takes some lines for commands of its
/// own, and may be unable to go on.
extension LessonDialogue {
  mutating func programSaid(_ line: String) -> [DialogueEffect] {
    attempt.programSaid(line)
    let values: MessageValues = ["line": line, "program": attempt.connection.opened?.flags.title ?? ""]
    return [.show(.notice(.programSaid, values))]
  }

  mutating func secured(_ report: TLSReport) -> [DialogueEffect] {
    let line = attempt.connection.line
    let outcomes = attempt.secured(report)
    let notices = conversation.secured(report, attempt.speaking).map { DialogueEffect.show($0) }
    return notices + advance(outcomes, connectedBy: line)
  }

  /// What a connection is worth that its own program has made ready.
  mutating func judged(connection judgement: Judgement?, by line: String, step: Int) -> [DialogueEffect] {
    switch judgement {
    case .passed: return [.record(judged(line, .right, nil, step: step))]
    case .mistake(let diagnosis): return mistake(diagnosis, line: line)
    case .offTask, .towardsGoal, .otherReply, nil: return [.record(judged(line, .sent, nil, step: step))]
    }
  }

  /// There is no conversation, or none any more.
  mutating func failed(_ id: Diagnosis.ID, _ values: [String: String]) -> [DialogueEffect] {
    let wasOpen = !client.isOffline
    let typed = attempt.connection.line ?? ""
    // The line that opened the connection is judged already once it was greeted.
    let line = wasOpen ? attempt.unsettledLine : attempt.connection.line
    let better = mended(id)
    attempt.failed(suggesting: better)
    conversation.phase = .offline
    let diagnosis = Diagnosis(
      id, attempt.speaking,
      failureValues(id, better).merging(["bad": ByteSanitizer.visible(typed)]) { $1 }.merging(values) { $1 })
    let effects = mistake(diagnosis, line: line)
    if attempt.venue.isReal { return effects + [.quit(.unreachable)] }
    return wasOpen ? effects + [.show(.notice(.closedByServer))] + wayBack : effects
  }

  /// The line never reached the server.
  mutating func taken(_ line: String, by key: ClientProgram.CommandKey) -> [DialogueEffect] {
    guard let opened = attempt.connection.opened else { return [] }
    let quiet = ClientCommandLine(flags: opened.flags.withoutCommandKeys, host: opened.host, port: opened.port)
    let diagnosis = Diagnosis(
      .connectCommandKey, attempt.speaking,
      [
        "bad": masked(line), "expected": String(key.rawValue), "verb": opened.flags.title,
        "suggestion": quiet.text,
      ])
    let effects = mistake(diagnosis, line: line)
    guard key.endsConnection else { return effects }
    attempt.programEnded(suggesting: quiet.text)
    conversation.phase = .offline
    return effects + [.hangUp, .show(.notice(.closedByServer))] + wayBack
  }

  /// How to connect again, where the rest of the lesson needs it.
  var wayBack: [DialogueEffect] {
    guard attempt.needsConnection else { return [] }
    if attempt.venue.isReal { return [.show(.notice(.realReconnect))] }
    return [.show(.notice(.reconnect, ["line": attempt.returnLine]))]
  }

  /// The same server, with a program and flags that can talk to it.
  private func mended(_ id: Diagnosis.ID) -> String? {
    guard let opened = attempt.connection.opened else { return nil }
    if id == .connectNeedsCRLF {
      return ClientCommandLine(flags: opened.flags.withCRLF, host: opened.host, port: opened.port).text
    }
    guard id == .connectNoHandshake else { return nil }
    return "openssl s_client -quiet -crlf -starttls \(attempt.speaking.rawValue) -connect \(opened.host):\(opened.port)"
  }

  private func failureValues(_ id: Diagnosis.ID, _ better: String?) -> [String: String] {
    let connection = attempt.connection
    let opened = connection.opened
    return [
      "host": ByteSanitizer.visible(connection.endpoint?.host ?? ""), "port": String(connection.endpoint?.port ?? 0),
      "suggestion": ByteSanitizer.visible(better ?? attempt.expectedConnectLine), "service": "",
      "verb": opened?.flags.title ?? "", "form": opened?.flags.form ?? "",
      "expected": id == .connectNeedsCRLF ? opened?.flags.crlfOption ?? "" : upgradeVerb,
    ]
  }

  /// What asks for TLS in this protocol.
  private var upgradeVerb: String {
    switch attempt.speaking {
    case .pop3: "STLS"
    case .smtp: "STARTTLS"
    }
  }
}
