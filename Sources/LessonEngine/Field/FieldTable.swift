import MailProtocol

/// `Locales/patterns.yaml` as it is read: the causes, the entries in their order, and what enhanced codes are about.
struct FieldTable: Sendable {
  static let file = "patterns.yaml"

  private(set) var causes: [String: Cause] = [:]
  private var entries: [FieldEntry] = []
  /// By subject and detail, `1.1`: causes that the registry has it for, the usual one first.
  private(set) var registry: [String: [String]] = [:]

  struct Cause: Decodable, Sendable {
    let who: Trouble.Mender
    /// The lesson that shows it, in SMTP or in both protocols.
    let lesson: String?
    /// The lesson that shows it in POP3.
    let pop3: String?
  }

  init() {}

  init(_ files: PackFiles) throws(Findings) {
    let form: Form = try StrictYAML(files.text(Self.file), file: Self.file).decode()
    (causes, entries, registry) = (form.causes, form.patterns, form.enhanced)
    let unknown = (entries.map(\.cause) + registry.values.joined()).filter { causes[$0] == nil }
    guard unknown.isEmpty else {
      throw Findings(unknown.map { Finding(Self.file, "`\($0)` is no cause of this file", rule: "patterns.cause") })
    }
  }

  private struct Form: Decodable {
    let causes: [String: Cause]
    let patterns: [FieldEntry]
    let enhanced: [String: [String]]
  }

  func lesson(on cause: String, _ speaking: MailProtocolName?) -> String? {
    guard let cause = causes[cause] else { return nil }
    return speaking == .pop3 ? cause.pop3 ?? cause.lesson : cause.lesson ?? cause.pop3
  }

  /// The words decide, first those of the reply, then all; where they are not known, the enhanced code; then the code.
  func trouble(in text: FieldText) -> Trouble? {
    if let entry = entries.first(where: { $0.isOfWholeText && $0.fits(text, text.whole) }) {
      return trouble(entry, .words, text)
    }
    for words in text.form == .reply ? [text.reply] : [text.reply, text.whole] {
      if let entry = entries.first(where: { ($0.hasWords || $0.cause == Trouble.accepted) && $0.fits(text, words) }) {
        return trouble(entry, .words, text)
      }
    }
    if let cause = text.enhanced.flatMap(registered)?.first { return trouble(cause, nil, .code) }
    return entries.first { !$0.hasWords && $0.fits(text, text.whole) }.flatMap { trouble($0, .code, text) }
  }

  private func trouble(_ entry: FieldEntry, _ basis: Trouble.Basis, _ text: FieldText) -> Trouble? {
    var trouble = trouble(entry.cause, entry.mender, basis)
    if let enhanced = text.enhanced, let causes = registered(enhanced), !causes.contains(entry.cause) {
      trouble?.disagreeing = enhanced
    }
    return trouble
  }

  private func trouble(_ cause: String, _ mender: Trouble.Mender?, _ basis: Trouble.Basis) -> Trouble? {
    causes[cause].map { Trouble(cause, mender ?? $0.who, basis) }
  }

  private func registered(_ status: EnhancedStatus) -> [String]? {
    status.statusClass == 2 ? nil : registry["\(status.subject).\(status.detail)"]
  }
}
