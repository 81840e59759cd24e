import Testing

@testable import MailProtocol

/// Letters taken apart, with and without their empty line.
@Suite struct LetterTests {
  @Test(
    arguments: [
      ("To: b\r\n\r\ntext\r\n", ["To"], .emptyLine, ["text"], nil), ("A: b\r\n", ["A"], .none, [], "A:"),
      (
        "Subject: b\r\ntext here\r\nmore\r\n", ["Subject"], .lineThatIsNoField("text here"), ["text here", "more"],
        "text here"
      ),
      ("Subject: b\r\nHi:\r\n\r\ntext\r\n", ["Subject", "Hi"], .emptyLine, ["text"], "Hi:"), ("", [], .none, [], nil),
      ("\r\nA: b\r\n", [], .emptyLine, ["A: b"], nil), ("Subject: b\r\n c\r\n\r\n", ["Subject"], .emptyLine, [], nil),
      ("Subject: b\nc\r\n\r\n", ["Subject"], .emptyLine, [], nil),
    ] as [(String, [String], Letter.Separation, [String], String?)])
  func parts(_ text: String, _ names: [String], _ separation: Letter.Separation, _ body: [String], _ suspect: String?) {
    let letter = Letter(Array(text.utf8))
    #expect(letter.fields.map(\.name) == names)
    #expect(letter.separation == separation)
    #expect(letter.body == body)
    #expect(letter.missingEmptyLine?.values["bad"] == suspect)
  }

  @Test func valuesAreUnfoldedAndNamesKnowNoCase() {
    let letter = Letter(lines: ["Subject: a", "\tb", "SUBJECT: second", ""])
    #expect(letter.value("subject") == "a\tb")
    #expect(letter.value("to") == nil)
  }
}
