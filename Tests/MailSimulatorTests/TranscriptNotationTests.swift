import TestSupport
import Testing

/// The `C:` and `S:` notation.
@Suite struct TranscriptNotationTests {
  @Test func notation() throws {
    let transcript = try Transcript(
      parsing: "# note\n@ pop3 h\nS: +OK\nC: S\\x08T\nC:\nS: ...\nS: a\\\\b\n@ hangup\n@ closed\n\n")
    #expect(
      transcript.lines.map(\.entry) == [
        .connect("pop3 h"), .server(Array("+OK".utf8)), .client([0x53, 8, 0x54]), .client([]), .anything,
        .server(Array("a\\b".utf8)), .hangup, .closed,
      ])
    #expect(transcript.lines.map(\.number) == [2, 3, 4, 5, 6, 7, 8, 9])
  }

  @Test(arguments: ["X: y", "C:STAT", "C: \\q", "C: \\x", "C: \\xZZ", "STAT"])
  func mistakes(_ text: String) {
    #expect(throws: Transcript.SyntaxError(line: 2, text: text)) { try Transcript(parsing: "\n\(text)") }
  }
}
