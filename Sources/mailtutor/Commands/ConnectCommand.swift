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
    abstract: "Talk to any mail server by hand, with every reply explained.",
    discussion: """
      URL names the protocol, the host and, where it is not the usual one, the port: pop3:// (110), pop3s:// (995, \
      TLS from the first octet), smtp:// (25; 587 for submission), smtps:// (465). What you type goes to the server \
      as it is; a line that begins with / goes to the tutor, and /help lists its words. Before a line that the \
      rules say is wrong you are warned; before QUIT removes mail for good, and before a letter really leaves, \
      you are asked. STLS and STARTTLS make the connection safe. PASS alone asks for the password without \
      showing it; AUTH XOAUTH2 USER and AUTH OAUTHBEARER USER ask for a token in the same way, and send it as the \
      mechanism wants it. /save 2 letter.eml keeps the letter that RETR 2 has shown. Nothing else that you type is \
      stored, unless --log or --cast names a file, and passwords are masked there.

      No terminal is needed: lines from a pipe are sent one after the other, each after the reply to the one before; \
      nothing is asked then.

      Examples:
        mailtutor connect pop3s://pop.example.org
        mailtutor connect smtp://mail.example.org:587 --log session.txt
        printf 'CAPA\\nQUIT\\n' | mailtutor connect pop3://localhost:1110 --json

      Exit codes: 0 you left, 64 usage, 69 no connection, or it was lost, 74 a file cannot be read or written, 130 \
      interrupted while connecting.
      """)

  @Argument(help: "pop3://, pop3s://, smtp:// or smtps://, a host, and perhaps a port.")
  var url: String

  @OptionGroup var trust: TrustOptions

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Write the session to this file as C: and S: lines with times, secrets masked.", valueName: "file"))
  var log: String?

  @Option(
    name: .long,
    help: ArgumentHelp("Record the screen to this file, as asciicast, secrets masked.", valueName: "file"))
  var cast: String?

  @Flag(name: .long, help: "Print what happens as JSON, one object a line, instead of text.")
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
