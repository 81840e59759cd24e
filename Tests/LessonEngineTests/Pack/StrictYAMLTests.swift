import Testing

@testable import LessonEngine

/// Whatever an author writes or an attacker sends, the answer is a value or a clear finding with its place.
@Suite struct StrictYAMLTests {
  private struct Form: Decodable {
    let name: String
    let count: Int?
    let tags: [String]?
    let inner: Inner?
    let isOpen: Bool?

    struct Inner: Decodable { let a: String }

    private enum CodingKeys: String, CodingKey { case name, count, tags, inner, isOpen = "open" }
  }

  /// Lists in lists in lists, as deep as the text goes.
  private indirect enum Tree: Decodable {
    case leaf(String)
    case branch([Tree])

    init(from decoder: any Decoder) throws {
      do {
        self = .leaf(try decoder.singleValueContainer().decode(String.self))
      } catch { self = .branch(try [Tree](from: decoder)) }
    }
  }

  private func findings<Value: Decodable>(_ yaml: String, _: Value.Type) -> [Finding] {
    do throws(Findings) {
      let _: Value = try StrictYAML(yaml, file: "f.yaml").decode()
      return []
    } catch { return error.all }
  }

  @Test(arguments: [
    "name: x", "{name: x, count: 3, tags: [a, b]}", "name: \"no\"\nopen: true", "\"name\": x\n\"count\": 3\n",
    "name: 3\n", "name: x\r\ncount: 3\r\n", "# a comment\n---\nname: Tiếng Việt 中文\n", "name: &a x\ntags: [*a, *a]",
    "name: x\ncount: null", "name: \"" + String(repeating: "2*a", count: 20) + "\"",
  ])
  func reads(_ yaml: String) {
    #expect(findings(yaml, Form.self) == [])
  }

  struct Case: Sendable, CustomTestStringConvertible {
    let yaml: String
    let place: String
    let says: String
    let rule: String
    var testDescription: String { "\(rule): \(yaml.prefix(40))" }

    init(_ yaml: String, _ place: String, _ says: String, _ rule: String) {
      self.yaml = yaml
      self.place = place
      self.says = says
      self.rule = rule
    }
  }

  @Test(arguments: [
    Case(
      "name: x\ncuont: 3", "2:1", "the key `cuont` means nothing here; known keys are count, inner, name",
      "yaml.unknown-key"),
    Case("name: x\ninner: {a: v, b: z}", "2:15", "known keys are a", "yaml.unknown-key"),
    Case("count: 3", "1:1", "the key `name` is missing here", "yaml.missing-key"),
    Case("name: x\ninner: {}", "2:8", "the key `a` is missing here", "yaml.missing-key"),
    Case("name: [x]", "1:7", "one value is expected here, not a list or keys", "yaml.value"),
    Case("name: x\ncount: many", "2:8", "a whole number is expected here", "yaml.value"),
    Case("name: x\ncount: 3.5", "2:8", "a whole number is expected here", "yaml.value"),
    Case("name: x\ncount: 99999999999999999999", "2:8", "a whole number is expected here", "yaml.value"),
    Case("name: x\ntags: a", "2:7", "a list is expected here", "yaml.value"),
    Case("name: x\ntags:\n  - a\n  - [b]", "4:5", "one value is expected here", "yaml.value"),
    Case("name: x\ninner: y", "2:8", "keys with values are expected here", "yaml.value"),
    Case("name: x\nopen: yes", "2:7", "`true` or `false` is expected here", "yaml.value"),
    Case("- name", "1:1", "keys with values are expected here", "yaml.value"),
    Case("name: no", "1:7", "YAML reads `no` as something else than text: put it in quotes", "yaml.value"),
    Case("name: On", "1:7", "put it in quotes", "yaml.value"),
    Case("name: ~", "1:7", "put it in quotes", "yaml.value"),
    Case("name:", "1:6", "put it in quotes", "yaml.value"),
    Case("name: x\ntags: [a, y]", "2:11", "YAML reads `y`", "yaml.value"),
    Case("count: 1\nname: x\nname: y", "2:1", "the key name stands twice: keep one", "yaml.syntax"),
    // A number or a boolean to YAML, a text to us.
    Case("1: x\n\"1\": y", "1:1", "the key 1 stands twice: keep one", "yaml.syntax"),
    Case("on: x\n\"on\": y", "1:1", "the key on stands twice: keep one", "yaml.syntax"),
    Case("name: \"x", "1:9", "not valid YAML", "yaml.syntax"),
    Case("name: x\n  count: 3", "2:8", "not valid YAML", "yaml.syntax"),
    Case("name: x\ntags: [a, b", "3:1", "not valid YAML", "yaml.syntax"),
    Case("name: *nobody", "1:7", "not valid YAML", "yaml.syntax"),
    Case("", "1:1", "this file is empty", "yaml.empty"),
    Case("# only a comment\n", "1:1", "this file is empty", "yaml.empty"),
    Case("name: a\u{1B}[31mb", "1:8", "a control character (U+1b)", "text.control-character"),
    Case("name: x\ncount:\t3", "2:7", "a control character (U+9)", "text.control-character"),
    Case("name: a\u{0}b", "1:8", "a control character (U+0)", "text.control-character"),
    Case("name: a\u{9B}b", "1:8", "a control character (U+9b)", "text.control-character"),
    Case("name: a\u{202E}b", "1:8", "a control character (U+202e)", "text.control-character"),
    Case("name: 文\u{2066}b", "1:8", "a control character (U+2066)", "text.control-character"),
  ])
  func findingAtItsPlace(_ it: Case) {
    let found = findings(it.yaml, Form.self)
    #expect(found.count == 1)
    #expect(found.first?.rule == it.rule)
    #expect(found.first.map { "\($0.line):\($0.column)" } == it.place)
    #expect(found.first?.message.contains(it.says) == true, "\(found)")
  }

  @Test func allUnknownKeysAtOnce() {
    let found = findings("nmae: x\nname: v\ncuont: 3\ninner: {a: v, b: v}", Form.self)
    #expect(found.map { "\($0.line):\($0.column)" }.sorted() == ["1:1", "3:1", "4:15"])
  }

  /// A text of a few lines must not unfold to gigabytes, whatever its aliases stand for.
  @Test(arguments: [
    bomb { "\($0): &\($0) [\($1)]" }, bomb { "\($0): &\($0) {\($1)}" },
    bomb(separator: ",\r") { "\($0): &\($0) [\r\($1)]" },
    bomb(separator: ",\u{2028}") { "\($0): &\($0) [\u{2028}\($1)]" },
    bomb(named: { "-\($0)" }) { "x\($0): &\($0) [\($1)]" },
    keyBomb(""), keyBomb("-"),
  ])
  func bombsAreRefused(_ yaml: String) {
    let found = findings(yaml, Tree.self)
    #expect(found.count == 1)
    #expect(["yaml.aliases", "yaml.too-large", "yaml.syntax", "yaml.value"].contains(found.first?.rule), "\(found)")
  }

  /// The aliases that are allowed, each as the key of a mapping, above the largest list that is allowed.
  @Test func theWorstThatIsAllowedIsRefusedSoon() {
    var yaml = "n0: &n0 [\(String(repeating: "x,", count: 250_000))]\n"
    for level in 1...2 {
      yaml += "n\(level): &n\(level) [\(String(repeating: "{? *n\(level - 1) : z},", count: 3))]\n"
    }
    let start = ContinuousClock.now
    #expect(findings(yaml, Tree.self).count == 1)
    #expect(ContinuousClock.now - start < .seconds(20))
  }

  private static func bomb(
    named name: (Int) -> String = { "n\($0)" }, separator: String = ", ", _ line: (String, String) -> String
  ) -> String {
    var lines = [line(name(0), "x")]
    for level in 1...20 {
      lines.append(line(name(level), Array(repeating: "*\(name(level - 1))", count: 9).joined(separator: separator)))
    }
    return lines.joined(separator: "\n")
  }

  /// A mapping's keys are hashed, so aliases as keys unfold while the text is only read.
  private static func keyBomb(_ mark: String) -> String {
    var lines = ["n0: &\(mark)n0 [x, y]"]
    for level in 1...40 {
      let before = "*\(mark)n\(level - 1)"
      lines.append("n\(level): &\(mark)n\(level) {? [\(before), \(before)] : z}")
    }
    return lines.joined(separator: "\n")
  }

  @Test(arguments: [50, 1_000, 100_000]) func depthIsBounded(_ depth: Int) {
    for (open, close) in [("[", "]"), ("{a: ", "}"), ("- ", ""), ("? ", "")] {
      let found = findings(
        String(repeating: open, count: depth) + "x" + String(repeating: close, count: depth), Tree.self)
      #expect(found.count == 1)
    }
  }

  @Test func sizeIsBounded() {
    let found = findings("name: " + String(repeating: "x", count: 2 << 20), Form.self)
    #expect(
      found.map(\.description) == [
        "f.yaml:1:1: error: this file is larger than 1 MiB: split it, or check that it is the right one [yaml.too-large]"
      ])
    #expect(findings("name: " + String(repeating: "x", count: 1 << 19), Form.self) == [])
  }

  @Test func placesOfValues() throws {
    let yaml = try StrictYAML("a: x\nsteps:\n  - id: one\n  - id: two\n", file: "f.yaml")
    #expect(yaml.place(of: [.key("steps"), .index(1), .key("id")]) == (4, 9))
    #expect(yaml.place(of: [.key("steps"), .index(7)]) == (3, 3))
    #expect(yaml.section("steps")?.place(of: []) ?? (0, 0) == (3, 3))
    #expect(yaml.section("stpes") == nil)
  }
}
