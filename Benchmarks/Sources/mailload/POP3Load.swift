import Foundation

/// Whole POP3 sessions, one after the other on several threads: log in, STAT, LIST, RETR all, QUIT. Each thread has an
/// account of its own, `user1` and so on, since a maildrop is open to one session at a time (RFC 1939 §4).
struct POP3Load {
  let port: UInt16
  let threads: Int
  let seconds: Double

  /// - Returns: sessions a second.
  func run() -> Double {
    let start = Date()
    let deadline = start + seconds
    let counts = Counts(threads)
    DispatchQueue.concurrentPerform(iterations: threads) { index in
      while Date() < deadline {
        session(user: "user\(index + 1)")
        counts.add(at: index)
      }
    }
    return Double(counts.total) / Date().timeIntervalSince(start)
  }

  private func session(user: String) {
    var wire = Wire.connect(port: port)
    expectOK(&wire)
    for command in ["USER \(user)", "PASS secret"] { say(command, &wire) }
    let stat = String(decoding: say("STAT", &wire), as: UTF8.self).split(separator: " ")
    guard stat.count >= 3, let letters = Int(stat[1]), letters > 0 else { give("STAT said \(stat)") }
    say("LIST", &wire)
    skipToDot(&wire)
    for number in 1...letters {
      say("RETR \(number)", &wire)
      skipToDot(&wire)
    }
    say("QUIT", &wire)
    wire.close()
  }

  @discardableResult
  private func say(_ command: String, _ wire: inout Wire) -> ArraySlice<UInt8> {
    wire.send(Array("\(command)\r\n".utf8))
    return expectOK(&wire)
  }

  @discardableResult
  private func expectOK(_ wire: inout Wire) -> ArraySlice<UInt8> {
    guard let line = wire.line() else { give("the server hung up") }
    guard line.first == UInt8(ascii: "+") else { give(String(decoding: line, as: UTF8.self)) }
    return line
  }

  private func skipToDot(_ wire: inout Wire) {
    while let line = wire.line() {
      if line.count == 1, line.first == UInt8(ascii: ".") { return }
    }
    give("the server hung up in the middle of a reply")
  }
}

/// One counter for each thread.
private final class Counts: @unchecked Sendable {
  private let lock = NSLock()
  private var counts: [Int]

  init(_ threads: Int) { counts = [Int](repeating: 0, count: threads) }

  func add(at index: Int) { lock.withLock { counts[index] += 1 } }
  var total: Int { lock.withLock { counts.reduce(0, +) } }
}
