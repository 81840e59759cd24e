import MailProtocol
import Testing

@testable import LessonEngine

/// What people type at the `$ ` prompt in the place of `telnet mail.example.net 110`: each kind of slip has a reason of its
/// own, and the line that is suggested opens the connection that the step asks for.
@Suite struct ConnectSlipsTests {
  static let expected = "telnet mail.example.net 110"
  private let reader = ConnectLine(
    hosts: ["mail.example.net": [.pop3: 110, .smtp: 25, .pop3s: 995], "pop.yeah.net": [.pop3: 1110]],
    expected: expected, speaking: .pop3)

  struct Row: Sendable, CustomTestStringConvertible {
    let line: String
    let id: Diagnosis.ID?
    let bad: String?
    let suggestion: String

    init(_ line: String, _ id: Diagnosis.ID?, _ bad: String? = nil, to suggestion: String = expected) {
      (self.line, self.id, self.bad, self.suggestion) = (line, id, bad, suggestion)
    }

    var testDescription: String { line }
  }

  /// Right, if strange.
  @Test(arguments: [
    "telnet mail.example.net 110", "TELNET MAIL.EXAMPLE.NET 110", "telnet mail.example.net. 110",
    "telnet mail.example.net pop3", "telnet mail.example.net POP3", "telnet mail.example.net 0110",
    "open mail.example.net 110", "o mail.example.net 110", "op mail.example.net 110",
    "telnet -4 mail.example.net 110", "telnet -8 -E mail.example.net 110", "telnet -l dewey mail.example.net 110",
    "telnet -ldewey mail.example.net 110", "telnet mail.example.net 110 -l dewey", "telnet -e x mail.example.net 110",
    "telnet -a -K mail.example.net 110", "telnet \"mail.example.net\" 110", "telnet 'mail.example.net' '110'",
    "telnet mail.example.net 110;", "telnet mail.example.net 110 # to collect", "telnet\tmail.example.net\t110",
    "/usr/bin/telnet mail.example.net 110", "telnet.exe mail.example.net 110", "sudo telnet mail.example.net 110",
    "nc -C mail.example.net 110", "ncat -C mail.example.net 110", "nc -C mail.example.net pop3",
  ])
  func opens(_ line: String) {
    guard case .opens(let command) = reader.read(line) else {
      Issue.record("\(reader.read(line))")
      return
    }
    #expect(command.host == "mail.example.net" && command.port == 110)
  }

  static let ports = [
    Row("telnet mail.example.net 99999", .connectBadPort, "99999"),
    Row("telnet mail.example.net 0", .connectBadPort, "0"),
    Row("telnet mail.example.net -110", .connectBadPort, "-110"),
    Row("telnet mail.example.net 110.", .connectBadPort, "110."),
    Row("telnet mail.example.net 11O", .connectBadPort, "11O"),
    Row("telnet mail.example.net l10", .connectBadPort, "l10"),
    Row("telnet mail.example.net +110", .connectBadPort, "+110"),
    Row("telnet mail.example.net 0x6e", .connectBadPort, "0x6e"),
    Row("telnet mail.example.net 110.0", .connectBadPort, "110.0"),
    Row("telnet mail.example.net (110)", .connectBadPort, "(110)"),
    Row("telnet mail.example.net p110", .connectBadPort, "p110"),
    Row("telnet mail.example.net 1 10", .connectBadPort, "1 10"),
    Row("telnet mail.example.net one", .connectBadPort, "one"),
    Row("telnet mail.example.net port", .connectBadPort, "port"),
    Row("nc -C mail.example.net 65536", .connectBadPort, "65536", to: "nc -C mail.example.net 110"),
    Row("telnet mail.example.net 80", .connectOtherPort, "80"),
    Row("telnet mail.example.net 23", .connectOtherPort, "23"),
    Row("telnet mail.example.net 587", .connectOtherPort, "587"),
    Row("telnet mail.example.net 993", .connectOtherPort, "993"),
    Row("telnet mail.example.net 143", .connectOtherPort, "143"),
    Row("telnet mail.example.net 22", .connectOtherPort, "22"),
    Row("telnet mail.example.net 465", .connectOtherPort, "465"),
    Row("telnet mail.example.net imap", .connectOtherPort, "143"),
    Row("telnet mail.example.net www", .connectOtherPort, "80"),
    Row("telnet mail.example.net 111", .connectRefused, "111"),
    Row("telnet pop.yeah.net 110", .connectRefused, "110"), Row("telnet pop.yeah.net 25", .connectRefused, "25"),
    Row("telnet mail.example.net 995", .connectNeedsTLS, "995"),
    Row("openssl s_client -crlf -connect mail.example.net:110", .connectTLSInClear),
    Row("openssl s_client -crlf -connect mail.example.net:993", .connectOtherPort, "993"),
  ]

  static let places = [
    Row("telnet", .connectNoHost), Row("telnet -4", .connectNoHost, to: "telnet -4 mail.example.net 110"),
    Row("telnet 110", .connectOnlyPort, "110"),
    Row("telnet port 110", .connectOnlyPort, "110"), Row("telnet :110", .connectOnlyPort, ":110"),
    Row("telnet to 110", .connectOnlyPort, "110"), Row("telnet pop3", .connectOnlyPort, "pop3"),
    Row("telnet mail.example.net", .connectNoPort), Row("telnet mail.example.net:", .connectNoPort),
    Row("nc mail.example.net -p 110", .connectNoPort, to: "nc -C mail.example.net 110"),
    Row("telnet 110 mail.example.net", .connectSwapped, "110"),
    Row("telnet pop3 mail.example.net", .connectSwapped, "110"),
    Row("telnet 110:mail.example.net", .connectSwapped, "110"),
    Row("telnet port 110 mail.example.net", .connectSwapped, "110"),
    Row("nc -C 110 mail.example.net", .connectSwapped, "110", to: "nc -C mail.example.net 110"),
    Row("telnet mail.example.net port 110", .connectExtraWord, "port"),
    Row("telnet to mail.example.net 110", .connectExtraWord, "to"),
    Row("telnet mail.example.net at 110", .connectExtraWord, "at"),
    Row("telnet mail.example.net on port 110", .connectExtraWord, "on …"),
    Row("telnet connect to mail.example.net 110", .connectExtraWord, "connect …"),
    Row("telnet host mail.example.net port 110", .connectExtraWord, "host …"),
    Row("telnet open mail.example.net 110", .connectExtraWord, "open"),
    Row("telnet mail.example.net pop3 110", .connectExtraWord, "pop3"),
    Row("telnet mail.example.net 110 110", .connectExtraWord, "110"),
    Row("telnet mail.example.net 110 dewey tanstaaf", .connectExtraWord, "dewey …"),
    Row("telnet mail.example.net pop.yeah.net 110", .connectExtraWord, "pop.yeah.net"),
    Row("telnet mail.example.net -p 110", .connectExtraWord, "-p"),
    Row("telnet -p110 mail.example.net", .connectExtraWord, "-p"),
    Row("telnet --port=110 mail.example.net", .connectExtraWord, "--port="),
    Row("telnet to mail.example.net", .connectExtraWord, "to"),
    Row("telnet mail. example.net 110", .connectSpaceInHost, "mail. example.net"),
    Row("telnet mail .example.net 110", .connectSpaceInHost, "mail .example.net"),
    Row("telnet mail example net 110", .connectSpaceInHost, "mail example net"),
    Row("telnet mail.example.net:110", .connectColon, "mail.example.net:110"),
    Row("telnet mail.example.net: 110", .connectColon, "mail.example.net: 110"),
    Row("telnet mail.example.net : 110", .connectColon, "mail.example.net : 110"),
    Row("telnet mail.example.net :110", .connectColon, "mail.example.net :110"),
    Row("telnet mail.example.net/110", .connectJoined, "mail.example.net/110"),
    Row("telnet mail.example.net,110", .connectJoined, "mail.example.net,110"),
    Row("telnet mail.example.net;110", .connectJoined, "mail.example.net;110"),
    Row("telnet mail.example.net, 110", .connectJoined, "mail.example.net, 110"),
    Row("telnet mail.example.net-110", .connectJoined, "mail.example.net-110"),
    Row("telnet mail.example.net.110", .connectJoined, "mail.example.net.110"),
    Row("telnet mail.example.net110", .connectJoined, "mail.example.net110"),
    Row("telnet mail.example.net/pop3", .connectJoined, "mail.example.net/pop3"),
    Row("nc -C mail.example.net/110", .connectJoined, "mail.example.net/110", to: "nc -C mail.example.net 110"),
  ]

  static let marks = [
    Row("`telnet mail.example.net 110`", .connectMarks), Row("\"telnet mail.example.net 110\"", .connectMarks),
    Row("'telnet mail.example.net 110'", .connectMarks), Row("(telnet mail.example.net 110)", .connectMarks),
    Row("**telnet mail.example.net 110**", .connectMarks), Row("[telnet mail.example.net 110]", .connectMarks),
    Row("telnet \"mail.example.net 110\"", .connectMarks), Row("telnet \"mail.example.net 110", .connectMarks),
    Row("telnet `mail.example.net` 110", .connectMarks),
    Row("telnet <mail.example.net> 110", .connectMarks, "<mail.example.net>"),
    Row("telnet [mail.example.net] 110", .connectMarks), Row("telnet <mail.example.net> <110>", .connectMarks),
    Row("telnet “mail.example.net” 110", .inputSmartQuotes), Row("telnet mail.example.net １１０", .inputFullwidth),
    Row("telnet mail.example.net 110。", .inputFullwidth),
    Row("$ telnet mail.example.net 110", .inputPastedPrompt, "$"),
    Row("# telnet mail.example.net 110", .inputPastedPrompt),
    Row("> telnet mail.example.net 110", .inputPastedPrompt),
    Row("C:\\>telnet mail.example.net 110", .inputPastedPrompt, "C:\\>"),
    Row("me@pc:~$ telnet mail.example.net 110", .inputPastedPrompt, "me@pc:~$"),
    Row("telnet> open mail.example.net 110", .inputPastedPrompt, "telnet>"),
    Row("1. telnet mail.example.net 110", .inputPastedPrompt),
    Row("type telnet mail.example.net 110", .inputPastedPrompt, "type"),
    Row("$ telnet mail.example.net", .inputPastedPrompt),
    Row("telnet mail.example.net 110 // POP3", .inputPastedPrompt, "// POP3"),
    Row("telnet mail.example.net 110 | tee log", .connectShell, "|"),
    Row("telnet mail.example.net 110 > log 2>&1", .connectShell, ">"),
    Row("telnet mail.example.net 110 && ls", .connectShell, "&&"),
    Row("telnet mail.example.net 110 &", .connectShell, "&"),
  ]

  static let urls = [
    Row("telnet pop3://mail.example.net", .connectURL, "pop3://mail.example.net"),
    Row("telnet pop3://mail.example.net 110", .connectURL), Row("telnet http://mail.example.net:110/", .connectURL),
    Row("pop3://mail.example.net", .connectURL), Row("telnet://mail.example.net:110", .connectURL),
    Row("http://mail.example.net:110", .connectURL),
    Row("nc -C pop3://mail.example.net:110", .connectURL, to: "nc -C mail.example.net 110"),
    Row("telnet dewey@mail.example.net 110", .connectUser, "dewey@mail.example.net"),
    Row("telnet dewey@mail.example.net", .connectUser), Row("dewey@mail.example.net", .connectUser),
    Row("telnet dewey:tanstaaf@mail.example.net 110", .connectPassword, "dewey:•••@mail.example.net"),
    Row("telnet pop3://dewey:tanstaaf@mail.example.net", .connectPassword, "pop3://dewey:•••@mail.example.net"),
    Row("telnet dewey%3Atanstaaf@mail.example.net 110", .connectPassword),
    Row("pop3://dewey:tanstaaf@mail.example.net", .connectPassword),
    Row("telnet -Z dewey:tanstaaf@mail.example.net 110", .connectPassword),
    Row("telnet dewey:tan/st@af@mail.example.net 110", .connectPassword),
  ]

  static let hosts = [
    Row("telnet gmail.com 110", .connectNotHere), Row("telnet gmail.com", .connectNotHere),
    Row("telnet pop.gmail.com 995", .connectNotHere), Row("telnet 192.0.2.1 110", .connectNotHere),
    Row("telnet 2001:db8::1 110", .connectNotHere),
    Row("nc -C smtp.163.com 25", .connectNotHere, to: "nc -C mail.example.net 110"),
    Row("telnet localhost 110", .connectThisComputer), Row("telnet 127.0.0.1 110", .connectThisComputer),
    Row("telnet ::1 110", .connectThisComputer), Row("telnet mail.exmaple.net 110", .connectUnknownHost),
    Row("telnet mail.example.com 110", .connectUnknownHost), Row("telnet example.net 110", .connectUnknownHost),
    Row("telnet www.mail.example.net 110", .connectUnknownHost),
    Row("telnet mail.example.net.. 110", .connectUnknownHost),
    Row("telnet host port", .connectPlaceholder), Row("telnet HOST 110", .connectPlaceholder),
    Row("telnet <host> <port>", .connectPlaceholder), Row("telnet hostname 110", .connectPlaceholder),
  ]

  static let programs = [
    Row("telent mail.example.net 110", .connectMisspeltProgram, "telent"),
    Row("telnt mail.example.net 110", .connectMisspeltProgram),
    Row("Telenet mail.example.net 110", .connectMisspeltProgram),
    Row("tel net mail.example.net 110", .connectMisspeltProgram, "tel net"),
    Row("telnetmail.example.net 110", .connectMisspeltProgram),
    Row("telnet: mail.example.net 110", .connectMisspeltProgram),
    Row("telnet-mail.example.net 110", .connectMisspeltProgram),
    Row("netact -C mail.example.net 110", .connectMisspeltProgram, to: "netcat -C mail.example.net 110"),
    Row("cn -C mail.example.net 110", .connectMisspeltProgram, "cn", to: "nc -C mail.example.net 110"),
    Row("ssh mail.example.net", .connectOtherProgram, "ssh"), Row("ftp mail.example.net 110", .connectOtherProgram),
    Row("firefox http://mail.example.net", .connectOtherProgram),
    Row("ping mail.example.net", .connectLookingProgram, "ping"),
    Row("nslookup mail.example.net", .connectLookingProgram),
    Row("curl pop3://mail.example.net", .connectMailProgram, "curl"),
    Row("curl -u dewey:tanstaaf pop3://mail.example.net", .connectMailProgram, "curl"),
    Row("mutt", .connectMailProgram),
    Row("mailtutor connect pop3://mail.example.net", .connectMailtutor, "mailtutor"),
    Row("mailtutor", .connectMailtutor),
    Row("mail.example.net 110", .connectNoProgram), Row("mail.example.net:110", .connectNoProgram),
    Row("110", .connectNoProgram),
    Row("connect mail.example.net 110", .connectUnknownProgram, "connect"), Row("google mail", .connectUnknownProgram),
    Row("cat letter.txt", .connectUnknownProgram, "cat"), Row("STAT", .connectNotConnected, "STAT"),
    Row("pass tanstaaf", .connectNotConnected, "pass"), Row("ＰＡＳＳ tanstaaf", .connectNotConnected),
    Row("telnet -Z mail.example.net 110", .connectUnknownOption, "-Z"),
    Row("telnet -C mail.example.net 110", .connectUnknownOption),
    Row("nc mail.example.net 110", .connectNeedsCRLF, to: "nc -C mail.example.net 110"),
    Row("openssl s_client connect mail.example.net:995", .connectNoHyphen, "connect"),
    Row("openssl -connect mail.example.net:995", .connectUnknownProgram),
  ]

  @Test(arguments: ports + places + marks + urls + hosts + programs) func slips(_ row: Row) {
    guard case .mistake(let diagnosis) = reader.read(row.line) else {
      Issue.record("it opens")
      return
    }
    #expect(diagnosis.id == row.id)
    if let bad = row.bad { #expect(diagnosis.values["bad"] == bad) }
    #expect(diagnosis.values["suggestion"] == row.suggestion)
    #expect(!diagnosis.values.values.contains { $0.contains("tanst") || $0.contains("st@af") })
    guard case .opens(let command) = reader.read(row.suggestion) else {
      Issue.record("the suggestion: \(reader.read(row.suggestion))")
      return
    }
    #expect(command.host == "mail.example.net" && command.port == 110)
  }

  /// In a lesson of SMTP the reasons are those of SMTP, and none is a rule of commands.
  @Test func references() {
    for row in Self.ports + Self.places + Self.marks + Self.urls + Self.hosts {
      for speaking in MailProtocolName.allCases {
        let reader = ConnectLine(hosts: reader.hosts, expected: Self.expected, speaking: speaking)
        guard case .mistake(let diagnosis) = reader.read(row.line) else { continue }
        let reference = diagnosis.reference ?? ""
        #expect(!reference.hasPrefix("RFC 1939 §5"), "\(row.line)")
        if speaking == .smtp { #expect(!reference.hasPrefix("RFC 1939"), "\(row.line)") }
      }
    }
  }
}
