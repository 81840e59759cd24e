import MailProtocol

/// A `ConnectRunner` joined to a peer: performs what the runner wants of it. The outermost layer shows the rest, and
/// asks for more while a reply is on its way.
public struct ConnectSession<P: Peer> {
  public enum Output: Sendable {
    case show(Feedback)
    /// A line that went to the server, as it may be written down.
    case sent(String)
    case language(Language)
    case quit(ConnectRunner.Ending)
  }

  public private(set) var runner: ConnectRunner
  private var peer: P

  public init(_ runner: ConnectRunner, peer: P) {
    self.runner = runner
    self.peer = peer
  }

  public mutating func begin() -> [Output] { perform(runner.handle(.begin)) }

  public mutating func typed(_ line: String) -> [Output] {
    // What came in the meantime belongs before it: a 421, perhaps.
    let news = wait(milliseconds: 0)
    if news.contains(where: { if case .quit = $0 { true } else { false } }) { return news }
    return news + perform(runner.handle(.typed(line)))
  }

  /// What has come, within so much time for the first of it.
  public mutating func wait(milliseconds: Int) -> [Output] { deliver(peer.wait(milliseconds: milliseconds)) }

  /// Nothing has come for a while.
  public mutating func silence() -> [Output] { perform(runner.handle(.silence)) }

  private mutating func deliver(_ events: [PeerEvent]) -> [Output] {
    events.flatMap { perform(runner.handle(.peer($0))) }
  }

  private mutating func perform(_ effects: [ConnectRunner.Effect]) -> [Output] {
    effects.flatMap { effect -> [Output] in
      switch effect {
      case .connect(let endpoint): deliver(peer.connect(to: endpoint))
      case .send(let octets, let masked): [.sent(masked)] + deliver(peer.send(octets))
      case .startTLS: deliver(peer.startTLS())
      case .hangUp: hangUp()
      case .show(let feedback): [.show(feedback)]
      case .language(let language): [.language(language)]
      case .quit(let ending): [.quit(ending)]
      }
    }
  }

  private mutating func hangUp() -> [Output] {
    _ = peer.disconnect()
    return []
  }
}
