import LessonEngine
import Testing

@Suite struct MessageCatalogTests {
  @Test(arguments: [
    ("plain", [:], "plain"),
    ("{a} and {b}", ["a": "1", "b": "2"], "1 and 2"),
    ("{n} {n|letter|letters}", ["n": "1"], "1 letter"),
    ("{n} {n|letter|letters}", ["n": "0"], "0 letters"),
    ("{n} {n|letter|letters}", ["n": "21"], "21 letters"),
    ("{n|is|are}", [:], "are"),
    // What is not known stays as it is, so that it is seen.
    ("{who} came", [:], "{who} came"),
    ("an open { brace", ["a": "1"], "an open { brace"),
    ("{a}{", ["a": "1"], "1{"), ("}{a}", ["a": "1"], "}1"), ("{}", [:], "{}"),
    // A value is not read again: a learner may type braces.
    ("{a} {b}", ["a": "{b}", "b": "x"], "{b} x"),
    ("còn {n} 封", ["n": "3"], "còn 3 封"),
  ])
  func filling(_ text: String, _ values: [String: String], _ filled: String) {
    #expect(MessageCatalog.fill(text, values) == filled)
  }

  @Test func flattening() throws {
    #expect(
      try MessageCatalog.flatten("a: x\nb:\n  c: v\n  d: {e: z}\n\"250\": w\n8BIT: u", file: "f")
        == ["a": "x", "b.c": "v", "b.d.e": "z", "250": "w", "8BIT": "u"])
  }

  @Test(arguments: [("a: no", "f:1:4"), ("a: {b: no}", "f:1:8"), ("a: [x]", "f:1:4"), ("a:", "f:1:3")])
  func whatIsNoTextIsAFinding(_ yaml: String, _ place: String) {
    do throws(Findings) {
      _ = try MessageCatalog.flatten(yaml, file: "f")
      Issue.record("\(yaml) was accepted")
    } catch {
      #expect(error.all.map { "\($0.file):\($0.line):\($0.column)" } == [place], "\(error.all)")
    }
  }

  private struct Key: UIKey { let key: String }

  @Test func aFileIsReadWhenItIsNeededAndOnce() {
    var read: [MessageCatalog.Section] = []
    var reports = 0
    let catalog = MessageCatalog(.en) { section in
      read.append(section)
      return section == .diagnoses ? "a: [" : "a: {b: \"{x}\"}"
    } report: { _ in
      reports += 1
    }
    #expect(read == [])
    #expect(catalog.ui(Key(key: "a.b"), ["x": "1"]) == "1")
    #expect(catalog.ui(Key(key: "a.c")) == "a.c", "the key shows what is missing")
    #expect(catalog.text(.ui, "a.c") == nil)
    #expect(catalog.reply(["z", "a.b", "a"], ["x": "2"]) == "2")
    // A file that cannot be read is reported once, and its sentences are missing.
    #expect(catalog.text(.diagnoses, "a") == nil && catalog.text(.diagnoses, "b") == nil)
    #expect(read == [.ui, .replies, .diagnoses] && reports == 1)
  }
}
