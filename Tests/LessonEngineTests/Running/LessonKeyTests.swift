import Testing

@testable import LessonEngine

@Suite struct LessonKeyTests {
  @Test(arguments: [
    ("review/STAT.verb.typo", true), ("review/MAIL.path.no-brackets", true), ("review/X.y", true),
    ("review/first", false), ("review/stat.verb.typo", false), ("review/STAT", false), ("review/STAT.", false),
    ("review/.verb", false), ("review/", false), ("review", false), ("pop3/STAT.verb.typo", false),
    ("review/a/STAT.verb", false), ("", false),
  ])
  func drills(_ lesson: String, _ isDrill: Bool) {
    #expect(LessonKey(pack: "builtin", lesson: lesson).isDrill == isDrill)
  }

  @Test func ofAPackAndOfAnEvent() {
    let key = LessonKey(pack: "builtin", lesson: "pop3/first-session")
    #expect(BuiltIn.pack.key("pop3/first-session") == key)
    #expect(LearningEvent(.lessonStarted, lesson: "pop3/first-session").key == key)
    #expect(
      LearningEvent(.lessonStarted, lesson: "a").recorded(pack: "uni", time: 0).key
        == LessonKey(pack: "uni", lesson: "a"))
  }
}
