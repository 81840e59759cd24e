import Foundation
import LessonEngine

/// A file that the command line names and that cannot be used. Whoever needs the file throws it; it is told, in the
/// learner's language, where the program ends.
struct FileTrouble: Error {
  let key: MessageKey
  let values: MessageValues

  /// The system's reason is that of the call that has just failed, unless there is one.
  private init(_ key: MessageKey, _ path: String, _ reason: String? = nil) {
    self.key = key
    values = ["file": path, "reason": reason ?? String(cString: strerror(errno))]
  }

  static func unreadable(_ path: String) -> FileTrouble { FileTrouble(.errorUnreadable, path) }
  static func unwritable(_ path: String) -> FileTrouble { FileTrouble(.errorUnwritable, path) }

  /// - Parameter path: nil for standard input.
  static func broken(_ path: String?, _ reason: String) -> FileTrouble {
    FileTrouble(path == nil ? .errorInput : .errorUnreadable, path ?? "", reason)
  }
}
