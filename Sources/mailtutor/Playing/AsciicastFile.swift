import Foundation

/// The file of `--cast`: the screen as it was, with times, to be played back (asciicast v2). What was typed is on it as
/// it may be written down.
final class AsciicastFile {
  private let file: FileHandle
  private let start = ContinuousClock.now

  init(_ path: String, columns: Int) throws {
    guard FileManager.default.createFile(atPath: path, contents: nil, attributes: [.posixPermissions: 0o600]),
      let file = FileHandle(forWritingAtPath: path)
    else {
      throw FileTrouble.unwritable(path)
    }
    self.file = file
    let now = Int(Date().timeIntervalSince1970)
    write(
      #"{"version": 2, "width": \#(columns), "height": 24, "timestamp": \#(now), "env": {"TERM": "xterm-256color"}}"#)
  }

  func show(_ text: String) {
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    // A terminal wants both; the program's own output relies on the driver for the first.
    let shown = JSONText.line(text.replacingOccurrences(of: "\n", with: "\r\n"))
    write("[\(String(format: "%.3f", seconds)), \"o\", \(shown)]")
  }

  private func write(_ line: String) {
    // A full disk must not end the session.
    try? file.write(contentsOf: Data((line + "\n").utf8))
  }
}
