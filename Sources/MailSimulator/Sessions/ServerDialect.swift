import MailProtocol

/// The part of a server's session that differs from protocol to protocol: how one line, or the octets of a letter, are
/// answered. What is the same for both stands below: cutting the input, faults, TLS, hanging up.
protocol ServerDialect: ServerSession {
  var connection: ServerConnection { get set }
  /// Nothing more is answered.
  var isClosed: Bool { get }
  /// An answer has agreed to TLS, and the handshake comes next.
  var isTLSDue: Bool { get }
  /// What arrives now is no command line: a letter, or a piece of one.
  var takesOctets: Bool { get }

  mutating func greet(_ world: inout MailWorld) -> [UInt8]
  /// - Returns: the reply; nil when it comes after octets that are still on their way.
  mutating func answer(_ line: [UInt8], _ world: inout MailWorld) -> [UInt8]?
  /// Takes octets of a letter.
  ///
  /// - Returns: the reply once all that belongs to it has come.
  mutating func take(_ octets: inout ArraySlice<UInt8>, _ world: inout MailWorld) -> [UInt8]?
  mutating func startOverEncrypted()
  /// The connection is gone.
  mutating func lose(in world: inout MailWorld)
}

extension ServerDialect {
  mutating func begin(in world: inout MailWorld) -> ServerOutput {
    connection.ordinal = world.beginSession()
    startAnswer()
    return output([greet(&world)], &world)
  }

  mutating func answerAll(_ octets: [UInt8], in world: inout MailWorld) -> ServerOutput {
    startAnswer()
    if isTLSDue { return ServerOutput() }
    var replies: [[UInt8]] = []
    var octets = octets[...]
    while !isClosed, !isTLSDue, !connection.hangsUp {
      if takesOctets {
        guard let reply = take(&octets, &world) else { break }
        replies.append(reply)
        continue
      }
      connection.append(octets)
      octets = []
      guard let line = connection.nextLine(Self.speaking) else { break }
      if let reply = answer(line, &world) { replies.append(reply) }
      if takesOctets { octets = connection.takeRest() }
    }
    return output(replies, &world)
  }

  mutating func handshakeDone() {
    guard isTLSDue else { return }
    startOverEncrypted()
    connection.forgetInput()
  }

  private mutating func startAnswer() {
    connection.delaySeconds = 0
    connection.annotations = []
  }

  private mutating func output(_ replies: [[UInt8]], _ world: inout MailWorld) -> ServerOutput {
    if connection.hangsUp, !isClosed { lose(in: &world) }
    return ServerOutput(
      replies: replies.filter { !$0.isEmpty }, closes: isClosed, startsTLS: isTLSDue,
      delaySeconds: connection.delaySeconds, annotations: connection.annotations)
  }

  // MARK: Faults

  /// The fault of the scenario that strikes now, noted and with its delay.
  mutating func strike(
    at moment: Fault.Moment, _ subject: Fault.Subject, _ world: inout MailWorld
  ) -> Fault? {
    guard let fault = world.fault(at: moment, Self.speaking, subject, &connection.faultCounts) else { return nil }
    connection.annotations.append(.fault(fault))
    connection.delaySeconds += fault.delaySeconds
    return fault
  }

  /// What of a reply goes out, and whether the line is lost with it.
  mutating func sent(_ reply: [UInt8], despite fault: Fault?, _ world: inout MailWorld) -> [UInt8] {
    switch fault?.action {
    case nil, .some(.none), .reply, .lock: return reply
    case .drop:
      lose(in: &world)
      return []
    case .close:
      lose(in: &world)
      return reply
    case .truncate(let octets):
      lose(in: &world)
      return Array(reply.prefix(octets))
    }
  }
}
