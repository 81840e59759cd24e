import MailProtocol

/// One entry of `Locales/patterns.yaml`: when a text has a cause.
struct FieldEntry: Sendable {
  let cause: String
  let mender: Trouble.Mender?
  /// It looks at the whole text, not at the reply that was found in it.
  let isOfWholeText: Bool
  private let conditions: Conditions
  private let patterns: [WordPattern]
  private let requirement: WordPattern?

  /// It goes by what a reply's code and command are.
  var hasWords: Bool { !patterns.isEmpty }

  func fits(_ text: FieldText, _ words: TextWords) -> Bool {
    conditions.fit(text) && (requirement?.isFound(in: words) ?? true)
      && (patterns.isEmpty || patterns.contains { $0.isFound(in: words) })
  }
}

extension FieldEntry: Decodable {
  private enum Key: String, CodingKey {
    case cause, who, when, any, requires
    case scope = "in"
  }

  init(from decoder: Decoder) throws {
    let values = try decoder.container(keyedBy: Key.self)
    cause = try values.decode(String.self, forKey: .cause)
    mender = try values.decodeIfPresent(Trouble.Mender.self, forKey: .who)
    conditions = try values.decodeIfPresent(Conditions.self, forKey: .when) ?? Conditions()
    isOfWholeText = try values.decodeIfPresent(Scope.self, forKey: .scope) == .whole
    patterns = try values.decodeIfPresent([String].self, forKey: .any)?.map { WordPattern($0) } ?? []
    requirement = try values.decodeIfPresent(String.self, forKey: .requires).map { WordPattern($0) }
  }

  private enum Scope: String, Decodable { case whole }
}

/// What must hold besides the words.
private struct Conditions: Decodable, Sendable {
  var code: [String]?
  var enhanced: Nothing?
  var after: [String]?
  var `protocol`: MailProtocolName?
  var form: [FieldText.Form]?

  /// The word for a thing that must not be there.
  enum Nothing: String, Decodable { case none }

  func fit(_ text: FieldText) -> Bool {
    if let code, !code.contains(where: { Self.isCode($0, text.status) }) { return false }
    if enhanced != nil, text.enhanced != nil { return false }
    if let after, !after.contains(text.answers ?? Nothing.none.rawValue) { return false }
    if let `protocol`, let speaking = text.speaking, speaking != `protocol` { return false }
    if let form, !form.contains(text.form) { return false }
    return true
  }

  /// `5xx` is any code with that digit.
  private static func isCode(_ wanted: String, _ status: String?) -> Bool {
    guard let status else { return wanted == Nothing.none.rawValue }
    return wanted == status || (wanted.hasSuffix("xx") && wanted.first == status.first)
  }
}

extension Trouble.Mender: Decodable {}
