import MailNetwork

/// A server that greets with anything, and answers each line with the same.
struct ScriptedSession: OctetSession {
  var greeting = OctetAnswer()
  var answer = OctetAnswer()

  var framing: InputFraming { .lines }
  var knowsCaller: Bool { true }
  mutating func open() -> OctetAnswer { greeting }
  mutating func receive(_ octets: [UInt8]) -> OctetAnswer { answer }
  mutating func tlsStarted() { answer = OctetAnswer(writes: [.octets(Array("in secret\n".utf8))]) }
  mutating func farewell(_ limit: ReachedLimit) -> [UInt8] { [] }
  mutating func end(_ ending: ConnectionEnding) {}

  /// - Returns: a server that greets so and, if asked, hangs up on it.
  static func greeting(_ text: String, closes: Bool = false) -> ScriptedSession {
    ScriptedSession(greeting: OctetAnswer(writes: [.octets(Array(text.utf8))], then: closes ? .close : .goOn))
  }
}
