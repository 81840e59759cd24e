import ArgumentParser
import Foundation
import LessonEngine
import MailProtocol
import TerminalUI

/// Where the learner's lines come from: the line editor in a terminal, else standard input or a script.
enum LineSource {
  case terminal(LineEditor)
  /// The path is a script's; nil for standard input.
  case plain(PlainInput, path: String?)

  static var isTerminal: Bool { isatty(STDIN_FILENO) == 1 }

  /// In a terminal a person waits: things may be asked, and prompts are shown.
  var isInteractive: Bool {
    switch self {
    case .terminal: true
    case .plain: false
    }
  }

  /// Of the script, where lines come from one.
  var path: String? {
    switch self {
    case .terminal: nil
    case .plain(_, let path): path
    }
  }

  /// Why reading ended before its end.
  var failure: String? {
    switch self {
    case .terminal: nil
    case .plain(let input, _): input.failure.map { String(cString: strerror($0)) }
    }
  }

  /// The latest line was longer than anyone types, and its end is gone.
  var lineWasCut: Bool {
    switch self {
    case .terminal: false
    case .plain(let input, _): input.lineWasCut
    }
  }

  /// A server may speak unasked: see `LineEditor.watch`.
  func watch(_ descriptor: Int32) {
    if case .terminal(let editor) = self { editor.watch(descriptor) }
  }

  /// - Parameter asks: says what is asked for, before something is typed that is not shown.
  func next(
    _ dialogue: (any Dialogue)?, _ theme: Theme, asks: (MessageKey) -> Void = { _ in }
  ) -> LineEditor.Input {
    switch self {
    case .plain(let input, _): return input.readLine()
    case .terminal(let editor):
      let prompt = LineEditor.Prompt(dialogue?.prompt ?? "> ", style: theme.style(.prompt))
      if dialogue?.client.isInExchange ?? false { return editor.readSecret(prompt: prompt) }
      let input = editor.readLine(prompt: prompt)
      guard case .line(let line) = input, let dialogue else { return input }
      // `PASS` alone asks for the secret with echo off.
      if dialogue.client.acceptsPassword, line.uppercased() == "PASS" {
        asks(.askPassword)
        let secret = editor.readSecret(prompt: .init("PASS ", style: theme.style(.prompt)))
        guard case .line(let text) = secret else { return secret }
        return .line(text.isEmpty ? line : "\(line) \(text)")
      }
      // So does a login with a token.
      if dialogue.speaking != nil, !dialogue.client.isInData, let login = OAuthLogin(line) {
        asks(.askToken)
        let token = editor.readSecret(prompt: .init("? ", style: theme.style(.prompt)))
        guard case .line(let text) = token else { return token }
        return .line(text.isEmpty ? "AUTH \(login.mechanism)" : login.line(token: Secret(text)))
      }
      if dialogue.masked(line) == line { editor.addToHistory(line) }
      return input
    }
  }

  /// The line editor where a person types, else standard input or a script.
  ///
  /// - Parameter completions: what TAB offers for the line up to the cursor.
  static func open(
    script: String?, isInteractive: Bool, theme: Theme, completions: @escaping (String) -> [String]
  ) throws -> LineSource {
    if let script {
      let descriptor = Foundation.open(script, O_RDONLY | O_CLOEXEC)
      guard descriptor >= 0 else { throw FileTrouble.unreadable(script) }
      return .plain(PlainInput(fileDescriptor: descriptor), path: script)
    }
    guard isInteractive,
      let editor = try? LineEditor(program: "mailtutor", plain: !theme.hasColors, completions: completions)
    else { return .plain(PlainInput(), path: nil) }
    return .terminal(editor)
  }
}

/// What TAB offers: the words of the tutor, and the commands that are legal now.
enum Completion {
  static func words(_ line: String, _ dialogue: (any Dialogue)?, _ languages: Languages) -> [String] {
    let word = String(line.split(separator: " ", omittingEmptySubsequences: false).last ?? "")
    let isFirst = !line.contains(" ")
    if isFirst, line.hasPrefix("/") {
      return (dialogue?.tutorWords ?? TutorCommand.Name.allCases).map(\.typed).filter {
        $0.hasPrefix(line.lowercased())
      }
    }
    guard let dialogue, !dialogue.client.isInData else { return [] }
    if line.lowercased().hasPrefix("/lang ") { return matching(languages.tags, word) }
    if isFirst { return matching(dialogue.programs.isEmpty ? dialogue.client.legalVerbs : dialogue.programs, word) }
    if !dialogue.programs.isEmpty, line.lowercased() == "openssl \(word)" {
      return matching([ClientCommandLine.opensslCommand], word)
    }
    switch line.uppercased() {
    case "MAIL ", "MAIL F", "MAIL FR", "MAIL FRO", "MAIL FROM": return ["FROM:<"]
    case "RCPT ", "RCPT T", "RCPT TO": return ["TO:<"]
    default: return matching(dialogue.hosts, word)
    }
  }

  private static func matching(_ words: [String], _ start: String) -> [String] {
    words.filter { $0.lowercased().hasPrefix(start.lowercased()) }
  }
}
