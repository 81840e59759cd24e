import ArgumentParser
import Foundation
import LessonEngine

/// What every command that a learner uses understands.
struct LearnerOptions: ParsableArguments {
  @Option(
    name: .long, help: ArgumentHelp("Language: en, vi or zh. Lessons keep the choice.", valueName: "language"))
  var lang: Language?

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

extension Language: ExpressibleByArgument {
  public init?(argument: String) { self.init(naming: argument) }
}

/// The exit codes of sysexits.h that mailtutor uses.
extension ExitCode {
  static let usage = ExitCode(64)
  static let dataError = ExitCode(65)
  static let unavailable = ExitCode(69)
  static let ioError = ExitCode(74)
  static let interrupted = ExitCode(130)
}
