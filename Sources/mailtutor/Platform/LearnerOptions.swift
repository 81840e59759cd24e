import ArgumentParser
import Foundation

/// What every command that a learner uses understands.
struct LearnerOptions: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp("Language, such as en, vi or zh. Lessons keep the choice.", valueName: "language"))
  var lang: String?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Folder with Lessons and Locales, instead of the ones that came with mailtutor.", valueName: "folder"))
  var data: String?

  @Option(name: .long, help: ArgumentHelp("Lesson pack to use instead of the built-in one.", valueName: "folder"))
  var pack: String?

  @Flag(name: .long, help: "No colours and no signs: words instead.")
  var plain = false
}

/// The exit codes of sysexits.h that mailtutor uses.
extension ExitCode {
  static let usage = ExitCode(64)
  static let dataError = ExitCode(65)
  static let unavailable = ExitCode(69)
  static let ioError = ExitCode(74)
  static let interrupted = ExitCode(130)
}
