import MailProtocol
import Testing

@testable import LessonEngine

/// Names in a lesson's texts, and what is put in their places.
@Suite struct BindingsTests {
  private static let world = Bindings(
    [
      Bindings.Account(
        "me", user: "mai", password: Secret("pässword"), addresses: ["mai@mail.mai.example", "m@mai.example"]),
      Bindings.Account("friend", user: "huey", password: Secret("x"), addresses: ["huey@mai.example"]),
    ],
    services: [
      .pop3: Endpoint(host: "mail.mai.example", port: 110), .smtp: Endpoint(host: "mail.mai.example", port: 2525),
    ], maildrop: .init(sizes: [1205, 344_400, 306], deleted: []))

  private static let real = world.on(
    RealServer(
      Endpoint(host: "mail.mai.example", port: 995, tls: true, speaking: .pop3), user: "mai",
      address: "mai@mail.mai.example"))

  @Test(arguments: [
    ("STAT", "STAT"), ("", ""), ("USER {me.user}", "USER mai"), ("PASS {me.password}", "PASS pässword"),
    ("MAIL FROM:<{me.address}>", "MAIL FROM:<mai@mail.mai.example>"), ("{me.address.2}", "m@mai.example"),
    ("RCPT TO:<{friend.address}>", "RCPT TO:<huey@mai.example>"), ("{me.user}{friend.user}", "maihuey"),
    ("telnet {pop3.host} {pop3.port}", "telnet mail.mai.example 110"),
    ("{smtp.host}:{smtp.port}", "mail.mai.example:2525"),
    ("RETR {maildrop.largest}", "RETR 2"), ("{maildrop.count} {maildrop.octets}", "3 345911"),
    ("{maildrop.size.3}", "306"), ("{base64 me.user}", "bWFp"), ("{base64 me.password}", "cMOkc3N3b3Jk"),
    ("AUTH PLAIN {base64 friend.user}", "AUTH PLAIN aHVleQ=="),
    // A value is never looked into, and what is written as a name elsewhere stays.
    ("mai", "mai"), ("x mail.mai.example", "x mail.mai.example"),
    // Braces as they stand.
    ("{42}", "{42}"), ("a { b }", "a { b }"), ("{}", "{}"), ("}", "}"), ("{", "{"), ("end {", "end {"),
    ("{{me.user}", "{me.user}"), ("{{{me.user}}", "{mai}"), ("{{", "{"), ("{{{{", "{{"), ("{{a}b", "{a}b"),
    ("{\u{E4}}", "{\u{E4}}"),
  ])
  func values(_ text: String, _ bound: String) {
    for use in [Bindings.Use.line, .pattern, .codeSpan] {
      let result = Self.world.bind(text, as: use)
      #expect(result.text == bound && result.mistake == nil && !result.hasSecret && !result.hasUnknown)
    }
  }

  @Test(arguments: [
    ("USER {me.user}", "USER mai", "USER mai", true),
    // The secret is nobody's but the learner's.
    ("PASS {me.password}", "PASS •••", "PASS *", true), ("{base64 me.password}", "•••", "*", true),
    // Everybody is the learner: no letter goes to anybody else.
    ("RCPT TO:<{friend.address}>", "RCPT TO:<mai@mail.mai.example>", "RCPT TO:<mai@mail.mai.example>", true),
    ("{me.address.2} {friend.user}", "mai@mail.mai.example mai", "mai@mail.mai.example mai", true),
    ("{pop3.host}:{pop3.port}", "mail.mai.example:995", "mail.mai.example:995", true),
    ("{smtp.host} {smtp.port}", "mail.mai.example 2525", "mail.mai.example 2525", true),
    ("RETR {maildrop.largest}", "RETR …", "RETR …", false), ("{{me.user}", "{me.user}", "{me.user}", true),
  ])
  func onARealServer(_ text: String, _ line: String, _ pattern: String, _ isKnown: Bool) {
    let bound = Self.real.bind(text, as: .line)
    #expect(bound.text == line && bound.mistake == nil && bound.hasUnknown == !isKnown)
    #expect(bound.hasSecret == text.contains("password"))
    #expect(Self.real.bind(text, as: .codeSpan).text == line)
    #expect(Self.real.bind(text, as: .pattern).text == pattern)
  }

  @Test(arguments: [
    ("{me.usr}", "{me.usr}", "did you mean {me.user}?"), ("{ME.USER}", "{ME.USER}", "did you mean {me.user}?"),
    ("{you.user}", "{you.user}", "There is {me.user} {me.password} {me.address} {me.address.2} {friend.user}"),
    ("{me.address.3}", "{me.address.3}", "{me.address.2}"), ("{me}", "{me}", "and {base64 NAME}"),
    ("{pop3s.host}", "{pop3s.host}", "{pop3.host} {pop3.port} {smtp.host}"),
    ("{pop3.name}", "{pop3.name}", "{pop3.host}"),
    ("{maildrop.size.4}", "{maildrop.size.4}", "{maildrop.count}"),
    ("{maildrop.size.0}", "{maildrop.size.0}", "There is"),
    ("{base64}", "{base64}", "{base64 NAME}"), ("{base64 me.usr}", "{base64 me.usr}", "did you mean {me.user}?"),
    ("{base64 base64 me.user}", "{base64 base64 me.user}", "There is"),
    ("{rot13 me.user}", "{rot13 me.user}", "There is"),
    ("{apop}", "{apop}", "There is"), ("{me.user", "{me.user}", "not closed: write {me.user}, or {{"),
  ])
  func mistakes(_ text: String, _ named: String, _ says: String) {
    let bound = Self.world.bind("USER " + text, as: .line)
    #expect(bound.mistake?.start == "USER ".endIndex)
    let sentence = bound.mistake?.mistake.sentence ?? ""
    #expect(sentence.contains(says) && sentence.contains(named), "\(sentence)")
  }

  /// Whatever the learner is called, a code span stays one.
  @Test func aNameMayHoldAnything() {
    let server = RealServer(
      Endpoint(host: "h", port: 110, speaking: .pop3), user: "{me.user}`\u{1B}[2J", address: "a`{pop3.host}@b")
    let bindings = Self.world.on(server)
    #expect(bindings.bind("{me.address}", as: .codeSpan).text == "a'{pop3.host}@b")
    #expect(!bindings.bind("{me.user}", as: .codeSpan).text.contains("\u{1B}"))
    #expect(bindings.bind("USER {me.user}", as: .line).text == "USER {me.user}`\u{1B}[2J")
  }

  /// A maildrop that nothing lies in has no largest message.
  @Test func anEmptyMaildrop() {
    let bindings = Bindings([], services: [:], maildrop: .init(sizes: [], deleted: []))
    #expect(bindings.bind("{maildrop.count}", as: .line).text == "0")
    #expect(bindings.bind("{maildrop.largest}", as: .line).mistake != nil)
  }

  @Test func everyNameIsReadAsItIsWritten() {
    for name in Self.world.names { #expect(BindingName(name)?.description == name) }
    #expect(Self.world.names.count == 14 && Self.real.names == Self.world.names)
  }

  /// Packs are untrusted: the time grows as the text does.
  @Test(.timeLimit(.minutes(1)), arguments: ["{a", "{a}", "{me.user}", "{{", "`{me.user}` ", "`{a}` "])
  func aLotOfBraces(_ text: String) throws {
    let long = String(repeating: text, count: 100_000)
    #expect(!Self.world.bind(long, as: .line).text.isEmpty || text.hasPrefix("{a"))
    let prose = try Prose("# Title\n\n\(long)\n", file: "en.md")
    #expect(prose.strayBindings.count == (text == "{me.user}" ? 1 : 0))
  }

  // MARK: Whole lessons

  private static let lesson = """
    format: 1
    id: smtp/test
    protocol: smtp
    minutes: 5
    server: {personality: rfc5321}
    hosts: {mail.mai.example: {smtp: 2525}}
    steps:
      - id: connect
        do: {connect: "telnet {smtp.host} {smtp.port}"}
        accept: ["nc -C {smtp.host} {smtp.port}"]
        wrong: [{line: "telnet {smtp.host}", diagnosis: connect.no-port}]
        solution: ["telnet {smtp.host} {smtp.port}"]
      - id: envelope
        until: {sent: ["MAIL FROM:<{me.address}>", "RCPT TO:<{friend.address}>"]}
        wrong: [{lines: [HELO x, "RCPT TO:<{friend.address}>"], diagnosis: state.no-mail}]
        solution: [HELO x, "MAIL FROM:<{me.address}>", "RCPT TO:<{friend.address}>"]
      - id: letter
        until:
          delivered.from: "{me.address}"
          delivered.to: "{friend.address}"
          delivered.subject: "For {friend.user}"
          delivered.body: "{{x}"
          delivered.header: ["X-{me.user}"]
        wrong: [{line: DTAA, diagnosis: verb.typo}]
        solution: [DATA, "Subject: For {friend.user}", "X-{me.user}: 1", "", "{{x}", .]
      - id: encoded
        ask: {question: text, answer: "{base64 me.user}"}
        wrong: [{line: "{me.user}", diagnosis: lesson.wrong-answer}]
        solution: ["{base64 me.user}"]
      - id: largest
        do: {command: "EXPN {maildrop.largest}"}
        wrong: [{line: EXPN 1, diagnosis: lesson.wrong-target}]
        solution: ["EXPN {maildrop.largest}"]
    """

  @Test func everyTextOfALesson() throws {
    let steps = try Lesson(Self.lesson, file: "lesson.yaml").bound(to: Self.world).steps
    #expect(steps[0].task == .connect("telnet mail.mai.example 2525"))
    #expect(steps[0].accept == ["nc -C mail.mai.example 2525"])
    #expect(steps[0].wrong.first?.lines == ["telnet mail.mai.example"])
    #expect(steps[1].wrong.first?.lines == ["HELO x", "RCPT TO:<huey@mai.example>"])
    #expect(steps[1].solution == ["HELO x", "MAIL FROM:<mai@mail.mai.example>", "RCPT TO:<huey@mai.example>"])
    let predicates: [Goal.Predicate] = steps.flatMap { step -> [Goal.Predicate] in
      if case .goal(let goal) = step.task { return goal.predicates }
      return []
    }
    #expect(
      predicates == [
        .sent([CommandPattern("MAIL FROM:<mai@mail.mai.example>"), CommandPattern("RCPT TO:<huey@mai.example>")]),
        .deliveredFrom("mai@mail.mai.example"), .deliveredTo("huey@mai.example"), .deliveredSubject("For huey"),
        .deliveredBody("{x}"), .deliveredHeader(["X-mai"]),
      ])
    #expect(steps[2].solution.suffix(2) == ["{x}", "."])
    #expect(steps[3].task == .question(Question(kind: .text, answer: .literal(["bWFp"]), options: [])))
    #expect(steps[4].task == .command(CommandPattern("EXPN 2")) && steps[4].solution == ["EXPN 2"])
  }

  /// Where the finding of an unknown binding points to.
  @Test(arguments: [
    ("connect: \"telnet {smtp.host}", "connect: \"telnet {smtps.host}", "9:19"),
    ("accept: [\"nc -C {smtp.host}", "accept: [\"nc -C {smtp.hots}", "10:14"),
    ("wrong: [{line: \"telnet {smtp.host}", "wrong: [{line: \"telnet {x.host}", "11:20"),
    ("solution: [\"telnet {smtp.host}", "solution: [\"telnet {smtp}", "12:16"),
    ("\"RCPT TO:<{friend.address}>\"]}", "\"RCPT TO:<{frend.address}>\"]}", "14:48"),
    ("lines: [HELO x, \"RCPT TO:<{friend.address}>\"]", "lines: [HELO x, \"RCPT TO:<{foe.address}>\"]", "15:30"),
    ("delivered.to: \"{friend.address}\"", "delivered.to: \"{friend.address\"", "20:21"),
    ("delivered.header: [\"X-{me.user}\"]", "delivered.header: [\"X-{me.name}\"]", "23:26"),
    ("answer: \"{base64 me.user}\"", "answer: \"{base46 me.user}\"", "27:35"),
  ])
  func places(_ right: String, _ wrong: String, _ place: String) throws {
    let text = Self.lesson.replacing(right, with: wrong, maxReplacements: 1)
    #expect(text != Self.lesson)
    let lesson = try Lesson(text, file: "lesson.yaml")
    do throws(Findings) {
      _ = try lesson.bound(to: Self.world)
      Issue.record("\(wrong) was accepted")
    } catch {
      #expect(error.all.map { "\($0.line):\($0.column)" } == [place], "\(error.all)")
      #expect(error.all.allSatisfy { $0.rule == "binding.unknown" || $0.rule == "binding.open" })
    }
  }

  @Test func quotesAreForgotten() {
    for solution in ["[{me.user}]", "\n      - {me.user}"] {
      let text = Self.lesson.replacing("solution: [\"{base64 me.user}\"]", with: "solution: \(solution)")
      do throws(Findings) {
        _ = try Lesson(text, file: "lesson.yaml")
        Issue.record("\(solution) was accepted")
      } catch {
        #expect(error.all.map(\.message) == ["a text that begins with a binding stands in quotes: \"{me.user}\""])
      }
    }
  }

  /// Names that are parts of one another, and of words of the protocol: each place gets its own value.
  @Test func awkwardNames() throws {
    let server = RealServer(
      Endpoint(host: "mail.mai.example", port: 25, speaking: .smtp), user: "mai", address: "mai@mail.mai.example")
    let real = try server.adapt(try Lesson(Self.lesson, file: "lesson.yaml"), Self.world)
    #expect(real.isShortened && real.lesson.steps.map(\.id) == ["connect", "envelope", "letter", "encoded"])
    #expect(
      real.lesson.steps.flatMap(\.wrong).map(\.lines) == [
        ["telnet mail.mai.example"], ["HELO x", "RCPT TO:<mai@mail.mai.example>"], ["DTAA"], ["mai"],
      ])
    #expect(
      real.lesson.steps[1].solution
        == ["HELO x", "MAIL FROM:<mai@mail.mai.example>", "RCPT TO:<mai@mail.mai.example>"])
    #expect(real.lesson.steps[2].solution.contains("Subject: For mai"))
    let needs = RealServer.needs(try Lesson(Self.lesson, file: "lesson.yaml"))
    #expect(needs.user && needs.address)
    let prose = try Prose(
      """
      # Mail for mai

      The mail of mai waits at `{smtp.host}`, and `MAIL FROM:<{me.address}>` names mai.
      """, file: "en.md"
    ).bound(to: real.bindings)
    #expect(prose.title == "Mail for mai")
    #expect(
      prose.introduction.paragraphs == [
        "The mail of mai waits at `mail.mai.example`, and `MAIL FROM:<mai@mail.mai.example>` names mai."
      ])
  }

  // MARK: Prose

  @Test func proseHasItsFindings() throws {
    let prose = try Prose(
      """
      # Title

      Type `USER {me.user}`, {me.user} or `{{me.user}`, {n} and { x }.

      ## step

      Xin chào `PASS {me.pasword}` hay `{me.user`.
      """, file: "vi.md")
    #expect(prose.strayBindings == [Prose.Place(line: 3, column: 24, text: "{me.user}")])
    do throws(Findings) {
      _ = try prose.bound(to: Self.world)
      Issue.record("it was accepted")
    } catch {
      #expect(
        error.all.map { "\($0.file):\($0.line):\($0.column) \($0.rule)" } == [
          "vi.md:7:16 binding.unknown", "vi.md:7:35 binding.open",
        ])
    }
  }
}

/// The built-in lessons, which name nobody any more, are what they were when they named everybody.
@Suite struct BoundLessonsTests {
  @Test(arguments: [
    (
      "pop3/first-session",
      [
        "telnet mail.example.net 110", "b", "USER dewey", "PASS tanstaaf", "STAT", "345910", "b", "LIST", "RETR 9",
        "RETR 2", "QUIT",
      ]
    ),
    (
      "smtp/first-letter",
      [
        "telnet smtp.21cn.com 25", "a", "HELO pc.example.org", "MAIL FROM:<stonegong@21cn.com>", "DATA",
        "RCPT TO:<friend@21cn.com>", "DATA", "Subject: A letter by hand", "", "Good morning,",
        "I typed every line of this myself.", ".", "c", "QUIT",
      ]
    ),
    (
      "journey/send-and-receive",
      [
        "telnet smtp.21cn.com 25", "HELO pc.example.org", "MAIL FROM:<stonegong@21cn.com>",
        "RCPT TO:<stonegong@yeah.net>", "DATA", "Subject: A test", "Hi:",
        "This letter goes from my first mailbox to my second.", ".", "QUIT", "telnet pop.yeah.net 110",
        "USER stonegong", "PASS secret", "STAT", "b", "RETR 1", "c", "b", "QUIT",
      ]
    ),
  ])
  func solutions(_ id: String, _ lines: [String]) throws {
    #expect(try BuiltIn.world(id).lesson.steps.flatMap(\.solution) == lines)
  }

  /// With the lesson's own names, and with a learner's: no brace is left, and no name of the scenario in the latter.
  @Test(arguments: BuiltIn.lessonIDs) func noNameIsLeft(_ id: String) throws {
    let bindings = try BuiltIn.bindings(id)
    let server = RealServer(Endpoint(host: "h.example", port: 1), user: "anna", address: "anna@x.example")
    let own = ["dewey", "tanstaaf", "stonegong", "friend@", "21cn", "yeah.net", "secret"]
    for language in BuiltIn.pack.languages {
      let prose = try BuiltIn.pack.prose(id, language)
      #expect(prose.strayBindings.isEmpty)
      for (bindings, isReal) in [(bindings, false), (bindings.on(server), true)] {
        let bound = try prose.bound(to: bindings)
        let steps = bound.steps.values.flatMap { step in step.headings.compactMap(step.section) }
        let spans = ([bound.introduction] + steps).flatMap(\.codeSpans)
        #expect(!spans.contains { $0.contains("{") || $0.contains("…") })
        #expect(spans.contains { span in own.contains(where: span.contains) } == !isReal)
      }
    }
  }

  @Test func theFirstHints() throws {
    let bindings = try BuiltIn.bindings("pop3/first-session")
    for language in BuiltIn.pack.languages {
      let prose = try BuiltIn.pack.prose("pop3/first-session", language).bound(to: bindings)
      #expect(prose.steps["connect"]?.hints.last?.codeSpans == ["telnet mail.example.net 110"])
      #expect(prose.steps["user"]?.hints.last?.codeSpans == ["USER dewey"])
      #expect(prose.steps["pass"]?.hints.last?.codeSpans == ["PASS tanstaaf"])
    }
  }
}
