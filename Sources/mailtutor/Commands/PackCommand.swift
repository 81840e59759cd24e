import ArgumentParser
import Foundation
import LessonEngine
import LessonLint

/// `mailtutor pack`: for authors of lessons.
struct PackCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pack", abstract: "For authors of lessons: check a lesson pack.", subcommands: [Check.self])

  struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "check",
      abstract: "Prove that every lesson of a pack can be done in every language.",
      discussion: """
        Plays each step without a terminal or a network: it does not pass before it is done, its solution and \
        each accepted way pass it, each listed mistake is caught with its diagnosis. Also: ids, languages, code \
        spans, letters and widths. Each finding says where it is and how to mend it: \
        FILE:LINE:COLUMN: error|warning: what [rule].

        Exit codes: 0 no errors, 65 errors, 74 the folder cannot be read.
        """)

    @Argument(help: "The pack's folder, the one with pack.yaml.")
    var folder: String

    @Flag(name: .long, help: "Print the findings as JSON.")
    var json = false

    func run() throws {
      guard let files = PackFolder(folder).files else {
        Output.complain("\(folder): there is no such folder. Name the folder that holds pack.yaml.")
        throw ExitCode.ioError
      }
      let result = PackCheck(files, try DataFolder(nil).languages, digests: .library).run()
      if json {
        Output.write(JSONText.page(result.findings) + "\n")
      } else {
        for finding in result.findings { Output.write("\(finding)\n") }
        Output.write(
          "\(result.lessons) lessons, \(result.steps) steps, \(result.languages) languages: "
            + "\(result.findings.count) findings\n")
      }
      if result.findings.contains(where: { $0.severity == .error }) { throw ExitCode.dataError }
    }
  }
}
