import Foundation
import LessonEngine
import MailProtocol
import Testing

/// Lines as learners type them, each with the reason and the correction that it draws at its step; and every correction is
/// typed, and works. `Corrections/*.tsv`: lesson, step, line, diagnosis, suggestion; `-` for none, `⇥` for a tab.
@Suite struct CorrectionTests {
  struct Row: Sendable, CustomTestStringConvertible {
    let file: String
    let lesson: String
    let step: String
    let line: String
    let id: String
    let suggestion: String

    var testDescription: String { "\(lesson) \(step): \(line)" }
  }

  private static let folder = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
    .appendingPathComponent("Corrections")

  static let rows: [Row] = {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.filter { $0.hasSuffix(".tsv") }.sorted().flatMap { name -> [Row] in
      let text = (try? String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)) ?? ""
      return text.split(separator: "\n").filter { !$0.hasPrefix("#") }.map { line in
        let parts =
          line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init) + ["", "", "", "", ""]
        return Row(
          file: name, lesson: parts[0], step: parts[1], line: parts[2].replacing("⇥", with: "\t"), id: parts[3],
          suggestion: parts[4])
      }
    }
  }()

  /// A session at a step, made once.
  private struct Place: Hashable {
    let lesson: String
    let step: String
  }

  @Test func everyLineDrawsItsReasonAndACorrectionThatWorks() throws {
    var sessions: [Place: Session] = [:]
    for row in Self.rows {
      let place = Place(lesson: row.lesson, step: row.step)
      let start = try sessions[place] ?? BuiltIn.session(row.lesson, at: row.step)
      sessions[place] = start
      var session = start
      let answer = session.typed(row.line)
      let drawn = answer.diagnoses.first
      #expect(drawn?.id.rawValue ?? "-" == row.id, "\(row.lesson) \(row.step): \(row.line)")
      let suggestion = drawn?.values["suggestion"]
      #expect(suggestion ?? "-" == row.suggestion, "\(row.lesson) \(row.step): \(row.line)")
      // What has passed is not typed again.
      guard let suggestion, answer.passed.isEmpty else { continue }
      let outputs = session.typed(suggestion)
      #expect(outputs.mistakes == [], "\(row.lesson) \(row.step): \(row.line) → \(suggestion)")
    }
    #expect(Self.rows.count >= 640)
  }
}

extension [DialogueOutput] {
  /// With the remarks.
  fileprivate var diagnoses: [Diagnosis] {
    var found: [Diagnosis] = []
    for feedback in feedback {
      switch feedback {
      case .mistake(let diagnosis, _, _), .remark(let diagnosis, _, _): found.append(diagnosis)
      default: break
      }
    }
    return found
  }
}
