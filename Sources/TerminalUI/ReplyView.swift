import LessonEngine
import MailProtocol

/// A server's reply on the screen: its lines as they came but safe, a long letter folded, and the table of what its
/// parts mean.
struct ReplyView {
  let theme: Theme
  let columns: Int
  let catalog: MessageCatalog

  /// A letter of thousands of lines would carry the lesson off the screen.
  private static let longest = 30
  private static let shownFirst = 18
  private static let shownLast = 4

  func lines(_ lines: [[UInt8]]) -> [String] {
    guard lines.count > Self.longest else { return lines.map(shown) }
    let hidden = lines[Self.shownFirst..<(lines.count - Self.shownLast)]
    let octets = hidden.reduce(0) { $0 + $1.count + 2 }
    let values: MessageValues = ["lines": String(hidden.count), "octets": String(octets)]
    return lines[..<Self.shownFirst].map(shown)
      + wrap(catalog.ui(.fold, values), columns: columns, indent: "   ").map { theme.apply(.dim, $0) }
      + lines[(lines.count - Self.shownLast)...].map(shown)
  }

  /// Each part in a column of its own, as wide as the widest of the short ones.
  func table(_ rows: [(part: String, meaning: String)]) -> [String] {
    let widest = rows.map { TextWidth.columns($0.part) }.filter { $0 <= 16 }.max() ?? 0
    let indent = String(repeating: " ", count: 7 + widest)
    return rows.flatMap { row -> [String] in
      let part = String(repeating: " ", count: 5) + row.part
      let padding = 7 + widest - TextWidth.columns(part)
      if padding >= 2, columns > 7 + widest + 16 {
        let first = part + String(repeating: " ", count: padding)
        let lines = wrap(row.meaning, columns: columns, indent: indent, firstIndent: first)
        guard let line = lines.first else { return [] }
        let colored = ["     " + theme.apply(.part, row.part) + line.dropFirst(part.count)] + lines.dropFirst()
        return theme.coloringCode(colored)
      }
      // Words for people can be long: the part has its line, the meaning the next one.
      return wrap(row.part, columns: columns, indent: "     ").map { theme.apply(.part, $0) }
        + theme.coloringCode(wrap(row.meaning, columns: columns, indent: "         "))
    }
  }

  /// Octets of one line that are worth the screen; RFC 5322 §2.1.1 allows a letter 998.
  private static let longestLine = 1100

  private func shown(_ line: [UInt8]) -> String {
    let text = ByteSanitizer.visible(line.prefix(Self.longestLine))
    let more = line.count - Self.longestLine
    let note = more > 0 ? " " + catalog.ui(.foldLine, ["octets": String(more)]) : ""
    return theme.apply(.serverLine, "S: ") + text + theme.apply(.dim, note)
  }
}
