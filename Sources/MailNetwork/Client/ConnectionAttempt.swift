import NIOConcurrencyHelpers
import NIOCore

/// A connection that is being made: `NetworkPeer` waits for it and may give it up. A host with several addresses is
/// tried on more than one channel at a time (RFC 8305); each has an inbound buffer of its own, and one of them wins.
final class ConnectionAttempt: Sendable {
  private struct State: Sendable {
    var buffers: [ObjectIdentifier: InboundBuffer] = [:]
    var outcome: Result<(any Channel, InboundBuffer), any Error>?
    var isGivenUp = false
  }

  private let state = NIOLockedValueBox(State())

  func note(_ inbound: InboundBuffer, of channel: any Channel) {
    state.withLockedValue { $0.buffers[ObjectIdentifier(channel)] = inbound }
  }

  func settle(_ result: Result<any Channel, any Error>) {
    let isLate = state.withLockedValue { state in
      state.outcome = result.map { channel in
        guard let inbound = state.buffers[ObjectIdentifier(channel)] else {
          preconditionFailure("a channel that nobody has set up")
        }
        return (channel, inbound)
      }
      return state.isGivenUp
    }
    if isLate { try? result.get().close(promise: nil) }
  }

  var outcome: Result<(any Channel, InboundBuffer), any Error>? { state.withLockedValue(\.outcome) }

  /// From here on a connection that comes is closed.
  func giveUp() {
    let late = state.withLockedValue { state in
      state.isGivenUp = true
      return state.outcome
    }
    try? late?.get().0.close(promise: nil)
  }
}
