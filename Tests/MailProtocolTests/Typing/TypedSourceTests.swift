import Testing

@testable import MailProtocol

/// Legal lines typed with every Vietnamese engine: what was meant is found again.
@Suite struct TypedSourceTests {
  private static let pop3 = [
    "USER dewey", "USER mrose", "USER anna.nguyen", "USER he200377", "USER hoa1", "USER 12a17", "USER tester",
    "PASS tanstaaf", "PASS secret", "PASS a1b2", "PASS Sommer2004", "PASS hello world", "PASS x-files",
    "APOP mrose c4c9334bac560ecc979e58001b3e22fb", "STAT", "LIST", "LIST 2", "RETR 1", "RETR 23", "DELE 3", "NOOP",
    "RSET",
    "QUIT", "TOP 1 0", "TOP 2 10", "UIDL", "UIDL 3", "LAST", "CAPA", "STLS", "AUTH PLAIN", "AUTH CRAM-MD5", "LANG *",
    "UTF8",
  ]
  private static let smtp = [
    "HELO pc.example.org", "HELO server", "HELO localhost", "EHLO user-pc", "EHLO [192.0.2.1]", "EHLO a.example",
    "EHLO laptop.home.arpa", "MAIL FROM:<me@example.com>", "MAIL FROM:<>",
    "MAIL FROM:<postmaster@example.net> SIZE=1000",
    "MAIL FROM:<tester@test.example> BODY=8BITMIME", "RCPT TO:<anna@example.org>", "RCPT TO:<nam2@example.vn>",
    "RCPT TO:<friend@21cn.com>", "RCPT TO:<boss+x@list.example.org>", "DATA", "RSET", "NOOP", "QUIT", "STARTTLS",
    "VRFY postmaster", "VRFY friend", "EXPN list", "EXPN staff", "HELP", "HELP rset", "BDAT 120 LAST", "BDAT 86",
    "AUTH LOGIN", "AUTH PLAIN", "ETRN example.org",
  ]

  @Test(arguments: VietnameseEngine.all) func findsTheLine(_ engine: VietnameseEngine) {
    check(Self.pop3, POP3Verb.self, engine)
    check(Self.smtp, SMTPVerb.self, engine)
  }

  private func check<Verb: WireVerb>(_ lines: [String], _: Verb.Type, _ engine: VietnameseEngine) {
    for line in lines {
      for keys in [line, line.lowercased()] {
        let screen = engine.screen(of: keys)
        guard screen.lowercased() != line.lowercased() else { continue }
        let found = InputMethod.meant(screen, as: Verb.self, expecting: lines)
        #expect(found == line || found.map { looksLike(screen, $0) } == true, "\(screen): \(found ?? "nothing")")
        // Without knowing the names: nothing, or what looks the same.
        let alone = InputMethod.meant(screen, as: Verb.self)
        #expect(alone.map { looksLike(screen, $0) || keeps(screen, $0) } ?? true, "\(screen): \(alone ?? "")")
      }
    }
  }

  /// Another line that gives this very screen is as good.
  private func looksLike(_ screen: String, _ line: String) -> Bool {
    VietnameseEngine.all.contains { $0.screen(of: line).lowercased() == screen.lowercased() }
  }

  /// Only the verb is mended; what follows shows no mark, and stands as it came.
  private func keeps(_ screen: String, _ line: String) -> Bool {
    line.words.dropFirst().allSatisfy { screen.lowercased().words.contains(Substring($0.lowercased())) }
  }

  /// As an engine that mends the screen sends it: what changes is deleted first, one backspace a letter.
  @Test(arguments: ["\u{8}", "\u{7F}"]) func findsTheLineThroughBackspaces(_ backspace: String) {
    let engine = VietnameseEngine(keys: .telex)
    for line in Self.pop3 {
      var sent = ""
      var shown = ""
      for length in 1...line.count {
        let next = engine.screen(of: String(line.prefix(length)))
        let common = zip(shown, next).prefix { $0 == $1 }.count
        sent += String(repeating: backspace, count: shown.count - common) + composed(next.dropFirst(common))
        shown = next
      }
      guard sent != line else { continue }
      let found = InputMethod.meant(sent, as: POP3Verb.self, expecting: Self.pop3)
      #expect(found?.lowercased() == line.lowercased(), "\(sent)")
    }
  }

  /// One scalar a letter, as the engines send it.
  private func composed(_ text: Substring) -> String { text.map { Self.composed[$0] ?? String($0) }.joined() }

  private static let composed: [Character: String] = {
    var table: [Character: String] = [:]
    for value in (0xC0...0x1EF9 as ClosedRange<UInt32>) {
      guard let scalar = Unicode.Scalar(value), scalar.latinBase != nil else { continue }
      table[Character(scalar)] = String(scalar)
    }
    return table
  }()

  /// Long and strange text costs no time and finds nothing.
  @Test func boundsItsWork() {
    let long = String(repeating: "ế", count: 100_000)
    #expect(InputMethod.meant(long, as: POP3Verb.self, expecting: Self.pop3) == nil)
    #expect(InputMethod.meant(String(repeating: "人", count: 170), as: SMTPVerb.self, expecting: Self.smtp) == nil)
    #expect(InputMethod.meant(String(repeating: "ㄧ", count: 170), as: SMTPVerb.self, expecting: Self.smtp) == nil)
  }

  /// Any scalars, among them what shows nothing, stand anywhere.
  @Test func readsAnything() {
    let signs = [
      "\u{200B}", "\u{301}", "。", "'", "“", "《", "<", ":", " ", "　", "a", "ế", "人", "ㄧ", "\u{8}", "1", "w",
    ]
    for first in signs {
      for second in signs {
        for start in ["", "STAT", "MAIL FROM"] {
          let line = start + first + second
          _ = InputMethod.meant(line, as: POP3Verb.self, expecting: ["PASS ab"])
          _ = InputMethod.meant(line, as: SMTPVerb.self)
          _ = InputMethod.meant(line, programs: ["nc"])
          _ = InputMethod.slashWord(line, among: ["/hint"])
          _ = InputMethod.headerLine(line)
        }
      }
    }
  }
}
