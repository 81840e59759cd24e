import Foundation

/// Files that a power cut leaves whole: what a function here has written is on the disk when it returns, the folder's
/// entry too.
struct SafeFiles: Sendable {
  let calls: FileSystemCalls

  /// - Returns: nil where there is no such file.
  func read(_ path: String) throws(StorageError) -> [UInt8]? {
    let descriptor: Int32
    do {
      descriptor = try calls.open(path, O_RDONLY)
    } catch {
      if [ENOENT, ENOTDIR].contains(error.code) { return nil }
      throw StorageError(path, error)
    }
    defer { calls.close(descriptor) }
    return try at(path) { () throws(SystemError) in try read(descriptor, from: 0, to: .max) }
  }

  /// All octets between two places, or up to the end of a file that ends before.
  func read(_ descriptor: Int32, from start: Int, to end: Int) throws(SystemError) -> [UInt8] {
    var octets: [UInt8] = []
    while start + octets.count < end {
      let piece = try calls.read(descriptor, start + octets.count, min(end - start - octets.count, 1 << 18))
      if piece.isEmpty { break }
      octets += piece
    }
    return octets
  }

  /// A disk that is nearly full takes a part; the next call says why.
  func write(_ octets: [UInt8], to descriptor: Int32) throws(SystemError) {
    var left = octets[...]
    while !left.isEmpty {
      let count = try calls.write(descriptor, left)
      guard count > 0 else { throw SystemError(code: EIO) }
      left = left.dropFirst(count)
    }
  }

  /// The file has these octets or those from before, whenever the power is cut: a file beside it takes its place when
  /// it is on the disk.
  func replace(_ path: String, with octets: [UInt8]) throws(StorageError) {
    let beside = path + ".new"
    do throws(SystemError) {
      let descriptor = try calls.open(beside, O_WRONLY | O_CREAT | O_TRUNC)
      defer { calls.close(descriptor) }
      try write(octets, to: descriptor)
      try calls.sync(descriptor)
      try calls.rename(beside, path)
    } catch {
      // On a full disk nobody needs half a copy.
      try? calls.remove(beside)
      throw StorageError(path, error)
    }
    try syncFolder(of: path)
  }

  /// Makes sure of the folder's entries: which files are in it, and which file a name stands for.
  func syncFolder(of path: String) throws(StorageError) {
    let folder = (path as NSString).deletingLastPathComponent
    try at(folder) { () throws(SystemError) in
      let descriptor = try calls.open(folder, O_RDONLY | O_DIRECTORY)
      defer { calls.close(descriptor) }
      do throws(SystemError) {
        try calls.sync(descriptor)
      } catch {
        // Some network file systems cannot do this for a folder; they keep their entries by themselves.
        guard [EINVAL, EOPNOTSUPP, ENOSYS].contains(error.code) else { throw error }
      }
    }
  }

  /// With the folders above it.
  func makeFolder(_ path: String) throws(StorageError) {
    do {
      try calls.makeFolder(path)
    } catch {
      switch error.code {
      case EEXIST: return
      case ENOENT where path.count > 1:
        try makeFolder((path as NSString).deletingLastPathComponent)
        do {
          try calls.makeFolder(path)
        } catch {
          // Another process was faster; its entry must be on the disk all the same.
          guard error.code == EEXIST else { throw StorageError(path, error) }
        }
      default: throw StorageError(path, error)
      }
    }
    try syncFolder(of: path)
  }

  /// Does something while no other process does, as far as they all ask for the lock of this file.
  ///
  /// - Parameter body: is told whether the lock is held: where a file system has none, everything goes on without.
  func alone<Result>(
    _ lockPath: String, _ body: (_ isLocked: Bool) throws(StorageError) -> Result
  ) throws(StorageError) -> Result {
    let descriptor = try at(lockPath) { () throws(SystemError) in try calls.open(lockPath, O_RDWR | O_CREAT) }
    defer { calls.close(descriptor) }
    let isLocked: Bool
    do {
      try calls.lock(descriptor)
      isLocked = true
    } catch { isLocked = false }
    return try body(isLocked)
  }

  func at<Result>(_ path: String, _ body: () throws(SystemError) -> Result) throws(StorageError) -> Result {
    do {
      return try body()
    } catch {
      throw StorageError(path, error)
    }
  }
}
