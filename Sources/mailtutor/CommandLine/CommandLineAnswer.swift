import ArgumentParser
import Foundation
import LessonEngine
import TerminalUI

/// What the program says to a command line that it does not carry out: a page of help, or what is wrong with it.
struct CommandLineAnswer {
  private let reading: CommandLineReading
  private let catalog: MessageCatalog

  /// - Throws: the end of the program, where no language can be read.
  init(_ arguments: [String], program: CommandForm) throws {
    reading = CommandLineReading(arguments, program: program)
    let data = try DataFolder(reading.value(of: "--data"))
    let chosen = reading.value(of: "--lang").flatMap(data.languages.named)
    let environment = ProcessInfo.processInfo.environment
    catalog = data.catalog(SpokenLanguage(chosen, data.languages, environment).language)
  }

  func showHelp() {
    let theme = Theme(
      isTerminal: Output.isTerminal, environment: ProcessInfo.processInfo.environment, plain: false,
      isUTF8: Theme.isUTF8(ProcessInfo.processInfo.environment))
    Output.write(Renderer(theme: theme, on: STDOUT_FILENO).render(HelpPage(reading.path, catalog).paragraphs))
  }

  /// - Parameter parserLine: what the parser says, in English; the only words for a mistake that is none of the usual.
  func complain(_ parserLine: String) {
    var sentences = [sentence(parserLine)]
    sentences.append(catalog.ui(.usageHelp, ["command": reading.name + " --help"]))
    Output.complain(sentences.joined(separator: catalog.language.sentenceSpace))
    if mistake(parserLine) == nil { Output.remark(parserLine + "\n") }
  }

  func tell(_ trouble: FileTrouble) { Output.complain(catalog.ui(trouble.key, trouble.values)) }

  /// A value that the parser cannot read is known by its complaint alone.
  private func mistake(_ parserLine: String) -> UsageMistake? {
    if let mistake = reading.mistake { return mistake }
    let refused = reading.values.first { parserLine.contains("'\($0.value)'") && parserLine.contains($0.option) }
    return refused.map { .invalidValue($0.value, option: $0.option) }
  }

  private func sentence(_ parserLine: String) -> String {
    switch mistake(parserLine) {
    case .unknownOption(let bad, let near?): catalog.ui(.usageUnknownOptionNear, ["bad": bad, "suggestion": near])
    case .unknownOption(let bad, nil): catalog.ui(.usageUnknownOption, ["bad": bad])
    case .unknownCommand(let bad, let near?): catalog.ui(.usageUnknownCommandNear, ["bad": bad, "suggestion": near])
    case .unknownCommand(let bad, nil): catalog.ui(.usageUnknownCommand, ["bad": bad])
    case .missingValue(let option, let value):
      catalog.ui(.usageMissingValue, ["option": option, "value": name(value)])
    case .missingArgument(let value):
      catalog.ui(.usageMissingArgument, ["command": reading.name, "value": name(value)])
    case .extraArgument(let bad): catalog.ui(.usageExtraArgument, ["command": reading.name, "bad": bad])
    case .invalidValue(let bad, let option): catalog.ui(.usageInvalidValue, ["option": option, "bad": bad])
    case nil: catalog.ui(.usageOther)
    }
  }

  private func name(_ value: String) -> String { catalog.text(.help, "values.\(value)") ?? value }
}
