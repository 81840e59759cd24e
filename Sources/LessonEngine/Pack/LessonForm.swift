import MailProtocol

/// The YAML form of a lesson, decoded into `Lesson`. All complaints about a lesson's shape are made here.
struct LessonForm: Decodable {
  let id: String
  let speaks: MailProtocolName?
  let minutes: Int
  let needs: [String]?
  let hosts: [String: [MailService: Int]]
  let keep: Keep?
  let steps: [Step]

  private enum CodingKeys: String, CodingKey {
    case format, id, `protocol`, minutes, needs, server, hosts, keep, steps
  }

  init(from decoder: Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    let format = try values.decode(Int.self, forKey: .format)
    guard format == 1 else {
      throw values.complaint(.format, "format \(format) is unknown to this version of mailtutor: it reads format 1")
    }
    id = try values.decode(String.self, forKey: .id)
    guard id.isPathOfNames else {
      throw values.complaint(
        .id, "an id is small letters, digits and hyphens, with slashes between: pop3/first-session")
    }
    let name = try values.decode(String.self, forKey: .protocol)
    guard name == "journey" || MailProtocolName(rawValue: name) != nil else {
      throw values.complaint(.protocol, "`\(name)` is no protocol here: write pop3, smtp or journey")
    }
    speaks = MailProtocolName(rawValue: name)
    minutes = try values.decode(Int.self, forKey: .minutes)
    guard (1...120).contains(minutes) else { throw values.complaint(.minutes, "minutes are 1 to 120") }
    needs = try values.decodeIfPresent([String].self, forKey: .needs)
    guard values.contains(.server) else {
      throw DecodingError.keyNotFound(CodingKeys.server, .init(codingPath: values.codingPath, debugDescription: ""))
    }
    // Names of hosts are the same in capitals and in small letters.
    hosts = Dictionary(
      try values.decode([String: HostForm].self, forKey: .hosts).map { ($0.key.lowercased(), $0.value.ports) }
    ) { $0.merging($1) { first, _ in first } }
    keep = try values.decodeIfPresent(Keep.self, forKey: .keep)
    steps = try values.decode([StepForm].self, forKey: .steps).map(\.step)
    guard !steps.isEmpty else { throw values.complaint(.steps, "a lesson has at least one step") }
  }
}

/// A host's ports by service: `{smtp: 25, submission: 587, smtps: 465}`.
private struct HostForm: Decodable {
  let ports: [MailService: Int]

  private enum CodingKeys: String, CodingKey, CaseIterable { case pop3, pop3s, smtp, submission, smtps }

  init(from decoder: Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    var ports: [MailService: Int] = [:]
    for key in CodingKeys.allCases {
      guard let port = try values.decodeIfPresent(Int.self, forKey: key) else { continue }
      guard (1...65535).contains(port) else { throw values.complaint(key, "a port is 1 to 65535") }
      ports[Self.service(key)] = port
    }
    self.ports = ports
  }

  private static func service(_ key: CodingKeys) -> MailService {
    switch key {
    case .pop3: .pop3
    case .pop3s: .pop3s
    case .smtp: .smtp
    case .submission: .submission
    case .smtps: .smtps
    }
  }
}

private struct StepForm: Decodable {
  let step: Step

  private enum CodingKeys: String, CodingKey {
    case id, `do`, until, ask, read, reply, state, accept, wrong, solution, assumes, keep
  }

  init(from decoder: Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    let id = try values.decode(String.self, forKey: .id)
    guard id.isPathOfNames, !id.contains("/") else {
      throw values.complaint(.id, "a step's id is small letters, digits and hyphens")
    }
    let kinds = [CodingKeys.do, .until, .ask, .read].filter(values.contains)
    guard kinds.count == 1 else {
      throw values.complaint(.id, "step `\(id)` needs exactly one of do, until, ask, read; it has \(kinds.count)")
    }
    let task = try Self.task(values)
    let solution = try values.decodeIfPresent([String].self, forKey: .solution) ?? []
    let wrong = try values.decodeIfPresent([WrongForm].self, forKey: .wrong)?.map(\.wrong) ?? []
    for (key, lines) in [(CodingKeys.solution, solution), (.wrong, wrong.flatMap(\.lines))] {
      // A proof by `/skip` would prove nothing, and go round in circles.
      if let word = lines.first(where: { TutorCommand($0, isInData: true) != nil }) {
        throw values.complaint(key, "`\(word)` is a word for the tutor: list what goes to the server")
      }
    }
    if task != .text {
      guard !solution.isEmpty else {
        throw values.complaint(.id, "step `\(id)` has no solution: list the lines that a learner would type")
      }
      guard !wrong.isEmpty else {
        throw values.complaint(.id, "step `\(id)` has no wrong line: list at least one mistake and its diagnosis")
      }
    }
    let reply = try values.decodeIfPresent(String.self, forKey: .reply).map { text in
      guard let pattern = ReplyPattern(text) else {
        throw values.complaint(.reply, "`\(text)` is no reply: write \"+OK\", \"-ERR\", 250, 2xx or 5.7.x")
      }
      return pattern
    }
    let state = try values.stateName(forKey: .state)
    step = Step(
      id: id, task: task, reply: reply, state: state,
      accept: try values.decodeIfPresent([String].self, forKey: .accept) ?? [], wrong: wrong, solution: solution,
      assumes: try values.decodeIfPresent(Goal.self, forKey: .assumes),
      keep: try values.decodeIfPresent(Keep.self, forKey: .keep))
  }

  private static func task(_ values: KeyedDecodingContainer<CodingKeys>) throws -> Step.Task {
    if values.contains(.do) { return try values.decode(ActionForm.self, forKey: .do).task }
    if values.contains(.until) { return .goal(try values.decode(Goal.self, forKey: .until)) }
    if values.contains(.ask) { return .question(try values.decode(QuestionForm.self, forKey: .ask).question) }
    guard try values.decode(String.self, forKey: .read) == "enter" else {
      throw values.complaint(.read, "write `read: enter`")
    }
    return .text
  }
}

private struct ActionForm: Decodable {
  let task: Step.Task

  private enum CodingKeys: String, CodingKey { case connect, command }

  init(from decoder: Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    switch (
      try values.decodeIfPresent(String.self, forKey: .connect),
      try values.decodeIfPresent(String.self, forKey: .command)
    ) {
    case (let line?, nil): task = .connect(line)
    case (nil, let line?): task = .command(CommandPattern(line))
    case (nil, nil), (_?, _?): throw values.complaint(.command, "`do:` has `connect:` or `command:`, one of them")
    }
  }
}

private struct WrongForm: Decodable {
  let wrong: Step.Wrong

  private enum CodingKeys: String, CodingKey { case line, lines, diagnosis, say }

  init(from decoder: Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    let line = try values.decodeIfPresent(String.self, forKey: .line).map { [$0] }
    let lines = try values.decodeIfPresent([String].self, forKey: .lines)
    let name = try values.decode(String.self, forKey: .diagnosis)
    guard let diagnosis = Diagnosis.ID(rawValue: name) else {
      let near = VerbGuess.closest(to: name, among: Diagnosis.ID.allCases.map(\.rawValue))
      throw values.complaint(
        .diagnosis, "`\(name)` is no diagnosis" + (near.map { ": did you mean \($0)?" } ?? ""))
    }
    guard let typed = line ?? lines, line == nil || lines == nil, !typed.isEmpty else {
      throw values.complaint(.diagnosis, "a wrong entry has `line:` or `lines:`, one of them")
    }
    let say = try values.decodeIfPresent(String.self, forKey: .say)
    guard say?.isNameOfText ?? true else {
      throw values.complaint(.say, "the name of a text is small letters, digits and hyphens: `say: other-number`")
    }
    wrong = Step.Wrong(lines: typed, diagnosis: diagnosis, say: say)
  }
}

private struct QuestionForm: Decodable {
  let question: Question

  private enum CodingKeys: String, CodingKey { case question, answer, options }

  init(from decoder: Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    let kind = try values.decode(Question.Kind.self, forKey: .question)
    let answers =
      try (try? values.decode([String].self, forKey: .answer)) ?? [values.decode(String.self, forKey: .answer)]
    let options = try values.decodeIfPresent([String].self, forKey: .options) ?? []
    if kind == .choice, options.count < 2 || !answers.allSatisfy(options.contains) {
      throw values.complaint(.question, "a choice needs at least two options, and its answer among them")
    }
    let live = answers.first.flatMap(LiveValue.init)
    question = Question(kind: kind, answer: live.map(Question.Answer.live) ?? .literal(answers), options: options)
  }
}

extension KeyedDecodingContainer {
  /// nil where the key is missing.
  func stateName(forKey key: Key) throws -> StateName? {
    guard let name = try decodeIfPresent(String.self, forKey: key) else { return nil }
    guard let state = StateName(rawValue: name) else {
      let names = StateName.allCases.map(\.rawValue).sorted().joined(separator: ", ")
      throw complaint(key, "`\(name)` is no state: \(names)")
    }
    return state
  }

  /// A complaint about one key's value, in a sentence that says how to mend it.
  func complaint(_ key: Key, _ message: String) -> DecodingError {
    .dataCorrupted(.init(codingPath: codingPath + [key], debugDescription: message))
  }
}

extension String {
  /// Small letters, digits and hyphens: no diagnosis, whose id has a dot in it.
  var isNameOfText: Bool { isPathOfNames && !contains("/") }

  /// Small letters, digits, hyphens; parts between slashes.
  fileprivate var isPathOfNames: Bool {
    !isEmpty
      && split(separator: "/", omittingEmptySubsequences: false).allSatisfy { part in
        !part.isEmpty && part.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D }
      }
  }
}
