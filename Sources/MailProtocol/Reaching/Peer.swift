/// Something that answers octets, seen from the client's side: the simulator or a network connection. A lesson
/// talks to it and cannot tell which, but for what its venue says.
public protocol Peer: SendableMetatype {
  /// Opens a connection; a greeting may already be among the events.
  mutating func connect(to endpoint: Endpoint) -> [PeerEvent]
  /// The same with a program that a person works with: what it says by itself is among the events.
  mutating func connect(to endpoint: Endpoint, with program: ClientProgram) -> [PeerEvent]
  mutating func send(_ octets: [UInt8]) -> [PeerEvent]
  /// The TLS handshake that a positive reply to STLS or STARTTLS asks for.
  mutating func startTLS() -> [PeerEvent]
  /// What has come since, within so much time for the first of it. A peer that answers at once has nothing more.
  mutating func wait(milliseconds: Int) -> [PeerEvent]
  /// Hangs up without a word, as a closed laptop does.
  mutating func disconnect() -> [PeerEvent]
}

/// A peer that is a value, with its server in it: a copy is a way back, and a teacher may look into it.
public protocol RewindablePeer: Peer {
  func observe() -> Observation
}

extension Peer {
  /// A connection of the network is no program: it says nothing by itself.
  public mutating func connect(to endpoint: Endpoint, with program: ClientProgram) -> [PeerEvent] {
    connect(to: endpoint)
  }
}

public enum PeerEvent: Hashable, Sendable {
  case connected(MailProtocolName)
  case received([UInt8])
  /// A line that the client program sent by itself, without its ending.
  case said(String)
  /// From here on everything is encrypted.
  case secured(TLSReport)
  case closed
  /// No connection could be had, or TLS not, or a conversation; why, and what the sentences of that diagnosis name. No
  /// connection is open any more.
  case failed(Diagnosis.ID, values: [String: String] = [:])
}
