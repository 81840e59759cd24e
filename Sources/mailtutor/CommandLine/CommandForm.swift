import Foundation

/// A command as the parser knows it: its arguments, options and subcommands, without a sentence. Help pages and complaints
/// about a command line are made of it.
struct CommandForm: Decodable {
  let commandName: String
  /// Lines to type, which are the same in every language.
  let discussion: String?
  let subcommands: [CommandForm]?
  let arguments: [Argument]?

  struct Argument: Decodable {
    enum Kind: String, Decodable {
      case positional, option, flag
    }

    struct Name: Decodable {
      enum Kind: String, Decodable {
        case long, short, longWithSingleDash
      }

      let kind: Kind
      let name: String

      var typed: String { (kind == .long ? "--" : "-") + name }
    }

    let kind: Kind
    let shouldDisplay: Bool
    let isOptional: Bool
    let isRepeating: Bool
    let names: [Name]?
    let preferredName: Name?
    /// `folder`: also its place among the names of values in a language.
    let valueName: String?
    let parsingStrategy: String?

    /// `--lang`; nil for what has only a place.
    var typed: String? { preferredName?.typed }
    /// What `help.yaml` knows it by.
    var key: String { preferredName?.name ?? valueName ?? "" }
    var takesAllThatFollows: Bool { parsingStrategy == "allRemainingInput" }
  }

  var positionals: [Argument] { (arguments ?? []).filter { $0.kind == .positional } }
  var options: [Argument] { (arguments ?? []).filter { $0.kind != .positional && $0.shouldDisplay } }
  /// Without the parser's own `help`.
  var ownSubcommands: [CommandForm] { (subcommands ?? []).filter { $0.commandName != "help" } }

  func option(_ typed: String) -> Argument? {
    arguments?.first { $0.names?.contains { $0.typed == typed } ?? false }
  }

  private struct Tool: Decodable {
    let command: CommandForm
  }

  /// - Parameter dump: of the whole program, as `--experimental-dump-help` prints it.
  static func program(_ dump: String) -> CommandForm {
    guard let tool = try? JSONDecoder().decode(Tool.self, from: Data(dump.utf8)) else {
      preconditionFailure("the parser describes commands in another way than in 1.8")
    }
    return tool.command
  }
}
