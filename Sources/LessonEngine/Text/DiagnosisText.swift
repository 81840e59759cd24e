import MailProtocol

/// Diagnoses in the sentences of one language: what is wrong, why it is, and what to type instead. Whoever tells a
/// diagnosis, on a screen, in a log or as JSON, takes its sentences from here. Protocol text in them is in backticks.
public struct DiagnosisText: Sendable {
  private let messages: [String: String]
  private let language: Language
  private let placeholders: [FormPlaceholder: String]
  /// Characters of a wrong line or word that are quoted: whoever typed it knows the rest.
  private static let longestQuote = 60

  public init(_ catalog: MessageCatalog) {
    messages = catalog.messages(.diagnoses)
    language = catalog.language
    placeholders = Dictionary(uniqueKeysWithValues: FormPlaceholder.allCases.map { ($0, catalog.ui($0)) })
  }

  public func what(_ diagnosis: Diagnosis) -> String? { own("what", diagnosis) }

  public func why(_ diagnosis: Diagnosis) -> String? { own("why", diagnosis) }

  /// What to type instead. A diagnosis without a sentence of its own has the one for its suggestion, or for the form of
  /// its command; nil when it brings neither.
  public func fix(_ diagnosis: Diagnosis) -> String? {
    if diagnosis.values["then"] != nil { return sentence("fix.then", diagnosis) }
    if let own = own("fix", diagnosis) { return own }
    let form = diagnosis.values["form"]
    // Some makers suggest the form itself, which nobody should type as it stands.
    if let suggestion = diagnosis.values["suggestion"], suggestion != form {
      // The sentence's own full stop would be taken for one more dot.
      return sentence(suggestion.hasSuffix(".") ? "fix.dot" : "fix.suggestion", diagnosis)
    }
    return form == nil ? nil : sentence("fix.form", diagnosis)
  }

  /// Its id, and the section that it rests on where there is one: `verb.typo`, `RFC 1939 §3`.
  public static func source(_ diagnosis: Diagnosis) -> [String] {
    [diagnosis.id.rawValue, diagnosis.reference].compactMap(\.self)
  }

  /// The most exact one: for the verb in question (`verb.not-supported.CAPA.fix`), for the protocol, for all. A sentence about
  /// a suggestion, or about what is legal now, is none where there is none.
  private func own(_ part: String, _ diagnosis: Diagnosis) -> String? {
    let id = diagnosis.id.rawValue
    let keys = [diagnosis.values["case"], diagnosis.values["verb"], diagnosis.speaking.rawValue].compactMap(\.self).map
    { "\(id).\($0).\(part)" }
    guard let key = (keys + ["\(id).\(part)"]).first(where: { messages[$0] != nil }) else { return nil }
    for name in ["suggestion", "legal"] where diagnosis.values[name] == nil {
      if messages[key]?.contains("{\(name)}") == true { return nil }
    }
    return sentence(key, diagnosis)
  }

  private func sentence(_ key: String, _ diagnosis: Diagnosis) -> String? {
    var values = diagnosis.values.merging(["protocol": diagnosis.speaking.title]) { $1 }
    if values["bad"] == InputMethod.fullwidthSpace { values["bad"] = messages["name.fullwidth-space"] ?? values["bad"] }
    values["form"] = values["form"].map { FormPlaceholder.replaced(in: $0) { placeholders[$0] ?? $0.rawValue } }
    if let bad = values["bad"], bad.count > Self.longestQuote {
      values["bad"] = String(bad.prefix(Self.longestQuote - 1)) + "…"
    }
    values["letters"] = values["letters"].map { language.list($0.split(separator: ", ").map(String.init)) }
    values = MessageCatalog.safe(values)
    for name in Self.lists(of: diagnosis.id) {
      values[name] = diagnosis.values[name].map { language.listOfCode($0.split(separator: ", ").map(String.init)) }
    }
    return messages[key].map { MessageCatalog.fill($0, values) }
  }

  /// Values that hold several words of code.
  private static func lists(of id: Diagnosis.ID) -> [String] {
    id == .networkCertificateName ? ["legal", "reason"] : ["legal"]
  }
}
