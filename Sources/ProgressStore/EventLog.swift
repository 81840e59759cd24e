import Foundation
import LessonEngine

/// The learner's events on disk: one JSON object a line, only ever appended, each on the disk before the lesson goes
/// on, each with the digest of the line before it (`EventChain`). What cannot be read is set aside and reported; what
/// can be read is never lost.
///
/// - Any number of mailtutors may append and repair at once: they take turns at a lock, and make one chain.
/// - A process that is killed in the middle of an append leaves at most one cut line, which the next append stays clear
///   of and `read` sets aside.
/// - A power cut loses nothing that `append` returned from, and no repair leaves less than there was.
public struct EventLog: Sendable {
  public typealias Hash = @Sendable ([UInt8]) -> [UInt8]

  public let file: URL
  private let sha256: Hash
  private let files: SafeFiles

  public struct Contents: Sendable {
    public let events: [LearningEvent]
    public let repair: Repair
  }

  public enum Repair: Hashable, Sendable {
    case notNeeded
    /// The damaged file was put there; one with the readable lines has its place.
    case setAside(URL)
    /// The damaged file stands where it was, since the folder cannot be written.
    case failed(StorageError)
  }

  public init(folder: URL, sha256: @escaping Hash) {
    self.init(folder: folder, sha256: sha256, calls: .system)
  }

  init(folder: URL, sha256: @escaping Hash, calls: FileSystemCalls) {
    file = folder.appendingPathComponent("events.jsonl")
    self.sha256 = sha256
    files = SafeFiles(calls: calls)
  }

  // MARK: Appending

  /// One write of all the lines, under the lock: they stand together, behind the line that the first of them names.
  /// When it fails the file is as it was.
  ///
  /// - Returns: the events as they were written, each with the digest of the one before.
  @discardableResult
  public func append(_ events: [LearningEvent]) throws(StorageError) -> [LearningEvent] {
    guard !events.isEmpty else { return [] }
    let folder = file.deletingLastPathComponent().path
    if !files.calls.exists(folder) { try files.makeFolder(folder) }
    return try files.alone(lockPath) { (isLocked) throws(StorageError) in
      let descriptor = try files.at(file.path) { () throws(SystemError) in
        try files.calls.open(file.path, O_RDWR | O_APPEND | O_CREAT)
      }
      defer { files.calls.close(descriptor) }
      let size = try files.at(file.path) { () throws(SystemError) in try files.calls.size(descriptor) }
      // The entry of a file that is to hold something must be on the disk before it does.
      if size == 0 { try files.syncFolder(of: file.path) }
      return try files.at(file.path) { () throws(SystemError) in
        let end = try end(of: descriptor, size)
        let chained = chained(events, after: end.line)
        let octets: [UInt8] = (end.isCut ? [0x0A] : []) + chained.flatMap { $0.jsonLine + [0x0A] }
        do throws(SystemError) {
          try files.write(octets, to: descriptor)
          try files.calls.sync(descriptor)
        } catch {
          // What of it is there would be there twice when it is tried again. Without the lock another process may have
          // written behind it.
          if isLocked { try? files.calls.truncate(descriptor, size) }
          throw error
        }
        return chained
      }
    }
  }

  private func chained(_ events: [LearningEvent], after line: [UInt8]?) -> [LearningEvent] {
    var line = line
    return events.map { event in
      var event = event
      event.previous = line.map { EventChain.digest(of: $0, sha256) }
      line = event.jsonLine
      return event
    }
  }

  /// The last line that can be read, since a repair takes away what cannot; and whether a killed process left a line
  /// without its ending, which must not swallow the next.
  private func end(of descriptor: Int32, _ size: Int) throws(SystemError) -> (line: [UInt8]?, isCut: Bool) {
    var isCut = false
    var length = 1 << 12
    while size > 0 {
      let start = max(0, size - length)
      let octets = try files.read(descriptor, from: start, to: size)
      isCut = octets.last.map { $0 != 0x0A } ?? false
      // The first piece may be the end of a longer line.
      let pieces = octets.split(separator: 0x0A, omittingEmptySubsequences: false).dropFirst(start > 0 ? 1 : 0)
      let line = pieces.lazy.reversed().map { EventLine($0) }.first { $0.link != nil }
      if let line { return (line.octets, isCut) }
      if start == 0 { break }
      length *= 16
    }
    return (nil, isCut)
  }

  // MARK: Reading

  /// - Returns: every event that can be read. A damaged file is put aside as `events.jsonl.damaged-N`, and one with
  ///   the readable lines takes its place.
  public func read() throws(StorageError) -> Contents {
    let found = try lines()
    guard found.isDamaged else { return Contents(events: found.events, repair: .notNeeded) }
    do {
      // Another mailtutor may be in the middle of a line; looked at alone, it is whole or it is damaged.
      return try files.alone(lockPath) { (_) throws(StorageError) in
        let found = try lines()
        return Contents(events: found.events, repair: found.isDamaged ? .setAside(try setAside(found)) : .notNeeded)
      }
    } catch {
      return Contents(events: found.events, repair: .failed(error))
    }
  }

  private struct Found {
    var octets: [UInt8] = []
    var lines: [EventLine] = []

    var events: [LearningEvent] {
      lines.compactMap { if case .event(let event) = $0.content { event } else { nil } }
    }
    var isDamaged: Bool { octets.last.map { $0 != 0x0A } ?? false || lines.contains { $0.link == nil } }
  }

  private func lines() throws(StorageError) -> Found {
    let octets = try files.read(file.path) ?? []
    return Found(octets: octets, lines: EventLine.lines(of: octets))
  }

  /// A copy first, then the good lines in one step: at no moment is there no file.
  private func setAside(_ found: Found) throws(StorageError) -> URL {
    var number = 1
    var aside = file.appendingPathExtension("damaged-\(number)")
    while files.calls.exists(aside.path) {
      number += 1
      aside = file.appendingPathExtension("damaged-\(number)")
    }
    try files.replace(aside.path, with: found.octets)
    try files.replace(file.path, with: found.lines.filter { $0.link != nil }.flatMap { $0.octets + [0x0A] })
    return aside
  }

  /// A file of its own, since a repair puts another file in the log's place, and that one would have another lock.
  private var lockPath: String { file.deletingPathExtension().appendingPathExtension("lock").path }
}
