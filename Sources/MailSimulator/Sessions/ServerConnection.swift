import MailProtocol

/// What a session of either protocol has besides its position: the client, its octets cut into lines, and what the answer
/// to them costs and tells. `ServerDialect` runs it.
struct ServerConnection: Sendable {
  let client: String
  /// Which session of the world this is, from 0; given by the greeting.
  var ordinal = 0
  var faultCounts = FaultCounts()
  /// Of the answer that is being made.
  var delaySeconds = 0
  var annotations: [ServerOutput.Annotation] = []
  /// The server ends the connection when the answer has gone.
  var hangsUp = false
  private var failedLogins = 0
  private var framer: LineFramer
  private let strictness: LineFramer.Strictness
  private let longestLine: Int
  private var hasSentBareLF = false

  private static let mostFailedLogins = 3
  /// Each failed login is answered later than at once, so that guessing takes time.
  private static let failedLoginDelay = 2

  /// - Parameter longestLine: octets of the longest line that the rule book knows. One more is kept, so that a longer
  ///   line can be told from it.
  init(client: String, strictness: LineFramer.Strictness, longestLine: Int) {
    self.client = client
    self.strictness = strictness
    self.longestLine = longestLine
    framer = LineFramer(limit: longestLine + 1, strictness: strictness)
  }

  mutating func append(_ octets: ArraySlice<UInt8>) { framer.append(octets) }

  /// The next whole line, of which at most one octet more is left than any line may have.
  mutating func nextLine(_ speaking: MailProtocolName) -> [UInt8]? {
    guard let line = framer.next() else { return nil }
    // Once is enough: a client that does it does it in every line.
    if !line.endsWithCRLF, !hasSentBareLF {
      hasSentBareLF = true
      annotations.append(.forgiven(Diagnosis(.lineBareLF, speaking)))
    }
    return line.bytes
  }

  /// Octets behind the last line, which are a letter's.
  mutating func takeRest() -> ArraySlice<UInt8> { framer.takeRest()[...] }

  mutating func forgetInput() { framer = LineFramer(limit: longestLine + 1, strictness: strictness) }

  /// - Returns: whether it was one too many.
  mutating func loginFailed(_ limits: ScenarioLimits) -> Bool {
    failedLogins += 1
    delaySeconds += Self.failedLoginDelay
    return failedLogins >= limits.failedLogins ?? Self.mostFailedLogins
  }
}
