// Which colours and signs the screen may show; the renderer asks it for every line.

public enum Role: CaseIterable, Sendable {
  case task, heading, serverLine, part, note, good, bad, remark, code, prompt, dim
}

/// Colour and signs on a colour terminal, words everywhere else: in a pipe, with `NO_COLOR` (no-color.org), with
/// `--plain`, on a terminal without colour. A sign also needs a UTF-8 locale, or it would come out as three wrong
/// characters.
public struct Theme: Sendable, Equatable {
  public let hasColors: Bool
  public let hasSymbols: Bool

  /// - Parameters:
  ///   - environment: of which `NO_COLOR`, `TERM` and `COLORTERM` are read.
  ///   - isUTF8: what `isUTF8(_:)` says of the same environment.
  public init(isTerminal: Bool, environment: [String: String], plain: Bool, isUTF8: Bool) {
    let refused = plain || !(environment["NO_COLOR"] ?? "").isEmpty
    hasColors = isTerminal && !refused && Self.terminalHasColors(environment)
    hasSymbols = hasColors && isUTF8
  }

  /// Whether the locale variables name UTF-8, in the order in which libc takes them.
  public static func isUTF8(_ environment: [String: String]) -> Bool {
    let locale =
      ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap { environment[$0] }.first { !$0.isEmpty } ?? ""
    let name = locale.lowercased()
    return name.contains("utf-8") || name.contains("utf8")
  }

  private static func terminalHasColors(_ environment: [String: String]) -> Bool {
    let terminal = environment["TERM"] ?? ""
    if terminal == "dumb" { return false }
    if !(environment["COLORTERM"] ?? "").isEmpty { return true }
    return !terminal.isEmpty && !terminal.hasPrefix("vt") && !terminal.hasSuffix("-m")
      && !terminal.hasSuffix("-mono")
  }

  /// The sign for `good`, `bad` and `remark`, or `word` (`OK:`, `NOT YET:`, `NOTE:`, which are translated).
  public func symbol(_ role: Role, word: String) -> String {
    guard hasSymbols else { return word }
    return switch role {
    case .good: "✓"
    case .bad: "✗"
    case .remark: "•"
    case .task, .heading, .serverLine, .part, .note, .code, .prompt, .dim: word
    }
  }

  /// Each line of `text` in the role's colour. A part that has a colour already keeps it, and the role's goes on behind
  /// it.
  public func apply(_ role: Role, _ text: String) -> String {
    guard let style = style(role), !text.isEmpty else { return text }
    let start = "\u{1B}[\(style)m"
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      line.isEmpty ? "" : start + Self.resume(start, in: line) + Self.reset
    }
    return lines.joined(separator: "\n")
  }

  /// The SGR parameters for `LineEditor.Prompt`; nil without colours, and for a role that looks like plain text. No
  /// yellow, white, blue, black or bright colour: each cannot be read on some usual background.
  public func style(_ role: Role) -> String? {
    guard hasColors else { return nil }
    return switch role {
    case .task, .heading, .prompt: "1"
    case .serverLine: "36"
    // Bold too: a monochrome terminal that calls itself xterm shows no colour. And not as faint as the text around it.
    case .code: "0;1;36"
    case .part, .remark: "35"
    case .good: "32"
    case .bad: "31"
    case .dim: "2"
    case .note: nil
    }
  }

  private static let reset = "\u{1B}[0m"

  private static func resume(_ start: String, in line: Substring) -> String {
    line.split(separator: reset, omittingEmptySubsequences: false).joined(separator: reset + start)
  }
}
