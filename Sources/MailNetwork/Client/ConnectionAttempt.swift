import NIOConcurrencyHelpers
import NIOCore

/// A connection that is being made: `NetworkPeer` waits for it and may give it up. A host with several addresses is
/// tried on more than one channel at a time (RFC 8305); each has arrivals of its own, and one of them wins.
final class ConnectionAttempt: Sendable {
  private struct State: Sendable {
    var arrivals: [ObjectIdentifier: Arrivals] = [:]
    var outcome: Result<(any Channel, Arrivals), any Error>?
    var isGivenUp = false
  }

  private let state = NIOLockedValueBox(State())

  func note(_ arrivals: Arrivals, of channel: any Channel) {
    state.withLockedValue { $0.arrivals[ObjectIdentifier(channel)] = arrivals }
  }

  func settle(_ result: Result<any Channel, any Error>) {
    let isLate = state.withLockedValue { state in
      state.outcome = result.map { channel in
        guard let arrivals = state.arrivals[ObjectIdentifier(channel)] else {
          preconditionFailure("a channel that nobody has set up")
        }
        return (channel, arrivals)
      }
      return state.isGivenUp
    }
    if isLate { try? result.get().close(promise: nil) }
  }

  var outcome: Result<(any Channel, Arrivals), any Error>? { state.withLockedValue(\.outcome) }

  /// From here on a connection that comes is closed.
  func giveUp() {
    let late = state.withLockedValue { state in
      state.isGivenUp = true
      return state.outcome
    }
    try? late?.get().0.close(promise: nil)
  }
}
