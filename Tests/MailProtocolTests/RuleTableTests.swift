import Testing

@testable import MailProtocol

/// Each verb in each phase, under each thing that a server offers or demands: the whole of both books, so that nothing is
/// legal because nobody thought of it.
@Suite struct RuleTableTests {
  /// A row: a line, then the verdict for each column; `-` is legal, a name without its family is one of `state.`.
  private func check<Position>(
    _ table: String, _ columns: [(name: String, position: Position)], _ judge: (String, Position) -> Verdict
  ) {
    let rows = table.split(separator: "\n").map { $0.split(separator: "|").map { $0.filter { $0 != "\t" }.trimmed } }
    for row in rows where row.count > 1 {
      #expect(row.count == columns.count + 1, "\(row)")
      for (wanted, column) in zip(row.dropFirst(), columns) {
        let given = judge(row[0], column.position).diagnosis?.id.rawValue ?? "-"
        let name = wanted == "-" || wanted.contains(".") ? wanted : "state.\(wanted)"
        #expect(given == name, "\(row[0]) \(column.name)")
      }
    }
  }

  private static let pop3States: [(name: String, state: POP3State)] = [
    ("fresh", .authorization(.fresh)), ("named", .named), ("transaction", .transaction(NumberedMaildrop(count: 3))),
    ("closed", .closed),
  ]

  private static let allOfPOP3 = """
    USER a     | -               | -             | already-logged-in | closed
    PASS a     | pass-before-user | -            | already-logged-in | closed
    APOP a b   | -               | -             | already-logged-in | closed
    AUTH PLAIN | -               | -             | already-logged-in | closed
    STLS       | -               | -             | already-logged-in | closed
    UTF8       | -               | -             | already-logged-in | closed
    QUIT       | -               | -             | -                 | closed
    CAPA       | -               | -             | -                 | closed
    LANG       | -               | -             | -                 | closed
    STAT       | not-logged-in   | not-logged-in | -                 | closed
    LIST       | not-logged-in   | not-logged-in | -                 | closed
    RETR 1     | not-logged-in   | not-logged-in | -                 | closed
    DELE 1     | not-logged-in   | not-logged-in | -                 | closed
    NOOP       | not-logged-in   | not-logged-in | -                 | closed
    RSET       | not-logged-in   | not-logged-in | -                 | closed
    TOP 1 0    | not-logged-in   | not-logged-in | -                 | closed
    UIDL       | not-logged-in   | not-logged-in | -                 | closed
    LAST       | not-logged-in   | not-logged-in | -                 | closed
    RPOP a     | verb.obsolete   | verb.obsolete | verb.obsolete     | closed
    """

  private func pop3(_ change: (inout POP3Position) -> Void) -> [(name: String, position: POP3Position)] {
    Self.pop3States.map { name, state in
      var position = POP3Position(state, offering: Set(POP3Verb.allCases))
      change(&position)
      return (name, position)
    }
  }

  private func checkPOP3(_ table: String, _ change: (inout POP3Position) -> Void = { _ in }) {
    check(table, pop3(change)) { POP3Rules.judge(POP3Command.parse($0), at: $1) }
  }

  @Test func pop3() {
    checkPOP3(Self.allOfPOP3)
    let lines = Self.allOfPOP3.split(separator: "\n").map { String($0.prefix { $0 != " " }) }
    #expect(Set(lines) == Set(POP3Verb.allCases.map(\.rawValue)))
  }

  @Test func pop3WithTLS() {
    checkPOP3(Self.replacing("STLS", "tls-active | tls-active | already-logged-in | closed", in: Self.allOfPOP3)) {
      $0.isTLS = true
    }
  }

  @Test func pop3ThatDemandsTLS() {
    var table = Self.allOfPOP3
    for verb in ["USER a", "PASS a", "APOP a b", "AUTH PLAIN"] {
      table = Self.replacing(verb, "tls-required | tls-required | tls-required | closed", in: table)
    }
    checkPOP3(table) { $0.offers.requiresTLS = true }
    checkPOP3(Self.replacing("STLS", "tls-active | tls-active | already-logged-in | closed", in: Self.allOfPOP3)) {
      $0.offers.requiresTLS = true
      $0.isTLS = true
    }
  }

  @Test func pop3OfTheLeast() {
    var table = Self.allOfPOP3
    let none = "verb.not-supported | verb.not-supported | verb.not-supported | closed"
    for verb in ["APOP a b", "AUTH PLAIN", "STLS", "UTF8", "CAPA", "LANG", "TOP 1 0", "UIDL"] {
      table = Self.replacing(verb, none, in: table)
    }
    table = Self.replacing("LAST", "verb.obsolete | verb.obsolete | verb.obsolete | closed", in: table)
    checkPOP3(table) { $0.offers.verbs = [] }
    let noTimestamp = "apop.no-timestamp | apop.no-timestamp | apop.no-timestamp | closed"
    checkPOP3(Self.replacing("APOP a b", noTimestamp, in: table)) {
      $0.offers.verbs = []
      $0.timestamp = nil
    }
    checkPOP3(
      Self.replacing(
        "APOP a b", "apop.no-timestamp | apop.no-timestamp | already-logged-in | closed", in: Self.allOfPOP3)
    ) { $0.timestamp = nil }
  }

  private static let smtpStates: [(name: String, state: SMTPState)] = [
    ("connected", .connected), ("greeted", .welcomed), ("mail", .sender), ("recipients", .addressed),
    ("chunking", .pieces), ("closed", .closed),
  ]

  private static let allOfSMTP = """
    HELO a.b          | -        | -       | -              | -              | -              | closed
    EHLO a.b          | -        | -       | -              | -              | -              | closed
    RSET              | -        | -       | -              | -              | -              | closed
    NOOP              | -        | -       | -              | -              | -              | closed
    QUIT              | -        | -       | -              | -              | -              | closed
    HELP              | -        | -       | -              | -              | -              | closed
    VRFY a            | -        | -       | -              | -              | -              | closed
    EXPN a            | -        | -       | -              | -              | -              | closed
    VERB              | -        | -       | -              | -              | -              | closed
    STARTTLS          | -        | -       | -              | -              | -              | closed
    MAIL FROM:<a@b.c> | no-hello | -       | nested-mail    | nested-mail    | chunking       | closed
    RCPT TO:<a@b.c>   | no-hello | no-mail | -              | -              | chunking       | closed
    DATA              | no-hello | no-mail | no-recipient   | -              | chunking       | closed
    BDAT 1            | no-hello | no-mail | no-recipient   | -              | -              | closed
    AUTH PLAIN        | no-hello | -       | in-transaction | in-transaction | in-transaction | closed
    ETRN b.c          | no-hello | -       | in-transaction | in-transaction | in-transaction | closed
    SEND FROM:<a@b.c> | verb.obsolete | verb.obsolete | verb.obsolete | verb.obsolete | verb.obsolete | closed
    SOML FROM:<a@b.c> | verb.obsolete | verb.obsolete | verb.obsolete | verb.obsolete | verb.obsolete | closed
    SAML FROM:<a@b.c> | verb.obsolete | verb.obsolete | verb.obsolete | verb.obsolete | verb.obsolete | closed
    TURN              | verb.obsolete | verb.obsolete | verb.obsolete | verb.obsolete | verb.obsolete | closed
    """

  private func checkSMTP(_ table: String, _ change: (inout SMTPPosition) -> Void = { _ in }) {
    let columns = Self.smtpStates.map { name, state in
      var position = SMTPPosition(state, SMTPOffers(verbs: Set(SMTPVerb.allCases)))
      change(&position)
      return (name, position)
    }
    check(table, columns) { SMTPRules.judge(SMTPCommand.parse($0), at: $1) }
  }

  private static func everywhere(_ id: String) -> String {
    Array(repeating: id, count: 5).joined(separator: " | ") + " | closed"
  }

  @Test func smtp() {
    checkSMTP(Self.allOfSMTP)
    let lines = Self.allOfSMTP.split(separator: "\n").map { String($0.prefix { $0 != " " }) }
    #expect(Set(lines) == Set(SMTPVerb.allCases.map(\.rawValue)))
  }

  @Test func smtpWithTLSAndLogin() {
    checkSMTP(Self.replacing("STARTTLS", Self.everywhere("tls-active"), in: Self.allOfSMTP)) { $0.isTLS = true }
    let loggedIn = "no-hello | already-logged-in | already-logged-in | already-logged-in | already-logged-in | closed"
    checkSMTP(Self.replacing("AUTH PLAIN", loggedIn, in: Self.allOfSMTP)) { $0.isAuthenticated = true }
  }

  @Test func smtpThatDemands() {
    var table = Self.allOfSMTP
    for row in table.split(separator: "\n") {
      let line = String(row.prefix { $0 != "|" }).trimmed
      if ["HELO a.b", "EHLO a.b", "NOOP", "STARTTLS", "QUIT"].contains(line) || row.contains("verb.obsolete") {
        continue
      }
      table = Self.replacing(line, Self.everywhere("tls-required"), in: table)
    }
    checkSMTP(table) { $0.offers.requiresTLS = true }
    let login = "no-hello | auth.required | nested-mail | nested-mail | chunking | closed"
    checkSMTP(Self.replacing("MAIL FROM:<a@b.c>", login, in: Self.allOfSMTP)) { $0.offers.requiresLogin = true }
    let inClear = "no-hello | auth.in-clear | in-transaction | in-transaction | in-transaction | closed"
    checkSMTP(Self.replacing("AUTH PLAIN", inClear, in: Self.allOfSMTP)) { $0.offers.passwordsNeedTLS = true }
  }

  @Test func smtpOfTheLeast() {
    var table = Self.allOfSMTP
    for line in [
      "EHLO a.b", "HELP", "VRFY a", "EXPN a", "VERB", "STARTTLS", "BDAT 1", "AUTH PLAIN", "ETRN b.c",
    ] {
      table = Self.replacing(line, Self.everywhere("verb.not-supported"), in: table)
    }
    checkSMTP(table) { $0.offers.verbs = [] }
  }

  /// Whatever a server offers and whenever it comes.
  @Test func aVerbThatNoRuleNamesIsRefused() {
    var pop3Table = POP3Rules.table
    pop3Table[.noop] = nil
    for (_, state) in Self.pop3States {
      let position = POP3Position(state, offering: Set(POP3Verb.allCases))
      #expect(!POP3Rules.judge(POP3Command.parse("NOOP"), at: position, pop3Table).isAllowed)
    }
    var smtpTable = SMTPRules.table
    smtpTable[.noop] = nil
    for (_, state) in Self.smtpStates {
      let position = SMTPPosition(state, SMTPOffers(verbs: Set(SMTPVerb.allCases)))
      #expect(!SMTPRules.judge(SMTPCommand.parse("NOOP"), at: position, smtpTable).isAllowed)
    }
  }

  /// Letters and exchanges know no commands, and what is closed answers none.
  @Test func nothingIsLegalWhereNothingIsACommand() {
    let offers = SMTPOffers(verbs: Set(SMTPVerb.allCases))
    for state in [SMTPState.data(SMTPState.envelope(1)), .sasl(nil, .login, step: 1), .closed] {
      #expect(SMTPRules.legalVerbs(at: SMTPPosition(state, offers)).isEmpty)
    }
    for state in [POP3State.authorization(.sasl), .closed] {
      #expect(POP3Rules.legalVerbs(at: POP3Position(state, offering: Set(POP3Verb.allCases))).isEmpty)
    }
    #expect(SMTPRules.legalVerbs(at: SMTPPosition(.turnedAway, offers)) == [.quit])
  }

  /// What a learner is offered is legal, never too much to choose from, and has the way out wherever there is one.
  @Test func atMostFiveLeadOn() {
    for (_, state) in Self.smtpStates {
      let position = SMTPPosition(state, SMTPOffers(verbs: Set(SMTPVerb.allCases)))
      let (legal, leading) = (SMTPRules.legalVerbs(at: position), SMTPRules.leadingVerbs(at: position))
      #expect(leading.count <= 5 && leading.allSatisfy(legal.contains), "\(state)")
      #expect(leading.contains(.quit) == legal.contains(.quit), "\(state)")
    }
    for (_, state) in Self.pop3States {
      let position = POP3Position(state, offering: Set(POP3Verb.allCases))
      let (legal, leading) = (POP3Rules.legalVerbs(at: position), POP3Rules.leadingVerbs(at: position))
      #expect(leading.count <= 5 && leading.allSatisfy(legal.contains), "\(state)")
      #expect(leading.contains(.quit) == legal.contains(.quit), "\(state)")
    }
  }

  private static func replacing(_ line: String, _ verdicts: String, in table: String) -> String {
    table.split(separator: "\n").map { row in
      String(row.prefix { $0 != "|" }).trimmed == line ? "\(line) | \(verdicts)" : String(row)
    }.joined(separator: "\n")
  }
}

extension String {
  fileprivate var trimmed: String {
    String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}
