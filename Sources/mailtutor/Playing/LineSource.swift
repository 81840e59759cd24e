import Foundation
import LessonEngine
import MailProtocol
import TerminalUI

/// Where the learner's lines come from: the line editor in a terminal, else standard input or a script.
enum LineSource {
  case terminal(LineEditor)
  case plain(PlainInput)

  /// In a terminal a person waits: things may be asked, and prompts are shown.
  var isInteractive: Bool {
    switch self {
    case .terminal: true
    case .plain: false
    }
  }

  /// Why reading ended before its end.
  var failure: String? {
    switch self {
    case .terminal: nil
    case .plain(let input): input.failure.map { String(cString: strerror($0)) }
    }
  }

  /// The latest line was longer than anyone types, and its end is gone.
  var lineWasCut: Bool {
    switch self {
    case .terminal: false
    case .plain(let input): input.lineWasCut
    }
  }

  func next(_ runner: LessonRunner?, _ theme: Theme) -> LineEditor.Input {
    switch self {
    case .plain(let input): return input.readLine()
    case .terminal(let editor):
      let input = editor.readLine(prompt: Self.prompt(runner, theme))
      guard case .line(let line) = input, let runner else { return input }
      // `PASS` alone asks for the secret with echo off.
      if runner.acceptsPassword, line.uppercased() == "PASS" {
        let secret = editor.readSecret(prompt: .init("Password: ", style: theme.style(.prompt)))
        guard case .line(let text) = secret else { return secret }
        return .line(text.isEmpty ? line : "\(line) \(text)")
      }
      if runner.masked(line) == line { editor.addToHistory(line) }
      return input
    }
  }

  private static func prompt(_ runner: LessonRunner?, _ theme: Theme) -> LineEditor.Prompt {
    .init(runner?.prompt ?? "> ", style: theme.style(.prompt))
  }
}

extension LessonRunner {
  /// ASCII, protocol and state: `pop3 transaction> `; `$ ` where one would start telnet.
  var prompt: String {
    if isReading { return "> " }
    if isAsking { return "answer> " }
    return protocolName.map { "\($0.rawValue) \(stateName)> " } ?? "$ "
  }
}

/// What TAB offers: the words of the tutor, and the commands that are legal now.
enum Completion {
  static func words(_ line: String, _ runner: LessonRunner?) -> [String] {
    let word = String(line.split(separator: " ", omittingEmptySubsequences: false).last ?? "")
    let isFirst = !line.contains(" ")
    if isFirst, line.hasPrefix("/") { return LessonWord.names.filter { $0.hasPrefix(line.lowercased()) } }
    guard let runner, !runner.isInData else { return [] }
    if line.lowercased().hasPrefix("/lang ") { return matching(Language.allCases.map(\.rawValue), word) }
    if isFirst {
      return matching(runner.protocolName == nil ? ["telnet", "nc", "openssl"] : runner.legalVerbs, word)
    }
    switch line.uppercased() {
    case "MAIL ", "MAIL F", "MAIL FR", "MAIL FRO", "MAIL FROM": return ["FROM:<"]
    case "RCPT ", "RCPT T", "RCPT TO": return ["TO:<"]
    default: break
    }
    return runner.protocolName == nil ? matching(runner.lesson.hosts.keys.sorted(), word) : []
  }

  private static func matching(_ words: [String], _ start: String) -> [String] {
    words.filter { $0.lowercased().hasPrefix(start.lowercased()) }
  }
}
