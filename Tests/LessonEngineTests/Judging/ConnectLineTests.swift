import MailProtocol
import Testing

@testable import LessonEngine

/// Lines at the `$ ` prompt, as one would type them in life.
@Suite struct ConnectLineTests {
  private let reader = ConnectLine(
    hosts: ["mail.example.net": [.pop3: 110, .smtp: 25, .pop3s: 995], "pop.yeah.net": [.pop3: 1110]],
    expected: "telnet mail.example.net 110", speaking: .pop3)

  private func diagnosis(_ line: String) -> Diagnosis? {
    if case .mistake(let diagnosis) = reader.read(line) { diagnosis } else { nil }
  }

  @Test(arguments: [
    ("telnet mail.example.net 110", "mail.example.net", 110), ("TELNET Mail.Example.NET 110", "mail.example.net", 110),
    ("  telnet   mail.example.net   25 ", "mail.example.net", 25),
    ("telnet mail.example.net pop3", "mail.example.net", 110),
    ("telnet mail.example.net smtp", "mail.example.net", 25),
    ("telnet -8 mail.example.net 110", "mail.example.net", 110),
    ("open pop.yeah.net 1110", "pop.yeah.net", 1110),
    ("nc -C mail.example.net 110", "mail.example.net", 110), ("nc -Cv mail.example.net 25", "mail.example.net", 25),
    ("netcat -c mail.example.net 110", "mail.example.net", 110),
    ("ncat -C mail.example.net 110", "mail.example.net", 110),
  ])
  func opens(_ line: String, _ host: String, _ port: Int) throws {
    guard case .opens(let command) = reader.read(line) else {
      Issue.record("\(reader.read(line))")
      return
    }
    #expect(command.endpoint == Endpoint(host: host, port: port))
    #expect(command.program.lineEnd == .crlf)
  }

  @Test(arguments: [
    ("openssl s_client -crlf -connect mail.example.net:995", 995, ClientProgram.Security.tls),
    ("openssl s_client -quiet -crlf -connect mail.example.net:pop3s", 995, .tls),
    ("openssl s_client -starttls pop3 -crlf -connect mail.example.net:110", 110, .startTLS(.pop3)),
    ("openssl s_client -crlf -starttls smtp mail.example.net:25", 25, .startTLS(.smtp)),
    ("ncat -C --ssl mail.example.net 995", 995, .tls),
  ])
  func opensWithTLS(_ line: String, _ port: Int, _ security: ClientProgram.Security) throws {
    guard case .opens(let command) = reader.read(line) else {
      Issue.record("\(reader.read(line))")
      return
    }
    #expect(command.host == "mail.example.net" && command.port == port)
    #expect(command.program.security == security)
  }

  @Test(arguments: [
    ("telnet", Diagnosis.ID.connectNoHost, "telnet mail.example.net 110"),
    ("nc", .connectNoHost, "nc -C mail.example.net 110"),
    ("nc -v", .connectNoHost, "nc -C -v mail.example.net 110"),
    ("nc mail.example.net", .connectNoPort, "nc -C mail.example.net 110"),
    ("nc -C mail.example.net:110", .connectColon, "nc -C mail.example.net 110"),
    ("nc -C mail.example.net:4711", .connectColon, "nc -C mail.example.net 110"),
    ("nc -C mail.example.net 143", .connectOtherPort, "nc -C mail.example.net 110"),
    ("nc -C mail.exmaple.net 25", .connectUnknownHost, "nc -C mail.example.net 110"),
    ("nc -C -w 5 mail.example.net 4711", .connectRefused, "nc -C -w 5 mail.example.net 110"),
    ("nc -Cl mail.example.net 110", .connectUnknownOption, "nc -C mail.example.net 110"),
    ("nc -C mail.example.net 110 -w", .connectUnknownOption, "nc -C mail.example.net 110"),
    ("nc -C mail.example.net 995", .connectNeedsTLS, "nc -C mail.example.net 110"),
    ("telnet -Z mail.example.net 110", .connectUnknownOption, "telnet mail.example.net 110"),
    ("openssl s_client", .connectNoHost, "telnet mail.example.net 110"),
    ("openssl s_client -connect", .connectNoHost, "telnet mail.example.net 110"),
    ("openssl s_client -connect mail.example.net", .connectNoPort, "telnet mail.example.net 110"),
    ("telnet mail.example.net", .connectNoPort, "telnet mail.example.net 110"),
    ("telnet pop.yeah.net:1110", .connectColon, "telnet mail.example.net 110"),
    ("telnet mail.example.net 587", .connectOtherPort, "telnet mail.example.net 110"),
    ("telnet mail.example.net 80", .connectOtherPort, "telnet mail.example.net 110"),
    ("telnet mail.example.net 995", .connectNeedsTLS, "telnet mail.example.net 110"),
    ("telnet mail.example.net 4711", .connectRefused, "telnet mail.example.net 110"),
    ("nc mail.example.net 110", .connectNeedsCRLF, "nc -C mail.example.net 110"),
    ("netcat -v mail.example.net 110", .connectNeedsCRLF, "netcat -C -v mail.example.net 110"),
    ("telnet mail.exmaple.net 110", .connectUnknownHost, "telnet mail.example.net 110"),
    ("telnet pop.yaeh.net 1110", .connectUnknownHost, "telnet mail.example.net 110"),
    ("telnet pop3.yeah.net 25", .connectUnknownHost, "telnet mail.example.net 110"),
    ("telnet www.somewhere.example 110", .connectNotHere, "telnet mail.example.net 110"),
    ("telnet mail.exmaple.net", .connectUnknownHost, "telnet mail.example.net 110"),
    ("telnet mail.example.net 110 x", .connectExtraWord, "telnet mail.example.net 110"),
    ("telnet mail.example.net 0", .connectBadPort, "telnet mail.example.net 110"),
    ("telnet mail.example.net 65536", .connectBadPort, "telnet mail.example.net 110"),
    ("telnet mail.example.net 99999999999999999999", .connectBadPort, "telnet mail.example.net 110"),
    ("telnet mail.example.net port", .connectBadPort, "telnet mail.example.net 110"),
    ("USER dewey", .connectNotConnected, "telnet mail.example.net 110"),
    ("ehlo pc.example.org", .connectNotConnected, "telnet mail.example.net 110"),
    ("telnt mail.example.net 25", .connectMisspeltProgram, "telnet mail.example.net 110"),
    ("ssh mail.example.net", .connectOtherProgram, "telnet mail.example.net 110"),
    ("hello?", .connectUnknownProgram, "telnet mail.example.net 110"),
    ("   ", .lineEmpty, "telnet mail.example.net 110"),
    ("$ telnet mail.example.net 25", .inputPastedPrompt, "telnet mail.example.net 110"),
    ("C: telnet mail.example.net 110", .inputPastedPrompt, "telnet mail.example.net 110"),
    ("> nc -C mail.example.net 110", .inputPastedPrompt, "nc -C mail.example.net 110"),
    ("telnet　mail.example.net　25", .inputFullwidth, "telnet mail.example.net 110"),
    ("ｔｅｌｎｅｔ mail.example.net 110", .inputFullwidth, "telnet mail.example.net 110"),
    ("telnet mail.example.net：110", .inputFullwidth, "telnet mail.example.net 110"),
    ("têlnet mail.example.net 110", .inputComposed, "telnet mail.example.net 110"),
    ("telnet mail.example.net 11\u{8}10", .inputBackspace, "telnet mail.example.net 110"),
  ])
  func mistakes(_ line: String, _ id: Diagnosis.ID, _ suggestion: String) {
    let diagnosis = diagnosis(line)
    #expect(diagnosis?.id == id)
    #expect(diagnosis?.values["suggestion"] == suggestion)
  }

  /// Every mistake of this group is made somewhere above, but for the one that only an open connection can make.
  @Test func valuesThatTheSentencesNeed() {
    let wrongPort = diagnosis("telnet mail.example.net 143")
    #expect(wrongPort?.values["port"] == "143" && wrongPort?.values["service"] == "IMAP")
    #expect(wrongPort?.values["host"] == "mail.example.net")
    let unknown = diagnosis("telnet mail.exa\u{7F}mple.net 110")
    #expect(unknown?.id == .inputBackspace)
  }

  /// What openssl's lines are told where the step wants TLS, on a port of its own or after STLS.
  @Test(arguments: [
    ("openssl s_client", Diagnosis.ID.connectNoHost, "openssl s_client -crlf -connect mail.example.net:995"),
    ("openssl s_client -quiet -connect", .connectNoHost, "openssl s_client -crlf -quiet -connect mail.example.net:995"),
    (
      "openssl s_client -crlf -connect mail.example.net", .connectNoPort,
      "openssl s_client -crlf -connect mail.example.net:995"
    ),
    (
      "openssl s_client -crlf -connect mail.example.net 995", .connectJoined,
      "openssl s_client -crlf -connect mail.example.net:995"
    ),
    (
      "openssl s_client -crlf -connect mail.exmaple.net:995", .connectUnknownHost,
      "openssl s_client -crlf -connect mail.example.net:995"
    ),
    (
      "openssl s_client -crlf -connect mail.example.net:465", .connectOtherPort,
      "openssl s_client -crlf -connect mail.example.net:995"
    ),
    (
      "openssl s_client -crlf -connect mail.example.net:99999", .connectBadPort,
      "openssl s_client -crlf -connect mail.example.net:995"
    ),
    (
      "openssl s_client -quiet -connect mail.example.net:995", .connectNeedsCRLF,
      "openssl s_client -crlf -quiet -connect mail.example.net:995"
    ),
    (
      "openssl s_client -crlf -connect mail.example.net:110", .connectTLSInClear,
      "openssl s_client -crlf -connect mail.example.net:995"
    ),
    (
      "openssl s_client -crlf -starttls pop3 -connect mail.example.net:25", .connectStartTLSProtocol,
      "openssl s_client -crlf -connect mail.example.net:995"
    ),
    (
      "openssl s_client -crlf -starttls pop -connect mail.example.net:110", .connectStartTLSProtocol,
      "openssl s_client -crlf -connect mail.example.net:995"
    ),
    (
      "openssl s_client -crlf -connect mail.example.net:110 -starttls", .connectStartTLSProtocol,
      "openssl s_client -crlf -connect mail.example.net:995"
    ),
    (
      "openssl s_client -crlf -starttls pop3 -connect mail.example.net:995", .connectNeedsTLS,
      "openssl s_client -crlf -connect mail.example.net:995"
    ),
    (
      "openssl s_client -crlf -foo -connect mail.example.net:995", .connectUnknownOption,
      "openssl s_client -crlf -connect mail.example.net:995"
    ),
    (
      "openssl s_clinet -crlf -connect mail.example.net:995", .connectMisspeltProgram,
      "openssl s_client -crlf -connect mail.example.net:995"
    ),
    ("openssl x509", .connectUnknownProgram, "openssl s_client -crlf -connect mail.example.net:995"),
    ("telnet mail.example.net 995", .connectNeedsTLS, "openssl s_client -crlf -connect mail.example.net:995"),
    ("ncat -C mail.example.net 995", .connectNeedsTLS, "ncat --ssl -C mail.example.net 995"),
  ])
  func mistakesOfTLS(_ line: String, _ id: Diagnosis.ID, _ suggestion: String) {
    let reader = ConnectLine(
      hosts: reader.hosts, expected: "openssl s_client -crlf -connect mail.example.net:995", speaking: .pop3)
    guard case .mistake(let diagnosis) = reader.read(line) else {
      Issue.record("\(reader.read(line))")
      return
    }
    #expect(diagnosis.id == id)
    #expect(diagnosis.values["suggestion"] == suggestion)
    if case .mistake(let next) = reader.read(suggestion) { Issue.record("the suggestion: \(next)") }
  }

  /// A lesson about line ends may ask for the wrong ones.
  @Test func aBareLFIsRightWhereTheStepSaysSo() {
    let reader = ConnectLine(
      hosts: reader.hosts, expected: "telnet mail.example.net 110", accepted: ["nc mail.example.net 110"],
      speaking: .pop3)
    guard case .opens(let command) = reader.read("nc -v mail.example.net 110") else {
      Issue.record("it is refused")
      return
    }
    #expect(command.program.lineEnd == .lf)
  }
}
