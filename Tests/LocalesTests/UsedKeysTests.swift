import LessonEngine
import MailProtocol
import Testing

/// Every sentence that the program asks for is there, and every part of a reply has a meaning.
@Suite struct UsedKeysTests {
  private static let keys: [any UIKey] =
    MessageKey.allCases + FormPlaceholder.allCases + TutorCommand.Name.allCases + LoginPart.Role.allCases
    + DecodedLine.Form.allCases + PolicyRefusal.allCases
    + ServerURL.Mistake.Kind.allCases

  @Test(arguments: Catalogs.languages) func everyKeyHasItsSentenceAndEverySentenceItsKey(_ language: Language) {
    let asked = Set(Self.keys.map(\.key))
    #expect(asked.count == Self.keys.count, "one sentence is asked for by two names")
    let there = Set(Catalogs.messages(language, .ui).keys)
    #expect(asked.subtracting(there).sorted() == [], "missing")
    #expect(there.subtracting(asked).sorted() == [], "nobody asks for it")
  }

  @Test(arguments: [
    "", "mail.example.net:110", "imap://h", "pop3://", "pop3://a_b\u{e9}", "pop3://::1", "pop3://h:x", "pop3://h/x",
    "pop3://a:b@h", "pop3：//h",
  ])
  func everyMistakeInAURL(_ text: String) throws {
    let mistake = try #require(throws: ServerURL.Mistake.self) { try ServerURL(text) }
    let sentence = try #require(Catalogs.messages(Catalogs.english, .ui)[mistake.kind.key])
    #expect(Leaf(text: sentence).placeholders.isSubset(of: mistake.values.keys), "\(mistake.kind)")
  }

  private func hasMeaning(_ part: ReplyAnatomy.Part) -> Bool {
    Catalogs.languages.allSatisfy { language in
      part.meanings.contains { Catalogs.messages(language, .replies)[$0] != nil }
    }
  }

  private static let pop3Commands = [
    "USER a", "PASS a", "APOP a b", "QUIT", "STAT", "LIST", "LIST 1", "RETR 1", "DELE 1", "NOOP", "RSET", "TOP 1 1",
    "UIDL",
    "UIDL 1", "LAST", "RPOP a", "CAPA", "STLS", "AUTH", "AUTH PLAIN", "UTF8", "LANG", "LANG en",
  ]

  @Test(arguments: [
    "+OK", "+OK 3 345910", "+OK 3 345910 more", "+OK ready <1.2@h>", "+ bXk=", "-ERR", "-ERR no", "-ERR 999 no",
    "-ERR [IN-USE] busy", "-ERR [NEW] x", "+OK [SYS/TEMP]", "nonsense",
  ])
  func everyPartOfAPOP3Reply(_ line: String) throws {
    let commands = Self.pop3Commands.compactMap { POP3Command.parse($0).command }
    #expect(Set(commands.map(\.verb)) == Set(POP3Verb.allCases))
    for occasion in commands.map({ ReplyAnatomy.POP3Occasion.command($0) }) + [.greeting, .unknown] {
      for lines in [nil, [], ["1 1205", "2 306"], ["TOP", "SASL PLAIN", "IMPLEMENTATION x", "X-NEW y"]] as [[String]?] {
        let reply = POP3Reply(line: Array(line.utf8), lines: lines?.map { Array($0.utf8) })
        for part in ReplyAnatomy(reply, answering: occasion).parts { #expect(hasMeaning(part), "\(part.meanings)") }
      }
    }
  }

  /// After each verb a `+OK` and a `-ERR` have words of their own, so that nothing is explained by "done".
  @Test(arguments: POP3Verb.allCases) func eachPOP3VerbHasItsOwn(_ verb: POP3Verb) {
    let messages = Catalogs.messages(Catalogs.english, .replies)
    guard verb != .rpop else { return }
    #expect(messages["pop3.ok-after.\(verb.rawValue)"] != nil && messages["pop3.err-after.\(verb.rawValue)"] != nil)
  }

  @Test func everyPartOfAnSMTPReply() {
    let occasions: [ReplyAnatomy.SMTPOccasion] =
      SMTPVerb.allCases.map { .command($0) } + [.greeting, .endOfData, .unknown]
    for code in 200...599 {
      for occasion in occasions {
        let reply = SMTPReply(
          code: code, lines: [Array("\(code) \(code / 100).\(code % 8).\(code % 30) h.example text".utf8)])
        for part in ReplyAnatomy(reply, answering: occasion, digits: true).parts where !hasMeaning(part) {
          #expect(part.text.hasPrefix("3."), "RFC 3463 knows no class 3: \(part.meanings)")
        }
      }
    }
  }

  /// What a code means after a command of the table is said of that command, and no mailbox is spoken of before `RCPT`.
  @Test func codesMeanWhatTheyAnswer() {
    let messages = Catalogs.messages(Catalogs.english, .replies)
    for verb in SMTPVerb.allCases {
      for code in [250, 354, 450, 451, 501, 503, 504, 550, 552, 553, 554] where SMTPReplyCodes.lists(verb, code) {
        let isOfCommand = messages["smtp.code-after.\(verb.rawValue).\(code)"] != nil
        #expect(isOfCommand || messages["smtp.code.\(code)"] != nil, "\(verb.rawValue) \(code)")
        if code == 550 { #expect(isOfCommand, "\(verb.rawValue) \(code)") }
      }
    }
    let early = messages.filter { $0.key.hasPrefix("smtp.code-after.EHLO") || $0.key.hasPrefix("smtp.code-after.MAIL") }
    #expect(early.filter { $0.value.contains("mailbox") }.keys.sorted() == [])
  }

  @Test func everyKeywordHasItsSentence() {
    for keyword in SMTPKeyword.known {
      #expect(Catalogs.messages(Catalogs.english, .replies)["smtp.extension.\(keyword)"] != nil, "\(keyword)")
    }
    for keyword in POP3Keyword.known {
      #expect(Catalogs.messages(Catalogs.english, .replies)["pop3.capability.\(keyword)"] != nil, "\(keyword)")
    }
    for mechanism in SASLMechanism.explained {
      #expect(Catalogs.messages(Catalogs.english, .replies)["sasl.\(mechanism)"] != nil, "\(mechanism)")
    }
    for code in SMTPReplyCodes.known {
      #expect(Catalogs.messages(Catalogs.english, .replies)["smtp.code.\(code)"] != nil, "\(code)")
    }
  }

  @Test(arguments: ["SIZE 100", "PIPELINING", "8BITMIME", "AUTH PLAIN LOGIN", "XNEW", "STARTTLS", "help"])
  func everyExtension(_ line: String) {
    let reply = SMTPReply(code: 250, lines: ["250-h.example", "250 \(line)"].map { Array($0.utf8) })
    for part in ReplyAnatomy(reply, answering: .command(.ehlo)).parts { #expect(hasMeaning(part), "\(part.meanings)") }
  }

  @Test func subjectsOfEnhancedCodes() {
    for subject in 0...7 {
      #expect(Catalogs.messages(Catalogs.english, .replies)["smtp.enhanced.subject.\(subject)"] != nil)
    }
    for detail in ["1.1", "1.6", "2.2", "4.7", "7.1", "7.26"] {
      #expect(Catalogs.messages(Catalogs.english, .replies)["smtp.enhanced.detail.\(detail)"] != nil, "\(detail)")
    }
  }
}
