import Testing

@testable import MailProtocol

/// What Vietnamese input methods make of keys.
@Suite struct VietnameseEngineTests {
  typealias Engine = VietnameseEngine

  /// UniKey's, with its spelling check and nothing given back.
  private static let telex = Engine(keys: .telex)
  private static let restoring = Engine(keys: .telex, checking: .restoring)
  private static let unchecked = Engine(keys: .telex, checking: .none)
  private static let lax = Engine(keys: .telex, checking: .lax)
  private static let vni = Engine(keys: .vni)
  private static let viqr = Engine(keys: .viqr)

  struct Row: Sendable, CustomTestStringConvertible {
    let engine: Engine
    let keys: String
    let screen: String

    init(_ engine: Engine, _ keys: String, _ screen: String) {
      (self.engine, self.keys, self.screen) = (engine, keys, screen)
    }

    var testDescription: String { "\(engine.keys) \(engine.checking) \(keys)" }
  }

  /// Ordinary Vietnamese, so that the engines are engines.
  @Test(arguments: [
    Row(telex, "tieengs Vieejt", "tiếng Việt"), Row(telex, "DDaats nuwowcs", "Đất nước"),
    Row(telex, "nguwowif", "người"), Row(telex, "nguowif", "người"), Row(telex, "thuowr", "thuở"),
    Row(telex, "gif", "gì"), Row(telex, "quyx", "quỹ"), Row(telex, "khuyeens", "khuyến"), Row(telex, "hoas", "hóa"),
    Row(telex, "hoans", "hoán"), Row(telex, "hoangf", "hoàng"), Row(telex, "giuwowngf", "giường"),
    Row(telex, "thuw", "thư"), Row(telex, "xoas thuw", "xóa thư"), Row(telex, "muaw", "mưa"),
    Row(telex, "DDAWNG NHAAPJ", "ĐĂNG NHẬP"),
    Row(Engine(keys: .telex, hasNewStyle: true), "hoas thuys", "hoá thuý"),
    Row(vni, "d9a6t1 nu7o7c1", "đất nước"), Row(vni, "Vie65t", "Việt"), Row(vni, "a8n", "ăn"),
    Row(viqr, "dda^'t nu+o+'c", "đất nước"), Row(viqr, "Vie^.t", "Việt"), Row(viqr, "a(n", "ăn"),
    // The same key again takes a mark back; another tone takes the place of the first.
    Row(telex, "pass", "pas"), Row(telex, "aaa", "aa"), Row(telex, "aww", "aw"), Row(telex, "ww", "w"),
    Row(telex, "ddd", "dd"), Row(telex, "user", "ủe"), Row(telex, "asz", "a"), Row(telex, "[[", "["),
    Row(vni, "a11", "a1"), Row(vni, "a10", "a"), Row(viqr, "a''", "a'"),
    // Given back only where a mark shows.
    Row(restoring, "user", "user"), Row(restoring, "list", "lít"), Row(restoring, "pass", "pas"),
    Row(restoring, "mowr text", "mở text"), Row(restoring, "QDD", "QDD"), Row(telex, "QDD", "QĐ"),
  ])
  func writes(_ row: Row) { #expect(row.engine.screen(of: row.keys) == row.screen) }

  /// What becomes of commands, by the engine that is on.
  @Test(arguments: [
    Row(telex, "USER dewey", "ỦE dewey"), Row(restoring, "USER dewey", "USER dewey"),
    Row(unchecked, "USER dewey", "ỦE deưey"),
    Row(Engine(keys: .telex, checking: .none, wIsVowel: false), "USER dewey", "ỦE dewey"),
    Row(telex, "PASS secret", "PAS secret"), Row(restoring, "PASS secret", "PAS secret"),
    Row(telex, "PASS tanstaaf", "PAS tántaaf"), Row(restoring, "PASS tanstaaf", "PAS tanstaaf"),
    Row(unchecked, "PASS tanstaaf", "PAS tántầ"),
    Row(telex, "LIST", "LÍT"), Row(restoring, "list 2", "lít 2"), Row(unchecked, "LIST", "LÍT"),
    Row(telex, "LAST", "LÁT"), Row(telex, "NOOP", "NÔP"), Row(restoring, "CAPA", "CÂP"),
    Row(unchecked, "DATA", "DÂT"), Row(telex, "data", "dât"), Row(telex, "RESET", "RẾT"), Row(telex, "REST 3", "RÉT 3"),
    Row(telex, "EXPN list", "ẼPN lít"), Row(restoring, "EXPN list", "EXPN lít"),
    Row(telex, "VRFY postmaster", "VRFY pótmaster"), Row(restoring, "VRFY postmaster", "VRFY postmaster"),
    Row(unchecked, "VRFY postmaster", "VRFY pótmátẻ"), Row(telex, "BDAT 120 LAST", "BDAT 120 LÁT"),
    Row(telex, "HELO pc.example.org", "HELO pc.ẽample.ỏg"),
    Row(restoring, "HELO pc.example.org", "HELO pc.example.org"),
    Row(telex, "EHLO user-pc", "EHLO ủe-pc"), Row(restoring, "EHLO user-pc", "EHLO user-pc"),
    Row(telex, "HELO server", "HELO sẻver"), Row(unchecked, "HELO server", "HELO sẻvẻ"),
    Row(telex, "EHLO [192.0.2.1]", "EHLO ơ192.0.2.1]"), Row(unchecked, "EHLO [192.0.2.1]", "EHLO ơ192.0.2.1]"),
    Row(Engine(keys: .telex, bracketsAreVowels: false), "EHLO [192.0.2.1]", "EHLO [192.0.2.1]"),
    Row(telex, "MAIL FROM:<me@example.com>", "MAIL FROM:<me@ẽample.com>"),
    Row(telex, "RCPT TO:<anna@example.org>", "RCPT TO:<anna@ẽample.ỏg>"),
    Row(telex, "STARTTLS", "STARTTLS"), Row(unchecked, "STARTTLS", "STẢTTLS"),
    Row(telex, "APOP mrose", "APOP mrose"), Row(unchecked, "APOP mrose", "APOP mróe"),
    Row(lax, "RETR 2", "RẺT 2"), Row(lax, "DELE 1", "DÊL 1"),
    Row(telex, "Subject: test", "Subject: tét"), Row(telex, "Subject: Good morning", "Subject: Gôd mỏning"),
    Row(restoring, "Subject: Good morning", "Subject: Good morning"),
    Row(telex, "MIME-Version: 1.0", "MIME-Véion: 1.0"),
    Row(telex, "Content-Type: text/plain", "Content-Type: tẽt/plain"),
    Row(restoring, "Content-Type: text/plain", "Content-Type: text/plain"),
    Row(telex, "charset=utf-8", "cháet=utf-8"), Row(telex, "Message-ID:", "Mesage-ID:"),
    Row(restoring, "Message-ID:", "Mesage-ID:"),
    Row(telex, "telnet mail.example.net 110", "telnet mail.ẽample.net 110"),
    Row(telex, "nc -C host 25", "nc -C hót 25"),
    Row(telex, "openssl s_client", "openssl s_client"), Row(unchecked, "openssl s_client", "opensl s_client"),
    Row(telex, "-starttls smtp", "-starttls smtp"), Row(unchecked, "-starttls smtp", "-stảttls smtp"),
    Row(telex, "show", "show"), Row(unchecked, "show", "shơ"), Row(telex, "/redo", "/redo"),
    Row(telex, "/explain 250", "/ẽplain 250"), Row(restoring, "/explain 250", "/explain 250"),
    Row(telex, "/where", "/ưhere"), Row(telex, "/why", "/ưhy"), Row(unchecked, "/where", "/ưhể"),
    Row(restoring, "/where", "/where"), Row(Engine(keys: .telex, wIsVowel: false), "/where", "/where"),
    Row(telex, "/raw on", "/ră on"), Row(telex, "/echo off", "/echo of"), Row(telex, "/base64", "/báe64"),
    Row(telex, "/lessons", "/lesons"), Row(unchecked, "/lessons", "/lesón"), Row(telex, "yes", "ýe"),
    Row(telex, "exit", "ẽit"), Row(telex, "password", "pasword"), Row(unchecked, "password", "pasửod"),
    Row(telex, "dir", "dỉ"),
    Row(vni, "LIST 2", "LIST 2"), Row(vni, "TOP1 0", "TÓP 0"), Row(vni, "DELE1", "DELE1"),
    Row(Engine(keys: .vni, checking: .none), "DELE1", "DELÉ"), Row(vni, "USER 12a17", "USER 12a17"),
    Row(Engine(keys: .vni, checking: .none), "USER 12a17", "USER 12á7"), Row(vni, "USER he200377", "USER he0377"),
    Row(vni, "RCPT TO:<nam2@example.vn>", "RCPT TO:<nàm@example.vn>"), Row(vni, "USER hoa1", "USER hóa"),
    Row(Engine(keys: .vni, hasNewStyle: true), "USER hoa1", "USER hoá"), Row(vni, "PASS a1b2", "PASS áb2"),
    Row(Engine(keys: .vni, checking: .restoring), "PASS a1b2", "PASS a1b2"), Row(vni, "/base64", "/base64"),
    Row(Engine(keys: .vni, checking: .none), "/base64", "/basễ"),
    Row(viqr, "Hi.", "Hị"), Row(viqr, "QUIT.", "QUỊT"), Row(viqr, "HELO a.example", "HELO ạexample"),
  ])
  func spoils(_ row: Row) { #expect(row.engine.screen(of: row.keys) == row.screen) }

  @Test(arguments: [telex, restoring, unchecked, vni])
  func leavesAlone(_ engine: Engine) {
    for line in [
      "STAT", "RETR 2", "DELE 1", "RSET", "QUIT", "TOP 1 0", "UIDL", "STLS", "HELO", "EHLO", "AUTH LOGIN", "RCPT TO:",
      "quit", "hint", "345910", "",
    ] {
      #expect(engine.screen(of: line) == line)
    }
  }
}
