import MailProtocol

/// A lesson's words in one language, `vi.md`: a title, an introduction, and for each step its task, hints and what to
/// say when it is done or went wrong. The narrator says them, the lint rules compare languages.
public struct Prose: Sendable {
  public struct Section: Sendable {
    public let line: Int
    /// Paragraphs, each one line, safe to show.
    public let paragraphs: [String]
    /// Protocol text in backticks, in order.
    public var codeSpans: [String] { paragraphs.flatMap(Prose.codeSpans) }
  }

  public struct StepProse: Sendable {
    public let line: Int
    public let task: Section
    public let hints: [Section]
    public let done: Section?
    /// In the place of `done` where the step was passed in another way.
    public let otherwise: Section?
    /// By the name of a `say:`, `option a`, or the id of a diagnosis.
    public let wrong: [String: Section]
    public let options: [String: Section]
    /// `task`, `hint 1`, `done`, `done otherwise`, `wrong other-number`, `wrong option a` …, in the order of the file.
    public let headings: [String]

    public func section(_ heading: String) -> Section? {
      let words = heading.split(separator: " ").map(String.init)
      switch words.first {
      case "task": return task
      case "hint": return words.last.flatMap(Int.init).flatMap { hints.indices.contains($0 - 1) ? hints[$0 - 1] : nil }
      case "done": return words.count == 1 ? done : otherwise
      case "wrong": return wrong[words.dropFirst().joined(separator: " ")]
      case "option": return words.last.flatMap { options[$0] }
      default: return nil
      }
    }
  }

  public let title: String
  public let introduction: Section
  public let steps: [String: StepProse]
  /// In the order of the file.
  public let order: [String]
  private let file: String
  /// Code spans with a brace in them.
  private let bracedSpans: [Place]
  /// Bindings that stand in no code span, where nothing takes the place of them.
  public let strayBindings: [Place]

  /// A piece of text, and where it begins: line and column from 1.
  public struct Place: Hashable, Sendable {
    public let line: Int
    public let column: Int
    public let text: String
  }

  public init(_ text: String, file: String) throws(Findings) {
    var parser = ProseParser(text, file: file)
    parser.parse()
    guard parser.findings.isEmpty else { throw Findings(parser.findings) }
    title = parser.title
    introduction = parser.introduction
    steps = parser.steps
    order = parser.order
    self.file = file
    bracedSpans = parser.bracedSpans
    strayBindings = parser.strayBindings
  }

  private init(_ prose: Prose, introduction: Section, steps: [String: StepProse]) {
    title = prose.title
    self.introduction = introduction
    self.steps = steps
    order = prose.order
    file = prose.file
    bracedSpans = []
    strayBindings = prose.strayBindings
  }

  /// The same words with values in the places of the names in code spans; sentences stay as they are.
  ///
  /// - Throws: a finding for each binding that stands for nothing.
  public func bound(to bindings: Bindings) throws(Findings) -> Prose {
    let findings = bracedSpans.compactMap { span -> Finding? in
      guard let (mistake, start) = bindings.bind(span.text, as: .codeSpan).mistake else { return nil }
      let offset = span.text.unicodeScalars.distance(from: span.text.startIndex, to: start)
      return Finding(file, line: span.line, column: span.column + offset, mistake.sentence, rule: mistake.rule)
    }
    guard findings.isEmpty else { throw Findings(findings) }
    guard !bracedSpans.isEmpty else { return self }
    func section(_ section: Section) -> Section {
      let paragraphs = section.paragraphs.map { paragraph in
        paragraph.split(separator: "`", omittingEmptySubsequences: false).enumerated()
          .map { $0.offset % 2 == 1 ? bindings.bind(String($0.element), as: .codeSpan).text : String($0.element) }
          .joined(separator: "`")
      }
      return Section(line: section.line, paragraphs: paragraphs)
    }
    let steps = steps.mapValues { step in
      StepProse(
        line: step.line, task: section(step.task), hints: step.hints.map(section), done: step.done.map(section),
        otherwise: step.otherwise.map(section), wrong: step.wrong.mapValues(section),
        options: step.options.mapValues(section), headings: step.headings)
    }
    return Prose(self, introduction: section(introduction), steps: steps)
  }

  /// Text between backticks.
  public static func codeSpans(_ text: String) -> [String] {
    text.split(separator: "`", omittingEmptySubsequences: false).enumerated()
      .filter { $0.offset % 2 == 1 }.map { String($0.element) }
  }
}

/// Reads the Markdown subset that prose is written in: headings of three levels, paragraphs, backticks.
private struct ProseParser {
  let file: String
  private let lines: [Substring]
  private(set) var findings: [Finding] = []
  private(set) var title = ""
  private(set) var introduction = Prose.Section(line: 1, paragraphs: [])
  private(set) var steps: [String: Prose.StepProse] = [:]
  private(set) var order: [String] = []
  private(set) var bracedSpans: [Prose.Place] = []
  private(set) var strayBindings: [Prose.Place] = []

  init(_ text: String, file: String) {
    self.file = file
    // A character is not a line: "\r\n" is one of Swift's characters.
    lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }
  }

  mutating func parse() {
    var blocks: [(heading: String, level: Int, line: Int, body: [(Int, Substring)])] = []
    for (index, line) in lines.enumerated() {
      let number = index + 1
      check(line, number)
      findBindings(in: line, number)
      let level = line.prefix { $0 == "#" }.count
      if level > 0, level <= 3, line.dropFirst(level).first == " " {
        blocks.append((line.dropFirst(level).trimmed, level, number, []))
      } else if blocks.isEmpty {
        if !line.trimmed.isEmpty { complain(number, "the file begins with `# title`", "prose.no-title") }
      } else {
        blocks[blocks.count - 1].body.append((number, line))
      }
    }
    guard let first = blocks.first, first.level == 1 else {
      return complain(1, "the file begins with `# title`", "prose.no-title")
    }
    title = first.heading
    introduction = section(first.line, first.body)
    for (index, block) in blocks.enumerated().dropFirst() where block.level == 2 {
      let parts = blocks[(index + 1)...].prefix { $0.level == 3 }
      addStep(block, Array(parts))
    }
  }

  private mutating func addStep(
    _ block: (heading: String, level: Int, line: Int, body: [(Int, Substring)]),
    _ parts: [(heading: String, level: Int, line: Int, body: [(Int, Substring)])]
  ) {
    var hints: [Prose.Section] = []
    var done: Prose.Section?
    var otherwise: Prose.Section?
    var wrong: [String: Prose.Section] = [:]
    var options: [String: Prose.Section] = [:]
    var headings = ["task"]
    for part in parts {
      let words = part.heading.split(separator: " ").map(String.init)
      let section = section(part.line, part.body)
      if section.paragraphs.isEmpty {
        complain(part.line, "the section `\(part.heading)` is empty: write its text", "prose.empty")
      }
      switch (words.first, words.count) {
      case ("done", 2) where words[1] == "otherwise": otherwise = section
      case ("wrong", 3) where words[1] == "option": wrong[Step.textName(ofOption: words[2])] = section
      case ("hint", 1):
        hints.append(section)
        headings.append("hint \(hints.count)")
        continue
      case ("done", 1): done = section
      case ("option", 2): options[words[1]] = section
      case ("wrong", 2):
        guard words[1].isNameOfText || Diagnosis.ID(rawValue: words[1]) != nil else {
          complain(
            part.line, "`\(words[1])` is neither the name of a text (small letters, digits, hyphens) nor a diagnosis",
            "prose.unknown-diagnosis")
          continue
        }
        wrong[words[1]] = section
      default:
        complain(
          part.line,
          "`### \(part.heading)` means nothing here: write hint, done, done otherwise, option X, wrong NAME or wrong option X",
          "prose.unknown-section")
        continue
      }
      if headings.contains(part.heading) {
        complain(part.line, "`### \(part.heading)` stands twice in this step: keep one", "prose.duplicate")
      }
      headings.append(part.heading)
    }
    let task = section(block.line, block.body)
    if task.paragraphs.isEmpty {
      complain(block.line, "step `\(block.heading)` has no text: say what to do", "prose.empty")
    }
    if steps[block.heading] != nil {
      complain(block.line, "`## \(block.heading)` stands twice: keep one", "prose.duplicate")
    }
    order.append(block.heading)
    steps[block.heading] = Prose.StepProse(
      line: block.line, task: task, hints: hints, done: done, otherwise: otherwise, wrong: wrong,
      options: options, headings: headings)
  }

  private func section(_ line: Int, _ body: [(Int, Substring)]) -> Prose.Section {
    let paragraphs = body.split { $0.1.trimmed.isEmpty }.map { lines in
      ByteSanitizer.visible(TextJoin.join(lines.map { $0.1.trimmed }))
    }
    return Prose.Section(line: body.first { !$0.1.trimmed.isEmpty }?.0 ?? line, paragraphs: paragraphs)
  }

  private mutating func check(_ line: Substring, _ number: Int) {
    if let column = line.unicodeScalars.firstIndex(where: { scalar in
      // Plain ASCII, which most of a text is, needs no look into Unicode's tables.
      if (0x20..<0x7F).contains(scalar.value) { return false }
      let category = scalar.properties.generalCategory
      return category == .control || (category == .format && scalar != "\u{200D}" && scalar != "\u{200C}")
    }) {
      let offset = line.unicodeScalars.distance(from: line.startIndex, to: column) + 1
      findings.append(
        Finding(
          file, line: number, column: offset,
          "a control or invisible character stands here: delete it", rule: "text.control-character"))
    }
    if line.filter({ $0 == "`" }).count % 2 == 1 {
      complain(number, "a code span is not closed on this line: put a backtick on both sides", "prose.open-code-span")
    }
  }

  private mutating func findBindings(in line: Substring, _ number: Int) {
    guard line.contains("{") else { return }
    var column = 1
    for (index, text) in line.split(separator: "`", omittingEmptySubsequences: false).enumerated() {
      let text = String(text)
      defer { column += text.unicodeScalars.count + 1 }
      guard text.contains("{") else { continue }
      if index % 2 == 1 {
        bracedSpans.append(Prose.Place(line: number, column: column, text: text))
        continue
      }
      // One of them is enough to find the sentence by.
      for case (.binding(let inside), let start) in BindableText(text).parts where Binding(inside) != nil {
        let offset = text.unicodeScalars.distance(from: text.startIndex, to: start)
        strayBindings.append(Prose.Place(line: number, column: column + offset, text: "{\(inside)}"))
        break
      }
    }
  }

  private mutating func complain(_ line: Int, _ message: String, _ rule: String) {
    findings.append(Finding(file, line: line, message, rule: rule))
  }
}

/// Source lines of one paragraph become one line of text. Between two Chinese characters no space belongs.
enum TextJoin {
  static func join(_ lines: [String]) -> String {
    lines.reduce(into: "") { text, line in
      guard let last = text.unicodeScalars.last, let first = line.unicodeScalars.first else {
        text += line
        return
      }
      text += isWide(last) && isWide(first) ? line : " " + line
    }
  }

  private static func isWide(_ scalar: Unicode.Scalar) -> Bool {
    (0x2E80...0x9FFF).contains(scalar.value) || (0xF900...0xFAFF).contains(scalar.value)
      || (0xFF00...0xFFEF).contains(scalar.value)
      || [0x2014, 0x2018, 0x2019, 0x201C, 0x201D, 0x2026].contains(scalar.value)
  }
}

extension StringProtocol {
  fileprivate var trimmed: String {
    var text = self[...]
    while text.last?.isWhitespace == true { text = text.dropLast() }
    return String(text.drop { $0.isWhitespace })
  }
}
