import MailProtocol

/// How a server says no: a text for each diagnosis, for a kind of diagnosis (`state` for `state.no-mail`), or
/// `default`. The rule book decides that a line is refused; here are only the words.
struct Refusals<Occasion: ReplyKind>: Decodable, Sendable {
  private let texts: [String: Wording]

  private static var general: String { "default" }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: AnyKey.self)
    var texts: [String: Wording] = [:]
    for key in container.allKeys {
      guard Self.isKnown(key.stringValue) else {
        throw DecodingError.dataCorruptedError(
          forKey: key, in: container,
          debugDescription:
            "`\(key.stringValue)` is no diagnosis, no kind of diagnosis (`verb`, `state` …) and not `default`"
        )
      }
      texts[key.stringValue] = try Wording(
        from: container, key, allowing: Self.values(of: key.stringValue).union(ReplyValue.everywhere),
        startingWith: Occasion.refusalStarts, Occasion.speaking)
    }
    guard texts[Self.general] != nil else {
      throw DecodingError.keyNotFound(
        AnyKey(Self.general),
        .init(
          codingPath: container.codingPath,
          debugDescription: "`default` is missing: what the server says when nothing more exact fits"))
    }
    self.texts = texts
  }

  /// The most exact text for it.
  subscript(_ id: Diagnosis.ID) -> Wording {
    let id = id.asServersSay
    if let wording = texts[id.rawValue] { return wording }
    // To a server a list is one argument too many, or no number.
    if id == .argumentList, let wording = texts[Diagnosis.ID.argumentExtra.rawValue] { return wording }
    if let text = Occasion.standardRefusals[id] { return Wording(plain: text, allowing: []) }
    guard let wording = texts[id.kind] ?? texts[Self.general] else {
      preconditionFailure("decoding demanded a default refusal")
    }
    return wording
  }

  private static func isKnown(_ key: String) -> Bool {
    key == general || Diagnosis.ID(rawValue: key) != nil || Diagnosis.ID.allCases.contains { $0.kind == key }
  }

  private static func values(of key: String) -> Set<ReplyValue> {
    let always: Set<ReplyValue> = [.verb, .line, .text, .form, .legal, .helo, .user]
    return always.union(Diagnosis.ID(rawValue: key).flatMap { Self.furtherValues[$0] } ?? [])
  }

  private static var furtherValues: [Diagnosis.ID: Set<ReplyValue>] {
    [.argumentNoSuchMessage: [.i, .n], .argumentDeletedMessage: [.i, .n], .parameterSizeTooBig: [.limit]]
  }
}

extension Diagnosis.ID {
  /// `state` of `state.no-mail`.
  fileprivate var kind: String { String(rawValue.prefix { $0 != "." }) }

  /// To a server an extension's parameter after HELO is one that it does not know: it says nothing of EHLO.
  var asServersSay: Diagnosis.ID { self == .helloEHLONeeded ? .parameterUnknown : self }

  /// There is no such command here.
  var isAboutVerb: Bool { kind == "verb" }
}

extension Diagnosis {
  /// What a refusal's text may name: of the typed line only what is safe to echo. A reply is seen by more eyes than the
  /// line, and is ASCII.
  func values<Command>(answering parsed: Parsed<Command>, legal: [Command.Verb]) -> [ReplyValue: String] {
    let line = SecretMask.masked(parsed.line, expectsSecret: false)
    let shown = line.hiding(in: ByteSanitizer.visible(parsed.line), mask: "***")
    var values: [ReplyValue: String] = [
      .line: shown,
      .verb: String(shown.prefix { $0 != " " }),
      .text: self.values["bad"].map { line.hiding(in: $0, mask: "***") }
        ?? String(shown.drop { $0 != " " }.dropFirst()),
      .legal: legal.map(\.rawValue).joined(separator: ", "),
    ]
    values[.form] = parsed.verb?.form
    values[.i] = self.values["i"]
    values[.n] = self.values["n"]
    values[.limit] = self.values["limit"]
    return values
  }
}
