import Foundation
import NIOCore

/// How a thread that blocks learns that the event loop has something for it: a pipe, so that a line editor can wait for
/// it and for keys at once. `NetworkPeer` has one for all its connections.
final class Doorbell: Sendable {
  private static let ring = UInt8(ascii: "r")
  private static let interruption = UInt8(ascii: "i")

  /// Readable when somebody rang.
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

  func ring() { say(Self.ring) }

  /// Only a `write`: a signal handler may call it.
  func interrupt() { say(Self.interruption) }

  /// When the pipe is full somebody has rung often enough.
  private func say(_ octet: UInt8) { withUnsafeBytes(of: octet) { _ = write(writingEnd, $0.baseAddress, 1) } }

  /// Blocks until `find` finds something, asked at first and after every ring.
  ///
  /// - Returns: nil when the time is over or somebody interrupted.
  func wait<Found>(until deadline: NIODeadline, for find: () -> Found?) -> Found? {
    while true {
      let isInterrupted = quieten()
      if let found = find() { return found }
      let left = deadline - .now()
      guard !isInterrupted, left > .zero else { return nil }
      var ends = [pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)]
      // Rounded up, so that the last millisecond is not spent in a hurry.
      let milliseconds = left.nanoseconds / 1_000_000 + 1
      // A signal wakes it too: then it looks again.
      _ = poll(&ends, 1, Int32(clamping: milliseconds))
    }
  }

  /// Forgets earlier rings. Whoever does so looks for news on its own.
  ///
  /// - Returns: whether there was an interruption among them.
  @discardableResult func quieten() -> Bool {
    var octets = [UInt8](repeating: 0, count: 256)
    var isInterrupted = false
    while true {
      let count = read(descriptor, &octets, octets.count)
      guard count > 0 else { return isInterrupted }
      isInterrupted = isInterrupted || octets[..<count].contains(Self.interruption)
    }
  }
}
