import MailProtocol

/// Whether the connection that was opened is the one that the step asks for: host, port, and TLS or not. The program, and
/// flags that change nothing in it, are the learner's choice.
extension Checker {
  func greeted(_ exchange: Exchange, expected: String) -> Judgement {
    if isReal {
      return exchange.reply.isPositive && isInState(exchange) ? .passed(remark: nil) : .mistake(unexpected(exchange))
    }
    guard let opened = trail.opened else { return .underWay(remark: nil) }
    // The greeting of a connection that its program will encrypt says too little.
    if case .startTLS = opened.program.security { return .underWay(remark: nil) }
    if let other = otherConnection(opened, expected: expected) { return .mistake(other) }
    if step.reply?.matches(exchange.reply) ?? true, isInState(exchange) { return .passed(remark: nil) }
    return .mistake(unexpected(exchange))
  }

  /// The handshake that the program itself has asked for is done.
  func handshaken() -> Judgement? {
    guard case .connect(let expected) = step.task, let opened = trail.opened else { return nil }
    if let other = otherConnection(opened, expected: expected) { return .mistake(other) }
    return step.state.map { $0 == client.state } ?? true ? .passed(remark: nil) : .underWay(remark: nil)
  }

  private func otherConnection(_ opened: ClientCommandLine, expected: String) -> Diagnosis? {
    let name = client.speaking ?? .pop3
    let judge = ConnectLine(hosts: hosts, expected: expected, accepted: step.accept, speaking: name)
    let meant = judge.meant
    let there = meant.filter { $0.host == opened.host && $0.port == opened.port }
    let isEncrypted = opened.program.security.isEncrypted
    if there.contains(where: { $0.program.security.isEncrypted == isEncrypted }) { return nil }
    let suggestion = there.isEmpty ? judge.mended(opened) : expected
    let id: Diagnosis.ID =
      if !there.isEmpty {
        .connectOtherSecurity
      } else {
        meant.contains { $0.host == opened.host } ? .connectWrongPort : .connectWrongHost
      }
    return Diagnosis(
      id, name,
      [
        "bad": ByteSanitizer.visible(trail.connectLine ?? ""), "expected": expected, "suggestion": suggestion,
        "port": String(opened.port), "service": name.title, "host": opened.host,
      ])
  }
}
