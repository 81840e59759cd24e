import NIOConcurrencyHelpers
import NIOCore

/// The connections that are open on some listeners together: whether one more may come, and how all of them end.
public final class OpenConnections: Sendable {
  private struct Guests {
    var channels: [ObjectIdentifier: any Channel] = [:]
    /// Admitted ones; the others are open only until they have been told so.
    var admitted = 0
    var perAddress: [String: Int] = [:]
  }

  /// Asks a connection to take its leave.
  struct LeaveRequest: Sendable {}

  /// How long a client may take to read the last words when the server stops.
  private static let patience = TimeAmount.seconds(2)

  public let limits: ListenerLimits
  private let guests = NIOLockedValueBox(Guests())

  public init(limits: ListenerLimits = ListenerLimits()) { self.limits = limits }

  /// Open now, those that are being turned away included.
  public var count: Int { guests.withLockedValue { $0.channels.count } }

  /// - Returns: why it may not stay, or nil.
  func welcome(_ channel: any Channel, from address: String) -> ReachedLimit? {
    let limit = guests.withLockedValue { guests -> ReachedLimit? in
      guests.channels[ObjectIdentifier(channel)] = channel
      if guests.admitted >= limits.connections { return .connections }
      if guests.perAddress[address, default: 0] >= limits.connectionsPerAddress { return .connectionsPerAddress }
      guests.admitted += 1
      guests.perAddress[address, default: 0] += 1
      return nil
    }
    channel.closeFuture.whenComplete { [guests] _ in
      guests.withLockedValue { guests in
        guests.channels[ObjectIdentifier(channel)] = nil
        guard limit == nil else { return }
        guests.admitted -= 1
        let remaining = guests.perAddress[address, default: 1] - 1
        guests.perAddress[address] = remaining == 0 ? nil : remaining
      }
    }
    return limit
  }

  /// Says goodbye on each and returns when all are closed; one whose client does not listen is cut.
  public func endAll() async {
    let channels = guests.withLockedValue { Array($0.channels.values) }
    for channel in channels {
      channel.pipeline.fireUserInboundEventTriggered(LeaveRequest())
      let cut = channel.eventLoop.scheduleTask(in: Self.patience) { channel.close(promise: nil) }
      channel.closeFuture.whenComplete { _ in cut.cancel() }
    }
    for channel in channels { try? await channel.closeFuture.get() }
  }
}
