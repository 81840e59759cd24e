import ArgumentParser
import Foundation
import LessonEngine
import MailProtocol

/// `mailtutor decode`: what a line of a login says.
struct DecodeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "decode",
    abstract: "Read base64, and say what kind of line it is.",
    discussion: """
      TEXT is a line as it went to the server or came from it; a reply code, or AUTH and a mechanism, may stand \
      before the base64. Without TEXT, or with -, standard input is read.

      The first line of the output is what the base64 says, with every byte that is no text written as \\x00. In a \
      terminal it is followed by what the line is: a prompt of AUTH LOGIN, the parts of AUTH PLAIN, a challenge. \
      Nobody needs a key for this: a password in base64 is a password that anyone can read. Digests (APOP, \
      CRAM-MD5) cannot be turned back.

        mailtutor decode base64 VXNlcm5hbWU6
        mailtutor decode base64 AHRpbQB0YW5zdGFhZnRhbnN0YWFm
        mailtutor decode base64 334 UGFzc3dvcmQ6

      Exit codes: 0 done, 64 usage, 65 the text is no base64.
      """)

  @Argument(help: ArgumentHelp("base64.", valueName: "kind"))
  var kind: String

  @Argument(help: ArgumentHelp("The line.", valueName: "text"))
  var text: [String] = []

  @OptionGroup var learner: LearnerOptions

  @Flag(name: .long, help: "Print the text alone, without explanation and warning.")
  var quiet = false

  @Flag(name: .long, help: "Print JSON: the text, its bytes, its parts, remarks.")
  var json = false

  func run() throws {
    let place = try Installation(learner)
    let report = EncodingReport(place, plain: learner.plain, quiet: quiet, json: json)
    guard kind.lowercased() == "base64" else { throw report.usage(.decodeUnknownKind, ["kind": kind]) }
    let isPiped = text.isEmpty || text == ["-"]
    let line = isPiped ? String(decoding: try report.standardInput(), as: UTF8.self) : text.joined(separator: " ")
    let decoded: DecodedLine
    do { decoded = try DecodedLine(line) } catch { throw try report.refuse(error, nil) }
    try report.tell(decoded)
  }
}
