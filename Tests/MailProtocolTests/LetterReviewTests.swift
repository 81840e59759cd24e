import Testing

@testable import MailProtocol

/// What there is to say of a line of an open letter.
@Suite struct LetterReviewTests {
  /// Of the last line, in the order of what matters.
  private func kinds(_ lines: [String], isInternational: Bool = false) -> [Diagnosis.ID] {
    var review = LetterReview(isInternational: isInternational)
    return lines.map { review.take($0).map(\.id) }.last ?? []
  }

  @Test(
    arguments: [
      (" .", .dataDotAlone), (". ", .dataDotAlone), (". .", .dataDotAlone), ("\t.", .dataDotAlone),
      ("\u{3000}.", .dataDotAlone), ("\".\"", .dataDotAlone), ("'.'", .dataDotAlone), ("`.`", .dataDotAlone),
      ("(.)", .dataDotAlone), (" 。", .dataDotAlone), ("。", .inputFullwidth), ("．", .inputFullwidth),
      ("｡", .inputFullwidth), ("。。", .inputFullwidth), ("..", .dataLeadingDot), ("...", .dataLeadingDot),
      (".hello", .dataLeadingDot),
      (".bye.", .dataLeadingDot), ("The end.", nil), ("\"Yes.\"", nil), ("\"\"", nil), ("", nil), (" ", nil),
      ("QUIT", .stateInData), ("quit", .stateInData), ("Quit", .stateInData), ("QUIT.", .stateInData),
      ("QUIT now", .stateInData), ("RSET", .stateInData), ("data", .stateInData), ("C: QUIT", .stateInData),
      ("ＱＵＩＴ", .stateInData), ("QIUT", .stateInData), ("QUTI", .stateInData), ("HELO pc.example.org", .stateInData),
      ("helo pc", .stateInData), ("MAIL FROM:<a@b.c>", .stateInData), ("mail from:<a@b.c>", .stateInData),
      ("RCPT TO: a@b.c", .stateInData), ("RCPT TO:<a@b", .stateInData), ("AUTH PLAIN AGEAYg==", .stateInData),
      ("BDAT 12 LAST", .stateInData), ("VRFY bob", .stateInData), ("HELP WANTED", nil), ("Help me, please", nil),
      ("DATA is what we need", nil), ("Data show it", nil), ("mail me tomorrow", nil), ("Mail to Bob", nil),
      ("quit smoking today", nil), ("turn left here", nil), ("Send my regards", nil), ("Hello", nil), ("HELLO", nil),
      ("QUIETLY", nil), ("auth works now", nil), ("Good morning,", nil), ("> QUIT", nil), ("from: here", nil),
      ("你好", .dataEightBit), ("Xin chào", .dataEightBit), ("caf\u{e9}", .dataEightBit),
      (String(repeating: "x", count: 998), nil), (String(repeating: "x", count: 999), .dataLineTooLong),
      ("." + String(repeating: "x", count: 998), .dataLeadingDot),
      (String(repeating: "é", count: 500), .dataLineTooLong),
    ] as [(String, Diagnosis.ID?)])
  func inTheBody(_ line: String, _ id: Diagnosis.ID?) {
    #expect(kinds(["Subject: a", "", line]).first == id)
  }

  @Test(
    arguments: [
      ("From: a@b.example", nil), ("X-Anything: 1", nil), ("\tfolded", nil), (" folded", nil), ("", nil),
      ("Subject:hi", nil), ("SUBJECT: a：b", .dataEightBit), ("Subject: Re: to whom", nil), ("Subject: from: here", nil),
      (" ", .dataSpaceLine), ("\t", .dataSpaceLine), ("\u{3000}", .dataSpaceLine),
      ("Subject：hello", .inputFullwidth), ("Hi：", .inputFullwidth),
      (": hello", .dataBadHeader), ("：hello", .dataBadHeader), ("Subject hello", .dataBadHeader),
      ("subject hello", .dataBadHeader), ("Subject : hello", .dataBadHeader), ("Subject; hello", .dataBadHeader),
      ("Subject=hello", .dataBadHeader), ("SubjectHello", .dataBadHeader), ("From a@b.example", .dataBadHeader),
      ("To bob <b@c.example>", .dataBadHeader), ("FromAnn@b.example", .dataBadHeader),
      ("To<b@c.example>", .dataBadHeader),
      ("主题：你好", .dataBadHeader), ("主题: 你好", .dataBadHeader), ("Chủ đề: Xin chào", .dataBadHeader),
      (" To: b@c.example", .dataBadHeader),
      ("Subjet: hello", .dataHeaderName), ("Sujbect: x", .dataHeaderName), ("Form: a@b.example", .dataHeaderName),
      ("Mesage-ID: <1@b>", .dataHeaderName), ("Reply-To: a@b.example", nil), ("X-Mailer: none", nil),
      ("Content-type: text/plain", nil), ("List-Id: x", nil),
      ("From: a@b.example To: c@d.example", .dataTwoHeaders), ("From:a@b.exampleTo:c@d.example", .dataTwoHeaders),
      ("Subject: hello To: c@d.example", .dataTwoHeaders), ("To: c@d.example, Subject: x", .dataTwoHeaders),
      ("Hi:", .dataNoBlankLine), ("Tom: hello", .dataNoBlankLine), ("Dave:", .dataNoBlankLine),
      ("Good morning,", .dataNoBlankLine), ("To be or not to be", .dataNoBlankLine), ("From here on", .dataNoBlankLine),
      ("tom@c.example is me", .dataNoBlankLine), ("你好", .dataNoBlankLine), ("你好：", .dataNoBlankLine),
      ("http://www.example.org", .dataNoBlankLine), ("QUIT", .stateInData), (".x", .dataLeadingDot),
      ("Subject: 你好", .dataEightBit), ("Subject: Chào bạn", .dataEightBit),
    ] as [(String, Diagnosis.ID?)])
  func inTheHeader(_ line: String, _ id: Diagnosis.ID?) {
    #expect(kinds(["Date: 1 Jan 2001 00:00:00 +0000", line]).first == id)
  }

  /// Nothing stands above it that it could go on with.
  @Test(arguments: [
    (" Subject: a", Diagnosis.ID.dataBadHeader), ("hello", .dataNoBlankLine), ("Subject：a", .inputFullwidth),
  ])
  func theFirstLine(_ line: String, _ id: Diagnosis.ID) { #expect(kinds([line]).first == id) }

  /// The header ends where a reader takes it for ended: after it nothing is a header line.
  @Test(arguments: [["Subject: a", "Hello,", "Subject b"], ["Subject: a", "", "Subject b"], ["", "Hi:"]])
  func behindTheHeader(_ lines: [String]) { #expect(kinds(lines) == []) }

  @Test(
    arguments: [
      (["Content-Type: text/plain; charset=utf-8"], false, true),
      (["Content-Type: text/plain;", " charset=\"UTF-8\""], false, true),
      (["content-type: Multipart/Mixed; boundary=x"], false, true), (["Content-Type: text/plain"], false, false),
      (["MIME-Version: 1.0"], false, false), (["Subject: a"], true, false),
    ] as [([String], Bool, Bool)])
  func aLabelForTheBody(_ header: [String], _ isInternational: Bool, _ isLabelled: Bool) {
    let kinds = kinds(header + ["", "Chào bạn"], isInternational: isInternational)
    #expect(kinds == (isLabelled ? [] : [.dataEightBit]))
  }

  /// RFC 6532: with SMTPUTF8 a header may be in UTF-8.
  @Test func aHeaderInUTF8() {
    #expect(kinds(["Subject: 你好"], isInternational: true) == [])
    #expect(kinds(["Subject: 你好"]) == [.dataEightBit])
  }

  @Test func somebodyWhoWaits() {
    #expect(kinds(["Subject: a", "", ""]) == [])
    #expect(kinds(["Subject: a", "", "", ""]) == [.dataNoDotYet])
    #expect(kinds(["Subject: a", "", "x", "", "", "y", ""]) == [])
    #expect(kinds(["Subject: a", ""] + Array(repeating: "line", count: 27)) == [])
    #expect(kinds(["Subject: a", ""] + Array(repeating: "line", count: 28)) == [.dataNoDotYet])
  }

  @Test func valuesNameWhatIsThere() {
    func values(_ line: String) -> [String: String]? {
      var review = LetterReview()
      return review.take(line).first?.values
    }
    #expect(values(".hello") == ["bad": ".hello", "actual": "hello"])
    #expect(values("AUTH PLAIN AGEAYg==") == ["bad": "AUTH PLAIN •••"])
    #expect(values("Form: x") == ["bad": "Form:", "expected": "From:"])
    #expect(values(String(repeating: "word ", count: 20))?["bad"]?.count == 41)
  }
}
