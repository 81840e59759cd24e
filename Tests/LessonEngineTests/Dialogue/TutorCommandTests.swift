import LessonEngine
import Testing

@Suite struct TutorCommandTests {
  @Test(arguments: [
    ("/help", TutorCommand.own(.help)), ("/?", .own(.help)), ("/HINT", .ofLesson(.hint)), ("/hint  ", .ofLesson(.hint)),
    ("/why", .common(.why)), ("/explain", .common(.explain(nil))),
    ("/explain  550 no such user", .common(.explain("550 no such user"))), ("/where", .own(.where)),
    ("/lang vi", .common(.language("vi"))), ("/lang", .common(.language(nil))), ("/back", .ofLesson(.back)),
    ("/redo", .ofLesson(.redo)), ("/skip", .ofLesson(.skip)), ("/show", .ofLesson(.show)),
    ("/base64 a b", .common(.base64("a b"))), ("/base64", .common(.base64(nil))), ("/quit", .quit), ("/exit", .quit),
  ])
  func words(_ line: String, _ word: TutorCommand) {
    #expect(TutorCommand(line, isInData: false) == word)
    #expect(TutorCommand(line, isInData: true) == word)
  }

  @Test(arguments: [
    ("/hnit", "/hint"), ("/hin", "/hint"), ("/sk", "/skip"), ("/lnag", "/lang"), ("/hints", "/hint"), ("/b", nil),
    ("/xyzzy", nil), ("/", nil),
  ])
  func unknownWords(_ line: String, _ suggestion: String?) {
    #expect(TutorCommand(line, isInData: false) == .unknown(line, suggestion: suggestion))
    // In a letter it is a line of the letter.
    #expect(TutorCommand(line, isInData: true) == nil)
  }

  @Test(arguments: ["STAT", "", "//hint", "// note", " /hint", "a/b", "hint"])
  func linesForTheServer(_ line: String) {
    #expect(TutorCommand(line, isInData: false) == nil)
  }

  @Test func everyNameIsAWord() {
    for name in TutorCommand.names {
      if case .unknown = TutorCommand(name, isInData: false) { Issue.record("\(name)") }
    }
  }

  @Test func twoSlashesSendOne() throws {
    var session = try BuiltIn.session("smtp/first-letter", at: "letter")
    session.type(["Subject: slashes", "", "//hint", "/etc/hosts", "/hnit", "."])
    let letter = try #require(session.peer.observe().deliveries.last?.letter)
    #expect(letter.body == ["/hint", "/etc/hosts", "/hnit"])
    // Outside a letter the server sees the line and refuses it.
    var other = try BuiltIn.session("pop3/first-session", at: "stat")
    let outputs = other.typed("//stat")
    #expect(outputs.replies.first?.hasPrefix("-ERR") == true && outputs.events.last?.line == "/stat")
  }
}
