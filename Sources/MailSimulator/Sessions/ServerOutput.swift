/// What a session wants done after it was given octets. Whoever runs it writes `replies` in order, each with
/// one write (clients have been seen to time out on halves), and then hangs up if it `closes`.
public struct ServerOutput: Hashable, Sendable {
  public internal(set) var replies: [[UInt8]]
  public internal(set) var closes: Bool

  init(replies: [[UInt8]] = [], closes: Bool = false) {
    self.replies = replies
    self.closes = closes
  }
}
