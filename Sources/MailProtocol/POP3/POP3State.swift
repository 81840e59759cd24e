/// What a command may do now, whoever asks. RFC 1939 §§4-6.
public enum POP3State: Hashable, Sendable {
  /// The server has not spoken yet; what is typed ahead is judged as if it had welcomed the client.
  case greeting
  /// Greeted, nobody logged in.
  case authorization(Login)
  /// Maildrop locked and numbered.
  case transaction(NumberedMaildrop)
  /// QUIT was answered, or the connection is gone.
  case closed

  public enum Login: Hashable, Sendable {
    case fresh
    /// USER was accepted with this name; PASS may follow.
    case userGiven(String)
    /// AUTH was accepted: the next line answers a challenge. RFC 5034 §4.
    case sasl
    /// STLS was accepted: TLS begins with the next octet. RFC 2595 §4.
    case handshake
    /// A login has failed, and this server takes no other one.
    case spent
  }

  public var name: StateName {
    switch self {
    case .greeting, .authorization(.fresh), .authorization(.userGiven), .authorization(.handshake),
      .authorization(.spent):
      .authorization
    case .authorization(.sasl): .sasl
    case .transaction: .transaction
    case .closed: .closed
    }
  }
}

/// A maildrop as one session numbers it: from the login on, whatever arrives later. RFC 1939 §5.
public struct NumberedMaildrop: Hashable, Sendable {
  /// Messages, marked ones included; nil for a client that nobody has told.
  public var count: Int?
  /// Marked by DELE; QUIT removes them.
  public var marked: Set<Int>

  public init(count: Int? = nil, marked: Set<Int> = []) {
    self.count = count
    self.marked = marked
  }
}
