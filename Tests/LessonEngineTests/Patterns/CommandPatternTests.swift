import Testing

@testable import LessonEngine

/// A lesson's command and what is typed are compared by meaning.
@Suite struct CommandPatternTests {
  @Test(arguments: [
    ("STAT", "STAT"), ("STAT", "stat"), ("STAT", "Stat "), ("STAT", "STAT  "),
    ("USER dewey", "user dewey"), ("USER dewey", "USER   dewey"),
    ("RETR 2", "RETR 02"), ("RETR 2", "retr   0002"), ("TOP 1 10", "top 01 010"), ("LIST", "list"),
    ("DELE 1", "dele 1 "),
    ("PASS tanstaaf", "pass tanstaaf"), ("PASS a b", "PASS a b"),
    ("HELO *", "helo pc.example.org"), ("HELO pc.example.org", "HELO PC.Example.ORG"), ("NOOP", "NOOP still here"),
    ("MAIL FROM:<a@b.example>", "mail from:<a@b.example>"), ("MAIL FROM:<a@b.example>", "MAIL FROM: <a@b.example>"),
    ("MAIL FROM:<a@b.example>", "MAIL FROM:a@b.example"), ("MAIL FROM:<a@b.example>", "MAIL FROM:<a@B.EXAMPLE>"),
    // The part before the at sign belongs to its host alone (RFC 5321 §2.4), and hardly any host tells capitals there.
    ("RCPT TO:<a@b.example>", "RCPT TO:<A@b.example>"), ("RCPT TO:<a@b.example>", "RCPT   To:  <a@b.example>"),
    ("MAIL FROM:<>", "MAIL FROM:<>"),
    ("MAIL FROM:<*>", "MAIL FROM:<a@b.example>"),
    ("MAIL FROM:<a@b.example> SIZE=10", "MAIL FROM:<a@b.example> size=10"),
    ("APOP dewey *", "APOP dewey c4c9334bac560ecc979e58001b3e22fb"),
  ])
  func means(_ pattern: String, _ line: String) {
    #expect(CommandPattern(pattern).matches(line))
  }

  @Test(arguments: [
    ("STAT", "STAT 1"), ("STAT", "STTA"), ("STAT", " STAT"), ("STAT", ""), ("STAT", "ＳＴＡＴ"),
    ("USER dewey", "USER Dewey"), ("USER dewey", "USER"), ("USER dewey", "USER dewey x"),
    ("RETR 2", "RETR 20"), ("RETR 2", "RETR two"), ("RETR 2", "RETR"), ("RETR 2", "RETR ２"), ("RETR 2", "LIST 2"),
    ("LIST", "LIST 1"), ("TOP 1 10", "TOP 10 1"),
    // RFC 1939 §7: what follows PASS is the password, spaces and capitals and all.
    ("PASS tanstaaf", "PASS Tanstaaf"), ("PASS tanstaaf", "PASS  tanstaaf"), ("PASS tanstaaf", "PASS tanstaaf "),
    ("PASS a b", "PASS a  b"), ("PASS tanstaaf", "PASS"),
    ("HELO *", "HELO"), ("HELO *", "HELO a b"), ("HELO *", "EHLO a"),
    ("MAIL FROM:<a@b.example>", "MAIL FROM:<>"),
    ("MAIL FROM:<a@b.example>", "MAIL FROM:"), ("MAIL FROM:<a@b.example>", "MAIL TO:<a@b.example>"),
    ("MAIL FROM:<a@b.example>", "MAIL FROM:<a@b.example> SIZE=10"),
    ("RCPT TO:<a@b.example>", "MAIL FROM:<a@b.example>"),
    ("APOP dewey *", "APOP dewey"), ("APOP dewey *", "APOP huey x"),
  ])
  func doesNotMean(_ pattern: String, _ line: String) {
    #expect(!CommandPattern(pattern).matches(line))
  }

  @Test func partsOfAPattern() {
    let pattern = CommandPattern("rcpt to:<Ann@B.example> notify=never")
    #expect(pattern.verb == "RCPT")
    #expect(pattern.arguments == ["<ann@b.example>", "NOTIFY=NEVER"])
    #expect(CommandPattern("").verb == "")
  }
}
