import Foundation
import NIOCore

/// How a thread that blocks learns that the event loop has something for it: a pipe, so that a line editor can wait for
/// it and for keys at once. `NetworkPeer` has one for all its connections.
final class WakeupPipe: Sendable {
  enum Waited<Found> {
    case found(Found)
    case interrupted
    case timedOut
  }

  private static let wakeup = UInt8(ascii: "w")
  private static let interruption = UInt8(ascii: "i")

  /// Readable when somebody has written.
  let descriptor: Int32
  private let writingEnd: Int32

  /// - Throws: when no file can be opened any more.
  init() throws {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { throw IOError(errnoCode: errno, reason: "pipe") }
    for end in ends {
      _ = fcntl(end, F_SETFL, O_NONBLOCK)
      _ = fcntl(end, F_SETFD, FD_CLOEXEC)
    }
    descriptor = ends[0]
    writingEnd = ends[1]
  }

  deinit {
    close(descriptor)
    close(writingEnd)
  }

  func wake() { put(Self.wakeup) }

  /// Only a `write`: a signal handler may call it.
  func interrupt() { put(Self.interruption) }

  /// A full pipe wakes the thread as well.
  private func put(_ octet: UInt8) { withUnsafeBytes(of: octet) { _ = write(writingEnd, $0.baseAddress, 1) } }

  /// Blocks until `find` finds something, asked at first and after every wake-up. An interruption goes first.
  func wait<Found>(until deadline: NIODeadline, for find: () -> Found?) -> Waited<Found> {
    while true {
      if drain() { return .interrupted }
      if let found = find() { return .found(found) }
      let left = deadline - .now()
      guard left > .zero else { return .timedOut }
      var ends = [pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)]
      // Rounded up, so that the last millisecond is not spent in a hurry.
      let milliseconds = left.nanoseconds / 1_000_000 + 1
      // A signal wakes it too: then it looks again.
      _ = poll(&ends, 1, Int32(clamping: milliseconds))
    }
  }

  /// Forgets earlier wake-ups. Whoever does so looks for news on its own.
  ///
  /// - Returns: whether there was an interruption among them.
  @discardableResult func drain() -> Bool {
    var octets = [UInt8](repeating: 0, count: 256)
    var isInterrupted = false
    while true {
      let count = read(descriptor, &octets, octets.count)
      guard count > 0 else { return isInterrupted }
      isInterrupted = isInterrupted || octets[..<count].contains(Self.interruption)
    }
  }
}
