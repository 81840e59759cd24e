import Foundation
import NIOConcurrencyHelpers

/// The log of `serve` on standard output. Connections note what happens and go on; one queue words and writes it. When
/// the screen cannot keep up, entries are left out and counted: a paused terminal must stop no server.
final class LiveLog: Sendable {
  private struct Tally {
    var connections = 0
    var waiting = 0
    var leftOut = 0
  }

  private static let mostWaiting = 10_000

  private let wording: any LogWording
  private let queue = DispatchQueue(label: "mailtutor.log")
  private let tally = NIOLockedValueBox(Tally())

  init(wording: any LogWording) { self.wording = wording }

  func connection() -> ConnectionLog {
    let number = tally.withLockedValue { tally in
      tally.connections += 1
      return tally.connections
    }
    return ConnectionLog(number: number, log: self)
  }

  /// Returns when all that was noted is written, or after a second: a terminal that is paused (Ctrl-S) must not keep the
  /// program from ending, and what it has not taken by then is lost.
  func finish() {
    let written = DispatchGroup()
    queue.async(group: written) {}
    _ = written.wait(timeout: .now() + .seconds(1))
  }

  fileprivate func note(_ entry: LogEntry, of connection: Int) {
    let leftOut = tally.withLockedValue { tally -> Int? in
      guard tally.waiting < Self.mostWaiting else {
        tally.leftOut += 1
        return nil
      }
      tally.waiting += 1
      defer { tally.leftOut = 0 }
      return tally.leftOut
    }
    guard let leftOut else { return }
    queue.async { [self] in
      let lines = (leftOut > 0 ? [wording.leftOut(leftOut)] : []) + wording.lines(entry, connection)
      Output.write(lines.map { $0 + "\n" }.joined())
      tally.withLockedValue { $0.waiting -= 1 }
    }
  }
}

/// One connection's part of the log, under its number.
struct ConnectionLog: Sendable {
  /// Octets of a client's line that are shown at most.
  static let longestLine = 1000

  let number: Int
  fileprivate let log: LiveLog

  func note(_ entry: LogEntry) { log.note(entry, of: number) }
}
