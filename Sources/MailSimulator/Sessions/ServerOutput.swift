/// What a session wants done after it was given octets. Whoever runs it waits `delaySeconds`, writes `replies` in
/// order, each with one write (clients have been seen to time out on halves), and then hangs up if it `closes`.
///
/// If it `startsTLS`, the handshake comes next, and then `tlsStarted(in:)`; whatever the client sent before that
/// in plaintext is thrown away (CVE-2011-0411).
public struct ServerOutput: Hashable, Sendable {
  public internal(set) var replies: [[UInt8]]
  public internal(set) var closes: Bool
  public internal(set) var startsTLS: Bool
  public internal(set) var delaySeconds: Int

  init(replies: [[UInt8]] = [], closes: Bool = false, startsTLS: Bool = false, delaySeconds: Int = 0) {
    self.replies = replies
    self.closes = closes
    self.startsTLS = startsTLS
    self.delaySeconds = delaySeconds
  }
}
