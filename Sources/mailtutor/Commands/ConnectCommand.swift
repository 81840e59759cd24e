import ArgumentParser
import Foundation
import LessonEngine
import MailNetwork
import MailProtocol
import TerminalUI

/// `mailtutor connect`: an annotated session with any server.
struct ConnectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "connect",
    discussion: """
      mailtutor connect pop3s://pop.example.org
      mailtutor connect smtp://mail.example.org:587 --log session.txt
      printf 'CAPA\\nQUIT\\n' | mailtutor connect pop3://localhost:1110 --json
      """)

  @Argument
  var url: String

  @OptionGroup var trust: TrustOptions

  @Option(
    name: .long,
    help: ArgumentHelp(valueName: "file"))
  var log: String?

  @Option(
    name: .long,
    help: ArgumentHelp(valueName: "file"))
  var cast: String?

  @Flag(name: .long)
  var json = false

  @OptionGroup var learner: LearnerOptions

  func run() throws {
    let place = try Installation(learner)
    let server = try trust.server(url, place)
    let records = ConnectScreen.Records(
      log: try log.map(SessionLog.init), cast: try cast.map { try AsciicastFile($0, columns: TerminalSize.columns()) },
      isJSON: json)
    var program = try ConnectProgram(
      to: server.endpoint, try trust.peer(), place, plain: learner.plain, records)
    try program.run()
  }
}
