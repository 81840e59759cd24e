/// Names a lesson among those of all packs: progress is kept by it, so that two packs may have lessons of one id.
public struct LessonKey: Hashable, Sendable {
  /// The pack that comes with mailtutor.
  public static let builtInPack = "builtin"

  public let pack: String
  public let lesson: String

  public init(pack: String, lesson: String) {
    self.pack = pack
    self.lesson = lesson
  }

  /// A drill has events like a lesson, and stands in no pack's list: `review/STAT.verb.typo`, the folder `review`, a
  /// verb in capitals, a diagnosis.
  public var isDrill: Bool {
    let parts = lesson.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, parts[0] == "review", let dot = parts[1].firstIndex(of: ".") else { return false }
    let verb = parts[1][..<dot]
    return !verb.isEmpty && verb.utf8.allSatisfy { (0x41...0x5A).contains($0) }
      && parts[1].index(after: dot) < parts[1].endIndex
  }
}

extension Pack {
  /// What progress in a lesson of this pack is kept by.
  public func key(_ lesson: String) -> LessonKey { LessonKey(pack: id, lesson: lesson) }
}
