import Foundation

@testable import ProgressStore

/// The system's calls, written down, with whatever goes wrong on a test's disk.
final class DiskCalls: @unchecked Sendable {
  private let lock = NSLock()
  private var made: [String] = []
  private var names: [Int32: String] = [:]
  /// Looks at a call before it is made, `write events.jsonl`.
  private var trouble: @Sendable (String) throws(SystemError) -> Void = { _ in }
  /// How many octets of a write are taken; fewer than it gives is a short write.
  private var accepted: @Sendable (Int) throws(SystemError) -> Int = { $0 }

  /// In order, without looks, locks, reads and closes.
  var journal: [String] { lock.withLock { made } }

  func forget() { lock.withLock { made = [] } }

  func fail(_ trouble: @escaping @Sendable (String) throws(SystemError) -> Void) {
    lock.withLock { self.trouble = trouble }
  }

  func accept(_ accepted: @escaping @Sendable (Int) throws(SystemError) -> Int) {
    lock.withLock { self.accepted = accepted }
  }

  private func name(_ path: String) -> String { (path as NSString).lastPathComponent }

  private func note(_ call: String, isKept: Bool = true) throws(SystemError) {
    let trouble = lock.withLock { self.trouble }
    try trouble(call)
    if isKept { lock.withLock { made.append(call) } }
  }

  private func name(of descriptor: Int32) -> String { lock.withLock { names[descriptor] ?? "?" } }

  var calls: FileSystemCalls {
    let system = FileSystemCalls.system
    var calls = system
    calls.open = { [self] (path, flags) throws(SystemError) in
      try note("open \(name(path))", isKept: false)
      let descriptor = try system.open(path, flags)
      lock.withLock { names[descriptor] = name(path) }
      return descriptor
    }
    calls.write = { [self] (descriptor, octets) throws(SystemError) in
      try note("write \(name(of: descriptor))")
      let accepted = lock.withLock { self.accepted }
      return try system.write(descriptor, octets.prefix(try accepted(octets.count)))
    }
    calls.truncate = { [self] (descriptor, size) throws(SystemError) in
      try note("truncate \(name(of: descriptor))")
      try system.truncate(descriptor, size)
    }
    calls.sync = { [self] (descriptor) throws(SystemError) in
      try note("sync \(name(of: descriptor))")
      try system.sync(descriptor)
    }
    calls.lock = { [self] (descriptor) throws(SystemError) in
      try note("lock \(name(of: descriptor))", isKept: false)
      try system.lock(descriptor)
    }
    calls.rename = { [self] (path, newPath) throws(SystemError) in
      try note("rename \(name(path)) \(name(newPath))")
      try system.rename(path, newPath)
    }
    calls.makeFolder = { [self] (path) throws(SystemError) in
      try note("make \(name(path))", isKept: false)
      try system.makeFolder(path)
      lock.withLock { made.append("make \(name(path))") }
    }
    return calls
  }
}
