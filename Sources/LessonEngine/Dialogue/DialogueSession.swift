import MailProtocol

/// A dialogue joined to a peer: performs what the dialogue wants of it. The outermost layer shows the rest, and asks for
/// more while a reply is on its way.
public struct DialogueSession<D: Dialogue, P: Peer> {
  public internal(set) var dialogue: D
  public internal(set) var peer: P
  /// What a teacher may see of the peer's server.
  private let observe: @Sendable (P) -> Observation?

  /// With a peer that keeps to itself what its server knows.
  public init(_ dialogue: D, peer: P) {
    self.dialogue = dialogue
    self.peer = peer
    observe = { _ in nil }
  }

  public init(_ dialogue: D, peer: P) where P: RewindablePeer {
    self.dialogue = dialogue
    self.peer = peer
    observe = { $0.observe() }
  }

  /// What the session around it does with effects that want another one in its place.
  enum Performed {
    case output(DialogueOutput)
    case rewind(toPrevious: Bool)
    case skip
  }

  mutating func handle(_ event: DialogueEvent) -> [Performed] {
    dialogue.handle(event).flatMap { effect -> [Performed] in
      switch effect {
      case .connect(let endpoint, let program?): return deliver(peer.connect(to: endpoint, with: program))
      case .connect(let endpoint, nil): return deliver(peer.connect(to: endpoint))
      case .send(let octets, let masked): return [.output(.sent(masked))] + deliver(peer.send(octets))
      case .startTLS: return deliver(peer.startTLS())
      case .hangUp:
        _ = peer.disconnect()
        return []
      case .show(let feedback): return [.output(.show(feedback))]
      case .record(let event): return [.output(.record(event))]
      case .language(let language): return [.output(.language(language))]
      case .save(let letter): return [.output(.save(letter))]
      case .quit(let ending): return [.output(.quit(ending))]
      case .rewind(let toPrevious): return [.rewind(toPrevious: toPrevious)]
      case .skip: return [.skip]
      }
    }
  }

  mutating func deliver(_ events: [PeerEvent]) -> [Performed] {
    let observation = observe(peer)
    return events.flatMap { event -> [Performed] in
      let performed = handle(.peer(event, observation))
      if case .said(let line) = event { return [.output(.sent(line))] + performed }
      return performed
    }
  }
}

extension DialogueSession: Sendable where P: Sendable {}

/// A dialogue as the one terminal loop plays it.
public protocol PlayableDialogue {
  associatedtype D: Dialogue
  var dialogue: D { get }
  mutating func begin() -> [DialogueOutput]
  mutating func typed(_ line: String) -> [DialogueOutput]
  /// What has come, within so much time for the first of it: a real server takes its time.
  mutating func wait(milliseconds: Int) -> [DialogueOutput]
  /// Nothing has come for a while.
  mutating func silence() -> [DialogueOutput]
}

/// With a peer that takes nothing back: a real server.
extension DialogueSession: PlayableDialogue {
  public mutating func begin() -> [DialogueOutput] { outputs(handle(.begin)) }

  public mutating func typed(_ line: String) -> [DialogueOutput] {
    // What came in the meantime belongs before it: a 421, perhaps.
    let news = wait(milliseconds: 0)
    if news.contains(where: { if case .quit = $0 { true } else { false } }) { return news }
    return news + outputs(handle(.typed(line)))
  }

  public mutating func wait(milliseconds: Int) -> [DialogueOutput] {
    outputs(deliver(peer.wait(milliseconds: milliseconds)))
  }

  public mutating func silence() -> [DialogueOutput] { outputs(handle(.silence)) }

  private func outputs(_ performed: [Performed]) -> [DialogueOutput] {
    performed.compactMap { item in
      switch item {
      case .output(let output): output
      case .rewind, .skip: preconditionFailure("nothing can be taken back on a real server")
      }
    }
  }
}
