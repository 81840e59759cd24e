/// What a command may do now, whoever asks. RFC 1939 §§4-6.
public enum POP3State: Hashable, Sendable {
  /// Greeting sent, nobody logged in.
  case authorization(Login)
  /// Maildrop locked and numbered.
  case transaction
  /// QUIT given: removals happen now.
  case update
  case closed

  public enum Login: Hashable, Sendable {
    case fresh
    /// USER was accepted; PASS may follow.
    case userGiven
    case sasl
  }

  /// The name that the prompt, `/where`, lessons and the classroom use.
  public var name: String {
    switch self {
    case .authorization: "authorization"
    case .transaction: "transaction"
    case .update: "update"
    case .closed: "closed"
    }
  }
}
