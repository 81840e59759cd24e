/// Whole sessions as text, `C:` and `S:` lines as in the RFCs.
package struct Transcript: Hashable, Sendable {
  package enum Entry: Hashable, Sendable {
    /// `@ pop3 mail.example.net`: a connection opens.
    case connect(String)
    /// `C: STAT`
    case client([UInt8])
    /// `S: +OK 3 345910`
    case server([UInt8])
    /// `S: ...`: any number of lines until the next `S:` line fits.
    case anything
    /// `@ closed`: the server hangs up; `@ hangup`: the client does.
    case closed
    case hangup
  }

  package struct Line: Hashable, Sendable {
    /// In the text, from 1.
    package let number: Int
    package let entry: Entry
  }

  package struct SyntaxError: Error, Hashable, Sendable {
    package let line: Int
    package let text: String

    package init(line: Int, text: String) {
      self.line = line
      self.text = text
    }
  }

  package let lines: [Line]

  /// Lines that are empty or start with `#` are for the reader. In `C:` and `S:` lines `\x08` stands for the
  /// octet 08 and `\\` for a backslash.
  package init(parsing text: String) throws(SyntaxError) {
    var lines: [Line] = []
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      if line.isEmpty || line.hasPrefix("#") { continue }
      guard let entry = Self.entry(String(line)) else { throw SyntaxError(line: index + 1, text: String(line)) }
      lines.append(Line(number: index + 1, entry: entry))
    }
    self.lines = lines
  }

  private static func entry(_ line: String) -> Entry? {
    switch line {
    case "S: ...": return .anything
    case "@ closed": return .closed
    case "@ hangup": return .hangup
    case "C:", "C: ": return .client([])
    case "S:", "S: ": return .server([])
    default: break
    }
    if line.hasPrefix("@ ") { return .connect(String(line.dropFirst(2))) }
    guard let octets = unescape(line.dropFirst(3)) else { return nil }
    if line.hasPrefix("C: ") { return .client(octets) }
    return line.hasPrefix("S: ") ? .server(octets) : nil
  }

  private static func unescape(_ text: Substring) -> [UInt8]? {
    var octets: [UInt8] = []
    var bytes = Array(text.utf8)[...]
    while let byte = bytes.popFirst() {
      guard byte == UInt8(ascii: "\\") else {
        octets.append(byte)
        continue
      }
      switch bytes.popFirst() {
      case UInt8(ascii: "\\"): octets.append(byte)
      case UInt8(ascii: "x"):
        guard let value = UInt8(String(decoding: bytes.prefix(2), as: UTF8.self), radix: 16) else { return nil }
        bytes = bytes.dropFirst(2)
        octets.append(value)
      default: return nil
      }
    }
    return octets
  }
}
