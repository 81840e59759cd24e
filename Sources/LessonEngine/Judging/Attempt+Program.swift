import MailProtocol

/// The client program of a simulated connection: what it does besides carrying lines, and how it may fail.
extension Attempt {
  /// With what the learner talks to the server; a connection of the network carries lines as telnet does.
  var program: ClientProgram { connection.opened?.program ?? .telnet }

  /// `-starttls`: the connection is not yet what its line asked for.
  var isHandshakeAhead: Bool {
    guard case .startTLS? = connection.opened?.program.security, !client.isOffline else { return false }
    return client.tls == nil
  }

  /// The line that opened the connection, as long as nothing has been said of it.
  var unsettledLine: String? { isHandshakeAhead || !connection.isGreeted ? connection.line : nil }

  // MARK: What happens

  /// What a line at the offline prompt means.
  func reading(ofConnectLine line: String) -> ConnectLine.Reading { connectJudge.read(line) }

  /// - Parameter line: what the learner typed to open the connection.
  public mutating func dials(_ command: ClientCommandLine, by line: String) {
    dials(command.endpoint, by: line, command)
  }

  mutating func dials(_ endpoint: Endpoint, by line: String?, _ command: ClientCommandLine?) {
    connection.endpoint = endpoint
    connection.earlierLine = connection.line
    connection.line = line
    connection.opened = command
    connection.isGreeted = false
  }

  /// The program sends a line by itself.
  public mutating func programSaid(_ line: String) {
    _ = client.send(line)
    connection.programLines += 1
  }

  public mutating func secured(_ report: TLSReport) -> [Outcome] {
    let wasAhead = isHandshakeAhead
    client.secured(report)
    guard wasAhead, connection.line != nil, let step else { return [] }
    let judgement = checker(step).handshaken()
    let outcome = Outcome.connected(judgement, step: index)
    if case .passed? = judgement { return [outcome] + pass() }
    return [outcome]
  }

  /// There is no connection, or none any more. Nobody is sent back to a line that has just failed.
  ///
  /// - Parameter line: which would do better.
  mutating func failed(suggesting line: String?) {
    if !venue.isReal { connection.line = line ?? connection.earlierLine }
    guard !client.isOffline else { return }
    client.close()
    letters.disconnected()
    record.isRecovering = true
    connection.programLines = 0
  }

  /// The program has ended, by a line that it took for a command.
  mutating func programEnded(suggesting line: String) {
    client.close()
    letters.disconnected()
    record.isRecovering = true
    connection.line = line
  }

  // MARK: Where to connect

  private var connectJudge: ConnectLine {
    let expected = expectedConnectLine
    var accepted: [String] = []
    if case .connect(expected)? = step?.task { accepted = step?.accept ?? [] }
    return ConnectLine(hosts: lesson.hosts, expected: expected, accepted: accepted, speaking: speaking)
  }
}
