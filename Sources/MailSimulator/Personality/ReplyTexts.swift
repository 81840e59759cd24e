import MailProtocol

/// What one server says: a text for each occasion, and a refusal for each diagnosis. A personality's file is
/// decoded into these; the sessions take their replies from here.
struct ReplyTexts<Occasion: ReplyKind>: Decodable, Sendable {
  private let texts: [Occasion: Wording]
  /// Those that the personality has words of its own for.
  private let own: Set<Occasion>

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: AnyKey.self)
    var texts: [Occasion: Wording] = [:]
    for key in container.allKeys {
      guard let occasion = Occasion(rawValue: key.stringValue) else {
        let known = Occasion.allCases.map(\.rawValue).joined(separator: ", ")
        throw DecodingError.dataCorruptedError(
          forKey: key, in: container,
          debugDescription: "there is no word `\(key.stringValue)`; the words are \(known)")
      }
      texts[occasion] = try Wording(
        from: container, key, allowing: occasion.values.union(ReplyValue.everywhere),
        startingWith: occasion.starts, Occasion.speaking)
    }
    for occasion in Occasion.allCases where texts[occasion] == nil {
      if case .demanded = occasion.otherwise {
        throw DecodingError.keyNotFound(
          AnyKey(occasion.rawValue),
          .init(
            codingPath: container.codingPath, debugDescription: "the word `\(occasion.rawValue)` is missing"))
      }
    }
    own = Set(texts.keys)
    for occasion in Occasion.allCases { texts[occasion] = Self.wording(occasion, texts) }
    self.texts = texts
  }

  subscript(_ occasion: Occasion) -> Wording {
    guard let wording = texts[occasion] else { preconditionFailure("no words for \(occasion.rawValue)") }
    return wording
  }

  func has(_ occasion: Occasion) -> Bool { own.contains(occasion) }

  private static func wording(_ occasion: Occasion, _ texts: [Occasion: Wording]) -> Wording {
    if let wording = texts[occasion] { return wording }
    switch occasion.otherwise {
    case .same(let other): return wording(other, texts)
    case .plain(let text): return Wording(plain: text, allowing: occasion.values.union(ReplyValue.everywhere))
    case .demanded: preconditionFailure("decoding demanded the word \(occasion.rawValue)")
    }
  }
}

/// The occasions on which a protocol's server speaks, other than to refuse by the rules.
protocol ReplyKind: CaseIterable, Hashable, Sendable, RawRepresentable where RawValue == String {
  static var speaking: MailProtocolName { get }
  /// How every refusal by the rules may begin.
  static var refusalStarts: [String] { get }
  /// Refusals whose code an RFC fixes, whatever a personality says of their kind.
  static var standardRefusals: [Diagnosis.ID: String] { get }
  /// What its text may name, besides `ReplyValue.everywhere`.
  var values: Set<ReplyValue> { get }
  /// How its text may begin: `+OK`, or an SMTP code's first digits.
  var starts: [String] { get }
  var otherwise: DefaultText<Self> { get }
}

/// What a server says on an occasion for which its personality has no words.
enum DefaultText<Occasion: Sendable>: Sendable {
  /// It must have some.
  case demanded
  /// What it says on a more general occasion.
  case same(Occasion)
  /// The least that the RFC allows.
  case plain(String)
}

struct AnyKey: CodingKey {
  let stringValue: String
  let intValue: Int? = nil

  init(_ text: String) { stringValue = text }
  init?(stringValue: String) { self.init(stringValue) }
  init?(intValue: Int) { nil }
}
