import Foundation
import LessonEngine

/// The learner's events on disk: one JSON object a line, only ever appended, each on the disk before the lesson goes
/// on. What cannot be read is set aside and reported; what can be read is never lost.
public struct EventLog: Sendable {
  public let file: URL

  public struct Contents: Sendable {
    public let events: [LearningEvent]
    /// Where the damaged file was put, when there was damage.
    public let setAside: URL?
  }

  public struct WriteError: Error, CustomStringConvertible, Sendable {
    public let description: String
  }

  public init(folder: URL) { file = folder.appendingPathComponent("events.jsonl") }

  /// One write of one line: another mailtutor that appends at the same time cannot mix with it, and a process killed
  /// in the middle leaves at most one line cut, which `read` finds.
  public func append(_ events: [LearningEvent]) throws(WriteError) {
    guard !events.isEmpty else { return }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    var octets = Data()
    do {
      for event in events { octets += try encoder.encode(event) + [0x0A] }
    } catch {
      throw WriteError(description: Self.reason(error))
    }
    try makeFolder()
    try alone { () throws(WriteError) in try write(octets) }
  }

  private func makeFolder() throws(WriteError) {
    let folder = file.deletingLastPathComponent()
    do {
      try FileManager.default.createDirectory(
        at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    } catch {
      // Foundation's words for this name an error domain; the system's name the trouble.
      guard mkdir(folder.path, 0o700) == 0 else { throw WriteError(description: Self.systemReason(folder.path)) }
    }
  }

  private func write(_ octets: Data) throws(WriteError) {
    let descriptor = open(file.path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw WriteError(description: Self.systemReason(file.path)) }
    defer { close(descriptor) }
    // A line that a killed process left cut must not swallow this one.
    var last: UInt8 = 0x0A
    let size = lseek(descriptor, 0, SEEK_END)
    if size > 0 { _ = pread(descriptor, &last, 1, size - 1) }
    let octets = last == 0x0A ? octets : [0x0A] + octets
    let written = octets.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
    guard written == octets.count, fsync(descriptor) == 0 else {
      throw WriteError(description: Self.systemReason(file.path))
    }
  }

  /// - Returns: every event that can be read. A damaged file is renamed to `events.jsonl.damaged-N`, and one with the
  ///   readable lines takes its place.
  public func read() throws(WriteError) -> Contents {
    let found = try readLines()
    guard found.isDamaged else { return Contents(events: found.events, setAside: nil) }
    // Another mailtutor may be in the middle of a line; looked at alone, it is whole or it is damaged.
    return try alone { () throws(WriteError) in
      let found = try readLines()
      return Contents(events: found.events, setAside: found.isDamaged ? try setAside(keeping: found.readable) : nil)
    }
  }

  private func readLines() throws(WriteError) -> (events: [LearningEvent], readable: Data, isDamaged: Bool) {
    guard let octets = FileManager.default.contents(atPath: file.path) else {
      guard FileManager.default.fileExists(atPath: file.path) else { return ([], Data(), false) }
      throw WriteError(description: Self.systemReason(file.path))
    }
    let decoder = JSONDecoder()
    var events: [LearningEvent] = []
    var readable = Data()
    var isDamaged = false
    for line in octets.split(separator: 0x0A) {
      if let event = try? decoder.decode(LearningEvent.self, from: line), event.v == 1 {
        events.append(event)
        readable += line + [0x0A]
      } else if Self.isOfLaterVersion(line) {
        // A newer mailtutor wrote it; it is kept for that one.
        readable += line + [0x0A]
      } else {
        isDamaged = true
      }
    }
    return (events, readable, isDamaged || (!octets.isEmpty && octets.last != 0x0A))
  }

  private func setAside(keeping readable: Data) throws(WriteError) -> URL {
    do {
      var number = 1
      var aside = file.appendingPathExtension("damaged-\(number)")
      while FileManager.default.fileExists(atPath: aside.path) {
        number += 1
        aside = file.appendingPathExtension("damaged-\(number)")
      }
      // A copy first, then the good lines in one atomic step: at no moment is there no file.
      try FileManager.default.copyItem(at: file, to: aside)
      try readable.write(to: file, options: .atomic)
      try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file.path)
      return aside
    } catch {
      throw WriteError(description: Self.reason(error))
    }
  }

  /// No other mailtutor writes meanwhile: a line appended during a repair would go to the file that it replaces. A file
  /// of its own holds the lock, since that replacement has another lock than the damaged one.
  private func alone<Result>(_ body: () throws(WriteError) -> Result) throws(WriteError) -> Result {
    let path = file.deletingPathExtension().appendingPathExtension("lock").path
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw WriteError(description: Self.systemReason(path)) }
    // Closing unlocks. Where the file system has no locks, everything goes on without.
    defer { close(descriptor) }
    while flock(descriptor, LOCK_EX) != 0, errno == EINTR {}
    return try body()
  }

  private static func isOfLaterVersion(_ line: Data) -> Bool {
    struct Version: Decodable { let v: Int }
    return (try? JSONDecoder().decode(Version.self, from: line)).map { $0.v > 1 } ?? false
  }

  private static func systemReason(_ path: String) -> String { "\(path): \(String(cString: strerror(errno)))." }

  private static func reason(_ error: any Error) -> String {
    let error = error as NSError
    let path = error.userInfo[NSFilePathErrorKey] as? String
    return [path, error.localizedDescription].compactMap { $0 }.joined(separator: ": ")
  }
}
