import MailProtocol

/// The program's own sentences in one language, `Locales/vi/*.yaml`. A file is read when its first sentence is
/// needed, so that starting a lesson reads no diagnoses and no replies.
public final class MessageCatalog {
  /// One file of a language; the name is the first part of no key, it only says where a key is looked up.
  public enum Section: String, CaseIterable, Sendable {
    case ui, commands, replies, diagnoses, field, help
  }

  public let language: Language
  private let read: (Section) throws -> String
  private let report: (any Error) -> Void
  private var sections: [Section: [String: String]] = [:]

  /// - Parameters:
  ///   - read: the text of a section's YAML file.
  ///   - report: told once for each section that cannot be read; its sentences are then missing.
  public init(
    _ language: Language, read: @escaping (Section) throws -> String, report: @escaping (any Error) -> Void
  ) {
    self.language = language
    self.read = read
    self.report = report
  }

  /// nil when the catalog has no such sentence. Values are made safe.
  public func text(_ section: Section, _ key: String, _ values: [String: String] = [:]) -> String? {
    messages(section)[key].map { Self.fill($0, Self.safe(values)) }
  }

  /// A sentence that must be there; the key itself shows what is missing. (The tests compare all languages' keys.)
  public func ui(_ key: MessageKey, _ values: MessageValues = [:]) -> String { sentence(key, values) }

  /// The same for a type that has a sentence for each of its cases.
  public func ui(_ key: some UIKey, _ values: MessageValues = [:]) -> String { sentence(key, values) }

  private func sentence(_ key: some UIKey, _ values: MessageValues) -> String {
    messages(.ui)[key.key].map { Self.fill($0, values.words(in: language)) } ?? key.key
  }

  /// `RETR message-number`, with its placeholders as the language calls them.
  public func form(_ form: String) -> String {
    FormPlaceholder.replaced(in: form) { ui($0) }
  }

  /// The first of several keys that the catalog has.
  public func reply(_ keys: [String], _ values: [String: String]) -> String? {
    keys.lazy.compactMap { self.text(.replies, $0, values) }.first
  }

  /// What the sentence about a reply's part may speak of.
  public static func values(of part: ReplyAnatomy.Part) -> [String: String] {
    let number = Int(part.text).map(String.init) ?? part.text
    return ["text": part.text, "n": number, "decoded": part.decoded ?? ""]
  }

  public func messages(_ section: Section) -> [String: String] {
    if let known = sections[section] { return known }
    var messages: [String: String] = [:]
    do {
      messages = try Self.flatten(read(section), file: "\(language.tag)/\(section.rawValue).yaml")
    } catch {
      report(error)
    }
    sections[section] = messages
    return messages
  }

  /// `a: {b: text}` becomes `a.b: text`.
  public static func flatten(_ yaml: String, file: String) throws(Findings) -> [String: String] {
    let tree: Tree = try StrictYAML(yaml, file: file).decode()
    var messages: [String: String] = [:]
    tree.walk(path: "", into: &messages)
    return messages
  }

  /// `{name}` is a value; `{n|letter|letters}` is the first form when n is 1, else the second.
  public static func fill(_ text: String, _ values: [String: String]) -> String {
    guard text.contains("{") else { return text }
    var result = ""
    var rest = text[...]
    while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
      result += rest[..<open]
      let parts = rest[rest.index(after: open)..<close].split(separator: "|", omittingEmptySubsequences: false)
      if parts.count == 3 {
        result += values[String(parts[0])] == "1" ? parts[1] : parts[2]
      } else if let value = values[String(parts[0])] {
        result += value
      } else {
        result += rest[open...close]
      }
      rest = rest[rest.index(after: close)...]
    }
    return result + rest
  }

  /// What a learner or a server wrote may not close our code spans, and shows no control.
  public static func safe(_ text: String) -> String {
    String(ByteSanitizer.visible(text).map { $0 == "`" ? "'" : $0 })
  }

  static func safe(_ values: [String: String]) -> [String: String] { values.mapValues(safe) }

  private indirect enum Tree: Decodable {
    case leaf(String)
    case branch([String: Tree])

    init(from decoder: Decoder) throws {
      if let text = try? decoder.singleValueContainer().decode(String.self) {
        self = .leaf(text)
      } else {
        self = .branch(try [String: Tree](from: decoder))
      }
    }

    func walk(path: String, into messages: inout [String: String]) {
      switch self {
      case .leaf(let text): messages[path] = text
      case .branch(let children):
        for (key, child) in children { child.walk(path: path.isEmpty ? key : "\(path).\(key)", into: &messages) }
      }
    }
  }
}
