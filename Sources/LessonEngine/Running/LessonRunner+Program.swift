import MailProtocol

/// What the client program of a simulated connection does besides carrying lines: it speaks for itself before a handshake,
/// takes some lines for commands of its own, and may be unable to go on.
extension LessonRunner {
  var program: ClientProgram { trail.opened?.program ?? .telnet }

  /// `-starttls`: the connection is not yet what its line asked for.
  var isHandshakeAhead: Bool {
    guard case .startTLS? = trail.opened?.program.security, !client.isOffline else { return false }
    return client.tls == nil
  }

  var connectJudge: ConnectLine {
    let expected = expectedConnectLine
    var accepted: [String] = []
    if case .connect(expected)? = step?.task { accepted = step?.accept ?? [] }
    return ConnectLine(hosts: lesson.hosts, expected: expected, accepted: accepted, speaking: speaking)
  }

  mutating func said(_ line: String) -> [Effect] {
    _ = client.send(line)
    trail.programLines += 1
    return [.show(.notice(.programSaid, ["line": line, "program": trail.opened?.flags.title ?? ""]))]
  }

  mutating func secured(_ report: TLSReport) -> [Effect] {
    let wasAhead = isHandshakeAhead
    client.secured(report)
    var effects: [Effect] = [.show(.secured(report))]
    if !report.isVerified { effects.append(.show(.notice(.connectUnverified))) }
    // The envelope and the hello of before are forgotten. RFC 3207 §4.2.
    if wasGreeted, client.speaking == .smtp { effects.append(.show(.notice(.connectHelloAgain))) }
    guard wasAhead, let line = trail.connectLine, let step else { return effects }
    switch checker(step).handshaken() {
    case .passed: return effects + [.record(judged(line, .right, nil))] + pass()
    case .mistake(let diagnosis): return effects + mistake(diagnosis, line: line)
    case .extra, .underWay, nil: return effects + [.record(judged(line, .sent, nil))]
    }
  }

  /// There is no conversation, or none any more.
  mutating func failed(_ id: Diagnosis.ID, _ values: [String: String]) -> [Effect] {
    let wasOpen = !client.isOffline
    // The line that opened the connection is judged already once it was greeted.
    let line = wasOpen && wasGreeted && !isHandshakeAhead ? nil : trail.connectLine
    let typed = trail.connectLine ?? ""
    // Nobody is sent back to a line that has just failed.
    if server == nil { trail.connectLine = trail.earlierLine }
    let diagnosis = Diagnosis(
      id, speaking, failureValues(id).merging(["bad": ByteSanitizer.visible(typed)]) { $1 }.merging(values) { $1 })
    if wasOpen {
      client.close()
      trail.isRecovering = true
      trail.programLines = 0
    }
    let effects = mistake(diagnosis, line: line)
    if mended(id) != nil { trail.connectLine = diagnosis.values["suggestion"] }
    guard wasOpen, server == nil else { return effects }
    return effects + [.show(.notice(.closedByServer))] + wayBack
  }

  /// The line never reached the server.
  mutating func taken(_ line: String, by key: ClientProgram.CommandKey) -> [Effect] {
    guard let opened = trail.opened else { return [] }
    let quiet = ClientCommandLine(flags: opened.flags.withoutCommandKeys, host: opened.host, port: opened.port)
    let diagnosis = Diagnosis(
      .connectCommandKey, speaking,
      [
        "bad": masked(line), "expected": String(key.rawValue), "verb": opened.flags.title,
        "suggestion": quiet.text,
      ])
    let effects = mistake(diagnosis, line: line)
    guard key.endsConnection else { return effects }
    client.close()
    trail.isRecovering = true
    trail.connectLine = quiet.text
    return effects + [.disconnect, .show(.notice(.closedByServer))] + wayBack
  }

  /// How to connect again, where the rest of the lesson needs it.
  var wayBack: [Effect] {
    guard needsConnection else { return [] }
    if server != nil { return [.show(.notice(.realReconnect))] }
    return [.show(.notice(.reconnect, ["line": trail.connectLine ?? expectedConnectLine]))]
  }

  /// The same server, with a program and flags that can talk to it.
  private func mended(_ id: Diagnosis.ID) -> String? {
    guard let opened = trail.opened else { return nil }
    if id == .connectNeedsCRLF {
      return ClientCommandLine(flags: opened.flags.withCRLF, host: opened.host, port: opened.port).text
    }
    guard id == .connectNoHandshake else { return nil }
    return "openssl s_client -quiet -crlf -starttls \(speaking.rawValue) -connect \(opened.host):\(opened.port)"
  }

  private func failureValues(_ id: Diagnosis.ID) -> [String: String] {
    let opened = trail.opened
    let suggestion = mended(id) ?? expectedConnectLine
    return [
      "host": ByteSanitizer.visible(trail.endpoint?.host ?? ""), "port": String(trail.endpoint?.port ?? 0),
      "suggestion": ByteSanitizer.visible(suggestion), "service": "", "verb": opened?.flags.title ?? "",
      "form": opened?.flags.form ?? "",
      "expected": id == .connectNeedsCRLF ? opened?.flags.crlfOption ?? "" : expectedCommand,
    ]
  }

  /// What asks for TLS in this protocol.
  private var expectedCommand: String {
    switch speaking {
    case .pop3: "STLS"
    case .smtp: "STARTTLS"
    }
  }
}
