/// A lesson pack: `pack.yaml`, and the files below its folder. Lessons are read only when they are opened.
public struct Pack: Sendable {
  public struct Course: Sendable, Hashable, Decodable {
    public let id: String
    public let title: [String: String]
    public let lessons: [String]
  }

  public let id: String
  public let title: [String: String]
  public let languages: [Language]
  /// Of all languages of the program.
  public let typedWords: TypedWords
  public let courses: [Course]
  public let files: PackFiles

  /// - Parameter languages: those that the program speaks.
  public init(_ files: PackFiles, _ languages: Languages) throws(Findings) {
    let yaml = try StrictYAML(files.text("pack.yaml"), file: "pack.yaml")
    let form: PackForm = try yaml.decode()
    id = form.id
    title = form.title
    if let unknown = form.languages.first(where: { languages[$0] == nil }) {
      let place = yaml.place(of: [.key("languages")])
      throw Findings([
        Finding(
          yaml.file, line: place.line, column: place.column,
          "`\(unknown)` is no language here: \(languages.tags.joined(separator: ", "))", rule: "yaml.value")
      ])
    }
    self.languages = form.languages.compactMap { languages[$0] }
    typedWords = languages.typedWords
    courses = form.courses
    self.files = files
  }

  public var lessonIDs: [String] { courses.flatMap(\.lessons) }

  /// The lesson that comes after this one.
  public func lesson(after id: String) -> String? {
    let ids = lessonIDs
    return ids.firstIndex(of: id).flatMap { $0 + 1 < ids.count ? ids[$0 + 1] : nil }
  }

  public func lesson(_ id: String) throws(Findings) -> Lesson {
    let file = "\(id)/lesson.yaml"
    return try Lesson(files.text(file), file: file)
  }

  public func prose(_ id: String, _ language: Language) throws(Findings) -> Prose {
    let file = "\(id)/\(language.tag).md"
    return try Prose(files.text(file), file: file)
  }

  /// A lesson's id as people type it: whole, or its last part when that is clear.
  public func resolve(_ name: String) -> String? {
    if lessonIDs.contains(name) { return name }
    let ends = lessonIDs.filter { $0.hasSuffix("/\(name)") }
    return ends.count == 1 ? ends[0] : nil
  }
}

private struct PackForm: Decodable {
  let id: String
  let title: [String: String]
  let languages: [String]
  let courses: [Pack.Course]

  private enum CodingKeys: String, CodingKey { case format, id, title, courses, languages, licence, authors }

  init(from decoder: Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    let format = try values.decode(Int.self, forKey: .format)
    guard format == 1 else {
      throw values.complaint(.format, "format \(format) is unknown to this version of mailtutor: it reads format 1")
    }
    id = try values.decode(String.self, forKey: .id)
    title = try values.decode([String: String].self, forKey: .title)
    languages = try values.decode([String].self, forKey: .languages)
    guard !languages.isEmpty else { throw values.complaint(.languages, "a pack speaks at least one language: [en]") }
    courses = try values.decode([Pack.Course].self, forKey: .courses)
    guard courses.contains(where: { !$0.lessons.isEmpty }) else {
      throw values.complaint(.courses, "a pack has at least one course with a lesson")
    }
    _ = try values.decode(String.self, forKey: .licence)
    _ = try values.decode([String].self, forKey: .authors)
  }
}
