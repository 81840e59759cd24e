import Foundation
import MailProtocol
import TestSupport
import Testing
import Yams

@testable import MailSimulator

/// Personality files: which text wins, what each mistake is told, and the built-in ones.
@Suite struct PersonalityTests {
  /// A complete personality; each mistake below replaces a line of it.
  private static let whole = """
    id: test
    name: A test
    hostname: h.example
    clock: 2001-06-25T12:41:51Z
    pop3:
      offers: [TOP]
      words:
        greeting: "+OK {host}"
        user: "+OK"
        pass: "+OK {n} {n|message|messages}"
        list: "+OK"
        retr: "+OK"
        dele: "+OK {i}"
        noop: "+OK"
        rset: "+OK"
        quit: "+OK"
        locked: "-ERR"
      refuse:
        default: "-ERR no: {line}"
        state: "-ERR state"
        state.not-logged-in: "-ERR 9 {verb}, not {legal}"
        argument.no-such-message: "-ERR {i} of {n}"
    smtp:
      offers: [EHLO, SIZE 100]
      words:
        greeting: "220 {host}"
        helo: "250 {helo}"
        ehlo: ["250-one", "250 two"]
        mail: "250"
        rcpt: "250"
        rcpt-unknown: "550"
        rcpt-relay-denied: "550"
        data: "354"
        accepted: "250 {id}"
        too-large: "552"
        rset: "250"
        noop: "250"
        quit: "221"
      refuse:
        default: "500 {text}"
    """

  @Test func isWhole() throws {
    let personality = try YAMLDecoder().decode(Personality.self, from: Self.whole)
    let pop3 = try #require(personality.pop3)
    let values: ReplyValues = [.n: "1", .i: "7", .verb: "STAT", .legal: "USER", .line: "X"]
    func refusal(_ id: Diagnosis.ID) -> String { [pop3.refusals[id].octets(with: values)].text }
    // The most exact key wins.
    #expect(refusal(.stateNotLoggedIn) == "-ERR 9 STAT, not USER\r\n")
    #expect(refusal(.statePassBeforeUser) == "-ERR state\r\n")
    #expect(refusal(.verbTypo) == "-ERR no: X\r\n")
    #expect(refusal(.argumentNoSuchMessage) == "-ERR 7 of 1\r\n")
    #expect([pop3.words[.pass].octets(with: values)].text == "+OK 1 message\r\n")
    #expect([pop3.words[.pass].octets(with: [.n: "0"])].text == "+OK 0 messages\r\n")
    #expect([pop3.words[.noop].octets(with: { preconditionFailure("nothing to fill in") }())].text == "+OK\r\n")
    // What it has no words for, it says as plainly as the RFC allows.
    #expect([pop3.words[.quitEmpty].octets(with: [:])].text == "+OK\r\n")
    #expect([pop3.words[.uidlOne].octets(with: [.i: "1", .id: "x"])].text == "+OK 1 x\r\n")
    let smtp = try #require(personality.smtp)
    #expect(
      [smtp.words[.ehlo].octets(with: [:], more: smtp.extensions.announced.lines)].text
        == "250-one\r\n250-two\r\n250 SIZE 100\r\n")
    #expect([smtp.words[.mail].octets(with: [:])].text == "250\r\n")
    #expect(smtp.extensions.verbs == [.ehlo] && smtp.extensions.announced.sizeLimit == 100)
  }

  @Test(arguments: [
    ("    dele: \"+OK {i}\"\n", "", "`dele` is missing"),
    ("    user: \"+OK\"", "    usr: \"+OK\"", "there is no word `usr`; the words are greeting, user"),
    ("    user: \"+OK\"", "    user: \"OK\"", "must begin with `+OK` and a space"),
    ("    user: \"+OK\"", "    user: \"+OKAY\"", "must begin with `+OK` and a space"),
    ("    user: \"+OK\"", "    user: \"-ERR\"", "must begin with `+OK` and a space"),
    ("    user: \"+OK\"", "    user: [\"+OK\", \"+OK\"]", "a POP3 reply has one line"),
    (
      "    user: \"+OK\"", "    user: \"+OK {n}\"",
      "asks for {n}, which is not known here; it may use {clock}"
    ),
    ("    user: \"+OK\"", "    user: \"+OK {person}\"", "asks for {person}"),
    ("    user: \"+OK\"", "    user: \"+OK {user\"", "never closes it"),
    ("    user: \"+OK\"", "    user: \"+OK {user|a}\"", "needs two forms"),
    ("    user: \"+OK\"", "    user: \"+OK a\\nb\"", "not plain ASCII on one line"),
    ("    locked: \"-ERR\"", "    locked: \"+OK\"", "must begin with `-ERR` and a space"),
    ("    default: \"-ERR no: {line}\"\n", "", "`default` is missing"),
    ("    state: \"-ERR state\"", "    states: \"-ERR\"", "`states` is no diagnosis"),
    ("    state: \"-ERR state\"", "    state.nonsense: \"-ERR\"", "`state.nonsense` is no diagnosis"),
    ("    state: \"-ERR state\"", "    state: \"+OK\"", "must begin with `-ERR`"),
    ("    state: \"-ERR state\"", "    state: \"-ERR {i}\"", "asks for {i}"),
    ("    data: \"354\"", "    data: \"250\"", "a code of three digits"),
    ("    data: \"354\"", "    data: \"35 4\"", "a code of three digits"),
    ("    data: \"354\"", "    data: \"3544\"", "a code of three digits"),
    ("    mail: \"250\"", "    mail: \"550 no\"", "here the code starts with 2"),
    (
      "    ehlo: [\"250-one\", \"250 two\"]", "    ehlo: [\"250-one\", \"251 two\"]",
      "the same code on every line"
    ),
    ("    ehlo: [\"250-one\", \"250 two\"]", "    ehlo: []", "says nothing"),
    ("    default: \"500 {text}\"", "    default: \"250 fine\"", "starts with 4 or 5"),
    ("offers: [TOP]", "offers: [XTND]", "cannot perform `XTND`"),
    ("offers: [EHLO, SIZE 100]", "offers: [EHLO, DELIVERBY]", "cannot perform `DELIVERBY`"),
    ("offers: [EHLO, SIZE 100]", "tolerates: [verb.typo]", "cannot be tolerated"),
    ("offers: [EHLO, SIZE 100]", "unannounced: [ETRN]", "without being announced"),
    ("clock: 2001-06-25T12:41:51Z", "clock: noon", "is no date and time"),
    ("id: test", "id: test\nformat: 3", "format 3 is not known"),
  ])
  func mistakes(_ right: String, _ wrong: String, _ part: String) {
    let yaml = Self.whole.replacingOccurrences(of: right, with: wrong)
    #expect(yaml != Self.whole)
    do {
      _ = try YAMLDecoder().decode(Personality.self, from: yaml)
      Issue.record("\(wrong) was accepted")
    } catch {
      let sentence = sentence(of: error)
      #expect(sentence.contains(part), "\(sentence)")
    }
  }

  @Test func aSilentPersonalityIsNone() {
    #expect(throws: DecodingError.self) {
      try YAMLDecoder().decode(
        Personality.self, from: "{id: a, name: b, hostname: c, clock: 2001-06-25T12:41:51Z}")
    }
  }

  /// Whatever the words, the code of a refusal says the same as RFC 5321 §§4.2.4, 4.3.2.
  @Test(arguments: Fixtures.personalities.keys.sorted()) func codesOfTheBuiltInOnes(_ name: String) throws {
    guard let refusals = Fixtures.personalities[name]?.smtp?.refusals else { return }
    for id in Diagnosis.ID.allCases {
      let kind = id.rawValue.prefix { $0 != "." }
      let codes: [Int]
      switch (kind, id) {
      case (_, .verbNotSupported), (_, .verbObsolete): codes = [500, 502]
      case ("verb", _), ("input", _), ("line", _): codes = [500]
      case (_, .stateNoRecipient): codes = [503, 554]
      case (_, .stateTLSRequired): codes = [530]
      case ("state", _): codes = [503]
      case (_, .helloEHLONeeded): codes = [555]
      case ("argument", _), ("path", _), ("hello", _): codes = [501]
      case (_, .parameterSizeTooBig): codes = [552]
      case (_, .parameterBadValue): codes = [501]
      case ("parameter", _): codes = [555]
      default: continue
      }
      let allowed = Self.observed[name]?[id].map { [$0] } ?? codes
      #expect(allowed.contains(refusals[id].code(with: [:])), "\(name), \(id.rawValue)")
    }
  }

  /// What the running servers say instead: Tests/Interop/servers compares them.
  private static let observed: [String: [Diagnosis.ID: Int]] = [
    "postfix": [.stateTLSActive: 554, .pathTwoRecipients: 555],
    "exim": [
      .argumentMissing: 500, .pathNoColon: 500, .pathWrongKeyword: 500, .pathSpace: 500, .lineNUL: 501,
      .parameterUnknown: 501, .helloEHLONeeded: 501, .pathNoKeyword: 500,
    ],
  ]

  /// `-ERR 999 text`, and the number varies with the cause.
  @Test(arguments: ["fpt", "isp1997"]) func numberedErrors(_ name: String) throws {
    let refusals = try #require(Fixtures.personalities[name]?.pop3?.refusals)
    let numbers = Diagnosis.ID.allCases.map { id in
      [refusals[id].octets(with: [:])].text.split(separator: " ")[1]
    }
    #expect(numbers.allSatisfy { $0.count == 3 && Int($0) != nil })
    #expect(Set(numbers).count >= 8)
  }
}
