import Foundation

/// Values as JSON, keys in order, so that two runs can be compared.
enum JSONText {
  /// On one line, without its end.
  static func line(_ value: some Encodable) -> String { text(value, []) }
  /// Indented, for a person.
  static func page(_ value: some Encodable) -> String { text(value, .prettyPrinted) }

  private static func text(_ value: some Encodable, _ formatting: JSONEncoder.OutputFormatting) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = formatting.union([.sortedKeys, .withoutEscapingSlashes])
    guard let octets = try? encoder.encode(value) else {
      preconditionFailure("only text, whole numbers, lists and records of these are written")
    }
    return String(decoding: octets, as: UTF8.self)
  }
}
