import MailProtocol
import Testing

/// A line that is no command as it stands, what is said of it, and the line that is suggested instead. In a table
/// `␠` and `␉` are a space and a tab that could not be seen, and `-` is no suggestion.
struct Slip: Sendable, CustomTestStringConvertible {
  let speaking: MailProtocolName
  let line: String
  let id: String
  let suggestion: String?

  var testDescription: String { "\(speaking.title) \(line)" }

  static let all = pop3 + smtp + paths

  static func rows(_ speaking: MailProtocolName, _ table: String) -> [Slip] {
    table.split(separator: "\n").map { row in
      let cells = row.split(separator: "=>", maxSplits: .max).map { $0.trimmingSpaces }
      precondition(cells.count == 3, "\(row)")
      let line = String(cells[0].map { $0 == "␠" ? " " : $0 == "␉" ? "\t" : $0 })
      return Slip(speaking: speaking, line: line, id: cells[1], suggestion: cells[2] == "-" ? nil : cells[2])
    }
  }

  /// What the parser of the protocol has against a line.
  static func diagnosis(of line: String, _ speaking: MailProtocolName) -> Diagnosis? {
    switch speaking {
    case .pop3: POP3Command.parse(line).reading.diagnosis
    case .smtp: SMTPCommand.parse(line).reading.diagnosis
    }
  }

  /// A command, and nothing to be said of it but that a host's name is a local one.
  static func isFlawless(_ line: String, _ speaking: MailProtocolName) -> Bool {
    guard let flaw = diagnosis(of: line, speaking) else { return true }
    return flaw.id == .helloLocalName
  }
}

extension Substring {
  fileprivate var trimmingSpaces: String {
    var text = self
    while text.first == " " { text = text.dropFirst() }
    while text.last == " " { text = text.dropLast() }
    return String(text)
  }
}
