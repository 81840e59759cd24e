import Yams

/// The three containers that `NodeDecoder` hands to a `Decodable`: a mapping, a list, a single value.
struct KeyedNodes<Key: CodingKey>: KeyedDecodingContainerProtocol {
  let decoder: NodeDecoder
  /// By the key's text: to Yams, a quoted "1" and a plain 1 are different nodes.
  let values: [String: Node]
  let asked: NodeVisit.AskedKeys

  init(decoder: NodeDecoder, mapping: Node.Mapping, asked: NodeVisit.AskedKeys) {
    self.decoder = decoder
    values = Dictionary(mapping.compactMap { key, value in key.scalar.map { ($0.string, value) } }) { first, _ in first
    }
    self.asked = asked
    asked.isMapping = true
  }

  var codingPath: [CodingKey] { decoder.codingPath }

  /// A type that asks for all keys takes any: it is a dictionary.
  var allKeys: [Key] {
    asked.isDictionary = true
    return values.keys.sorted().compactMap(Key.init(stringValue:))
  }

  func contains(_ key: Key) -> Bool {
    asked.keys.insert(key.stringValue)
    return values[key.stringValue] != nil
  }

  func decodeNil(forKey key: Key) throws -> Bool {
    let node = try child(key).node
    return node.scalar.map { $0.style == .plain && ["", "~", "null"].contains($0.string) } ?? false
  }

  func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
    try child(key).decode(type)
  }

  func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type, forKey key: Key
  ) throws -> KeyedDecodingContainer<Nested> {
    try child(key).container(keyedBy: type)
  }

  func nestedUnkeyedContainer(forKey key: Key) throws -> UnkeyedDecodingContainer {
    try child(key).unkeyedContainer()
  }

  func superDecoder() throws -> Decoder { decoder }
  func superDecoder(forKey key: Key) throws -> Decoder { try child(key) }

  private func child(_ key: Key) throws -> NodeDecoder {
    asked.keys.insert(key.stringValue)
    guard let node = values[key.stringValue] else {
      throw DecodingError.keyNotFound(key, .init(codingPath: codingPath, debugDescription: ""))
    }
    return decoder.child(node, key)
  }
}

struct NodeList: UnkeyedDecodingContainer {
  struct Index: CodingKey {
    let intValue: Int?
    var stringValue: String { String(intValue ?? 0) }
    init(intValue: Int) { self.intValue = intValue }
    init?(stringValue _: String) { nil }
  }

  let decoder: NodeDecoder
  let nodes: [Node]
  var currentIndex = 0

  init(decoder: NodeDecoder, nodes: [Node]) {
    self.decoder = decoder
    self.nodes = nodes
  }

  var codingPath: [CodingKey] { decoder.codingPath }
  var count: Int? { nodes.count }
  var isAtEnd: Bool { currentIndex >= nodes.count }

  mutating func decodeNil() throws -> Bool { false }

  mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value { try next().decode(type) }

  mutating func nestedContainer<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
    try next().container(keyedBy: type)
  }

  mutating func nestedUnkeyedContainer() throws -> UnkeyedDecodingContainer { try next().unkeyedContainer() }
  mutating func superDecoder() throws -> Decoder { try next() }

  private mutating func next() throws -> NodeDecoder {
    guard !isAtEnd else { throw decoder.complaint("more values are expected in this list") }
    defer { currentIndex += 1 }
    return decoder.child(nodes[currentIndex], Index(intValue: currentIndex))
  }
}

struct NodeScalar: SingleValueDecodingContainer {
  let decoder: NodeDecoder
  var codingPath: [CodingKey] { decoder.codingPath }

  func decodeNil() -> Bool { false }
  func decode(_: Bool.Type) throws -> Bool { try decoder.boolean() }
  func decode(_: String.Type) throws -> String { try decoder.string() }
  func decode(_ type: Int.Type) throws -> Int { try decoder.integer(type) }
  func decode(_ type: Int8.Type) throws -> Int8 { try decoder.integer(type) }
  func decode(_ type: Int16.Type) throws -> Int16 { try decoder.integer(type) }
  func decode(_ type: Int32.Type) throws -> Int32 { try decoder.integer(type) }
  func decode(_ type: Int64.Type) throws -> Int64 { try decoder.integer(type) }
  func decode(_ type: UInt.Type) throws -> UInt { try decoder.integer(type) }
  func decode(_ type: UInt8.Type) throws -> UInt8 { try decoder.integer(type) }
  func decode(_ type: UInt16.Type) throws -> UInt16 { try decoder.integer(type) }
  func decode(_ type: UInt32.Type) throws -> UInt32 { try decoder.integer(type) }
  func decode(_ type: UInt64.Type) throws -> UInt64 { try decoder.integer(type) }
  func decode(_: Double.Type) throws -> Double { throw decoder.complaint("a number with a point has no place here") }
  func decode(_: Float.Type) throws -> Float { throw decoder.complaint("a number with a point has no place here") }
  func decode<Value: Decodable>(_ type: Value.Type) throws -> Value { try decoder.decode(type) }
}
