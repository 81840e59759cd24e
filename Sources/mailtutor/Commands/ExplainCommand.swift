import ArgumentParser
import Foundation
import LessonEngine
import MailProtocol
import TerminalUI

/// `mailtutor explain`: what a reply, a code or a command means.
struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Say what a reply, a code or a command means.",
    discussion: """
      LINE is a reply (+OK 3 345910, 550 5.1.1 No such user), a bare code (452, 5.7.1) or a command (RETR). \
      Without LINE, lines are read from standard input; the lines of one SMTP reply belong together.
      --after names the command that the reply answers: the same code means different things after MAIL and \
      after RCPT. --after greeting and --after . (the dot that ends a letter) work too.

      Options come before the line:
        mailtutor explain -ERR no such message
        mailtutor explain --after RCPT 550
      """)

  @Argument(parsing: .remaining, help: "The line to explain.")
  var line: [String] = []

  @OptionGroup var learner: LearnerOptions

  @Option(name: .long, help: ArgumentHelp("pop3 or smtp, where the line does not say it.", valueName: "protocol"))
  var `protocol`: MailProtocolName?

  @Option(name: .long, help: ArgumentHelp("The command that the reply answers.", valueName: "command"))
  var after: String?

  @Flag(name: .long, help: "Print JSON: the parts of each line, their places and meanings.")
  var json = false

  private struct Part: Encodable {
    let line: Int
    let start: Int
    let end: Int
    let text: String
    let key: String
    let meaning: String
  }

  func run() throws {
    let place = try Installation(learner)
    let catalog = place.catalog(place.language)
    // `--` ends the options; it is not a part of the line.
    let words = line.first == "--" ? Array(line.dropFirst()) : line
    let lines = words.isEmpty ? Self.standardInput() : [words.joined(separator: " ")]
    var narrator = Narrator(.init(catalog: catalog, prose: nil))
    let renderer = Renderer(
      theme: place.theme(plain: learner.plain, isTerminal: Output.isTerminal), columns: TerminalSize.textColumns())
    for feedback in Explanation.of(lines: lines, speaking: self.protocol, after: after) {
      Output.write(json ? Self.json(feedback, catalog) : renderer.render(narrator.tell(feedback)))
    }
  }

  private static func standardInput() -> [String] {
    let input = PlainInput()
    var lines: [String] = []
    while case .line(let line) = input.readLine() { lines.append(line) }
    return lines
  }

  private static func json(_ feedback: Feedback, _ catalog: MessageCatalog) -> String {
    let parts: [Part] =
      switch feedback {
      case .reply(_, let anatomy, _):
        anatomy.parts.map { part in
          let values = ["text": part.text, "n": part.text]
          let key = part.meanings.first { catalog.text(.replies, $0) != nil } ?? part.meanings[0]
          return Part(
            line: part.line, start: part.range.lowerBound, end: part.range.upperBound, text: part.text, key: key,
            meaning: catalog.reply([key], values) ?? "")
        }
      case .verb(let name, let verb):
        [
          Part(
            line: 0, start: 0, end: verb.utf8.count, text: verb, key: "\(name.rawValue).\(verb)",
            meaning: catalog.text(.commands, "\(name.rawValue).\(verb)") ?? "")
        ]
      case .mistake(let diagnosis, _):
        [
          Part(
            line: 0, start: diagnosis.range?.lowerBound ?? 0, end: diagnosis.range?.upperBound ?? 0,
            text: diagnosis.values["bad"] ?? "", key: diagnosis.id.rawValue,
            meaning: DiagnosisText(catalog).what(diagnosis) ?? "")
        ]
      case .lessonTitle, .task, .remark, .caution, .passed, .hint, .solution, .notice, .why, .help, .finished: []
      }
    return JSONText.line(parts) + "\n"
  }
}

extension MailProtocolName: ExpressibleByArgument {}
