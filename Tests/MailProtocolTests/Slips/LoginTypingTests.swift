import MailProtocol
import Testing

/// Names and passwords that were sent with something around them. No password is repeated.
@Suite struct LoginTypingTests {
  @Test(
    arguments: [
      ("<dewey>", "< >", "USER dewey"), ("\"dewey\"", "\" \"", "USER dewey"), ("'dewey'", "' '", "USER dewey"),
      ("[dewey]", "[ ]", "USER dewey"), ("(dewey)", "( )", "USER dewey"), ("{dewey}", "{ }", "USER dewey"),
      ("`dewey`", "` `", "USER dewey"), ("dewey.", ".", "USER dewey"), ("dewey,", ",", "USER dewey"),
      ("dewey;", ";", "USER dewey"), ("dewey:", ":", "USER dewey"), ("<dewey>.", "< > .", "USER dewey"),
      ("Dewey@c.example,", ",", "USER Dewey@c.example"),
    ] as [(String, String, String)])
  func names(_ name: String, _ sign: String, _ suggestion: String) throws {
    let diagnosis = try #require(LoginTyping.oddity(inName: name))
    #expect(diagnosis.id == .argumentUserSigns)
    #expect(diagnosis.values["bad"] == name)
    #expect(diagnosis.values["sign"] == sign)
    #expect(diagnosis.values["suggestion"] == suggestion)
    #expect(Slip.isFlawless(suggestion, .pop3))
  }

  @Test(arguments: ["dewey", "d", ".", "<", "<>", "dewey@c.example", "o'brien", "dewey.duck", "<dewey", "a<b>", ""])
  func plainNames(_ name: String) { #expect(LoginTyping.oddity(inName: name) == nil) }

  @Test(
    arguments: [
      ("\"tanstaaf\"", .argumentPasswordSigns, "\" \""), ("'tanstaaf'", .argumentPasswordSigns, "' '"),
      ("<tanstaaf>", .argumentPasswordSigns, "< >"), ("(tanstaaf)", .argumentPasswordSigns, "( )"),
      ("[tanstaaf]", .argumentPasswordSigns, "[ ]"), ("tanstaaf.", .argumentPasswordSigns, "."),
      ("tanstaaf,", .argumentPasswordSigns, ","), ("tanstaaf;", .argumentPasswordSigns, ";"),
      (" tanstaaf", .argumentPasswordSpaces, nil), ("tanstaaf ", .argumentPasswordSpaces, nil),
      ("  tanstaaf  ", .argumentPasswordSpaces, nil), ("tan  staaf", .argumentPasswordSpaces, nil),
    ] as [(String, Diagnosis.ID, String?)])
  func passwords(_ password: String, _ id: Diagnosis.ID, _ sign: String?) throws {
    let diagnosis = try #require(LoginTyping.oddity(inPassword: Secret(password)))
    #expect(diagnosis.id == id)
    #expect(diagnosis.values["sign"] == sign)
    #expect(!diagnosis.values.values.contains { $0.contains("tan") })
    #expect(diagnosis.reference == "RFC 1939 §7")
  }

  @Test(arguments: ["tanstaaf", "tan staaf", "a", "", "•", "\"", "a\"b", "tanstaaf!"])
  func plainPasswords(_ password: String) { #expect(LoginTyping.oddity(inPassword: Secret(password)) == nil) }
}
