import Testing

@testable import MailProtocol

/// What a person encodes by hand, against the RFCs' own examples.
@Suite struct EncodedLineTests {
  private static let challenge = "PDE4OTYuNjk3MTcwOTUyQHBvc3RvZmZpY2UucmVzdG9uLm1jaS5uZXQ+"
  private static let response = "dGltIGI5MTNhNjAyYzdlZGE3YTQ5NWI0ZTZlNzMzNGQzODkw"
  private static let timestamp = "<1896.697170952@dbc.mtview.ca.us>"

  @Test(
    arguments: [
      ("dewey", "ZGV3ZXk=", ["dewey"], nil), ("", "", [], nil),
      ("dewey\n", "ZGV3ZXkK", ["dewey", "\\x0A"], .base64Newline),
      ("dewey\r\n", "ZGV3ZXkNCg==", ["dewey", "\\x0D\\x0A"], .base64Newline),
      ("\n", "Cg==", ["\\x0A"], .base64Newline), ("a\nb", "YQpi", ["a\\x0Ab"], nil),
    ] as [(String, String, [String], Diagnosis.ID?)])
  func base64(_ text: String, _ result: String, _ parts: [String], _ remark: Diagnosis.ID?) {
    let line = EncodedLine.base64(Array(text.utf8))
    #expect(line.result == result)
    #expect(line.parts.map(\.text) == parts)
    #expect(line.remark?.id == remark)
    #expect(line.parts.flatMap(\.octets) == Array(text.utf8))
  }

  @Test func plain() throws {
    let line = try EncodedLine.plain(user: "tim", password: Secret("tanstaaftanstaaf"))
    #expect(line.result == "AHRpbQB0YW5zdGFhZnRhbnN0YWFm")
    #expect(line.parts.map(\.text) == ["\\0", "tim", "\\0", "tanstaaftanstaaf"])
    #expect(line.parts.filter(\.isSecret).map(\.role) == [.password])
    #expect(line.remark == nil)
    #expect(try EncodedLine.plain(user: "tim", password: Secret("x\n")).remark?.id == .base64Newline)
    #expect(try EncodedLine.plain(user: "tim\n", password: Secret("x")).remark?.id == .base64Newline)
  }

  /// NUL divides the response: with one more of them another password would be sent.
  @Test(arguments: [("a\0b", "x"), ("a", "x\0y")]) func plainHasNoNUL(_ user: String, _ password: String) {
    let error = #expect(throws: UnreadableLine.self) { try EncodedLine.plain(user: user, password: Secret(password)) }
    #expect(error?.diagnosis.id == .lineNUL)
  }

  /// RFC 1939 §7.
  @Test(arguments: [timestamp, "+OK POP3 server ready \(timestamp)", "S: +OK POP3 server ready \(timestamp)\r"])
  func apop(_ banner: String) throws {
    let line = try EncodedLine.apop(banner: banner, secret: Secret("tanstaaf"), md5: SASLTests.digests.md5)
    #expect(line.result == "c4c9334bac560ecc979e58001b3e22fb")
    #expect(line.parts.map(\.text) == [Self.timestamp, "tanstaaf"])
    #expect(line.parts.map(\.isSecret) == [false, true])
  }

  @Test(
    arguments: [
      ("1896.697170952@dbc.mtview.ca.us", .apopNoBrackets), ("+OK ready 1896.697170952@dbc", .apopNoBrackets),
      ("<1896.697170952@dbc.mtview.ca.us", .apopNoBrackets), ("+OK POP3 server ready", .apopNoTimestamp),
      ("", .apopNoTimestamp), ("<1896>", .apopNoTimestamp),
    ] as [(String, Diagnosis.ID)])
  func apopWithoutTimestamp(_ banner: String, _ id: Diagnosis.ID) {
    let error = #expect(throws: UnreadableLine.self) {
      try EncodedLine.apop(banner: banner, secret: Secret("tanstaaf"), md5: SASLTests.digests.md5)
    }
    #expect(error?.diagnosis.id == id)
  }

  /// RFC 2195 §2.
  @Test(
    arguments: [
      challenge, "334 \(challenge)", "+ \(challenge)", "S: 334 \(challenge)\r\n",
      "<1896.697170952@postoffice.reston.mci.net>",
    ])
  func cramMD5(_ challenge: String) throws {
    let line = try EncodedLine.cramMD5(
      challenge: challenge, user: "tim", secret: Secret("tanstaaftanstaaf"), digests: SASLTests.digests)
    #expect(line.result == Self.response)
    #expect(
      line.parts.map(\.text) == [
        "<1896.697170952@postoffice.reston.mci.net>", "tanstaaftanstaaf", "tim", "\\x20",
        "b913a602c7eda7a495b4e6e7334d3890",
      ])
  }

  @Test(
    arguments: [
      ("PDE4OTY", "PDE4OTY=", .base64NotBase64), ("334 PDE4OTY", "PDE4OTY=", .base64NotBase64),
      ("1896.6", nil, .base64PlainText),
    ] as [(String, String?, Diagnosis.ID)])
  func challengeThatIsNone(_ challenge: String, _ suggestion: String?, _ id: Diagnosis.ID) {
    let error = #expect(throws: UnreadableLine.self) {
      try EncodedLine.cramMD5(challenge: challenge, user: "tim", secret: Secret("x"), digests: SASLTests.digests)
    }
    #expect(error?.diagnosis.id == id)
    #expect(error?.suggestion == suggestion)
  }

  /// Google's own example of XOAUTH2, and RFC 7628 §4.1's of OAUTHBEARER without host and port.
  @Test(arguments: [
    ("XOAUTH2", "someuser@example.com", "user=someuser@example.com\u{1}auth=Bearer ya29.vF9d\u{1}\u{1}"),
    ("OAUTHBEARER", "user@example.com", "n,a=user@example.com,\u{1}auth=Bearer ya29.vF9d\u{1}\u{1}"),
    ("OAUTHBEARER", "a=b,c", "n,a=a=3Db=2Cc,\u{1}auth=Bearer ya29.vF9d\u{1}\u{1}"),
  ])
  func tokens(_ mechanism: String, _ user: String, _ text: String) {
    let line = EncodedLine.oauth(mechanism, user: user, token: Secret("ya29.vF9d"))
    #expect(line.result == Base64.encode(text.utf8))
    #expect(line.parts.flatMap(\.octets) == Array(text.utf8))
    #expect(line.parts.filter(\.isSecret).map(\.text) == ["ya29.vF9d"])
  }

  /// What is typed at the prompt of `connect` in place of a response.
  @Test(
    arguments: [
      ("AUTH XOAUTH2 dewey@example.net", "XOAUTH2"), ("auth oauthbearer dewey@example.net", "OAUTHBEARER"),
      ("AUTH XOAUTH2 dewey", "XOAUTH2"), ("AUTH XOAUTH2", nil), ("AUTH XOAUTH2 dXNlcj1h", nil),
      ("AUTH PLAIN dewey@x", nil),
      ("AUTH XOAUTH2 a b", nil), ("USER XOAUTH2 a@b", nil),
    ] as [(String, String?)])
  func aLoginThatWantsAToken(_ line: String, _ mechanism: String?) {
    #expect(OAuthLogin(line)?.mechanism == mechanism)
  }
}
