import Testing

@testable import MailProtocol

/// POP3's parser, row by row: arity, numbers, and the slips that people make.
@Suite struct POP3CommandTests {
  /// Commands that are read, and as what.
  @Test(arguments: [
    ("USER dewey", POP3Command.user("dewey")),
    ("user dewey", .user("dewey")),
    ("USER  dewey ", .user("dewey")),
    ("PASS tanstaaf", .pass(Secret("tanstaaf"))),
    ("PASS a  b ", .pass(Secret("a  b "))),
    ("PASS  x", .pass(Secret(" x"))),
    ("PASS // x", .pass(Secret("// x"))),
    ("PASS mật khẩu", .pass(Secret("mật khẩu"))),
    ("STAT", .stat), ("sTaT", .stat), ("NOOP", .noop), ("RSET", .rset), ("QUIT", .quit), ("QUIT ", .quit),
    ("CAPA", .capa), ("LAST", .last), ("STLS", .stls),
    ("LIST", .list(nil)), ("LIST 1", .list(1)), ("UIDL", .uidl(nil)), ("UIDL 12", .uidl(12)),
    ("RETR 1", .retr(1)), ("RETR 0001", .retr(1)), ("DELE 2147483647", .dele(2_147_483_647)),
    ("TOP 1 0", .top(message: 1, lines: 0)), ("TOP 2 10", .top(message: 2, lines: 10)),
    ("TOP 1 4294967296", .top(message: 1, lines: 4_294_967_296)),
    ("APOP mrose c4c9", .apop(name: "mrose", digest: "c4c9")), ("RPOP dewey", .rpop("dewey")),
    ("AUTH", .auth(mechanism: nil, initialResponse: nil)),
    ("AUTH plain =", .auth(mechanism: .plain, initialResponse: Secret("="))),
    ("LANG", .lang(nil)), ("LANG vi", .lang("vi")), ("UTF8", .utf8),
  ])
  func isRead(_ line: String, _ command: POP3Command) {
    #expect(POP3Command.parse(line).reading == .command(command, flaw: nil))
  }

  /// Every -ERR of the arity table in protocol-pop3.md, and numbers that are none.
  @Test(
    arguments: [
      ("USER", .argumentMissing), ("USER a b", .argumentExtra), ("USER a b c", .argumentExtra),
      ("PASS", .argumentMissing), ("PASS ", .argumentMissing),
      ("STAT 1", .argumentExtra), ("STAT 1 2", .argumentExtra), ("NOOP x", .argumentExtra),
      ("QUIT now", .argumentExtra),
      ("CAPA x", .argumentExtra), ("RSET 2", .argumentRsetTakesNone), ("RSET 2 3", .argumentRsetTakesNone),
      ("LIST 1 2", .argumentList), ("LIST x", .argumentNotANumber), ("UIDL 1 2", .argumentList),
      ("RETR", .argumentMissing), ("RETR 1 2", .argumentList), ("DELE", .argumentMissing),
      ("DELE 1 2", .argumentList),
      ("TOP", .argumentMissing), ("TOP 1", .argumentTopNeedsLines), ("TOP 1 2 3", .argumentExtra),
      ("TOP x", .argumentNotANumber), ("TOP 1 -1", .argumentNegative), ("TOP 0 1", .argumentZero),
      ("APOP", .argumentMissing), ("APOP a", .argumentMissing), ("APOP a b c", .argumentExtra),
      ("RETR 0", .argumentZero), ("RETR 00", .argumentZero), ("RETR -1", .argumentNegative),
      ("RETR +1", .argumentNotANumber),
      ("RETR 1x", .argumentNotANumber), ("RETR 1.0", .argumentNotANumber), ("RETR two", .argumentNotANumber),
      ("RETR -", .argumentNotANumber), ("RETR 0x1", .argumentNotANumber),
      ("RETR 2147483648", .argumentTooBig), ("RETR 99999999999999999999", .argumentTooBig),
      ("DELE \(String(repeating: "9", count: 200))", .argumentTooBig),
      ("RETR -99999999999999999999", .argumentNegative),
      ("LIST 1 // one", .inputPastedPrompt),
    ] as [(String, Diagnosis.ID)])
  func isMalformed(_ line: String, _ id: Diagnosis.ID) throws {
    let parsed = POP3Command.parse(line)
    guard case .malformed(let verb, let diagnosis) = parsed.reading else {
      Issue.record("\(line) was read as \(parsed.reading)")
      return
    }
    #expect(diagnosis.id == id)
    #expect(line.uppercased().hasPrefix(verb.rawValue))
    if let range = diagnosis.range { #expect(range.upperBound <= line.utf8.count && !range.isEmpty) }
  }

  /// What is no command at all, with the command that was meant where that is clear.
  @Test(
    arguments: [
      ("", .lineEmpty, nil), ("   ", .lineEmpty, nil),
      ("STTA", .verbTypo, "STAT"), ("STA", .verbTypo, "STAT"), ("RERT 2", .verbTypo, "RETR 2"),
      ("DEL 1", .verbTypo, "DELE 1"), ("DELETE 1", .verbTypo, "DELE 1"), ("RETR1", .verbNoSpace, "RETR 1"),
      ("USRE dewey", .verbTypo, "USER dewey"), ("READ 1", .verbUnknown, nil), ("tanstaaf", .verbUnknown, nil),
      ("REST 3", .verbMyth, nil), ("HELO x", .verbOtherProtocol, nil), ("GET / HTTP/1.0", .verbOtherProtocol, nil),
      ("a1 LOGIN x y", .verbOtherProtocol, nil),
      ("C: STAT", .inputPastedPrompt, "STAT"), ("$ STAT", .inputPastedPrompt, "STAT"),
      ("> STAT", .inputPastedPrompt, "STAT"),
      ("pop3 transaction> STAT", .inputPastedPrompt, "STAT"),
      ("ＳＴＡＴ", .inputFullwidth, "STAT"), ("ＬＩＳＴ　１", .inputFullwidth, "LIST 1"),
      ("STÁT", .inputComposed, "STAT"), ("STA\u{301}T", .inputComposed, "STAT"), ("tést", .inputComposed, nil),
      ("te\u{301}st", .inputComposed, nil), ("SẾT", .inputComposed, "RSET"),
      ("“STAT”", .inputSmartQuotes, "STAT"), ("–ERR", .inputDash, nil),
      ("STS\u{8}AT", .inputBackspace, "STAT"), ("STA T\u{8}\u{8}", .inputBackspace, "STAT"),
      ("ST\u{7F}", .inputBackspace, nil),
      ("ST\u{0}AT", .lineNUL, nil), ("ST\u{1B}[31mAT", .lineControl, nil), ("Привет", .lineNonASCII, nil),
    ] as [(String, Diagnosis.ID, String?)])
  func isUnreadable(_ line: String, _ id: Diagnosis.ID, _ suggestion: String?) {
    let parsed = POP3Command.parse(line)
    guard case .unreadable(let diagnosis) = parsed.reading else {
      Issue.record("\(line) was read as \(parsed.reading)")
      return
    }
    #expect(diagnosis.id == id)
    #expect(diagnosis.values["suggestion"] == suggestion)
  }

  /// The verb is clear, an input method spoilt the rest.
  @Test(
    arguments: [
      ("RETR　1", .inputFullwidth), ("RETR １", .inputFullwidth), ("USER déwey", .inputComposed),
      ("RETR 1\u{8}", .inputBackspace),
    ] as [(String, Diagnosis.ID)])
  func spoiltArguments(_ line: String, _ id: Diagnosis.ID) {
    #expect(POP3Command.parse(line).reading.diagnosis?.id == id)
  }
}
