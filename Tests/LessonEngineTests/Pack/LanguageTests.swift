import Testing

@testable import LessonEngine

@Suite struct LanguageTests {
  private static let form = "names: [], yes-words: [], sentence-space: ' ', list-separator: ', ', list-last: ' & '"

  @Test func theMenuIsTheFolders() {
    #expect(BuiltIn.languages.all.map(\.title) == ["English", "Tiếng Việt", "中文"])
    #expect(BuiltIn.languages.tags == ["en", "vi", "zh"])
  }

  @Test(arguments: [
    ("zh", "zh"), ("zh-Hans", "zh"), ("zh_CN.UTF-8", "zh"), ("ZH-Hant-TW", "zh"), ("Chinese", "zh"), ("中文", "zh"),
    ("cn", "zh"), ("vi", "vi"), ("vi_VN.UTF-8", "vi"), ("Tiếng Việt", "vi"), ("tiếng việt", "vi"), ("vn", "vi"),
    ("Vietnamese", "vi"), ("en", "en"), ("en_GB", "en"), ("English", "en"), (" en ", "en"), ("ca@valencia", nil),
    ("zh_CN@pinyin", "zh"), ("C.UTF-8", nil), ("POSIX", nil), ("fr_FR", nil), ("", nil), ("-", nil), ("e", nil),
    ("vietnam", "vi"), ("viet", "vi"), ("VIỆT", "vi"), ("tieng viet", "vi"), ("TiengViet", "vi"), ("Tiêng Viêt", "vi"),
    ("ｖｉ", "vi"), ("chinese", "zh"), ("zh-cn", "zh"), ("简体中文", "zh"), ("tiếng trung", "zh"), ("英文", "en"),
    ("tieng anh", "en"), ("englisch", nil), ("tiếng", nil),
  ])
  func naming(_ name: String, _ tag: String?) {
    #expect(BuiltIn.languages.named(name)?.tag == tag)
  }

  @Test(arguments: [
    ("en", ["", "A", "A and B", "A, B and C"]), ("vi", ["", "A", "A và B", "A, B và C"]),
    ("zh", ["", "A", "A和B", "A、B和C"]),
  ])
  func lists(_ tag: String, _ expected: [String]) throws {
    let language = try #require(BuiltIn.languages[tag])
    #expect((0...3).map { language.list(Array(["A", "B", "C"].prefix($0))) } == expected)
  }

  /// A folder more, and what it takes over from the other one.
  @Test(arguments: [
    ("zh-Hant", "zh-Hant"), ("zh_TW.UTF-8", "zh-Hant"), ("zh-TW", "zh-Hant"), ("zh-Hant-HK", "zh-Hant"),
    ("繁體中文", "zh-Hant"), ("zh", "zh"), ("zh_CN", "zh"), ("zh-Hans", "zh"), ("pt", "pt-BR"), ("pt_PT", "pt-BR"),
  ])
  func aFolderIsALanguage(_ name: String, _ tag: String) throws {
    let languages = try Languages(
      PackFiles([
        "zh/language.yaml": "{order: 1, title: 中文, \(Self.form)}", "zh/ui.yaml": "", "patterns.yaml": "",
        "zh-Hant/language.yaml": "{order: 2, title: 繁體中文, \(Self.form.replacing("[]", with: "[zh-TW]"))}",
        "pt-BR/language.yaml": "{order: 2, title: Português, \(Self.form)}",
      ]))
    #expect(languages.tags == ["zh", "pt-BR", "zh-Hant"], "by their order, then by their tag")
    #expect(languages.named(name)?.tag == tag)
  }

  @Test(arguments: [
    (["LC_ALL": "vi_VN.UTF-8", "LC_MESSAGES": "zh_CN.UTF-8", "LANG": "en_US.UTF-8"], "vi"),
    (["LC_MESSAGES": "zh_CN.UTF-8", "LANG": "en_US.UTF-8"], "zh"),
    (["LC_ALL": "", "LANG": "vi_VN"], "vi"),
    // The first that is set decides, also for a language that mailtutor does not speak.
    (["LC_ALL": "C", "LANG": "vi_VN"], nil),
    (["LC_CTYPE": "zh_CN.UTF-8"], nil),
    ([:], nil),
  ])
  func fromTheEnvironment(_ environment: [String: String], _ tag: String?) {
    #expect(BuiltIn.languages.preferred(in: environment)?.tag == tag)
  }

  @Test(arguments: [
    ("yes", true), (" Y ", true), ("có", true), ("co\u{301}", true), ("co", true), ("是", true), ("是 的", true),
    ("ｙｅｓ", true), ("no", false), ("", false), ("yes please", false), ("không", false),
  ])
  func aYesOfAnyLanguage(_ answer: String, _ isYes: Bool) {
    #expect(BuiltIn.languages.isYes(answer) == isYes)
  }

  @Test(arguments: [
    (["en_GB/language.yaml": "x"], "en_GB/language.yaml", "language.tag"),
    (["en/ui.yaml": "x"], "language.yaml", "language.missing"), ([:], "language.yaml", "language.missing"),
    (["en/language.yaml": "title: English"], "en/language.yaml", "yaml.missing-key"),
    (["en/language.yaml": "{order: 1, title: English, color: red, \(form)}"], "en/language.yaml", "yaml.unknown-key"),
  ])
  func whatIsNoLanguage(_ files: [String: String], _ file: String, _ rule: String) {
    do throws(Findings) {
      _ = try Languages(PackFiles(files))
      Issue.record("\(files) was accepted")
    } catch {
      #expect(error.all.map(\.file) == [file] && error.all.map(\.rule) == [rule], "\(error.all)")
    }
  }
}
