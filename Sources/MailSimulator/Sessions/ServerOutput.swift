import MailProtocol

/// What a session wants done after it was given octets. Whoever runs it waits `delaySeconds`, writes `replies` in
/// order, each with one write unless it is large (clients have been seen to time out on halves), and then does what
/// `then` says.
public struct ServerOutput: Hashable, Sendable {
  public enum Next: Hashable, Sendable {
    case goOn
    /// The handshake, and then `tlsStarted(in:)`. What the client sent before that in plaintext is thrown away
    /// (CVE-2011-0411).
    case startTLS
    case close
  }

  public enum Reply: Hashable, Sendable {
    case octets([UInt8])
    case letter(OutgoingLetter)

    /// All of it at once, for whoever has the memory.
    public var octets: [UInt8] {
      switch self {
      case .octets(let octets): octets
      case .letter(let letter): Array(letter.joined())
      }
    }

    /// The first line, perhaps with others.
    var head: [UInt8] {
      switch self {
      case .octets(let octets): octets
      case .letter(let letter): letter.head
      }
    }

    var isEmpty: Bool {
      switch self {
      case .octets(let octets): octets.isEmpty
      case .letter(let letter): letter.isEmpty
      }
    }

    func prefix(_ octets: Int) -> Reply {
      switch self {
      case .octets(let all): .octets(Array(all.prefix(octets)))
      case .letter(let letter): .letter(letter.prefix(octets))
      }
    }
  }

  /// What whoever watches the server may want to know of an answer; the client is not told.
  public enum Annotation: Hashable, Sendable {
    /// Why a line was refused.
    case refused(Diagnosis)
    /// What was wrong with a line that was answered all the same.
    case forgiven(Diagnosis)
    /// Why a line was declined that the rules allow.
    case declined(PolicyRefusal)
    /// Why a line has no reply yet, though its sender thinks that it is whole.
    case waiting(Diagnosis)
    /// A fault of the scenario struck.
    case fault(Fault)
  }

  public internal(set) var replies: [Reply]
  public internal(set) var then: Next
  public internal(set) var delaySeconds: Int
  public internal(set) var annotations: [Annotation]

  /// Why the last line that was declined was.
  var refusal: PolicyRefusal? {
    annotations.lazy.reversed().compactMap { if case .declined(let reason) = $0 { reason } else { nil } }.first
  }

  init(
    replies: [Reply] = [], then: Next = .goOn, delaySeconds: Int = 0,
    annotations: [Annotation] = []
  ) {
    self.replies = replies
    self.then = then
    self.delaySeconds = delaySeconds
    self.annotations = annotations
  }
}
