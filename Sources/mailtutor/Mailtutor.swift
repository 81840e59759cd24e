import ArgumentParser

/// The learner's and the author's program. Subcommands only: what they do is in the modules.
@main
struct Mailtutor: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "mailtutor",
    version: "mailtutor 0.1",
    subcommands: [
      LearnCommand.self, ListCommand.self, ConnectCommand.self, ServeCommand.self, ExplainCommand.self,
      EncodeCommand.self, DecodeCommand.self, PackCommand.self,
    ])

  /// The parser decides what a command line means; what is said of it is in the learner's language.
  static func main() {
    var arguments = Array(CommandLine.arguments.dropFirst())
    // `mailtutor explain -ERR no such message` is what people type: a reply's hyphen is no option.
    if arguments.first == "explain", let reply = arguments.firstIndex(where: { $0.hasPrefix("-ERR") }),
      !arguments[..<reply].contains("--")
    {
      arguments.insert("--", at: reply)
    }
    var command: any ParsableCommand
    do {
      command = try parseAsRoot(arguments)
    } catch  where exitCode(for: error) == .success {
      // The version, or a script for a shell's completion.
      exit(withError: error)
    } catch {
      refuse(arguments, error)
    }
    do {
      try command.run()
    } catch  where !(error is ExitCode) && exitCode(for: error) == .success {
      showHelp(arguments, error)
    } catch let trouble as FileTrouble {
      (try? CommandLineAnswer(arguments, program: .program(_dumpHelp())))?.tell(trouble)
      exit(withError: ExitCode.ioError)
    } catch {
      exit(withError: error)
    }
    exit()
  }

  private static func showHelp(_ arguments: [String], _ error: any Error) -> Never {
    guard let answer = try? CommandLineAnswer(arguments, program: .program(_dumpHelp())) else { exit(withError: error) }
    answer.showHelp()
    exit()
  }

  private static func refuse(_ arguments: [String], _ error: any Error) -> Never {
    guard let answer = try? CommandLineAnswer(arguments, program: .program(_dumpHelp())) else { exit(withError: error) }
    answer.complain(message(for: error))
    exit(withError: ExitCode.usage)
  }

  @OptionGroup var learner: LearnerOptions

  func run() throws {
    try LearnProgram(options: learner, lesson: nil, startsOver: false).run()
  }
}
