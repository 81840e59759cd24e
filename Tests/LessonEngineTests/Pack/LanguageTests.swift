import LessonEngine
import Testing

@Suite struct LanguageTests {
  @Test(arguments: [
    ("zh", Language.zh), ("zh-Hans", .zh), ("zh_CN.UTF-8", .zh), ("ZH-Hant-TW", .zh), ("Chinese", .zh), ("中文", .zh),
    ("cn", .zh), ("vi", .vi), ("vi_VN.UTF-8", .vi), ("Tiếng Việt", .vi), ("tiếng việt", .vi), ("vn", .vi),
    ("Vietnamese", .vi), ("en", .en), ("en_GB", .en), ("English", .en), ("C.UTF-8", nil), ("POSIX", nil),
    ("fr_FR", nil),
    ("", nil), ("vietnam", nil),
  ])
  func naming(_ name: String, _ language: Language?) {
    #expect(Language(naming: name) == language)
  }

  @Test(arguments: [
    (["LC_ALL": "vi_VN.UTF-8", "LC_MESSAGES": "zh_CN.UTF-8", "LANG": "en_US.UTF-8"], Language.vi),
    (["LC_MESSAGES": "zh_CN.UTF-8", "LANG": "en_US.UTF-8"], .zh),
    (["LC_ALL": "", "LANG": "vi_VN"], .vi),
    // The first that is set decides, also for a language that mailtutor does not speak.
    (["LC_ALL": "C", "LANG": "vi_VN"], nil),
    (["LC_CTYPE": "zh_CN.UTF-8"], nil),
    ([:], nil),
  ])
  func fromTheEnvironment(_ environment: [String: String], _ language: Language?) {
    #expect(Language(environment: environment) == language)
  }
}
