// Reads the learner's lines from a terminal, with editing, history and completion; the session loop is its caller.

import CLibEdit

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A line editor on standard input and output: libedit behind a typed face.
///
/// What is unusual, and why:
/// - It blocks, so it has a thread of its own when anything else has to go on; make and use it on that one thread.
///   Only one can be open, since signals and terminal modes belong to the process.
/// - The prompt is ASCII (other characters show as `?`), because libedit has crashed on others and miscounts their
///   columns; its colour is handed over apart from the text for the same reason.
/// - Signals are ours only while a line is read. Ctrl-C drops the line and comes back as `.interrupted`; a resize, or
///   Ctrl-Z and `fg`, redraws the half-typed line; SIGHUP, SIGTERM and SIGQUIT come back as `.terminated`, so that
///   progress can be saved. Before it returns, the terminal and the signals are as they were, also on `exit` or a crash.
/// - The locale becomes UTF-8 for characters even under `LANG=C`; otherwise Vietnamese and Chinese keys vanish.
/// - Pasted lines are several lines, in order; the ones not asked for yet wait here. Ctrl-C forgets them.
/// - A space that completion added, with nothing typed after it, is not part of the line: to a strict server `STAT ` is a
///   mistake, and it would not be the learner's.
/// - A line never holds a TAB or another control character: TAB completes, and a pasted one becomes a space.
/// - `~/.editrc` binds keys, as people who have one expect, but TAB stays ours.
public final class LineEditor {
  public enum Input: Equatable, Sendable {
    /// Without its line end.
    case line(String)
    case interrupted
    /// What is watched has something, and nothing was typed yet.
    case news
    case endOfInput
    case terminated
  }

  public struct Prompt: Equatable, Sendable {
    /// ASCII, and at most 128 characters are shown.
    public var text: String
    /// The parameters of an SGR sequence, such as `1;32`; nil for no colour.
    public var style: String?

    public init(_ text: String, style: String? = nil) {
      self.text = text
      self.style = style
    }
  }

  /// Why no editor could be made; `PlainInput` reads in its place.
  public enum Unavailable: Error, Equatable, Sendable {
    case inputIsNoTerminal
    case outputIsNoTerminal
    /// Another editor is open, or libedit cannot start.
    case busy
  }

  private let editor: OpaquePointer
  private let completions: (String) -> [String]
  /// The line as the latest completion left it, if it added a space.
  private var completedLine: String?

  /// - Parameters:
  ///   - program: what the lines of `~/.editrc` call this program.
  ///   - plain: write no escape sequences of our own, and leave `~/.editrc` alone.
  ///   - completions: what the last word of the line may become (the word starts after the last space). One that ends
  ///     in a letter, a digit or `>` is followed by a space when it is the only one: `FROM:<` must not be.
  public init(
    program: String, plain: Bool = false, completions: @escaping (_ lineUpToCursor: String) -> [String]
  ) throws(Unavailable) {
    guard isatty(STDIN_FILENO) == 1 else { throw .inputIsNoTerminal }
    guard isatty(STDOUT_FILENO) == 1 else { throw .outputIsNoTerminal }
    guard let editor = cle_open(program, plain) else { throw .busy }
    self.editor = editor
    self.completions = completions
    // Unretained: the editor is closed before this object goes, and it calls only inside `readLine`.
    cle_set_completion(
      editor,
      { context, _, lineUpToCursor, again in
        guard let context, let lineUpToCursor else { return }
        Unmanaged<LineEditor>.fromOpaque(context).takeUnretainedValue()
          .complete(String(cString: lineUpToCursor), again: again)
      },
      Unmanaged.passUnretained(self).toOpaque())
  }

  deinit {
    cle_close(editor)
  }

  public func readLine(prompt: Prompt) -> Input {
    completedLine = nil
    var line: UnsafePointer<CChar>?
    let input = input(cle_read_line(editor, prompt.text, prompt.style, &line), line)
    if case .line(let text) = input, text == completedLine { return .line(String(text.dropLast())) }
    return input
  }

  /// Reads a line that is not shown, nor kept by the editor. It never enters the history by itself.
  public func readSecret(prompt: Prompt) -> Input {
    var line: UnsafePointer<CChar>?
    defer { cle_forget_secret(editor) }
    return input(cle_read_secret(editor, prompt.text, prompt.style, &line), line)
  }

  /// From now on a read ends with `.news` when there is something to read in the descriptor and the line is still
  /// empty. Nobody here reads it.
  public func watch(_ descriptor: Int32) { cle_watch(editor, descriptor) }

  /// Keeps the latest 500 lines, and none that equals the one before it. Mask secrets first.
  public func addToHistory(_ line: String) {
    cle_add_history(editor, line)
  }

  private func input(_ result: cle_result, _ line: UnsafePointer<CChar>?) -> Input {
    switch result {
    case .CLE_LINE: .line(line.map { String(cString: $0) } ?? "")
    case .CLE_INTERRUPTED: .interrupted
    case .CLE_NEWS: .news
    case .CLE_END: .endOfInput
    case .CLE_TERMINATED: .terminated
    }
  }

  private func complete(_ lineUpToCursor: String, again: Bool) {
    let word =
      lineUpToCursor.split(separator: " ", omittingEmptySubsequences: false).last.map(String.init) ?? ""
    switch Completion(of: word, from: completions(lineUpToCursor)) {
    case .replace(let longer):
      cle_replace_before_cursor(editor, Int32(word.unicodeScalars.count), longer)
      completedLine = longer.last == " " ? lineUpToCursor.dropLast(word.count) + longer : nil
    case .choice(let candidates) where again:
      cle_show_below(editor, Self.table(candidates, columns: TerminalSize.columns()))
    case .choice, .none:
      cle_beep(editor)
    }
  }

  /// Down the columns, as `ls` does it.
  static func table(_ cells: [String], columns: Int) -> String {
    let width = (cells.map(TextWidth.columns).max() ?? 0) + 2
    let across = max(1, columns / width)
    let rows = (cells.count + across - 1) / across
    return (0..<rows).map { row in
      let line = stride(from: row, to: cells.count, by: rows).map { index in
        let isLast = index + rows >= cells.count
        return isLast ? cells[index] : cells[index] + spaces(width - TextWidth.columns(cells[index]))
      }
      return line.joined()
    }.joined(separator: "\r\n")
  }

  private static func spaces(_ count: Int) -> String { String(repeating: " ", count: count) }
}

/// What one TAB does to the word before the cursor.
enum Completion: Equatable {
  case replace(String)
  case choice([String])
  case none

  /// Case is the candidate's: mail commands may be typed in either, and the learner sees how they are usually written.
  init(of word: String, from candidates: [String]) {
    var fitting: [String] = []
    for candidate in candidates where !fitting.contains(candidate) {
      if candidate.lowercased().hasPrefix(word.lowercased()) { fitting.append(candidate) }
    }
    guard let first = fitting.first else {
      self = .none
      return
    }
    guard fitting.count > 1 else {
      let isWhole = first.last.map { $0.isLetter || $0.isNumber || $0 == ">" } ?? false
      self = .replace(isWhole ? first + " " : first)
      return
    }
    var shared = first[...]
    for other in fitting {
      let same = zip(shared, other).prefix { $0.lowercased() == $1.lowercased() }
      shared = shared.prefix(same.count)
    }
    self = shared == word ? .choice(fitting) : .replace(String(shared))
  }
}
