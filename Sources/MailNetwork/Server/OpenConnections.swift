import NIOConcurrencyHelpers
import NIOCore

/// The connections that are open on some listeners together: whether one more may come, and how all of them end.
public final class OpenConnections: Sendable {
  private struct State {
    var channels: [ObjectIdentifier: any Channel] = [:]
    /// Admitted ones; the others are open only until they have been told so.
    var admitted = 0
    var perAddress: [String: Int] = [:]
  }

  /// Asks a connection to say its last words and close.
  struct CloseRequest: Sendable {}

  /// How long a client may take to read the last words when the server stops.
  private static let farewellTime = TimeAmount.seconds(2)

  public let limits: ListenerLimits
  private let state = NIOLockedValueBox(State())

  public init(limits: ListenerLimits = ListenerLimits()) { self.limits = limits }

  /// Open now, those that are being turned away included.
  public var count: Int { state.withLockedValue { $0.channels.count } }

  /// - Returns: why it may not stay, or nil.
  func admit(_ channel: any Channel, from address: String) -> ReachedLimit? {
    let limit = state.withLockedValue { state -> ReachedLimit? in
      state.channels[ObjectIdentifier(channel)] = channel
      if state.admitted >= limits.connections { return .connections }
      if state.perAddress[address, default: 0] >= limits.connectionsPerAddress { return .connectionsPerAddress }
      state.admitted += 1
      state.perAddress[address, default: 0] += 1
      return nil
    }
    channel.closeFuture.whenComplete { [state] _ in
      state.withLockedValue { state in
        state.channels[ObjectIdentifier(channel)] = nil
        guard limit == nil else { return }
        state.admitted -= 1
        let remaining = state.perAddress[address, default: 1] - 1
        state.perAddress[address] = remaining == 0 ? nil : remaining
      }
    }
    return limit
  }

  /// Says goodbye on each and returns when all are closed; one whose client does not listen is cut.
  public func endAll() async {
    let channels = state.withLockedValue { Array($0.channels.values) }
    for channel in channels {
      channel.pipeline.fireUserInboundEventTriggered(CloseRequest())
      let cut = channel.eventLoop.scheduleTask(in: Self.farewellTime) { channel.close(promise: nil) }
      channel.closeFuture.whenComplete { _ in cut.cancel() }
    }
    for channel in channels { try? await channel.closeFuture.get() }
  }
}
