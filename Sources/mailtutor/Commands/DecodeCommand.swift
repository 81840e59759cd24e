import ArgumentParser
import Foundation
import LessonEngine
import MailProtocol

/// `mailtutor decode`: what a line of a login says.
struct DecodeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "decode",
    discussion: """
      mailtutor decode base64 VXNlcm5hbWU6
      mailtutor decode base64 AHRpbQB0YW5zdGFhZnRhbnN0YWFm
      mailtutor decode base64 334 UGFzc3dvcmQ6
      """)

  @Argument(help: ArgumentHelp(valueName: "kind"))
  var kind: String

  @Argument(help: ArgumentHelp(valueName: "text"))
  var text: [String] = []

  @OptionGroup var learner: LearnerOptions

  @Flag(name: .long)
  var quiet = false

  @Flag(name: .long)
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
