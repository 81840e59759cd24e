import LessonEngine

/// What `--help` shows: the parser's form of a command, in the sentences of a language (`help.yaml`).
struct HelpPage {
  private let catalog: MessageCatalog
  private let path: [CommandForm]

  init(_ path: [CommandForm], _ catalog: MessageCatalog) {
    self.path = path
    self.catalog = catalog
  }

  private var command: CommandForm { path[path.count - 1] }
  /// `pack.check`; the program itself is `mailtutor`.
  private var key: String {
    path.count == 1 ? command.commandName : path.dropFirst().map(\.commandName).joined(separator: ".")
  }

  var paragraphs: [Paragraph] {
    var page: [Paragraph] = [.text(sentence("\(key).abstract")), .gap, .typed(usage)]
    for number in 1... {
      guard let text = catalog.text(.help, "\(key).text.\(number)") else { break }
      page += [.gap, .text(text)]
    }
    let examples = (command.discussion ?? "").split(separator: "\n").map { Paragraph.typed(String($0)) }
    page += section("examples", examples)
    page += section("commands", command.ownSubcommands.map(entry))
    page += section("arguments", command.positionals.map { entry($0, "arguments") })
    page += section("options", command.options.map { entry($0, "options") })
    if let exit = catalog.text(.help, "\(key).exit") { page += [.gap, .text(exit)] }
    return page
  }

  /// `mailtutor learn [<lesson>] [options]`
  private var usage: String {
    let places = command.positionals.map { place in
      let name = value(place.valueName) + (place.isRepeating ? " ..." : "")
      return place.isOptional ? "[\(name)]" : name
    }
    let next = command.ownSubcommands.isEmpty ? [] : [path.count == 1 ? "[\(value("command"))]" : value("command")]
    return (path.map(\.commandName) + next + places + ["[\(sentence("words.options"))]"]).joined(separator: " ")
  }

  private func section(_ name: String, _ paragraphs: [Paragraph]) -> [Paragraph] {
    paragraphs.isEmpty ? [] : [.gap, .text(sentence("words.headings.\(name)"), .heading)] + paragraphs
  }

  private func entry(_ command: CommandForm) -> Paragraph {
    let key = (path.dropFirst().map(\.commandName) + [command.commandName]).joined(separator: ".")
    return .entry(command.commandName, Span.spans(sentence("\(key).abstract")))
  }

  /// A command's own sentence, else the one that all commands share.
  private func entry(_ argument: CommandForm.Argument, _ kind: String) -> Paragraph {
    let name = argument.typed.map { typed in
      let others = (argument.names ?? []).map(\.typed).filter { $0 != typed }.map { ", " + $0 }.joined()
      return typed + others + (argument.kind == .option ? " " + value(argument.valueName) : "")
    }
    let own = catalog.text(.help, "\(key).\(kind).\(argument.key)")
    return .entry(name ?? value(argument.valueName), Span.spans(own ?? sentence("\(kind).\(argument.key)")))
  }

  /// `<folder>`, as the language calls it.
  private func value(_ name: String?) -> String { "<\(sentence("values.\(name ?? "")"))>" }

  private func sentence(_ key: String) -> String { catalog.text(.help, key) ?? key }
}
