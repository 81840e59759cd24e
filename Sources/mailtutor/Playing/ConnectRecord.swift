import Foundation
import LessonEngine
import MailProtocol
import TerminalUI

/// One object a line for `connect --json`: what was said, and what is to be said of it. Nothing secret is in it.
struct ConnectRecord: Encodable {
  var event: String
  var line: String?
  var lines: [String]?
  var state: String?
  var diagnosis: String?
  var reference: String?
  /// A `MessageKey`, and its sentence.
  var notice: String?
  var text: String?

  /// nil for what only a screen needs.
  init?(_ output: DialogueOutput, state: String, catalog: MessageCatalog) {
    switch output {
    case .sent(let masked): self.init(event: "client", line: masked)
    case .show(.reply(let lines, _, _)):
      self.init(event: "server", lines: lines.map { ByteSanitizer.visible($0) }, state: state)
    case .show(.mistake(let diagnosis, _, _)), .show(.caution(let diagnosis)),
      .show(.letterRemark(let diagnosis, _, _)):
      self.init(
        event: "diagnosis", diagnosis: diagnosis.id.rawValue, reference: diagnosis.reference,
        text: DiagnosisText(catalog).what(diagnosis))
    case .show(.notice(let key, let values)):
      self.init(
        event: "notice", notice: key.rawValue, text: catalog.ui(key, values))
    case .quit(let ending): self.init(event: "closed", text: "\(ending)")
    case .show, .language, .record, .save: return nil
    }
  }

  private init(
    event: String, line: String? = nil, lines: [String]? = nil, state: String? = nil, diagnosis: String? = nil,
    reference: String? = nil, notice: String? = nil, text: String? = nil
  ) {
    self.event = event
    self.line = line
    self.lines = lines
    self.state = state
    self.diagnosis = diagnosis
    self.reference = reference
    self.notice = notice
    self.text = text
  }

  var json: String {
    return JSONText.line(self) + "\n"
  }
}
