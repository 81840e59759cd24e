import Foundation
import LessonEngine
import MailProtocol

/// Writes a letter that `/save` keeps. Nothing that is there already is touched.
enum LetterFile {
  /// - Returns: what is to be said of it.
  static func write(_ letter: SavedLetter) -> (key: MessageKey, values: MessageValues) {
    let path = URL(fileURLWithPath: (letter.file as NSString).expandingTildeInPath).path
    func values(_ more: [String: String] = [:]) -> MessageValues {
      MessageValues(["n": String(letter.number), "file": ByteSanitizer.visible(path)].merging(more) { $1 })
    }
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      return errno == EEXIST
        ? (.saveExists, values()) : (.saveFailed, values(["reason": String(cString: strerror(errno))]))
    }
    let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    do {
      try file.write(contentsOf: Data(letter.octets))
      try file.close()
    } catch {
      // Nobody needs half a letter.
      unlink(path)
      return (.saveFailed, values(["reason": error.localizedDescription]))
    }
    return (.saveDone, values(["octets": String(letter.octets.count)]))
  }
}
