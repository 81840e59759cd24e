import MailProtocol

/// Says feedback in the learner's language, as paragraphs. It decides what is worth saying again: a reply's part is
/// explained the first time it is met, a reason is given the first time a mistake is made.
public struct Narrator {
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
  /// A real server answers, not the simulator.
  /// On a real server: what a lesson says of the simulated one may be untrue there.
  let isReal: Bool
  private let lesson: Lesson?
  /// Meanings that were told, by key; mistakes whose reason was given, by id.
  var told: Set<String> = []

  /// - Parameter lesson: nil outside of lessons.
  public init(_ words: Words, lesson: Lesson? = nil, isReal: Bool = false) {
    self.words = words
    self.lesson = lesson
    self.isReal = isReal
  }

  public mutating func tell(_ feedback: Feedback) -> [Paragraph] {
    switch feedback {
    case .lessonTitle: title()
    case .task(let index): task(index)
    case .reply(let lines, let anatomy, let isFull): reply(lines, anatomy, isFull: isFull)
    case .mistake(let diagnosis, let step, let texts): mistake(diagnosis, step: step, texts)
    case .remark(let diagnosis, let step, let texts): remark(diagnosis, step: step, texts)
    case .caution(let diagnosis): caution(diagnosis)
    case .letterRemark(let diagnosis, let step, let texts): letterRemark(diagnosis, step: step, texts)
    case .openLetter(let lines, let count): openLetter(lines, of: count)
    case .passed(let step): passed(step, stepProse(step)?.done?.paragraphs)
    case .passedOtherwise(let step, let differences): passed(step, otherwise(step, differences))
    case .hint(let step, let number): hint(step, number)
    case .solution(let step, let lines, let isTyped): solution(step, lines, isTyped: isTyped)
    case .notice(let key, let values): [notice(key, values)]
    case .why(let diagnosis, _): why(diagnosis)
    case .verb(let name, let verb): command(name, verb)
    case .help(let words): help(words)
    case .trouble(let trouble): self.trouble(trouble)
    case .finished: [.gap, notice(.finishedLesson, ["title": words.prose?.title ?? ""], .good)]
    }
  }

  /// A sentence of `ui.yaml`, for whoever speaks outside a lesson.
  public func notice(
    _ key: MessageKey, _ values: MessageValues = [:], _ tone: Paragraph.Tone = .note
  ) -> Paragraph {
    .text(catalog.ui(key, values), tone)
  }

  public func notice(_ key: some UIKey, _ values: MessageValues = [:], _ tone: Paragraph.Tone = .note) -> Paragraph {
    .text(catalog.ui(key, values), tone)
  }

  var catalog: MessageCatalog { words.catalog }

  // MARK: The lesson and its steps

  private func title() -> [Paragraph] {
    guard let lesson, let prose = words.prose else { return [] }
    let counts: MessageValues = ["steps": String(lesson.steps.count), "minutes": String(lesson.minutes)]
    return [.gap, .text(protocolTitle + " · " + prose.title, .heading), .gap]
      + Paragraph.prose(prose.introduction.paragraphs)
      + [.gap, notice(isReal ? .realMinutes : .titleMinutes, counts, .dim)]
  }

  private func task(_ index: Int) -> [Paragraph] {
    guard let lesson, lesson.steps.indices.contains(index) else { return [] }
    let step = lesson.steps[index]
    let values: MessageValues = [
      "protocol": protocolTitle, "title": words.prose?.title ?? "", "step": String(index + 1),
      "steps": String(lesson.steps.count),
    ]
    let heading: [Paragraph] = [.gap, notice(.stepHeading, values, .heading)]
    guard let prose = words.prose?.steps[step.id] else { return heading }
    let task = heading + Paragraph.prose(prose.task.paragraphs)
    switch step.task {
    case .question(let question):
      let options = question.options.map { option in
        Paragraph.option(
          MessageCatalog.safe(option), Span.spans(prose.options[option]?.paragraphs.joined(separator: " ") ?? ""))
      }
      return task + options + [notice(Self.request(question.kind), [:], .dim)]
    case .text: return task + [notice(.stepEnter, [:], .dim)]
    case .connect, .command, .goal: return task + (index < 2 ? [notice(.stepStuck, [:], .dim)] : [])
    }
  }

  private static func request(_ kind: Question.Kind) -> MessageKey {
    switch kind {
    case .choice: .stepAnswer
    case .number: .stepAnswerNumber
    case .text: .stepAnswerText
    }
  }

  private func passed(_ index: Int, _ done: [String]?) -> [Paragraph] {
    // A text has nothing to be done right.
    guard let lesson, let done else { return [] }
    let count = catalog.ui(.stepDone, ["step": String(index + 1), "steps": String(lesson.steps.count)])
    return Paragraph.marked(.good(catalog.ui(.wordsGood)), done) + [.aside([count])]
  }

  /// The lesson's own words for another way, or that it was one, and what is different.
  private func otherwise(_ index: Int, _ differences: [Difference]) -> [String]? {
    guard let step = stepProse(index), step.done != nil else { return nil }
    if let own = step.otherwise { return own.paragraphs }
    let sentences = [catalog.ui(.otherwisePassed)] + differences.compactMap(sentence)
    return [sentences.joined(separator: catalog.language.sentenceSpace)]
  }

  private func sentence(_ difference: Difference) -> String? {
    func numbered(_ key: MessageKey, _ numbers: [Int]) -> String {
      catalog.ui(
        key, MessageValues(["n": String(numbers.count)], lists: ["letters": numbers.map(String.init)]))
    }
    return switch difference {
    case .marked(let numbers): numbered(.otherwiseMarked, numbers)
    case .removed(let numbers): numbered(.otherwiseRemoved, numbers)
    case .left(let count): catalog.ui(.otherwiseLeft, ["n": String(count)])
    case .anotherLetter: catalog.ui(.otherwiseLetter)
    case .anotherWay: nil
    }
  }

  private func hint(_ index: Int, _ number: Int) -> [Paragraph] {
    guard let hints = stepProse(index)?.hints, hints.indices.contains(number - 1) else { return [] }
    let title = catalog.ui(.hintTitle, ["number": String(number), "total": String(hints.count)])
    let more = catalog.ui(number < hints.count ? .hintMore : .hintThenShow)
    return Paragraph.marked(.label(title), hints[number - 1].paragraphs) + [.text(more, .dim, level: 2)]
  }

  private func solution(_ index: Int, _ lines: [String], isTyped: Bool) -> [Paragraph] {
    let shown: [Paragraph] = lines.map { line in
      line.isEmpty ? .text(catalog.ui(.solutionEmpty), level: 2) : .typed(ByteSanitizer.visible(line))
    }
    let result = [notice(isTyped ? .solutionTyped : .solutionTitle)] + shown
    guard !isTyped else { return result }
    return result + Paragraph.prose(stepProse(index)?.hints.last?.paragraphs ?? [], level: 1)
      + [notice(.solutionYours, [:], .dim)]
  }

  private func command(_ name: MailProtocolName, _ verb: String) -> [Paragraph] {
    let form =
      switch name {
      case .pop3: POP3Verb(rawValue: verb)?.form
      case .smtp: SMTPVerb(rawValue: verb)?.form
      }
    let text = catalog.text(.commands, "\(name.rawValue).\(verb)") ?? ""
    return [.form(catalog.form(form ?? verb), name), .text(text, level: 2)]
  }

  private func help(_ words: [TutorCommand.Name]) -> [Paragraph] {
    [notice(.helpIntro)] + words.map { .word($0.typed, Span.spans(catalog.ui($0))) }
  }

  private var protocolTitle: String { lesson?.speaks?.title ?? catalog.ui(.stepJourney) }

  func stepProse(_ index: Int?) -> Prose.StepProse? {
    guard let lesson, let index, lesson.steps.indices.contains(index) else { return nil }
    return words.prose?.steps[lesson.steps[index].id]
  }
}
