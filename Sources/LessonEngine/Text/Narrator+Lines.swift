import MailProtocol

/// What the narrator says of a server's lines, and of lines that somebody logs in with: the lines as they came but safe, a
/// long letter folded, and the table of what their parts mean.
extension Narrator {
  /// A letter of thousands of lines would carry the lesson off the screen.
  private static let longest = 30
  private static let shownFirst = 18
  private static let shownLast = 4
  /// Octets of one line that are worth the screen; RFC 5322 §2.1.1 allows a letter 998.
  private static let longestLine = 1100

  mutating func reply(_ lines: [[UInt8]], _ anatomy: ReplyAnatomy, isFull: Bool) -> [Paragraph] {
    var rows: [Paragraph.Row] = []
    for part in anatomy.parts {
      guard isFull || part.isValue || !told.contains(part.meanings[0]) else { continue }
      guard let meaning = catalog.reply(part.meanings, MessageCatalog.values(of: part)) else { continue }
      told.insert(part.meanings[0])
      let row = Paragraph.Row(part.text, meaning)
      // The same words twice in one table say nothing the second time.
      if !rows.contains(row) { rows.append(row) }
    }
    return folded(lines) + (rows.isEmpty ? [] : [.table(rows)])
  }

  private func folded(_ lines: [[UInt8]]) -> [Paragraph] {
    guard lines.count > Self.longest else { return lines.map(serverLine) }
    let hidden = lines[Self.shownFirst..<(lines.count - Self.shownLast)]
    let octets = hidden.reduce(0) { $0 + $1.count + 2 }
    let values: MessageValues = ["lines": String(hidden.count), "octets": String(octets)]
    return lines[..<Self.shownFirst].map(serverLine) + [.folded(Span.spans(catalog.ui(.fold, values)))]
      + lines[(lines.count - Self.shownLast)...].map(serverLine)
  }

  /// As somebody reads it who has lost the thread.
  func openLetter(_ lines: [String], of count: Int) -> [Paragraph] {
    guard count > 0 else { return [notice(.letterEmpty), notice(.letterEnd)] }
    let earlier = count - lines.count
    let hidden: [Paragraph] =
      earlier > 0 ? [.folded(Span.spans(catalog.ui(.letterEarlier, ["n": String(earlier)])))] : []
    return [notice(.letterSoFar, ["n": String(count)])] + hidden + lines.map { .typed($0) } + [notice(.letterEnd)]
  }

  private func serverLine(_ line: [UInt8]) -> Paragraph {
    let more = line.count - Self.longestLine
    return .serverLine(
      ByteSanitizer.visible(line.prefix(Self.longestLine)),
      omitted: more > 0 ? catalog.ui(.foldLine, ["octets": String(more)]) : nil)
  }

  /// The parts of a line that somebody logs in with: `mailtutor encode` and `decode` show it.
  ///
  /// - Parameter hidesSecrets: a secret that was typed without echo does not appear now.
  public func table(_ parts: [LoginPart], hidesSecrets: Bool) -> Paragraph {
    .table(
      parts.map { part in
        Paragraph.Row(
          MessageCatalog.safe(part.isSecret && hidesSecrets ? Secret.mask : part.text), meaning(of: part))
      })
  }

  public func meaning(of part: LoginPart) -> String {
    // More octets than that nobody compares.
    let values: MessageValues = ["n": String(part.octets.count), "octets": part.octets.hexadecimal]
    return part.role == .text && part.octets.count > 16
      ? catalog.ui(.encodeTextLong, values) : catalog.ui(part.role, values)
  }
}
