import LessonEngine
import MailProtocol

/// Turns feedback into lines of the learner's language. It decides what is worth saying again: a reply's part is
/// explained the first time it is met, a reason is given the first time a mistake is made.
public struct Renderer {
  /// What is being taught; replaced when the language changes.
  public struct Words {
    public let catalog: MessageCatalog
    public let prose: Prose?
    public init(catalog: MessageCatalog, prose: Prose?) {
      self.catalog = catalog
      self.prose = prose
    }
  }

  public var words: Words
  public var columns: Int
  /// A real server answers, not the simulator.
  public var isReal = false
  let theme: Theme
  let lesson: Lesson?
  /// Meanings that were told, by key; mistakes whose reason was given, by id.
  private var told: Set<String> = []

  public init(words: Words, lesson: Lesson?, theme: Theme, columns: Int) {
    self.words = words
    self.lesson = lesson
    self.theme = theme
    self.columns = columns
  }

  /// Whole lines, each with its newline.
  public mutating func render(_ feedback: Feedback) -> String {
    let lines: [String] =
      switch feedback {
      case .lessonTitle: title()
      case .task(let index): task(index)
      case .reply(let lines, let anatomy, let isFull): reply(lines, anatomy, isFull: isFull)
      case .mistake(let diagnosis, let step): mistake(diagnosis, step: step)
      case .remark(let diagnosis, let step): remark(diagnosis, step: step)
      case .caution(let diagnosis):
        marked(.remark, catalog.ui(.wordsRemark), sentences(diagnosis, step: nil)) + reference(diagnosis)
      case .passed(let step): passed(step)
      case .hint(let step, let number): hint(step, number)
      case .solution(let step, let lines, let isTyped): solution(step, lines, isTyped: isTyped)
      case .notice(let key, let values): paragraph(catalog.ui(key, values), .note)
      case .why(let diagnosis, _): why(diagnosis)
      case .verb(let name, let verb): self.verb(name, verb)
      case .help(let words): help(words)
      case .finished: finished()
      }
    return lines.map { $0 + "\n" }.joined()
  }

  /// A sentence of `ui.yaml`, wrapped, for whoever speaks outside a lesson.
  public func notice(_ key: MessageKey, _ values: MessageValues = [:], as role: Role = .note) -> String {
    paragraph(catalog.ui(key, values), role).map { $0 + "\n" }.joined()
  }

  public func notice(_ key: some UIKey, _ values: MessageValues = [:], as role: Role = .note) -> String {
    paragraph(catalog.ui(key, values), role).map { $0 + "\n" }.joined()
  }

  var catalog: MessageCatalog { words.catalog }

  // MARK: The lesson and its steps

  private func title() -> [String] {
    guard let lesson, let prose = words.prose else { return [] }
    let counts: MessageValues = ["steps": String(lesson.steps.count), "minutes": String(lesson.minutes)]
    return [""] + paragraph(protocolTitle + " · " + prose.title, .heading) + [""]
      + paragraphs(prose.introduction.paragraphs) + [""]
      + paragraph(catalog.ui(isReal ? .realMinutes : .titleMinutes, counts), .dim)
  }

  private func task(_ index: Int) -> [String] {
    guard let lesson, lesson.steps.indices.contains(index) else { return [] }
    let step = lesson.steps[index]
    let values: MessageValues = [
      "protocol": protocolTitle, "title": words.prose?.title ?? "", "step": String(index + 1),
      "steps": String(lesson.steps.count),
    ]
    var lines = [""] + wrap(catalog.ui(.stepHeading, values), columns: columns).map { theme.apply(.heading, $0) }
    guard let prose = words.prose?.steps[step.id] else { return lines }
    lines += paragraphs(prose.task.paragraphs)
    switch step.task {
    case .question(let question):
      for option in question.options {
        let text = prose.options[option]?.paragraphs.joined(separator: " ") ?? ""
        lines += styled(
          wrap(text, columns: columns, indent: "     ", firstIndent: "  \(MessageCatalog.safe(option))  "))
      }
      let key: MessageKey =
        switch question.kind {
        case .choice: .stepAnswer
        case .number: .stepAnswerNumber
        case .text: .stepAnswerText
        }
      lines += paragraph(catalog.ui(key), .dim)
    case .text: lines += paragraph(catalog.ui(.stepEnter), .dim)
    case .connect, .command, .goal:
      if index < 2 { lines += paragraph(catalog.ui(.stepStuck), .dim) }
    }
    return lines
  }

  private func passed(_ index: Int) -> [String] {
    guard let lesson, lesson.steps.indices.contains(index) else { return [] }
    let count = catalog.ui(.stepDone, ["step": String(index + 1), "steps": String(lesson.steps.count)])
    // A text has nothing to be done right.
    guard let done = words.prose?.steps[lesson.steps[index].id]?.done else { return [] }
    return marked(.good, catalog.ui(.wordsGood), done.paragraphs) + [trailing(count)]
  }

  private func hint(_ index: Int, _ number: Int) -> [String] {
    guard let hints = stepProse(index)?.hints, hints.indices.contains(number - 1) else { return [] }
    let title = catalog.ui(.hintTitle, ["number": String(number), "total": String(hints.count)])
    let more = catalog.ui(number < hints.count ? .hintMore : .hintThenShow)
    return marked(.remark, title, hints[number - 1].paragraphs, keepsWord: true) + paragraph(more, .dim, indent: "    ")
  }

  private func solution(_ index: Int, _ lines: [String], isTyped: Bool) -> [String] {
    let shown = lines.map { $0.isEmpty ? catalog.ui(.solutionEmpty) : theme.apply(.code, ByteSanitizer.visible($0)) }
    var result = paragraph(catalog.ui(isTyped ? .solutionTyped : .solutionTitle), .note)
    if !lines.isEmpty { result += shown.map { "    " + $0 } }
    guard !isTyped else { return result }
    result += paragraphs(stepProse(index)?.hints.last?.paragraphs ?? [], indent: "  ")
    return result + paragraph(catalog.ui(.solutionYours), .dim)
  }

  private func finished() -> [String] {
    [""] + paragraph(catalog.ui(.finishedLesson, ["title": words.prose?.title ?? ""]), .good)
  }

  // MARK: Mistakes

  private mutating func mistake(_ diagnosis: Diagnosis, step: Int?) -> [String] {
    marked(.bad, catalog.ui(.wordsBad), sentences(diagnosis, step: step)) + reference(diagnosis)
  }

  private mutating func remark(_ diagnosis: Diagnosis, step: Int?) -> [String] {
    if let step, diagnosis.id == .lessonRightIdea, stepProse(step)?.wrong[diagnosis.id] == nil,
      told.contains(diagnosis.id.rawValue)
    {
      return paragraph(catalog.ui(.stepStillOpen, ["step": String(step + 1)]), .dim, indent: "  ")
    }
    // A lesson's own aside is whole as it is; a forgiven spelling needs the word that it was forgiven.
    let isForgiven = !diagnosis.id.rawValue.hasPrefix("lesson.")
    let text = sentences(diagnosis, step: step)
    let lines =
      isForgiven
      ? [[catalog.ui(.forgiven), text.first ?? ""].joined(separator: sentenceSpace)] + text.dropFirst() : text
    return marked(.remark, catalog.ui(.wordsRemark), lines) + (isForgiven ? reference(diagnosis) : [])
  }

  /// The lesson's own words for this mistake if it has any, else what is wrong, why (once), and what to type.
  private mutating func sentences(_ diagnosis: Diagnosis, step: Int?) -> [String] {
    if let own = stepProse(step)?.wrong[diagnosis.id] { return own.paragraphs }
    let isNew = told.insert(diagnosis.id.rawValue).inserted
    let words = DiagnosisText(catalog)
    let text = [words.what(diagnosis), isNew ? words.why(diagnosis) : nil, words.fix(diagnosis)]
    return [text.compactMap(\.self).joined(separator: sentenceSpace)]
  }

  private var sentenceSpace: String { catalog.language.sentenceSpace }

  private func why(_ diagnosis: Diagnosis) -> [String] {
    let words = DiagnosisText(catalog)
    return marked(
      .remark, catalog.ui(.wordsRemark), [words.what(diagnosis), words.why(diagnosis)].compactMap(\.self))
      + reference(diagnosis)
  }

  private func reference(_ diagnosis: Diagnosis) -> [String] {
    let parts = DiagnosisText.source(diagnosis)
    let line = parts.joined(separator: " · ")
    // On a narrow screen each part has a line of its own.
    return TextWidth.columns(line) + 4 <= columns ? [trailing(line)] : parts.map(trailing)
  }

  // MARK: Replies

  private mutating func reply(_ lines: [[UInt8]], _ anatomy: ReplyAnatomy, isFull: Bool) -> [String] {
    var rows: [(part: String, meaning: String)] = []
    for part in anatomy.parts {
      guard isFull || part.isValue || !told.contains(part.meanings[0]) else { continue }
      let number = Int(part.text).map(String.init) ?? part.text
      guard let meaning = catalog.reply(part.meanings, ["text": part.text, "n": number]) else { continue }
      told.insert(part.meanings[0])
      // The same words twice in one table say nothing the second time.
      if !rows.contains(where: { $0.part == part.text && $0.meaning == meaning }) { rows.append((part.text, meaning)) }
    }
    let view = ReplyView(theme: theme, columns: columns, catalog: catalog)
    return view.lines(lines) + view.table(rows)
  }

  private func verb(_ name: MailProtocolName, _ verb: String) -> [String] {
    let form =
      switch name {
      case .pop3: POP3Verb(rawValue: verb)?.form
      case .smtp: SMTPVerb(rawValue: verb)?.form
      }
    let text = catalog.text(.commands, "\(name.rawValue).\(verb)") ?? ""
    return [theme.apply(.code, form ?? verb) + "  " + theme.apply(.dim, name.title)]
      + paragraphs([text], indent: "    ")
  }

  private func help(_ words: [TutorCommand.Name]) -> [String] {
    let entries = words.map { word in (word.typed, catalog.ui(word)) }
    return paragraph(catalog.ui(.helpIntro), .note)
      + entries.flatMap { word, text in
        styled(wrap(text, columns: columns, indent: "             ", firstIndent: "  " + word.padding(to: 11)))
      }
  }

  // MARK: Bits

  private var protocolTitle: String { lesson?.speaks?.title ?? catalog.ui(.stepJourney) }

  private func stepProse(_ index: Int?) -> Prose.StepProse? {
    guard let lesson, let index, lesson.steps.indices.contains(index) else { return nil }
    return words.prose?.steps[lesson.steps[index].id]
  }

  private func paragraphs(_ texts: [String], indent: String = "") -> [String] {
    let blocks = texts.map { styled(wrap($0, columns: columns, indent: indent)) }
    return Array(blocks.joined(separator: [""]))
  }

  private func paragraph(_ text: String, _ role: Role, indent: String = "") -> [String] {
    styled(wrap(text, columns: columns, indent: indent)).map { theme.apply(role, $0) }
  }

  /// A sign or a word, then the text behind it.
  private func marked(_ role: Role, _ word: String, _ texts: [String], keepsWord: Bool = false) -> [String] {
    let symbol = keepsWord ? word : theme.symbol(role, word: word)
    // A full-width colon brings its own space.
    let space = symbol.hasSuffix("：") ? "" : " "
    let blocks = texts.enumerated().map { index, text in
      let first = index == 0 ? "  \(symbol)\(space)" : "    "
      let lines = styled(wrap(text, columns: columns, indent: "    ", firstIndent: first))
      guard index == 0, let line = lines.first, line.hasPrefix(first) else { return lines }
      return ["  " + theme.apply(role, symbol) + space + line.dropFirst(first.count)] + lines.dropFirst()
    }
    return Array(blocks.joined())
  }

  /// A small note at the right end of its line.
  private func trailing(_ text: String) -> String {
    let space = max(0, columns - TextWidth.columns(text))
    return theme.apply(.dim, String(repeating: " ", count: space) + text)
  }

  private func styled(_ lines: [String]) -> [String] { theme.coloringCode(lines) }

}

extension String {
  /// Spaces up to a width; Latin text only.
  func padding(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
}
