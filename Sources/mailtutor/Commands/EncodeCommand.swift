import ArgumentParser
import Foundation
import LessonEngine
import MailProtocol

/// `mailtutor encode`: the line that logs somebody in, and what it is made of.
struct EncodeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "encode",
    discussion: """
      mailtutor encode base64 dewey
      printf %s dewey | mailtutor encode base64
      mailtutor encode plain tim tanstaaftanstaaf
      mailtutor encode apop '<1896.697170952@dbc.mtview.ca.us>' tanstaaf
      mailtutor encode cram-md5 PDE4OTZAbWFpbC5leGFtcGxlPg== tim
      """)

  @Argument(help: ArgumentHelp(valueName: "kind"))
  var kind: String

  @Argument(help: ArgumentHelp(valueName: "values"))
  var values: [String] = []

  @OptionGroup var learner: LearnerOptions

  @Flag(name: .long)
  var quiet = false

  @Flag(name: .long)
  var json = false

  func run() throws {
    let place = try Installation(learner)
    let report = EncodingReport(place, plain: learner.plain, quiet: quiet, json: json)
    guard let kind = EncodingKind(rawValue: self.kind.lowercased()) else {
      let kinds = EncodingKind.allCases.map(\.rawValue)
      throw report.usage(.encodeUnknownKind, MessageValues(["kind": self.kind], codes: ["kinds": kinds]))
    }
    guard let given = try kind.given(values, report) else {
      throw report.usage(kind)
    }
    let line: EncodedLine
    do { line = try kind.encode(given) } catch { throw try report.refuse(error, kind) }
    try report.tell(line, kind, given)
  }
}
