import Yams

/// The `Decoder` behind `StrictYAML`: reads Yams' nodes, remembers which keys were asked for, and turns each
/// complaint into a `Finding` with the place of the node that it is about.
struct NodeDecoder: Decoder {
  let node: Node
  let codingPath: [CodingKey]
  let visit: NodeVisit
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
    try visit.enter(node)
    let asked = visit.beginMapping()
    defer { visit.endMapping() }
    do {
      let value: Value
      if type == String.self { value = try string() as! Value } else { value = try Value(from: self) }
      visit.complain(about: node, unless: asked)
      return value
    } catch let error as DecodingError {
      throw finding(error)
    }
  }

  func container<Key: CodingKey>(keyedBy _: Key.Type) throws -> KeyedDecodingContainer<Key> {
    guard let mapping = node.mapping else { throw complaint("keys with values are expected here, `key: value`") }
    for (key, _) in mapping { try refuseControls(in: key.scalar?.string ?? "") }
    return KeyedDecodingContainer(KeyedNodes<Key>(decoder: self, mapping: mapping, asked: visit.current))
  }

  func unkeyedContainer() throws -> UnkeyedDecodingContainer {
    guard let sequence = node.sequence else { throw complaint("a list is expected here, `[a, b]` or lines with `- `") }
    return NodeList(decoder: self, nodes: Array(sequence))
  }

  func singleValueContainer() throws -> SingleValueDecodingContainer { NodeScalar(decoder: self) }

  func complaint(_ message: String, rule: String = "yaml.value") -> Finding {
    Finding(
      visit.file, line: node.mark?.line ?? 1, column: node.mark?.column ?? 1, message, rule: rule)
  }

  /// The text as written. YAML 1.1 would make `no` a boolean and `~` nothing: where a string is meant, it must
  /// look like one.
  func string() throws -> String {
    guard let scalar = node.scalar else {
      if let key = node.mapping?.first?.key.scalar?.string, BindingName(key) != nil {
        throw complaint("a text that begins with a binding stands in quotes: \"{\(key)}\"")
      }
      throw complaint("one value is expected here, not a list or keys")
    }
    try refuseControls(in: scalar.string)
    let ambiguous: Set<String> = ["y", "n", "yes", "no", "on", "off", "true", "false", "null", "~", ""]
    if scalar.style == .plain, ambiguous.contains(scalar.string.lowercased()) {
      throw complaint(
        "YAML reads `\(scalar.string)` as something else than text: put it in quotes")
    }
    return scalar.string
  }

  /// YAML's own escapes (`"\\e"`) write what the source text does not show.
  private func refuseControls(in text: String) throws {
    if text.unicodeScalars.contains(where: { $0 != "\n" && StrictYAML.isControl($0) }) {
      throw complaint(
        "a control character is escaped in this text: take it out, nothing may move the cursor",
        rule: "text.control-character")
    }
  }

  func integer<Number: FixedWidthInteger>(_: Number.Type) throws -> Number {
    guard let scalar = node.scalar, let value = Number(scalar.string) else {
      throw complaint("a whole number is expected here")
    }
    return value
  }

  func boolean() throws -> Bool {
    switch node.scalar?.string {
    case "true": return true
    case "false": return false
    default: throw complaint("`true` or `false` is expected here")
    }
  }

  func child(_ node: Node, _ key: CodingKey) -> NodeDecoder {
    NodeDecoder(node: node, codingPath: codingPath + [key], visit: visit)
  }

  private func finding(_ error: DecodingError) -> Finding {
    switch error {
    case .keyNotFound(let key, _):
      return complaint("the key `\(key.stringValue)` is missing here", rule: "yaml.missing-key")
    case .dataCorrupted(let context), .typeMismatch(_, let context), .valueNotFound(_, let context):
      // A type that complains about one of its keys names it in the path: point there.
      let inner = context.codingPath.count > codingPath.count ? context.codingPath.last : nil
      let place = inner.flatMap { node.mapping?.value(of: $0.stringValue) } ?? node
      return Finding(
        visit.file, line: place.mark?.line ?? 1, column: place.mark?.column ?? 1, context.debugDescription,
        rule: "yaml.value")
    @unknown default: return complaint("\(error)")
    }
  }
}

/// What one decoding remembers: how much it has read, and which keys were asked for.
final class NodeVisit {
  /// The keys that a type asked for while it decoded one mapping.
  final class AskedKeys {
    var keys: Set<String> = []
    var isDictionary = false
    var isMapping = false
  }

  let file: String
  private(set) var unknownKeys: [Finding] = []
  private var nodes = 0
  private var stack: [AskedKeys] = []

  init(file: String) { self.file = file }

  var current: AskedKeys { stack.last ?? AskedKeys() }

  func beginMapping() -> AskedKeys {
    stack.append(AskedKeys())
    return current
  }

  func endMapping() { stack.removeLast() }

  func enter(_ node: Node) throws {
    nodes += 1
    if nodes > StrictYAML.maximumNodes || stack.count > 40 {
      throw Finding(
        file, line: node.mark?.line ?? 1, column: node.mark?.column ?? 1,
        "this file is too deep or unfolds to too much: write it more simply", rule: "yaml.too-large")
    }
  }

  func complain(about node: Node, unless asked: AskedKeys) {
    guard asked.isMapping, !asked.isDictionary, let mapping = node.mapping else { return }
    for (key, _) in mapping {
      let name = key.scalar?.string ?? "?"
      if asked.keys.contains(name) { continue }
      unknownKeys.append(
        Finding(
          file, line: key.mark?.line ?? 1, column: key.mark?.column ?? 1,
          "the key `\(name)` means nothing here; known keys are \(asked.keys.sorted().joined(separator: ", "))",
          rule: "yaml.unknown-key"))
    }
  }
}

extension Node.Mapping {
  /// The value of a key, whether the key is quoted or not.
  func value(of key: String) -> Node? { first { $0.key.scalar?.string == key }?.value }
}
