import Foundation

/// What the system said when a call failed: an `errno`.
struct SystemError: Error, Hashable {
  let code: Int32
}

/// The calls that the log makes, so that a test can stand in for a disk that is full, slow or read-only. Each is made
/// again when a signal interrupted it; paths are whole.
struct FileSystemCalls: Sendable {
  var open: @Sendable (_ path: String, _ flags: Int32) throws(SystemError) -> Int32
  /// At most so many octets from there; none at the end of the file.
  var read: @Sendable (_ descriptor: Int32, _ offset: Int, _ count: Int) throws(SystemError) -> [UInt8]
  /// - Returns: how many octets were written, perhaps fewer than were given.
  var write: @Sendable (_ descriptor: Int32, _ octets: ArraySlice<UInt8>) throws(SystemError) -> Int
  var size: @Sendable (_ descriptor: Int32) throws(SystemError) -> Int
  var truncate: @Sendable (_ descriptor: Int32, _ size: Int) throws(SystemError) -> Void
  /// Until it is on the disk; of a folder, its entries.
  var sync: @Sendable (_ descriptor: Int32) throws(SystemError) -> Void
  var close: @Sendable (_ descriptor: Int32) -> Void
  /// Waits for whoever has the lock; `close` lets go of it.
  var lock: @Sendable (_ descriptor: Int32) throws(SystemError) -> Void
  var rename: @Sendable (_ path: String, _ newPath: String) throws(SystemError) -> Void
  var remove: @Sendable (_ path: String) throws(SystemError) -> Void
  var makeFolder: @Sendable (_ path: String) throws(SystemError) -> Void
  var exists: @Sendable (_ path: String) -> Bool
}

extension FileSystemCalls {
  static let system = FileSystemCalls(
    open: { (path, flags) throws(SystemError) in
      // The learner's own: what is in these files is nobody else's business.
      try checked { Foundation.open(path, flags | O_CLOEXEC, 0o600) }
    },
    read: { (descriptor, offset, count) throws(SystemError) in
      var octets = [UInt8](repeating: 0, count: count)
      let length = try checked {
        octets.withUnsafeMutableBytes { pread(descriptor, $0.baseAddress, count, off_t(offset)) }
      }
      octets.removeLast(count - length)
      return octets
    },
    write: { (descriptor, octets) throws(SystemError) in
      try checked { octets.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) } }
    },
    size: { (descriptor) throws(SystemError) in Int(try checked { lseek(descriptor, 0, SEEK_END) }) },
    truncate: { (descriptor, size) throws(SystemError) in _ = try checked { ftruncate(descriptor, off_t(size)) } },
    sync: { (descriptor) throws(SystemError) in _ = try checked { fsync(descriptor) } },
    close: { _ = Foundation.close($0) },
    lock: { (descriptor) throws(SystemError) in _ = try checked { flock(descriptor, LOCK_EX) } },
    rename: { (path, newPath) throws(SystemError) in _ = try checked { Foundation.rename(path, newPath) } },
    remove: { (path) throws(SystemError) in _ = try checked { unlink(path) } },
    makeFolder: { (path) throws(SystemError) in _ = try checked { mkdir(path, 0o700) } },
    exists: { access($0, F_OK) == 0 })

  private static func checked<Value: SignedInteger>(_ call: () -> Value) throws(SystemError) -> Value {
    while true {
      let value = call()
      if value >= 0 { return value }
      // Taken at once: the next call has an errno of its own.
      let code = errno
      if code != EINTR { throw SystemError(code: code) }
    }
  }
}
