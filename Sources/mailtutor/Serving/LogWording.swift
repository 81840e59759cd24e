import Foundation
import LessonEngine
import MailProtocol
import MailSimulator
import TerminalUI

/// How the log of `serve` words an entry: for people, or as JSON. `LiveLog` writes the lines.
protocol LogWording: Sendable {
  func lines(_ entry: LogEntry, _ connection: Int) -> [String]
  func leftOut(_ entries: Int) -> String
}

/// `#7 C: STTA`, with the number of the connection and, under a refused line, the reason.
struct PlainLogWording: LogWording {
  /// Lines of one reply that are shown; a letter may have many thousand.
  private static let shownLines = 24

  private let diagnoses: DiagnosisText
  private let refusals: [PolicyRefusal: String]
  private let bad: String
  private let remark: String
  private let theme: Theme

  init(catalog: MessageCatalog, theme: Theme) {
    diagnoses = DiagnosisText(catalog)
    refusals = Dictionary(uniqueKeysWithValues: PolicyRefusal.allCases.map { ($0, catalog.ui($0)) })
    bad = theme.symbol(.bad, word: catalog.ui(.serveWhy))
    remark = theme.symbol(.remark, word: catalog.ui(.wordsRemark))
    self.theme = theme
  }

  func lines(_ entry: LogEntry, _ connection: Int) -> [String] {
    words(entry).map { "\(theme.apply(.dim, "#\(connection)")) \($0)" }
  }

  func leftOut(_ entries: Int) -> String { "... \(entries) entries left out" }

  private func words(_ entry: LogEntry) -> [String] {
    switch entry {
    case .opened(let speaking, let from, let tls): return ["open \(speaking.rawValue)\(tls ? "s" : "") from \(from)"]
    case .client(let line, _): return ["C: \(line)"]
    case .server(let reply):
      let (lines, more) = Self.cut(reply, after: Self.shownLines)
      return lines.map { "S: " + theme.apply(.serverLine, $0) } + (more > 0 ? ["S: ... \(more) more lines"] : [])
    case .annotation(.refused(let diagnosis)): return ["  " + theme.apply(.bad, bad) + " " + reason(diagnosis)]
    case .annotation(.forgiven(let diagnosis)): return ["  " + theme.apply(.remark, remark) + " " + reason(diagnosis)]
    case .annotation(.waiting(let diagnosis)): return ["  " + theme.apply(.bad, bad) + " " + reason(diagnosis)]
    case .annotation(.declined(let reason)): return ["  " + theme.apply(.bad, bad) + " " + sentence(reason)]
    case .annotation(.fault(let fault)): return ["  " + theme.apply(.remark, "\(remark) fault: \(fault.name)")]
    case .closed(let ending):
      return ["closed: " + [ending.name, ending.detail].compactMap(\.self).joined(separator: ", ")]
    }
  }

  private func sentence(_ reason: PolicyRefusal) -> String {
    "\((refusals[reason] ?? "").filter { $0 != "`" }) [\(reason.rawValue)]"
  }

  private func reason(_ diagnosis: Diagnosis) -> String {
    let source = DiagnosisText.source(diagnosis).joined(separator: " · ")
    return [diagnoses.what(diagnosis)?.filter { $0 != "`" }, "[\(source)]"].compactMap(\.self).joined(separator: " ")
  }

  /// The first lines of a reply, safe to show, and how many more there are.
  static func cut(_ reply: ServerOutput.Reply, after count: Int) -> (lines: [String], more: Int) {
    switch reply {
    case .octets(let octets): cut(CollectionOfOne(octets), after: count)
    case .letter(let letter): cut(letter, after: count)
    }
  }

  private static func cut(_ pieces: some Sequence<[UInt8]>, after count: Int) -> (lines: [String], more: Int) {
    var lines: [String] = []
    var more = 0
    var begun: [UInt8] = []
    for piece in pieces {
      var rest = piece[...]
      while let end = rest.firstIndex(of: 0x0A) {
        if lines.count < count {
          begun += rest[..<end]
          lines.append(ByteSanitizer.visible(begun.last == 0x0D ? begun.dropLast() : begun[...]))
          begun = []
        } else {
          more += 1
        }
        rest = rest[(end + 1)...]
      }
      if lines.count < count { begun += rest }
    }
    return (lines, more)
  }
}

/// One object a line: `{"connection":7,"event":"client","line":"STTA"}`.
struct JSONLogWording: LogWording {
  private struct Record: Encodable {
    var connection: Int?
    var event: String
    var `protocol`: String?
    var from: String?
    var tls: Bool?
    var line: String?
    var lines: [String]?
    /// Lines of a reply, or entries, that are not here.
    var more: Int?
    var diagnosis: String?
    var reference: String?
    var ending: String?
    var detail: String?
  }

  private static let shownLines = 100

  func lines(_ entry: LogEntry, _ connection: Int) -> [String] {
    var record: Record
    switch entry {
    case .opened(let speaking, let from, let tls):
      record = Record(event: "opened", protocol: speaking.rawValue, from: from, tls: tls)
    case .client(let line, let isLetters): record = Record(event: isLetters ? "letter" : "client", line: line)
    case .server(let reply):
      let (lines, more) = PlainLogWording.cut(reply, after: Self.shownLines)
      record = Record(event: "server", lines: lines, more: more > 0 ? more : nil)
    case .annotation(.refused(let diagnosis)):
      record = Record(event: "refused", diagnosis: diagnosis.id.rawValue, reference: diagnosis.reference)
    case .annotation(.forgiven(let diagnosis)):
      record = Record(event: "forgiven", diagnosis: diagnosis.id.rawValue, reference: diagnosis.reference)
    case .annotation(.waiting(let diagnosis)):
      record = Record(event: "waiting", diagnosis: diagnosis.id.rawValue, reference: diagnosis.reference)
    case .annotation(.declined(let reason)): record = Record(event: "declined", detail: reason.rawValue)
    case .annotation(.fault(let fault)): record = Record(event: "fault", detail: fault.name)
    case .closed(let ending): record = Record(event: "closed", ending: ending.name, detail: ending.detail)
    }
    record.connection = connection
    return [Self.text(record)]
  }

  func leftOut(_ entries: Int) -> String { Self.text(Record(event: "left-out", more: entries)) }

  /// Optional keys that are nil are left out.
  private static func text(_ record: Record) -> String {
    return JSONText.line(record)
  }
}
