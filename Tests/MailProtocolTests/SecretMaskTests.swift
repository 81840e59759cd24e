import MailProtocol
import Testing

/// A line, and what of it may be written down; `!` before a line: nobody is logged in, and a secret is awaited.
@Suite struct SecretMaskTests {
  private static let lines = """
    PASS secret                                 | PASS •••
    pass secret                                 | PASS •••
    PASS my dog                                 | PASS •••
    PASSsecret                                  | PASS •••
    PASS:secret                                 | PASS •••
    PASS=secret                                 | PASS •••
    PASSWORD secret                             | PASSWORD •••
    password: secret                            | PASS •••
    passwd secret                               | PASSWD •••
    PAS secret                                  | PAS •••
    PSAS secret                                 | PSAS •••
    PASSS secret                                | PASS •••
    PAAS secret                                 | PAAS •••
    PASS                                        | PASS •••
    RPOP secret                                 | RPOP •••
    ＰＡＳＳ secret                               | PASS •••
    PASS：secret                                 | PASS •••
    PÁS secret                                  | PAS •••
    C: PASS secret                              | C: PASS •••
    > pass secret                               | > PASS •••
    pop3 authorization> PASS secret             | pop3 authorization> PASS •••
    /PASS secret                                | PASS •••
    /explain PASS secret                        | explain PASS •••
    密码 secret                                  | 密码 •••
    密码：secret                                  | 密码 •••
    mật khẩu secret                             | mat khau •••
    USER dewey secret                           | USER dewey •••
    USER dewey:secret                           | USER dewey:•••
    USER dewey PASS secret                      | USER dewey •••
    USERdewey secret                            | USERdewey •••
    USER:dewey secret                           | USER:dewey •••
    UESR dewey secret                           | UESR dewey •••
    APOP dewey c4c9334bac560ecc979e58001b3e22fb | APOP dewey •••
    APOP c4c9334bac560ecc979e58001b3e22fb       | APOP •••
    AUTH PLAIN AGRld2V5AHNlY3JldA==             | AUTH PLAIN •••
    AUTH XOAUTH2 abc                            | AUTH XOAUTH2 •••
    AUTH XOAUTH2 abc def                        | AUTH XOAUTH2 •••
    AUTH LOGIN ZGV3ZXk=                         | AUTH LOGIN •••
    AUTH PLAIN=AGRld2V5AHNlY3JldA==             | AUTH PLAIN=•••
    AUTH:PLAIN AGRld2V5AHNlY3JldA==             | AUTH:PLAIN •••
    AUTH=PLAIN AGRld2V5AHNlY3JldA==             | AUTH=PLAIN •••
    AUTH AGRld2V5AHNlY3JldA==                   | AUTH •••
    AUTHPLAIN AGRld2V5AHNlY3JldA==              | AUTHPLAIN •••
    AUHT PLAIN AGRld2V5AHNlY3JldA==             | AUHT PLAIN •••
    AUTHENTICATE PLAIN secret                   | AUTHENTICATE PLAIN •••
    LOGIN bob secret                            | LOGIN bob •••
    LOGIN bob:secret                            | LOGIN bob:•••
    LOGN bob secret                             | LOGN bob •••
    a1 LOGIN bob secret                         | a1 LOGIN bob •••
    c2VjcmV0c2VjcmV0                            | •••
    ZGV3ZXk=                                    | •••
    AGRld2V5AHNlY3JldA==                        | •••
    curl -u bob:secret pop3://host              | curl -u bob:••• pop3://host
    curl -ubob:secret pop3://host               | curl -ubob:••• pop3://host
    curl --user bob:secret pop3://host          | curl --user bob:••• pop3://host
    curl --user=bob:secret smtp://host          | curl --user=bob:••• smtp://host
    curl --oauth2-bearer secret smtp://host     | curl --oauth2-bearer ••• smtp://host
    curl pop3://bob:secret@host/1               | curl pop3://bob:•••@host/1
    $ curl -u bob:secret x                      | $ curl -u bob:••• x
    telnet bob:secret@host 110                  | telnet bob:•••@host 110
    telnet bob:se@cret@host 110                 | telnet bob:•••@host 110
    tlenet bob:secret@host 110                  | tlenet bob:•••@host 110
    openssl s_client -pass pass:secret -crlf    | openssl s_client -pass ••• -crlf
    swaks --to a@b.example -au bob -ap secret   | swaks --to a@b.example -au bob -ap •••
    wget --password=secret ftp://host           | wget --password=••• ftp://host
    pop3://bob:secret@host:110                  | pop3://bob:•••@host:110
    EHLO smtp://bob:secret@host                 | EHLO smtp://bob:•••@host
    !secret                                     | •••
    !listen99                                   | •••
    !my secret word                             | •••
    !c2VjcmV0                                   | •••
    """

  private static let harmless = [
    "USER dewey", "USER dewey@example.net", "user", "AUTH", "AUTH PLAIN", "AUTH XOAUTH2", "AUTH foo", "APOP dewey",
    "LOGIN", "login bob", "STTA", "STARTLS", "LIST", "LISTEN99", "RETR 1", "TOP 1 0", "PAS", "VRFY bob", "HELP PASS",
    "EXPN user", "NOOP password", "curl -k pop3://host", "telnet mail.example.net 110", "nc -u host:110", "nc -C h 25",
    "openssl s_client -connect mail.example.net:995", "pop3s://host:995", "mailto:bob@example.net", "bob@host",
    "MAIL FROM:<a@b.example>", "RCPT TO:<c@d.example> NOTIFY=NEVER", "FROM:<a@b.example>", "MAIL:FROM:<a@b.example>",
    "Subject: a user-name", "User-Agent: Foo Bar", "EHLO pass.example.org", "please tell me a word", "BDAT 12 LAST",
    "DELE 12345678", "QUIT", "HELO two words", "邮件", "xin chào",
  ]

  private static let rows = lines.split(separator: "\n").map { row -> (line: String, shown: String) in
    let parts = row.split(separator: "|").map { part in
      var part = part.drop { $0 == " " }
      while part.last == " " { part.removeLast() }
      return String(part)
    }
    return (parts[0], parts[1])
  }

  @Test func thereAreManyLines() { #expect(Self.rows.count + Self.harmless.count >= 110) }

  @Test(arguments: rows) func aSecretIsHidden(_ line: String, _ shown: String) {
    let expectsSecret = line.hasPrefix("!")
    let typed = expectsSecret ? String(line.dropFirst()) : line
    let masked = SecretMask.masked(typed, expectsSecret: expectsSecret)
    #expect(masked.shown == shown)
    #expect(SecretMask.mask(typed, expectsSecret: expectsSecret) == shown)
    #expect(!masked.hiding(in: "`\(typed)` is no command").contains("secret"))
    // Masked again, it stays as it is: logs are read and written again.
    #expect(SecretMask.mask(shown, expectsSecret: false) == shown || shown == Secret.mask || line.hasPrefix("/"))
    // What else is expected of the line does not matter to it.
    #expect(SecretMask.mask(typed, expectsSecret: true).contains(Secret.mask))
  }

  @Test(arguments: harmless) func nothingElseIsHidden(_ line: String) {
    let masked = SecretMask.masked(line, expectsSecret: false)
    #expect(masked.shown == line)
    #expect(!masked.hidesSomething)
    #expect(masked.hiding(in: line) == line)
  }

  /// Of an unknown mechanism the name is said, and not what followed it.
  @Test func aDiagnosisKeepsWhatIsNoSecret() {
    let line = SecretMask.masked("AUTH XOAUTH2 abcdef", expectsSecret: false)
    let diagnosis = Diagnosis(.authNoSuchMechanism, .smtp, ["bad": "XOAUTH2", "verb": "AUTH", "limit": "12"])
    #expect(diagnosis.hidingSecrets(of: line) == diagnosis)
    let quoting = Diagnosis(.argumentExtra, .smtp, ["bad": "abcdef", "suggestion": "PASS abcdef", "verb": "AUTH"])
    #expect(quoting.hidingSecrets(of: line).values == ["bad": "•••", "suggestion": "PASS •••", "verb": "AUTH"])
  }

  /// Lines that were sent, and whether a secret may come by itself then.
  @Test(arguments: [
    (["AUTH LOGIN"], true), (["AUTH FOO", "ZGV3ZXk="], true), (["LOGIN bob"], true), (["USER bob"], true),
    (["USER bob", "hello"], true), (["AUTH LOGIN", "NOOP"], false), (["USER bob", "PASS x", "STAT"], false),
    ([], false),
    (["EHLO a.example"], false), (["ZGV3ZXk="], false), (["AUHT LOGIN x"], true),
  ])
  func whenASecretIsExpected(_ lines: [String], _ isOpen: Bool) {
    var expectation = SecretExpectation()
    for line in lines { expectation.sent(line) }
    #expect(expectation.isOpen == isOpen)
  }
}
