import Testing

@testable import MailProtocol

/// No line, however strange, stops a parser or a rule book.
@Suite struct RandomOctetsTests {
  private static let words = [
    "USER", "PASS", "RETR", "LIST", "TOP", "APOP", "AUTH", "MAIL", "RCPT", "FROM:", "TO:", "<", ">", "@", "a@b.c", " ",
    " ", "  ",
    "1", "0", "-", "99999999999999999999", "\u{301}", "é", "Ｓ", "　", "\u{8}", "\u{0}", "\u{1B}", "\"", ":", ".", "[",
    "]", "//",
    "SIZE=", "=", "C:", "pop3 x> ", "\u{202E}", "\u{FFFF}", "👩\u{200D}💻", "\r", "\n",
  ].map { Array($0.utf8) }

  @Test(arguments: 1...500) func lines(_ seed: UInt64) {
    var noise = Noise(state: seed)
    var line: [UInt8] = []
    for _ in 0..<(noise.next() % 12) {
      let choice = noise.next()
      line += choice % 4 == 0 ? noise.octets(3) : Self.words[Int(choice / 4) % Self.words.count]
    }
    let pop3 = POP3Command.parse(line)
    for state in [POP3State.greeting, .authorization(.fresh), .named, .threeLetters, .closed] {
      _ = POP3Rules.judge(pop3, at: POP3Position(state, offering: Set(POP3Verb.allCases)))
    }
    let smtp = SMTPCommand.parse(line)
    for state in [SMTPState.greeting, .connected, .welcomed, .sender, .addressed, .pieces, .turnedAway, .closed] {
      _ = SMTPRules.judge(smtp, at: SMTPPosition(state, SMTPOffers(verbs: Set(SMTPVerb.allCases))))
    }
    for diagnosis in [pop3.reading.diagnosis, smtp.reading.diagnosis].compactMap(\.self) {
      if let range = diagnosis.range { #expect(range.upperBound <= pop3.line.utf8.count) }
      for value in diagnosis.values.values {
        #expect(value.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F }, "\(diagnosis)")
      }
    }
    let letter = Letter(line)
    _ = letter.missingEmptyLine
    var review = LetterReview()
    _ = review.take(String(decoding: line, as: UTF8.self))
  }
}
