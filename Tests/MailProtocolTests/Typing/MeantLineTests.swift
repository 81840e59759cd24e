import Testing

@testable import MailProtocol

/// Lines as input methods really send them, and what was meant.
@Suite struct MeantLineTests {
  struct Row: Sendable, CustomTestStringConvertible {
    let typed: String
    /// nil where nothing sure can be known.
    let meant: String?
    var expecting: [String] = []

    init(_ typed: String, _ meant: String?, expecting: String...) {
      (self.typed, self.meant, self.expecting) = (typed, meant, expecting)
    }

    var testDescription: String { typed }
  }

  // MARK: Vietnamese

  @Test(arguments: [
    Row("ỦE dewey", "USER dewey"), Row("ỦE deưey", "USER dewey", expecting: "USER dewey"), Row("ỦE deưey", nil),
    Row("ỦE", "USER"), Row("PAS secret", "PASS secret"),
    Row("PAS tántaaf", "PASS tanstaaf", expecting: "PASS tanstaaf"),
    Row("PAS tántầ", "PASS tanstaaf", expecting: "STAT", "PASS tanstaaf"), Row("PAS tántaaf", nil),
    Row("PAS tanstaaf", "PASS tanstaaf"), Row("PASS tántaaf", "PASS tanstaaf", expecting: "PASS tanstaaf"),
    Row("LÍT", "LIST"), Row("lít 2", "LIST 2"), Row("LÁT", "LAST"), Row("NÔP", "NOOP"), Row("CÂP", "CAPA"),
    Row("RẺT 2", "RETR 2"), Row("DÊL 1", "DELE 1"), Row("RẾT", "RSET"), Row("RÉT 3", "RSET"),
    Row("TÓP 0", "TOP 1 0"), Row("DELÉ", "DELE 1"), Row("DELE1", "DELE 1"), Row("QUỊT", "QUIT"),
    Row("USER 12á7", "USER 12a17", expecting: "USER 12a17"),
    Row("USER he0377", "USER he200377", expecting: "USER he200377"), Row("USER he0377", nil),
    Row("USER hóa", "USER hoa1", expecting: "USER hoa1"), Row("USER hoá", "USER hoa1", expecting: "USER hoa1"),
    Row("USER ho\u{61}\u{301}", "USER hoa1", expecting: "USER hoa1"), Row("USER hoá", nil),
    Row("PASS áb2", "PASS a1b2", expecting: "PASS a1b2"),
    Row("APOP mróe c4c9334b", "APOP mrose c4c9334b", expecting: "APOP mrose c4c9334b"),
    // Other lines of the lesson know the name.
    Row("APOP mróe 00ff", "APOP mrose 00ff", expecting: "USER mrose"),
    // The first that fits wins.
    Row("ỦE dủe", "USER dusre", expecting: "USER dusre", "USER duser"),
    // Engines that mend the screen send the backspaces, too.
    Row("LI\u{8}ÍT", "LIST"), Row("LI\u{7F}ÍT 2", "LIST 2"), Row("U\u{8}ÚE\u{8}\u{8}ỦE dewey", "USER dewey"),
    Row("STS\u{8}AT", "STAT"),
    // Words of the language are nobody's command.
    Row("thoát", nil), Row("RETR số 9", "RETR 9"), Row("xoá thư 2", nil), Row("trợ giúp", nil), Row("Привет", nil),
  ])
  func vietnamesePOP3(_ row: Row) {
    #expect(InputMethod.meant(row.typed, as: POP3Verb.self, expecting: row.expecting) == row.meant)
  }

  @Test(arguments: [
    Row("DÂT", "DATA"), Row("dât", "DATA"), Row("ẼPN lít", "EXPN list"), Row("EXPN lít", "EXPN list"),
    Row("VRFY pótmaster", "VRFY postmaster"), Row("VRFY pótmátẻ", "VRFY postmaster"),
    Row("BDAT 120 LÁT", "BDAT 120 LAST"), Row("HELO pc.ẽample.ỏg", "HELO pc.example.org"),
    Row("EHLO ủe-pc", "EHLO user-pc"), Row("HELO sẻver", "HELO server"), Row("HELO sẻvẻ", "HELO server"),
    Row("EHLO ơ192.0.2.1]", "EHLO [192.0.2.1]"), Row("MAIL FROM:<me@ẽample.com>", "MAIL FROM:<me@example.com>"),
    Row("RCPT TO:<anna@ẽample.ỏg>", "RCPT TO:<anna@example.org>"), Row("STẢTTLS", "STARTTLS"),
    Row("RCPT TO:<nàm@example.vn>", "RCPT TO:<nam2@example.vn>", expecting: "RCPT TO:<nam2@example.vn>"),
    Row("RCPT TO:<nàm@example.vn>", nil),
    Row("RCPT TO:<an@ẽample.ỏg>", "RCPT TO:<an@example.org>", expecting: "RCPT TO:<bob@example.org>"),
    Row("HELO ạexample", "HELO a.example", expecting: "HELO a.example"), Row("HELO ạexample", nil),
    Row("MAIL FROM:<tấn@example.org>", nil),
    Row("MIME-Véion: 1.0", "MIME-Version: 1.0", expecting: "MIME-Version: 1.0"),
    Row("Mesage-ID: 1", "Message-ID: 1", expecting: "Message-ID: 1"),
    Row("Content-Type: tẽt/plain", "Content-Type: text/plain", expecting: "Content-Type: text/plain"),
  ])
  func vietnameseSMTP(_ row: Row) {
    #expect(InputMethod.meant(row.typed, as: SMTPVerb.self, expecting: row.expecting) == row.meant)
  }

  // MARK: Chinese

  @Test(arguments: [
    Row("ＵＳＥＲ　ｄｅｗｅｙ", "USER dewey"), Row("ＰＡＳＳ tanstaaf", "PASS tanstaaf"), Row("PASS ａ＃１％＆＼", "PASS a#1%&\\"),
    Row("ＳＴＡＴ", "STAT"), Row("ＳTAT", "STAT"), Row("ｌｉｓｔ　１", "LIST 1"), Row("RETR　2", "RETR 2"),
    Row("RETR ２", "RETR 2"), Row("ＤＥＬＥ３", "DELE 3"), Row("ＲＳＥＴ", "RSET"), Row("ＱＵＩＴ", "QUIT"),
    Row("ＴＯＰ　１　０", "TOP 1 0"), Row("ＵＩＤＬ", "UIDL"), Row("ＣＡＰＡ", "CAPA"), Row("ＳＴＬＳ", "STLS"),
    Row("ＡＰＯＰ　mrose c4c9334b", "APOP mrose c4c9334b"),
    Row("QUIT。", "QUIT"), Row("QUIT。\u{200B}", "QUIT"), Row("QUIT。　", "QUIT"), Row("\u{FEFF}STAT", "STAT"),
    Row("STAT，", "STAT"), Row("PASS tanstaaf！", "PASS tanstaaf"),
    Row("PASS tanstaaf！", "PASS tanstaaf", expecting: "PASS tanstaaf"), Row("RETR：2", "RETR 2"),
    Row("TOP 1，0", "TOP 1 0"), Row("DELE 1、2", "DELE 1"), Row("DELE 1～3", "DELE 1"), Row("RETR（2）", "RETR 2"),
    Row("USER：dewey", "USER dewey"), Row("USER “dewey”", "USER dewey"), Row("USER 「dewey」", "USER dewey"),
    Row("USER dewey　", "USER dewey"), Row("￥ STAT", "STAT"), Row("¥ STAT", "STAT"), Row("·STAT·", "STAT"),
    Row("‘STAT’", "STAT"), Row("「STAT」", "STAT"), Row("“RETR 2”", "RETR 2"), Row("（STAT）", "STAT"),
    Row("《STAT》", "STAT"),
    Row("得了1", "DELE 1"), Row("得了", "DELE 1"), Row("得了 2", "DELE 2"), Row("李斯特", "LIST"), Row("擦怕", "CAPA"),
    Row("USE人", "USER"), Row("USE人 dewey", "USER dewey"), Row("RET人 2", "RETR 2"), Row("QUI他", "QUIT"),
    Row("de'le 1", "DELE 1"), Row("s'ta't", "STAT"), Row("li's't", "LIST"), Row("de le 1", "DELE 1"),
    Row("RETR 二", "RETR 2"), Row("RETR 2号", "RETR 2"), Row("RETR第二封", "RETR 2"), Row("RETR 十二", "RETR 12"),
    Row("TOP 一 零", "TOP 1 0"), Row("DELE 3号邮件", "DELE 3"), Row("LIST 全部", nil), Row("USER 小明", nil),
    Row("ㄧㄋㄍㄐ", "USER"), Row("ㄧㄋㄍㄐ ㄎㄍㄊㄍㄗ", "USER dewey"), Row("ㄣㄇㄋㄋ", "PASS"), Row("ㄋㄔㄇㄔ", "STAT"), Row("ㄠㄛㄋㄔ", "LIST"),
    Row("ㄐㄍㄔㄐ ㄉ", "RETR 2"), Row("ㄎㄍㄠㄍ", "DELE"), Row("ㄆㄧㄛㄔ", "QUIT"), Row("山尸水口", "USER"), Row("手山戈廿", "QUIT"),
    Row("删除3", nil), Row("退出", nil),
  ])
  func chinesePOP3(_ row: Row) {
    #expect(InputMethod.meant(row.typed, as: POP3Verb.self, expecting: row.expecting) == row.meant)
  }

  @Test(arguments: [
    Row("ＨＥＬＯ　ｐｃ．ｅｘａｍｐｌｅ．ｏｒｇ", "HELO pc.example.org"), Row("EHLO　pc", "EHLO pc"), Row("ＶＲＦＹ friend", "VRFY friend"),
    Row("ＡＵＴＨ　ＬＯＧＩＮ", "AUTH LOGIN"), Row("ＳＴＡＲＴＴＬＳ", "STARTTLS"), Row("ＤＡＴＡ", "DATA"),
    Row("MAIL FROM：<a@b.example>", "MAIL FROM:<a@b.example>"),
    Row("MAIL FROM:《a@b.example》", "MAIL FROM:<a@b.example>"),
    Row("MAIL FROM：《a＠b。example》", "MAIL FROM:<a@b.example>"),
    Row("MAIL FROM；<a@b.example>", "MAIL FROM:<a@b.example>"),
    Row("RCPT TO:〈a@b.example〉", "RCPT TO:<a@b.example>"), Row("RCPT TO:＜a@b.example＞", "RCPT TO:<a@b.example>"),
    Row("RCPT TO:【a@b.example】", "RCPT TO:<a@b.example>"), Row("RCPT TO:（a@b.example）", "RCPT TO:<a@b.example>"),
    Row("RCPT TO:“a@b.example”", "RCPT TO:<a@b.example>"), Row("RCPT TO:「a@b.example」", "RCPT TO:<a@b.example>"),
    Row("RCPT TO:<a@b.example》", "RCPT TO:<a@b.example>"), Row("RCPT TO:《a@b.example)", "RCPT TO:<a@b.example>"),
    Row("RCPT TO：<a@b.example>，<c@d.example>", "RCPT TO:<a@b.example>"),
    Row("RCPT TO:<a@b.example，c@d.example>", "RCPT TO:<a@b.example>"),
    Row("RCPT TO:<a@b.example>、<c@d.example>", "RCPT TO:<a@b.example>"),
    Row("RCPT TO:<a@b.example>。", "RCPT TO:<a@b.example>"), Row("RCPT TO：a@b.example", "RCPT TO:<a@b.example>"),
    Row("RCPT TO《a@b.example》", "RCPT TO:<a@b.example>"), Row("mail from：<>", "MAIL FROM:<>"),
    Row("MAIL FROM：<a@[192.0.2.1]>", "MAIL FROM:<a@[192.0.2.1]>"),
    Row("MAIL FROM：<a@b.example> SIZE=100", "MAIL FROM:<a@b.example> SIZE=100"),
    Row("MAIL FROM：<a b@c.example>", nil), Row("RCPT TO：<小明@b.example>", nil),
    Row("打他", "DATA"), Row("买了 FROM:<a@b.example>", "MAIL FROM:<a@b.example>"), Row("和咯 pc", "HELO pc"),
    Row("mai'l from:<a@b.example>", "MAIL from:<a@b.example>"), Row("he lo pc", "HELO pc"),
    Row("ㄎㄇㄔㄇ", "DATA"), Row("ㄘㄍㄠㄟ ㄣㄏ", "HELO pc"), Row("ㄩㄇㄛㄠ", "MAIL"),
  ])
  func chineseSMTP(_ row: Row) {
    #expect(InputMethod.meant(row.typed, as: SMTPVerb.self, expecting: row.expecting) == row.meant)
  }

  // MARK: Other places

  @Test(arguments: [
    Row("ýe", "yes"), Row("ẽit", "exit"), Row("dỉ", "dir"), Row("pasword", "password"), Row("pasửod", "password"),
    Row("也是", "yes"), Row("啊", "a"), Row("吧", "b"), Row("从", "c"), Row("Ｂ", "b"), Row("ㄖ", "b"), Row("老师", "ls"),
    Row("人民", "rm"), Row("奶茶", "nc"), Row("là", nil), Row("是的", nil), Row("", nil),
  ])
  func words(_ row: Row) {
    let words = ["yes", "exit", "dir", "password", "a", "b", "c", "ls", "rm", "nc"]
    #expect(InputMethod.word(row.typed, among: words) == row.meant)
  }

  @Test(arguments: [
    Row("'STAT'", "STAT"), Row("`STAT`", "STAT"), Row("\"STAT\"", "STAT"), Row("\"RETR 2\"", "RETR 2"),
    Row("“STAT”", "STAT"),
    Row(" STAT", "STAT"), Row("ST AT", "STAT"), Row("STA T", "STAT"), Row("USER  dewey", "USER dewey"),
    Row("STAT", nil), Row("stat", nil), Row("USER dewey", nil, expecting: "USER dewey"), Row("LIST abc", nil),
    Row("hello there", nil), Row("", nil), Row("   ", nil), Row("'", nil), Row("''", nil),
  ])
  func plainLines(_ row: Row) {
    #expect(InputMethod.meant(row.typed, as: POP3Verb.self, expecting: row.expecting) == row.meant)
  }

  private static let connect = "telnet mail.example.net 110"

  @Test(arguments: [
    Row("telnet mail.ẽample.net 110", connect), Row("nc -C hót 25", "nc -C host 25"),
    Row("opensl s_client", "openssl s_client"),
    Row("openssl s_client -stảttls smtp -connect h:25", "openssl s_client -starttls smtp -connect h:25"),
    Row("telnet mail.example.net　110", connect), Row("ｔｅｌｎｅｔ mail.example.net １１０", connect),
    Row("nc －C mail.example.net 25", "nc -C mail.example.net 25"), Row("telnet mail。example。net 110", connect),
    Row("telnet mail.example.net：110", "telnet mail.example.net:110"),
    Row("telnet 127。0。0。1 110", "telnet 127.0.0.1 110"), Row("openssl s——client", "openssl s_client"),
    Row("openssl s_client —connect h:995", "openssl s_client -connect h:995"), Row("ㄔㄍㄠㄙㄍㄔ ㄘ ㄅㄅㄢ", "telnet h 110"),
    Row("“telnet h 110”", "telnet h 110"), Row("￥ telnet h 110", "telnet h 110"), Row("「nc -C h 25」", "nc -C h 25"),
    Row("奶茶 -C h 25", "nc -C h 25"), Row("telnet máy 110", nil),
    Row("telnet mail.ẽample.net 110", connect, expecting: connect), Row(connect, nil),
  ])
  func programs(_ row: Row) {
    let meant = InputMethod.meant(row.typed, programs: ClientCommandLine.names, expecting: row.expecting)
    #expect(meant == row.meant)
  }

  @Test(arguments: [
    Row("、hint", "/hint"), Row("／hint", "/hint"), Row("/ẽplain 250", "/explain 250"), Row("/ưhere", "/where"),
    Row("/ưhể", "/where"), Row("/ưhy", "/why"), Row("/báe64 abc", "/base64 abc"), Row("/basễ abc", "/base64 abc"),
    Row("/shơ", "/show"), Row("/lesons", "/lessons"), Row("/lesón", "/lessons"), Row("ㄥㄘㄛㄙㄔ", "/hint"),
    Row("hint", nil), Row("/xyz", nil), Row("、", nil), Row("、是的", nil),
  ])
  func slashWords(_ row: Row) {
    let names = ["/help", "/hint", "/explain", "/where", "/why", "/base64", "/show", "/lessons"]
    #expect(InputMethod.slashWord(row.typed, among: names) == row.meant)
  }

  @Test(arguments: [
    Row("。", "."), Row("．", "."), Row("｡", "."), Row("。。", ".."), Row(".", nil), Row("好。", nil), Row("", nil),
  ])
  func dots(_ row: Row) { #expect(InputMethod.dots(row.typed) == row.meant) }

  @Test(arguments: [
    Row("Subject：测试", "Subject: 测试"), Row("Subject： 测试，你好", "Subject: 测试，你好"),
    Row("From：a@b.example", "From: a@b.example"),
    Row("To：a@b.example，c@d.example", "To: a@b.example, c@d.example"),
    Row("Ｃc：《a@b.example》；b@c.example", "Cc: <a@b.example>, b@c.example"), Row("你好：世界", nil),
    Row("Subject: a：b", nil), Row("：", nil),
  ])
  func headerLines(_ row: Row) { #expect(InputMethod.headerLine(row.typed) == row.meant) }

  /// Signs alone, as in answers to a challenge.
  @Test(arguments: [
    ("．", "."), ("＊", "*"), ("ZGV3ZXk＝", "ZGV3ZXk="), ("YWI＋Lw／＝", "YWI+Lw/="), ("……", "^"), ("｜", "|"), ("——", "_"),
    ("３４５９１０", "345910"), ("Ｂ", "B"), ("？", "?"), ("Ế", "E"), ("\u{200B}a\u{FEFF}", "a"), ("\u{A0}", " "),
  ])
  func twins(_ typed: String, _ twin: String) { #expect(InputMethod.asciiTwin(of: typed) == twin) }
}
