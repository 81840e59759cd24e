import Foundation
import LessonEngine
import MailProtocol

/// The file of `--log`: the session as `C:` and `S:` lines with their times, secrets masked, safe to show to anyone.
final class SessionLog {
  private let file: FileHandle

  init(_ path: String) throws {
    guard FileManager.default.createFile(atPath: path, contents: nil, attributes: [.posixPermissions: 0o600]),
      let file = FileHandle(forWritingAtPath: path)
    else {
      throw FileTrouble.unwritable(path)
    }
    self.file = file
  }

  /// - Parameter masked: a line that was sent, secrets masked.
  func writeSent(_ masked: String) { write("C", masked.utf8) }

  func write(_ feedback: Feedback) {
    guard case .reply(let lines, _, let isFull) = feedback, !isFull else { return }
    for line in lines { write("S", line) }
  }

  private func write(_ speaker: Character, _ octets: some Sequence<UInt8>) {
    // A full disk must not end the lesson.
    let time = Date().formatted(
      .iso8601.year().month().day().time(includingFractionalSeconds: true).timeZone(separator: .omitted))
    try? file.write(contentsOf: Data("\(time) \(speaker): \(ByteSanitizer.visible(octets))\n".utf8))
  }
}
