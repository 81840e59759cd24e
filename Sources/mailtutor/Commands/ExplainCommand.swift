import ArgumentParser
import Foundation
import LessonEngine
import MailProtocol
import TerminalUI

/// `mailtutor explain`: what a reply, a code, a command, a program's message or a bounce means, and what to try.
struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    discussion: """
      mailtutor explain -ERR no such message
      mailtutor explain --after RCPT 550
      mailtutor explain --file bounce.eml
      """)

  @Argument(parsing: .remaining, help: ArgumentHelp(valueName: "text"))
  var text: [String] = []

  @OptionGroup var learner: LearnerOptions

  @Option(name: .long, help: ArgumentHelp(valueName: "protocol"))
  var `protocol`: MailProtocolName?

  @Option(name: .long, help: ArgumentHelp(valueName: "command"))
  var after: String?

  @Option(name: .long, help: ArgumentHelp(valueName: "file"))
  var file: String?

  @Flag(name: .long)
  var json = false

  /// More than any bounce; of a longer log the end is what matters, and the engine looks at both ends.
  private static let mostOctets = 16 << 20

  private func check(_ place: Installation) throws {
    if let after, !Explanation.isOccasion(after) { throw place.usage(.usageAfter) }
    if file != nil, !text.isEmpty { throw place.usage(.usageFileAndText) }
    // `--` ends the options; it is not a part of the text.
    if !text.isEmpty, text != ["--"], said.allSatisfy(\.isWhitespace) { throw place.usage(.usageEmptyText) }
  }

  func run() throws {
    let place = try Installation(learner)
    try check(place)
    let catalog = place.catalog(place.language)
    let explanation = Explanation(
      try input(), speaking: self.protocol, after: after, guide: place.guide)
    var narrator = Narrator(.init(catalog: catalog, prose: nil))
    let renderer = Renderer(
      theme: place.theme(plain: learner.plain, isTerminal: Output.isTerminal), on: STDOUT_FILENO)
    for (index, finding) in explanation.findings.enumerated() {
      if json {
        Output.write(JSONText.line(ExplanationRecord(finding, catalog)) + "\n")
      } else {
        let gap = index > 0 && finding.trouble != nil ? [Paragraph.gap] : []
        Output.write(renderer.render(gap + finding.feedback.flatMap { narrator.tell($0) }))
      }
    }
    if !explanation.isUnderstood {
      if explanation.findings.isEmpty, !json {
        Output.write(renderer.render([narrator.notice(MessageKey.explainNotKnown)]))
      }
      throw ExitCode.failure
    }
  }

  private var said: String { (text.first == "--" ? Array(text.dropFirst()) : text).joined(separator: " ") }

  private func input() throws -> String {
    guard let file else { return text.isEmpty || text == ["--"] ? Self.standardInput() : said }
    guard let handle = FileHandle(forReadingAtPath: file), let data = try? handle.read(upToCount: Self.mostOctets)
    else {
      Output.complain("\(file): this file cannot be read.")
      throw ExitCode.ioError
    }
    return String(decoding: data, as: UTF8.self)
  }

  private static func standardInput() -> String {
    let input = PlainInput()
    var text = ""
    while text.utf8.count < mostOctets, case .line(let line) = input.readLine() { text += line + "\n" }
    return text
  }
}

extension MailProtocolName: ExpressibleByArgument {}
