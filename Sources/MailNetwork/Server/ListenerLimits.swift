/// What a listener grants its clients. `mailtutor serve` sets them; `OpenConnections` and the connections keep them.
public struct ListenerLimits: Hashable, Sendable {
  /// Open at once on all listeners that share one `OpenConnections`.
  public var connections: Int
  public var connectionsPerAddress: Int
  /// Without an octet in either direction. RFC 1939 §3: at least 10 minutes; RFC 5321 §4.5.3.2.7: at least 5.
  public var silence: Duration
  /// From the first octet of the connection until its session knows who calls. It keeps a client that sends one octet
  /// now and then from staying for ever.
  public var login: Duration

  public init(
    connections: Int = 20_000, connectionsPerAddress: Int = 10_000, silence: Duration = .seconds(600),
    login: Duration = .seconds(600)
  ) {
    self.connections = connections
    self.connectionsPerAddress = connectionsPerAddress
    self.silence = silence
    self.login = login
  }
}

/// Why the server ends a connection that has done nothing wrong.
public enum ReachedLimit: String, Hashable, Sendable {
  case connections
  case connectionsPerAddress = "connections-per-address"
  case silence
  case login
  /// The server stops.
  case shutdown
}
