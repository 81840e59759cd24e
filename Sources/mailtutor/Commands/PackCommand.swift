import ArgumentParser
import Foundation
import LessonEngine
import LessonLint

/// `mailtutor pack`: for authors of lessons.
struct PackCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pack", subcommands: [Check.self])

  struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "check",
      discussion: "mailtutor pack check Lessons")

    @Argument
    var folder: String

    @Flag(name: .long)
    var json = false

    func run() throws {
      guard let files = PackFolder(folder).files else {
        throw try DataFolder(nil).refusal(.errorNoPack, ["folder": folder], .ioError)
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
