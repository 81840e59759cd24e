import MailProtocol

/// A command line read beside the parser, word by word: which command it is for, and what is wrong with it where the parser
/// refuses it. The parser decides; this only finds the words for it.
struct CommandLineReading {
  /// The program, and the subcommands down to the one that is meant.
  private(set) var path: [CommandForm]
  private(set) var mistake: UsageMistake?
  /// Options with a value, as typed.
  private(set) var values: [(option: String, value: String)] = []
  private var words: [String] = []
  private var takesAllThatFollows = false

  init(_ arguments: [String], program: CommandForm) {
    path = [program]
    var rest = arguments[...]
    while let word = rest.popFirst(), word != "--", !takesAllThatFollows {
      if word.hasPrefix("-"), word.count > 1 { read(option: word, &rest) } else { read(word: word) }
    }
    words += takesAllThatFollows ? [] : rest
    if mistake == nil { mistake = wrongCount }
  }

  var command: CommandForm { path[path.count - 1] }
  /// `mailtutor pack check`
  var name: String { path.map(\.commandName).joined(separator: " ") }

  /// What stands behind an option.
  func value(of option: String) -> String? { values.last { $0.option == option }?.value }

  private mutating func read(option word: String, _ rest: inout ArraySlice<String>) {
    let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    // What the program itself takes may stand behind a subcommand.
    guard let option = path.reversed().lazy.compactMap({ $0.option(parts[0]) }).first else {
      let known = path.flatMap(\.options).compactMap(\.typed)
      note(.unknownOption(parts[0], near: Self.near(parts[0], known)))
      return
    }
    guard option.kind == .option else { return }
    if parts.count > 1 {
      values.append((parts[0], parts[1]))
    } else if let value = rest.first, value == "-" || !value.hasPrefix("-") {
      values.append((parts[0], value))
      rest.removeFirst()
    } else {
      note(.missingValue(option: parts[0], value: option.valueName ?? ""))
    }
  }

  private mutating func read(word: String) {
    if words.isEmpty, let next = command.subcommands?.first(where: { $0.commandName == word }) {
      // `help learn` is about `learn`.
      if word != "help" { path.append(next) }
      return
    }
    if command.positionals.isEmpty, !command.ownSubcommands.isEmpty, words.isEmpty {
      note(.unknownCommand(word, near: Self.near(word, command.ownSubcommands.map(\.commandName))))
    }
    words.append(word)
    let index = words.count - 1
    if command.positionals.indices.contains(index) {
      takesAllThatFollows = command.positionals[index].takesAllThatFollows
    }
  }

  private var wrongCount: UsageMistake? {
    let positionals = command.positionals
    if let missing = positionals.dropFirst(words.count).first(where: { !$0.isOptional }) {
      return .missingArgument(missing.valueName ?? "")
    }
    guard words.count > positionals.count, !positionals.contains(where: \.isRepeating) else { return nil }
    return .extraArgument(words[positionals.count])
  }

  private mutating func note(_ mistake: UsageMistake) { self.mistake = self.mistake ?? mistake }

  private static func near(_ word: String, _ known: [String]) -> String? {
    let lowered = InputMethod.asciiTwin(of: word).lowercased()
    let started = known.filter { $0.hasPrefix(lowered) && lowered.count > 3 }
    return known.first { $0 == lowered } ?? (started.count == 1 ? started[0] : nil)
      ?? VerbGuess.closest(to: lowered, among: known)
  }
}

/// What is wrong with a command line.
enum UsageMistake: Equatable {
  case unknownOption(String, near: String?)
  case unknownCommand(String, near: String?)
  /// The value's name, as the parser has it.
  case missingValue(option: String, value: String)
  case missingArgument(String)
  case extraArgument(String)
  case invalidValue(String, option: String)
}
