/// The server's side of a lesson's world: what goals and questions are checked against. It speaks of one peer's sessions
/// alone: what a neighbour does in a shared world is not in it.
public struct Observation: Hashable, Sendable {
  public struct Maildrop: Hashable, Sendable {
    /// Whose it is; nil when nobody said.
    public var user: String?
    /// Octets of each message, in the order of their numbers.
    public var sizes: [Int]
    /// Marked in the session, or removed by the QUIT that ended it.
    public var deleted: Set<Int>

    public init(user: String? = nil, sizes: [Int], deleted: Set<Int>) {
      self.user = user
      self.sizes = sizes
      self.deleted = deleted
    }

    /// Messages that are not marked: what STAT counts.
    public var count: Int { sizes.count - deleted.count }
    public var octets: Int {
      sizes.indices.reduce(0) { $0 + (deleted.contains($1 + 1) ? 0 : sizes[$1]) }
    }
  }

  public struct Delivery: Hashable, Sendable {
    /// The session that handed it over: its number in the world.
    public let session: Int
    /// Who was logged in there.
    public let user: String?
    public let from: ReversePath
    public let to: [MailPath]
    public let letter: Letter

    public init(session: Int = 0, user: String? = nil, from: ReversePath, to: [MailPath], letter: Letter) {
      self.session = session
      self.user = user
      self.from = from
      self.to = to
      self.letter = letter
    }
  }

  /// Where a server's session stands.
  public enum Position: Hashable, Sendable {
    case pop3(POP3Position)
    case smtp(SMTPPosition)

    public var isLoggedIn: Bool {
      switch self {
      case .pop3(let position): position.maildrop != nil
      case .smtp(let position): position.isAuthenticated
      }
    }
  }

  /// The maildrop of the latest login; nil before the first.
  public var maildrop: Maildrop?
  /// Letters that the SMTP side took responsibility for, oldest first, as the client sent them.
  public var deliveries: [Delivery]
  /// Of the session that is open; nil when none is, or when nobody can see it.
  public var position: Position?
  /// Why the server said no to the latest line, though the rules allow it; nil when it did not, and when nobody can know.
  public var refusal: PolicyRefusal?

  public init(maildrop: Maildrop?, deliveries: [Delivery], position: Position?, refusal: PolicyRefusal? = nil) {
    self.refusal = refusal
    self.maildrop = maildrop
    self.deliveries = deliveries
    self.position = position
  }
}
