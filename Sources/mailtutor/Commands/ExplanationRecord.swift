import LessonEngine
import MailProtocol

/// What `explain --json` says of one thing, as `Documentation/explain.md` has it.
struct ExplanationRecord: Encodable {
  struct Part: Encodable {
    let line: Int
    let start: Int
    let end: Int
    let text: String
    let key: String
    let meaning: String
  }

  let understood: Bool
  let code: String?
  let enhanced: String?
  let cause: String?
  let who: String?
  let by: String?
  let what: String?
  let `try`: String?
  let lesson: String?
  let recipient: String?
  let host: String?
  let parts: [Part]

  init(_ finding: Explanation.Finding, _ catalog: MessageCatalog) {
    let trouble = finding.trouble
    let text = TroubleText(catalog)
    understood = finding.isUnderstood
    code = finding.reply?.status
    enhanced = finding.enhanced.map { "\($0)" }
    cause = trouble?.cause
    who = trouble?.mender.rawValue
    by = trouble?.basis.rawValue
    what = trouble.flatMap { text.what($0) }
    `try` = trouble.flatMap { text.try($0) }
    lesson = trouble?.lesson
    recipient = trouble?.recipient
    host = trouble?.host
    parts = finding.feedback.flatMap { Self.parts($0, catalog) }
  }

  private static func parts(_ feedback: Feedback, _ catalog: MessageCatalog) -> [Part] {
    if case .reply(_, let anatomy, _) = feedback {
      return anatomy.parts.map { part in
        let key = part.meanings.first { catalog.text(.replies, $0) != nil } ?? part.meanings[0]
        return Part(
          line: part.line, start: part.range.lowerBound, end: part.range.upperBound, text: part.text, key: key,
          meaning: catalog.reply([key], MessageCatalog.values(of: part)) ?? "")
      }
    }
    if case .verb(let name, let verb) = feedback {
      let key = "\(name.rawValue).\(verb)"
      return [
        Part(line: 0, start: 0, end: verb.utf8.count, text: verb, key: key, meaning: catalog.text(.commands, key) ?? "")
      ]
    }
    if case .caution(let diagnosis) = feedback {
      let range = diagnosis.range ?? 0..<0
      return [
        Part(
          line: 0, start: range.lowerBound, end: range.upperBound, text: diagnosis.values["bad"] ?? "",
          key: diagnosis.id.rawValue, meaning: DiagnosisText(catalog).what(diagnosis) ?? "")
      ]
    }
    if case .notice(let key, let values) = feedback {
      return [Part(line: 0, start: 0, end: 0, text: "", key: key.rawValue, meaning: catalog.ui(key, values))]
    }
    // A trouble's sentences stand in the record itself.
    return []
  }
}
