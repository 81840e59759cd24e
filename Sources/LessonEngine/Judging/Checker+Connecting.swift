import MailProtocol

/// Whether the connection that was opened is the one that the step asks for: host, port, and TLS or not. The program, and
/// flags that change nothing in it, are the learner's choice.
extension Checker {
  func greeted(_ exchange: Exchange, expected: String) -> Judgement {
    if venue.isReal {
      return exchange.reply.isPositive && isInState(exchange) ? .passed(remark: nil) : .mistake(unexpected(exchange))
    }
    // The greeting of a connection that its program will encrypt says too little.
    if case .startTLS? = connection.opened?.program.security { return .towardsGoal(remark: nil) }
    guard let endpoint = connection.endpoint else { return .towardsGoal(remark: nil) }
    if let other = otherConnection(endpoint, expected: expected) { return .mistake(other) }
    if step.reply?.matches(exchange.reply) ?? true, isInState(exchange) { return .passed(remark: nil) }
    return .mistake(unexpected(exchange))
  }

  /// The handshake that the program itself has asked for is done.
  func handshaken() -> Judgement? {
    guard case .connect(let expected) = step.task, let endpoint = connection.endpoint else { return nil }
    if let other = otherConnection(endpoint, expected: expected) { return .mistake(other) }
    return step.state.map { $0 == client.state } ?? true ? .passed(remark: nil) : .towardsGoal(remark: nil)
  }

  /// A client of the learner's own is judged by where it went, and a typed line by its program too.
  private func otherConnection(_ endpoint: Endpoint, expected: String) -> Diagnosis? {
    let name = client.speaking ?? .pop3
    let judge = ConnectLine(hosts: hosts, expected: expected, accepted: step.accept, speaking: name)
    let meant = judge.meant
    let sameHost = meant.filter { $0.host == endpoint.host }
    let isEncrypted = connection.opened?.program.security.isEncrypted ?? (client.tls != nil)
    let there = sameHost.filter { $0.port == endpoint.port }
    if there.contains(where: { $0.program.security.isEncrypted == isEncrypted }) { return nil }
    // The same service waits on two ports, for clear text and for TLS.
    let isSameService = sameHost.contains { judge.service(of: $0)?.speaking == name }
    let id: Diagnosis.ID =
      if sameHost.isEmpty {
        .connectWrongHost
      } else {
        isSameService ? .connectOtherSecurity : .connectWrongPort
      }
    return Diagnosis(
      id, name,
      [
        "bad": ByteSanitizer.visible(connection.line ?? ""), "expected": expected,
        "suggestion": there.isEmpty ? connection.opened.map(judge.mended) ?? expected : expected,
        "port": String(endpoint.port), "service": name.title, "host": endpoint.host,
      ])
  }
}
