import ArgumentParser
import MailProtocol

/// `mailtutor learn`: one lesson, in a terminal or from a file.
struct LearnCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "learn",
    discussion: """
      mailtutor learn first-session --lang vi
      mailtutor learn pop3/first-session --script answers.txt --json
      """)

  @Argument
  var lesson: String?

  @OptionGroup var learner: LearnerOptions

  @Option(name: .long, help: ArgumentHelp(valueName: "file"))
  var script: String?

  @Flag(name: .long)
  var json = false

  @Option(
    name: .long,
    help: ArgumentHelp(valueName: "file"))
  var log: String?

  @Option(
    name: .long,
    help: ArgumentHelp(valueName: "url"))
  var server: String?

  @Option(
    name: .long,
    help: ArgumentHelp(valueName: "address"))
  var address: String?

  @OptionGroup var trust: TrustOptions

  func run() throws {
    try LearnProgram(
      options: learner, lesson: lesson, startsOver: lesson != nil, script: script, json: json, log: log
    ) { place in
      if server == nil, address != nil { throw place.usage(.usageAddress) }
      if let address, MailPath(address: address) == nil { throw place.usage(.realBadAddress, ["bad": address]) }
      return try server.map { url in
        LessonPlay.Server(url: try trust.server(url, place), peer: try trust.peer(), address: address)
      }
    }.run()
  }
}
