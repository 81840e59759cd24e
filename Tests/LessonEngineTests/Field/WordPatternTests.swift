import Testing

@testable import LessonEngine

/// The language of `Locales/patterns.yaml`, and what counts as a word.
@Suite struct WordPatternTests {
  @Test(arguments: [
    ("user unknown", "User is unknown", true), ("user unknown", "unknown user", false),
    ("no+such user|mailbox", "no such mailbox here", true), ("no+such user", "no user such", false),
    ("user not exist*", "this user doesn't exist", true), ("user not exist*", "the user could not have existed", true),
    ("one five", "one two three four five", true), ("one six", "one two three four five six", false),
    ("spf & !dkim", "SPF failed", true), ("spf & !dkim", "SPF and DKIM failed", false),
    ("dkim & spf", "SPF and DKIM failed", true),
    ("*spamhaus*", "see zen.spamhaus.org", true), ("gr?ylist*", "Graylisting in action", true),
    ("# days", "for 5 days", true), ("# days", "some days", false),
    ("^+error+$", "Error!", true), ("^+error", "an Error", true), ("^+error", "some error", false),
    ("ip listed", "203.0.113.9 is listed", true), ("@ rejected", "<bob@example.org>: rejected", true),
    ("stars", "220 ******2**0", true), ("授权码", "请使用授权码登录", true), ("授权码", "授权 码头", true), ("授权+码头", "授权码", false),
    ("mail|from+x to", "from x to y", true), ("!spam", "anything", true),
  ])
  func patterns(_ pattern: String, _ text: String, _ isFound: Bool) {
    #expect(WordPattern(pattern).isFound(in: TextWords(text)) == isFound)
  }

  @Test(arguments: [
    ("(550, b'5.1.1 No such user')", ["550", "no", "such", "user"]),
    ("can't, cannot, couldn\u{2019}t", ["not", "not", "not"]),
    ("a@b.example [192.0.2.1]:25", ["@", "ip", "25"]), ("zen.spamhaus.org.", ["zen.spamhaus.org"]),
    ("one\\ntwo", ["one", "two"]), ("Mật khẩu", ["mật", "khẩu"]), ("用户abc", ["用", "户", "abc"]),
  ])
  func words(_ text: String, _ words: [String]) {
    #expect(TextWords(text).words == words)
  }
}
