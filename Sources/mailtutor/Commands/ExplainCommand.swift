import ArgumentParser
import Foundation
import LessonEngine
import MailProtocol
import TerminalUI

/// `mailtutor explain`: what a reply, a code, a command, a program's message or a bounce means, and what to try.
struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Say what a reply, a program's message or a bounce means, and what to try.",
    discussion: """
      TEXT is a reply (+OK 3 345910, 550 5.1.1 No such user), a bare code (452, 5.7.1), a command (RETR), a keyword \
      (PRDR), or whatever a mail program printed. --file reads a file, such as a bounce that was saved; without TEXT and \
      --file standard input is read. A text of several lines is explained as what it is: a reply of several lines, a \
      session, a log, a letter.
      --after names the command that a reply answers: the same code means different things after MAIL and after RCPT. \
      --after greeting and --after . (the dot that ends a letter) work too.
      The exit code is 0 when all was explained, 1 when something was not known.

      Options come before the text:
        mailtutor explain -ERR no such message
        mailtutor explain --after RCPT 550
        mailtutor explain --file bounce.eml
      """)

  @Argument(parsing: .remaining, help: ArgumentHelp("What to explain.", valueName: "text"))
  var text: [String] = []

  @OptionGroup var learner: LearnerOptions

  @Option(name: .long, help: ArgumentHelp("pop3 or smtp, where the text does not say it.", valueName: "protocol"))
  var `protocol`: MailProtocolName?

  @Option(name: .long, help: ArgumentHelp("The command that the reply answers.", valueName: "command"))
  var after: String?

  @Option(name: .long, help: ArgumentHelp("A file to explain.", valueName: "file"))
  var file: String?

  @Flag(name: .long, help: "Print JSON: a line for each thing that was found.")
  var json = false

  /// More than any bounce; of a longer log the end is what matters, and the engine looks at both ends.
  private static let mostOctets = 16 << 20

  func validate() throws {
    if let after, !Explanation.isOccasion(after) {
      throw ValidationError("--after takes a command of POP3 or SMTP, greeting, or . (the dot that ends a letter).")
    }
    if file != nil, !text.isEmpty { throw ValidationError("--file and a text: give one of them.") }
    // `--` ends the options; it is not a part of the text.
    if !text.isEmpty, text != ["--"], said.allSatisfy(\.isWhitespace) {
      throw ValidationError("The text is empty: give a reply, a code, a command, or a program's message.")
    }
  }

  func run() throws {
    let place = try Installation(learner)
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
