import Yams

/// YAML for people: decodes any `Decodable` and says, with line and column, what it did not understand. Keys that
/// nobody asked for are findings too, since a misspelt key would otherwise be silently without effect.
///
/// Packs are untrusted: size, depth, nodes and aliases are bounded before anything is built from them.
public struct StrictYAML {
  public let file: String
  let root: Node

  static let maximumOctets = 1 << 20
  static let maximumNodes = 100_000
  /// Three levels of three, two or so: the largest file unfolds to less than twenty of its size.
  static let maximumAliases = 8

  public init(_ text: String, file: String) throws(Findings) {
    func fail(_ message: String, _ rule: String, line: Int = 1, column: Int = 1) -> Findings {
      Findings([Finding(file, line: line, column: column, message, rule: rule)])
    }
    guard text.utf8.count <= Self.maximumOctets else {
      throw fail("this file is larger than 1 MiB: split it, or check that it is the right one", "yaml.too-large")
    }
    if let place = Self.firstControl(in: text) {
      throw fail(
        "a control character (U+\(place.hex)) stands here: delete it, or write it as an escape in quotes",
        "text.control-character", line: place.line, column: place.column)
    }
    guard Self.aliases(in: text) <= Self.maximumAliases else {
      throw fail("more than \(Self.maximumAliases) YAML aliases: write the values out", "yaml.aliases")
    }
    do {
      // Whoever decodes knows which texts are numbers; to have Yams guess it would cost more than all its other work.
      guard let node = try Yams.compose(yaml: text, .basic) else { throw fail("this file is empty", "yaml.empty") }
      self.file = file
      root = node
    } catch let findings as Findings {
      throw findings
    } catch let error as YamlError {
      throw fail(
        Self.sentence(error), "yaml.syntax", line: Self.mark(error)?.line ?? 1, column: Self.mark(error)?.column ?? 1)
    } catch {
      throw fail("this is not YAML: \(error)", "yaml.syntax")
    }
  }

  /// - Throws: every finding of the file: the first thing that could not be read, and all unknown keys before it.
  public func decode<Value: Decodable>(_ type: Value.Type = Value.self) throws(Findings) -> Value {
    let visit = NodeVisit(file: file)
    do {
      let value = try NodeDecoder(node: root, codingPath: [], visit: visit).decode(type)
      guard visit.unknownKeys.isEmpty else { throw Findings(visit.unknownKeys) }
      return value
    } catch let findings as Findings {
      throw findings
    } catch let finding as Finding {
      throw Findings(visit.unknownKeys + [finding])
    } catch {
      throw Findings(visit.unknownKeys + [Finding(file, "\(error)", rule: "yaml.value")])
    }
  }

  /// A part of the document, to be decoded by whoever knows its form (a lesson's `server:`).
  public func section(_ key: String) -> StrictYAML? {
    root.mapping?.value(of: key).map { StrictYAML(file: file, root: $0) }
  }

  /// Where a value stands: line and column from 1.
  public func place(of path: [YAMLStep]) -> (line: Int, column: Int) {
    var node = root
    for step in path {
      let next: Node? =
        switch step {
        case .key(let key): node.mapping?.value(of: key)
        case .index(let index):
          node.sequence.flatMap { $0.indices.contains(index) ? $0[index] : nil }
        }
      guard let next else { break }
      node = next
    }
    return (node.mark?.line ?? 1, node.mark?.column ?? 1)
  }

  /// Every text of the document, keys too, in the order of the file.
  public var texts: [(text: String, line: Int, column: Int)] {
    func texts(_ node: Node) -> [(text: String, line: Int, column: Int)] {
      switch node {
      case .scalar(let scalar): [(scalar.string, node.mark?.line ?? 1, node.mark?.column ?? 1)]
      case .sequence(let sequence): sequence.flatMap(texts)
      case .mapping(let mapping): mapping.flatMap { texts($0.key) + texts($0.value) }
      case .alias: []
      }
    }
    return texts(root)
  }

  public enum YAMLStep: Hashable, Sendable {
    case key(String)
    case index(Int)
  }

  private init(file: String, root: Node) {
    self.file = file
    self.root = root
  }

  /// Aliases can make a small text grow without end, so they are counted before the parser sees them. A star
  /// counts when it stands where a value may begin (after all that libyaml takes for a line break, too) and a
  /// name follows it.
  private static func aliases(in text: String) -> Int {
    var count = 0
    var previous: Unicode.Scalar = " "
    var sawStar = false
    for scalar in text.unicodeScalars {
      let isName =
        switch scalar {
        case "0"..."9", "A"..."Z", "a"..."z", "_", "-": true
        default: false
        }
      if sawStar, isName { count += 1 }
      sawStar = scalar == "*" && " \n\r\u{2028}\u{2029}[{,:-?".unicodeScalars.contains(previous)
      previous = scalar
    }
    return count
  }

  private static func firstControl(in text: String) -> (line: Int, column: Int, hex: String)? {
    var line = 1
    var column = 1
    for scalar in text.unicodeScalars {
      if scalar == "\n" {
        line += 1
        column = 1
        continue
      }
      if isControl(scalar), scalar != "\r" { return (line, column, String(scalar.value, radix: 16)) }
      column += 1
    }
    return nil
  }

  /// Moves a cursor or reorders text. Unicode has no controls (Cc) but these; to look up the category of each letter of
  /// every file would take longer than to read it.
  static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7F..<0xA0, 0x202A...0x202E, 0x2066...0x2069: true
    default: false
    }
  }

  private static func mark(_ error: YamlError) -> Mark? {
    switch error {
    case .scanner(_, _, let mark, _), .parser(_, _, let mark, _), .composer(_, _, let mark, _): mark
    case .duplicatedKeysInMapping(_, let context): context.mark
    default: nil
    }
  }

  private static func sentence(_ error: YamlError) -> String {
    switch error {
    case .scanner(_, let problem, _, _), .parser(_, let problem, _, _), .composer(_, let problem, _, _):
      "not valid YAML: \(problem); check quotes, indentation and the colon before this place"
    case .duplicatedKeysInMapping(let duplicates, _):
      "the key \(duplicates.joined(separator: ", ")) stands twice: keep one"
    default: "not valid YAML: check quotes and indentation"
    }
  }
}
