import ArgumentParser
import Foundation
import LessonEngine
import MailProtocol

/// `mailtutor encode`: the line that logs somebody in, and what it is made of.
struct EncodeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "encode",
    abstract: "Make base64, AUTH PLAIN, APOP, CRAM-MD5 or XOAUTH2, and say how it is made.",
    discussion: """
      KIND and what it takes:
        base64 TEXT                     a text, for AUTH LOGIN or anything else
        plain USER PASSWORD             the response of AUTH PLAIN
        apop BANNER SECRET              the digest that APOP sends
        cram-md5 CHALLENGE USER SECRET  the response of AUTH CRAM-MD5
        xoauth2 USER TOKEN              the response of AUTH XOAUTH2, with a token that you have
        oauthbearer USER TOKEN          the same for AUTH OAUTHBEARER
      BANNER is the server's greeting, or its <...> alone. CHALLENGE is what the server sent, with or without \
      334 or + before it.

      The result is the first line of the output, alone. In a terminal the explanation follows; a script gets the \
      result, and on standard error a warning where something is probably a mistake (--quiet leaves both out).

      Other users of a machine see the arguments of a program that runs, and a shell keeps them in its history. \
      Leave PASSWORD, SECRET or TOKEN out, and it is asked for without echo; or write - and it is the first line of \
      standard input. TEXT is read from there too, every byte of it, the newline that echo adds as well. \
      Nothing is stored.

      Quote what a shell would take for itself, < and > above all; after -- nothing is an option:
        mailtutor encode base64 dewey
        printf %s dewey | mailtutor encode base64
        mailtutor encode plain tim tanstaaftanstaaf
        mailtutor encode apop '<1896.697170952@dbc.mtview.ca.us>' tanstaaf
        mailtutor encode cram-md5 PDE4OTZAbWFpbC5leGFtcGxlPg== tim

      Exit codes: 0 done, 64 usage, 65 the challenge is no base64 or the banner has no timestamp.
      """)

  @Argument(help: ArgumentHelp("base64, plain, apop, cram-md5, xoauth2 or oauthbearer.", valueName: "kind"))
  var kind: String

  @Argument(help: ArgumentHelp("What it takes.", valueName: "values"))
  var values: [String] = []

  @OptionGroup var learner: LearnerOptions

  @Flag(name: .long, help: "Print the result alone, without explanation and warning.")
  var quiet = false

  @Flag(name: .long, help: "Print JSON: the result, its parts, remarks.")
  var json = false

  func run() throws {
    let place = try Installation(learner)
    let report = EncodingReport(place, plain: learner.plain, quiet: quiet, json: json)
    guard let kind = EncodingKind(rawValue: self.kind.lowercased()) else {
      let kinds = EncodingKind.allCases.map(\.rawValue)
      throw report.usage(.encodeUnknownKind, MessageValues(["kind": self.kind], lists: ["kinds": kinds]))
    }
    guard let given = try kind.given(values, report) else {
      throw report.usage(.encodeArguments, ["form": kind.form])
    }
    let line: EncodedLine
    do { line = try kind.encode(given) } catch { throw try report.refuse(error, kind) }
    try report.tell(line, kind, given)
  }
}
