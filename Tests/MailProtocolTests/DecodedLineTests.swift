import Testing

@testable import MailProtocol

/// What a line of an exchange is taken for.
@Suite struct DecodedLineTests {
  @Test(
    arguments: [
      ("Username:", .userPrompt), ("User Name\0", .userPrompt), ("username:", .userPrompt),
      ("Password:", .passwordPrompt), ("Password\0", .passwordPrompt), ("password", .text), ("dewey", .text),
      ("", .empty), ("\0tim\0tanstaaf", .plain), ("joe\0tim\0tanstaaf", .plain), ("tim\0tanstaaf", .plainShort),
      ("a\0b\0c\0d", .text), ("<1896.697170952@postoffice.reston.mci.net>", .challenge), ("<1896>", .text),
      ("see <1896@postoffice>", .text), ("tim b913a602c7eda7a495b4e6e7334d3890", .response),
      ("tim B913A602C7EDA7A495B4E6E7334D3890", .text), (" b913a602c7eda7a495b4e6e7334d3890", .text),
      ("n,,n=user,r=rOprNGfwEbeRWgbNEkqO", .scram), ("r=rOpr,s=W22Z,i=4096", .scram), ("c=biws,r=rOpr,p=dHzb", .scram),
      ("v=6rri", .scram), ("r=rOpr", .text), ("Passwört", .text), ("a\u{1B}[31m", .octets),
    ] as [(String, DecodedLine.Form)])
  func forms(_ text: String, _ form: DecodedLine.Form) throws {
    let encoded = Base64.encode(Array(text.utf8))
    let line = try DecodedLine(encoded)
    #expect(line.form == form)
    #expect(line.octets == Array(text.utf8))
    #expect(line.parts.flatMap(\.octets) == Array(text.utf8), "the parts are the whole line")
    #expect(line.remark == nil)
    // The newline that echo added changes no form.
    guard form != .empty else { return }
    let longer = try DecodedLine(Base64.encode(Array((text + "\n").utf8)))
    #expect(longer.form == form && longer.remark?.id == .base64Newline && longer.parts.last?.role == .newline)
    #expect(longer.parts.flatMap(\.octets) == Array((text + "\n").utf8))
  }

  @Test func parts() throws {
    let plain = try DecodedLine("AHRpbQB0YW5zdGFhZnRhbnN0YWFm")
    #expect(plain.parts.map(\.role) == [.nul, .user, .nul, .password])
    #expect(plain.parts.map(\.text) == ["\\0", "tim", "\\0", "tanstaaftanstaaf"])
    let response = try DecodedLine("dGltIGI5MTNhNjAyYzdlZGE3YTQ5NWI0ZTZlNzMzNGQzODkw")
    #expect(response.parts.map(\.role) == [.user, .space, .hmac])
  }

  /// As it is copied from a session.
  @Test(
    arguments: [
      "ZGV3ZXk=", " ZGV3ZXk= ", "334 ZGV3ZXk=", "+ ZGV3ZXk=", "S: 334 ZGV3ZXk=\r\n", "C: ZGV3ZXk=\n",
      "AUTH PLAIN ZGV3ZXk=",
      "auth login ZGV3ZXk=", "C: AUTH PLAIN ZGV3ZXk=",
    ])
  func withWhatStandsBefore(_ line: String) throws {
    #expect(try DecodedLine(line).octets == Array("dewey".utf8))
  }

  @Test(arguments: ["334", "334 ", "+", "+ ", "=", "AUTH PLAIN ="]) func nothing(_ line: String) throws {
    #expect(try DecodedLine(line).form == .empty)
  }

  @Test(
    arguments: [
      ("ZGV3ZXk", .base64NotBase64, "ZGV3ZXk="), ("ZGV3ZXk==", .base64NotBase64, "ZGV3ZXk="),
      ("fn5-", .base64URLSafe, "fn5+"), ("fn5-fg", nil, "fn5+fg=="), ("dewey", .base64PlainText, nil),
      ("a b", .base64PlainText, nil), ("Zm9v=Zm9v", .base64NotBase64, nil), ("*", .base64PlainText, nil),
      ("Zé==", nil, nil),
    ] as [(String, Diagnosis.ID?, String?)])
  func unreadable(_ line: String, _ id: Diagnosis.ID?, _ suggestion: String?) {
    let error = #expect(throws: UnreadableLine.self) { try DecodedLine(line) }
    if let id { #expect(error?.diagnosis.id == id) }
    #expect(error?.suggestion == suggestion)
  }

  /// Whatever octets there are, decoding ends, and its parts are those octets.
  @Test func everyPairOfOctets() throws {
    for first in UInt8.min...UInt8.max {
      for second in [0, 0x0A, 0x20, 0x3A, 0x80, first] {
        let line = try DecodedLine(Base64.encode([first, second]))
        #expect(line.parts.flatMap(\.octets) == [first, second])
      }
    }
  }
}
