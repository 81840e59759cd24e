import ArgumentParser
import MailProtocol

/// `mailtutor learn`: one lesson, in a terminal or from a file.
struct LearnCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "learn",
    abstract: "Begin a lesson, or go on with the open one.",
    discussion: """
      With a LESSON (mailtutor list shows them; the last part of the name is enough) it begins that lesson from \
      its first step. Without one it goes on where you stopped.

      No terminal is needed: with standard input from a pipe or a file, lines are read from there, nothing is \
      asked and the text is plain. Then the exit code is 0 when the lesson was finished and 1 when it was not.

      Examples:
        mailtutor learn first-session --lang vi
        mailtutor learn pop3/first-session --script answers.txt --json
      """)

  @Argument(help: "The lesson, such as pop3/first-session.")
  var lesson: String?

  @OptionGroup var learner: LearnerOptions

  @Option(name: .long, help: ArgumentHelp("Take the typed lines from this file.", valueName: "file"))
  var script: String?

  @Flag(name: .long, help: "Print what happens as JSON, one event a line, instead of text.")
  var json = false

  @Option(
    name: .long,
    help: ArgumentHelp("Write the session to this file as C: and S: lines, secrets masked.", valueName: "file"))
  var log: String?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Play the lesson on a real server instead: pop3s://user@host, smtp://host:587 …", valueName: "url"))
  var server: String?

  @Option(
    name: .long,
    help: ArgumentHelp("With --server: your own address, to which a lesson's letter goes.", valueName: "address"))
  var address: String?

  @OptionGroup var trust: TrustOptions

  func validate() throws {
    if server == nil, address != nil { throw ValidationError("--address belongs to --server.") }
    if let address, MailPath(address: address) == nil {
      throw ValidationError("\(ByteSanitizer.visible(address)) is no address; write it like anna@example.org.")
    }
  }

  func run() throws {
    try LearnProgram(
      options: learner, lesson: lesson, startsOver: lesson != nil, script: script, json: json, log: log
    ) { place in
      try server.map { url in
        LessonPlay.Server(url: try trust.server(url, place), peer: try trust.peer(), address: address)
      }
    }.run()
  }
}
