import Foundation
import LessonEngine
import MailProtocol

/// The lines of `Tests/Field`, and the guide of the checkout.
enum FieldSamples {
  struct Row: Sendable, CustomStringConvertible {
    let cause: String
    let who: String?
    let speaking: MailProtocolName?
    let after: String?
    let text: String

    var description: String { text }
    var explanation: Explanation { Explanation(text, speaking: speaking, after: after, guide: guide) }
  }

  /// Tests/LessonEngineTests/Field/FieldSamples.swift is four levels down.
  static let root = (0..<4)
    .reduce(URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()) { url, _ in url.deletingLastPathComponent() }

  static let locales: PackFiles = {
    let folder = root.appendingPathComponent("Locales")
    return PackFiles(names: { [] }) { name in
      (try? Data(contentsOf: folder.appendingPathComponent(name))).map(Array.init)
    }
  }()

  static let lessons = ["pop3/first-session", "smtp/first-letter"]
  static let guide = FieldGuide(locales, lessons: lessons) { fatalError("\($0.all)") }

  static let replies = rows("replies")
  static let more = rows("more")
  static let others = rows("others")
  static let noTrouble = lines("no-trouble")

  private static func lines(_ name: String) -> [String] {
    let url = root.appendingPathComponent("Tests/Field/\(name).tsv")
    let text = (try? String(contentsOf: url, encoding: .utf8)) ?? ""
    return text.split(separator: "\n").map(String.init)
  }

  private static func rows(_ name: String) -> [Row] {
    let lines = lines(name).map { $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init) }
    let names = lines.first ?? []
    return lines.dropFirst().map { line in
      let row = Dictionary(uniqueKeysWithValues: zip(names, line))
      return Row(
        cause: row["cause"] ?? "", who: row["who"],
        speaking: row["protocol"].flatMap { MailProtocolName(rawValue: $0) },
        after: row["after"].flatMap { Explanation.isOccasion($0) ? $0 : nil },
        text: (row["reply"] ?? "").replacingOccurrences(of: "\\n", with: "\n"))
    }
  }
}
