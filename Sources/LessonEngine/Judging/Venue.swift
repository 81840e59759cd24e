import MailProtocol

/// Where a lesson takes place.
public enum Venue: Hashable, Sendable {
  /// In a world of its own, which shows itself to the teacher and can be taken back.
  case simulated
  /// On a server that answers in its own way, keeps what it knows to itself and takes nothing back. It is connected to
  /// for the learner.
  case real(Endpoint)

  public var isReal: Bool {
    switch self {
    case .simulated: false
    case .real: true
    }
  }
}
