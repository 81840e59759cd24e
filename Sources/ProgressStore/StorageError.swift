import Foundation

/// The learner's file could not be read or written.
public struct StorageError: Error, Hashable, CustomStringConvertible, Sendable {
  /// What the learner can do about it.
  public enum Cause: Hashable, Sendable {
    /// Make room: the disk, or the learner's share of it, is full.
    case full
    /// Get the right to write there: the folder, the file or the whole file system is read-only.
    case notAllowed
    /// Whatever the system says.
    case other
  }

  public let path: String
  /// An `errno`.
  public let code: Int32

  init(_ path: String, _ error: SystemError) {
    self.path = path
    code = error.code
  }

  public var cause: Cause {
    switch code {
    case ENOSPC, EDQUOT: .full
    case EACCES, EPERM, EROFS: .notAllowed
    default: .other
    }
  }

  /// The system's words, which are English: `/home/a/events.jsonl: Is a directory.`
  public var description: String { "\(path): \(String(cString: strerror(code)))." }
}
