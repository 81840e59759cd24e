import ArgumentParser
import Foundation

/// What every command that a learner uses understands.
struct LearnerOptions: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp(valueName: "language"))
  var lang: String?

  @Option(
    name: .long,
    help: ArgumentHelp(valueName: "folder"))
  var data: String?

  @Option(name: .long, help: ArgumentHelp(valueName: "folder"))
  var pack: String?

  @Flag(name: .long)
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
