import ArgumentParser

/// The learner's and the author's program. Subcommands only: what they do is in the modules.
@main
struct Mailtutor: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "mailtutor",
    abstract: "Learn to speak POP3 and SMTP by hand, in your terminal.",
    discussion: """
      Without a subcommand it goes on where you stopped. The first time it asks for a language and begins the \
      first lesson. You type to a simulated mail server; each line is checked, each reply is explained, and \
      every mistake gets its reason. Inside a lesson /help lists what the tutor understands; /hint, /show, \
      /skip and /quit always work, and leaving loses nothing.

      English, Vietnamese and Chinese come with it (--lang en, vi, zh). Progress is kept in $XDG_STATE_HOME/mailtutor (~/.local/state/mailtutor).

      Exit codes: 0 done, 1 not finished, 64 usage, 65 a pack or a given text is invalid, 74 input or output failed, 130 interrupted.
      """,
    version: "mailtutor 0.1",
    subcommands: [
      LearnCommand.self, ListCommand.self, ConnectCommand.self, ServeCommand.self, ExplainCommand.self,
      EncodeCommand.self, DecodeCommand.self, PackCommand.self,
    ])

  /// `mailtutor explain -ERR no such message` is what people type: a reply's hyphen is no option.
  static func main() {
    var arguments = Array(CommandLine.arguments.dropFirst())
    if arguments.first == "explain", let reply = arguments.firstIndex(where: { $0.hasPrefix("-ERR") }),
      !arguments[..<reply].contains("--")
    {
      arguments.insert("--", at: reply)
    }
    main(arguments)
  }

  @OptionGroup var learner: LearnerOptions

  func run() throws {
    try LearnProgram(options: learner, lesson: nil, startsOver: false).run()
  }
}
