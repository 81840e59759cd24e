import Foundation
import LessonEngine
import Testing

@testable import ProgressStore

/// The log on disks that are full, slow, read-only, or cut off in the middle.
@Suite struct EventLogDiskTests {
  private let folder = LogFolder()
  private let disk = DiskCalls()
  private var log: EventLog { folder.log(disk.calls) }

  private func steps() throws -> [String?] { try folder.log.read().events.map(\.step) }

  // MARK: In which order things reach the disk

  /// The folders and their entries, then the file's entry, then what is in it.
  @Test func theFirstEvent() throws {
    try log.append([LogFolder.event("one")])
    let outside = folder.url.deletingLastPathComponent().deletingLastPathComponent().lastPathComponent
    let above = folder.url.deletingLastPathComponent().lastPathComponent
    #expect(
      disk.journal == [
        "make \(above)", "sync \(outside)", "make state", "sync \(above)", "sync state", "write events.jsonl",
        "sync events.jsonl",
      ])
  }

  /// Another mailtutor makes the folder between our look and our call.
  @Test func aFolderThatAnotherMakes() throws {
    var calls = disk.calls
    let make = calls.makeFolder
    let url = folder.url
    calls.makeFolder = { (path) throws(SystemError) in
      if path == url.path, FileManager.default.fileExists(atPath: url.deletingLastPathComponent().path) {
        try? FileManager.default.createDirectory(at: url, withIntermediateDirectories: false)
      }
      try make(path)
    }
    try folder.log(calls).append([LogFolder.event("one")])
    #expect(try steps() == ["one"])
    let above = url.deletingLastPathComponent().lastPathComponent
    #expect(disk.journal.filter { $0 == "sync \(above)" }.count == 1)
  }

  @Test func everyOtherEvent() throws {
    try log.append([LogFolder.event("one")])
    disk.forget()
    try log.append([LogFolder.event("two"), LogFolder.event("three")])
    #expect(disk.journal == ["write events.jsonl", "sync events.jsonl"])
  }

  /// A power cut between any two of these leaves the damaged file, or the repaired one and the copy.
  @Test func aRepair() throws {
    try folder.write("garbage\n")
    _ = try log.read()
    let copied = ["write events.jsonl.damaged-1.new", "sync events.jsonl.damaged-1.new"]
    #expect(
      disk.journal == copied + [
        "rename events.jsonl.damaged-1.new events.jsonl.damaged-1", "sync state", "sync events.jsonl.new",
        "rename events.jsonl.new events.jsonl", "sync state",
      ])
  }

  @Test func aRepairThatKeepsLines() throws {
    try folder.write(OldLog.text + "garbage\n")
    _ = try log.read()
    #expect(
      disk.journal.suffix(4) == [
        "write events.jsonl.new", "sync events.jsonl.new", "rename events.jsonl.new events.jsonl", "sync state",
      ])
  }

  /// Killed after any number of calls, the next mailtutor finds every event and the damaged octets.
  @Test(arguments: 0..<9) func aRepairThatIsKilled(_ count: Int) throws {
    let damaged = OldLog.text + "garbage\n"
    try folder.write(damaged)
    let left = CountDown(count)
    disk.fail { (call) throws(SystemError) in
      if !call.hasPrefix("open"), !call.hasPrefix("lock"), !left.next() { throw SystemError(code: EIO) }
    }
    let contents = try log.read()
    #expect(contents.events.count == 18)
    if count < 8 { #expect(contents.repair != .notNeeded) }
    let next = try folder.log.read()
    #expect(next.events.count == 18)
    let kept = try folder.names().filter { $0.hasPrefix("events.jsonl.damaged-") && !$0.hasSuffix(".new") }
    #expect(!kept.isEmpty)
    for name in kept { #expect(try Data(contentsOf: folder.url.appendingPathComponent(name)) == Data(damaged.utf8)) }
    #expect(try folder.text() == OldLog.text)
  }

  // MARK: Writes that are cut short

  @Test(arguments: [1, 7, 100, 1 << 20]) func shortWritesGoOn(_ most: Int) throws {
    disk.accept { (count) throws(SystemError) in min(count, most) }
    let written = try log.append([LogFolder.event("one"), LogFolder.event("two", "còn 中文")])
    #expect(try folder.log.read().events == written)
    #expect(try folder.breaks() == [])
  }

  /// ENOSPC comes after what there was room for.
  @Test(arguments: [0, 1, 60, 200]) func aFullDisk(_ room: Int) throws {
    try folder.log.append([LogFolder.event("one")])
    let before = try folder.text()
    let left = CountDown(room)
    disk.accept { (count) throws(SystemError) in
      let taken = left.take(count)
      if taken == 0 { throw SystemError(code: ENOSPC) }
      return taken
    }
    let error = #expect(throws: StorageError.self) {
      try log.append([LogFolder.event("two"), LogFolder.event("three")])
    }
    #expect(error?.cause == .full && error?.path == folder.log.file.path)
    #expect(error?.description.hasSuffix("events.jsonl: No space left on device.") == true)
    #expect(try folder.text() == before, "no half line is left")
    // There is room again.
    disk.accept { $0 }
    try log.append([LogFolder.event("two")])
    #expect(try steps() == ["one", "two"] && folder.breaks() == [])
  }

  /// Where half a line could not even be taken back.
  @Test func aFullDiskThatKeepsHalfALine() throws {
    try folder.log.append([LogFolder.event("one")])
    let left = CountDown(40)
    disk.accept { (count) throws(SystemError) in
      let taken = left.take(count)
      if taken == 0 { throw SystemError(code: EDQUOT) }
      return taken
    }
    disk.fail { (call) throws(SystemError) in if call.hasPrefix("truncate") { throw SystemError(code: EIO) } }
    let error = #expect(throws: StorageError.self) { try log.append([LogFolder.event("two")]) }
    #expect(error?.cause == .full, "the reason of the write, not of what came after it")
    try folder.log.append([LogFolder.event("three")])
    #expect(try steps() == ["one", "three"] && folder.breaks() == [])
  }

  /// What may or may not be on the disk is taken back, so that a second try does not write it twice.
  @Test func aDiskThatDoesNotConfirm() throws {
    try folder.log.append([LogFolder.event("one")])
    disk.fail { (call) throws(SystemError) in if call == "sync events.jsonl" { throw SystemError(code: EIO) } }
    var queue = EventQueue(log)
    #expect(throws: StorageError.self) { try queue.append([LogFolder.event("two")]) }
    #expect(!queue.isEmpty)
    disk.fail { _ in }
    let written = try queue.append([LogFolder.event("three")])
    #expect(queue.isEmpty && written.map(\.step) == ["three"] && written[0].previous != nil)
    #expect(try queue.append([]) == [])
    #expect(try steps() == ["one", "two", "three"] && folder.breaks() == [])
  }

  // MARK: Places that cannot be written

  @Test(arguments: [EROFS, EACCES, EPERM]) func aReadOnlyFolder(_ code: Int32) throws {
    try folder.write(OldLog.text)
    disk.fail { (call) throws(SystemError) in
      if call == "open events.lock" || call.hasSuffix(".new") { throw SystemError(code: code) }
    }
    #expect(try log.read().events.count == 18, "an undamaged log is read without the lock")
    let error = #expect(throws: StorageError.self) { try log.append([LogFolder.event("one")]) }
    #expect(error?.cause == .notAllowed)
    // A damaged one is read as far as it can be, and stays where it is.
    try folder.write(OldLog.text + "garbage\n")
    let contents = try log.read()
    #expect(contents.events.count == 18)
    guard case .failed(let reason) = contents.repair else {
      Issue.record("\(contents.repair)")
      return
    }
    #expect(reason.cause == .notAllowed)
    #expect(try folder.text() == OldLog.text + "garbage\n")
  }

  @Test func noRoomForARepair() throws {
    try folder.write(OldLog.text + "garbage\n")
    disk.accept { (_) throws(SystemError) in throw SystemError(code: ENOSPC) }
    let contents = try log.read()
    #expect(contents.events.count == 18)
    if case .failed(let reason) = contents.repair { #expect(reason.cause == .full) } else { Issue.record("repaired") }
    #expect(try folder.names() == ["events.jsonl", "events.lock"], "no half copy is left")
    #expect(try folder.text() == OldLog.text + "garbage\n")
  }

  /// NFS without a lock daemon, and folders that cannot be synced.
  @Test func aFileSystemThatKnowsLess() throws {
    disk.fail { (call) throws(SystemError) in
      if call.hasPrefix("lock") { throw SystemError(code: ENOLCK) }
      if call == "sync state" { throw SystemError(code: EINVAL) }
    }
    try log.append([LogFolder.event("one")])
    try log.append([LogFolder.event("two")])
    #expect(try steps() == ["one", "two"] && folder.breaks() == [])
    // Without the lock nothing is taken back: another may have written behind it.
    disk.forget()
    disk.accept { (_) throws(SystemError) in throw SystemError(code: ENOSPC) }
    #expect(throws: StorageError.self) { try log.append([LogFolder.event("three")]) }
    #expect(disk.journal == ["write events.jsonl"])
  }
}

/// Counts down, whoever asks.
private final class CountDown: @unchecked Sendable {
  private let lock = NSLock()
  private var left: Int

  init(_ count: Int) { left = count }

  func take(_ count: Int) -> Int {
    lock.withLock {
      let taken = min(count, left)
      left -= taken
      return taken
    }
  }

  func next() -> Bool { take(1) == 1 }
}
