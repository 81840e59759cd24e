import MailProtocol
import Testing

/// What each program does with a typed line, and by itself.
@Suite struct ClientProgramTests {
  private func typed(_ line: String, in command: String) throws -> ClientProgram.Typed {
    try ClientCommandLine(command).program.typed(Array(line.utf8))
  }

  @Test(arguments: [
    ("telnet h 110", "STAT\r\n"), ("nc h 110", "STAT\n"), ("nc -C h 110", "STAT\r\n"),
    ("ncat --ssl h 995", "STAT\n"), ("openssl s_client -connect h:995", "STAT\n"),
    ("openssl s_client -crlf -connect h:995", "STAT\r\n"), ("openssl s_client -quiet -crlf -connect h:995", "STAT\r\n"),
  ])
  func endsLines(_ command: String, _ octets: String) throws {
    #expect(try typed("STAT", in: command) == .sent(Array(octets.utf8)))
  }

  @Test(arguments: [
    ("RETR 1", ClientProgram.CommandKey.renegotiate), ("RCPT TO:<a@b.example>", .renegotiate), ("R", .renegotiate),
    ("QUIT", .quit), ("Q", .quit), ("CAPA", .reconnect), ("key", .updateKey), ("Key", .updateBothKeys),
  ])
  func takesLinesForItself(_ line: String, _ key: ClientProgram.CommandKey) throws {
    #expect(try typed(line, in: "openssl s_client -crlf -connect h:995") == .key(key))
    for command in [
      "openssl s_client -quiet -crlf -connect h:995", "openssl s_client -ign_eof -crlf -connect h:995", "telnet h 110",
      "nc -C h 110", "ncat -C --ssl h 995",
    ] {
      #expect(try typed(line, in: command) == .sent(Array((line + "\r\n").utf8)))
    }
  }

  @Test(arguments: ["retr 1", "quit", "capa", "STAT", "", " QUIT", "DATA", "LIST", "USER dewey", "."])
  func passesOthersOn(_ line: String) throws {
    #expect(try typed(line, in: "openssl s_client -crlf -connect h:995") == .sent(Array((line + "\r\n").utf8)))
  }

  @Test func telnetDoublesItsCommandOctet() {
    #expect(ClientProgram.telnet.typed([0x61, 0xFF]) == .sent([0x61, 0xFF, 0xFF, 0x0D, 0x0A]))
    #expect(ClientProgram(.netcat).typed([0x61, 0xFF]) == .sent([0x61, 0xFF, 0x0D, 0x0A]))
  }

  @Test(
    arguments: [
      ("telnet h 110", []), ("openssl s_client -connect h:995", []),
      ("openssl s_client -starttls pop3 -connect h:110", ["STLS"]),
      ("openssl s_client -starttls smtp -connect h:25", ["EHLO mail.example.com", "STARTTLS"]),
      ("openssl s_client -starttls smtp -name pc.example.org -connect h:25", ["EHLO pc.example.org", "STARTTLS"]),
    ] as [(String, [String])])
  func speaksForItself(_ command: String, _ lines: [String]) throws {
    #expect(try ClientCommandLine(command).program.openingLines == lines)
  }

  @Test(arguments: [
    (ClientProgram.Security.clear, MailService.pop3, nil as Diagnosis.ID?), (.clear, .submission, nil),
    (.clear, .pop3s, .connectNeedsTLS), (.clear, .smtps, .connectNeedsTLS), (.tls, .pop3s, nil),
    (.tls, .pop3, .connectTLSInClear), (.tls, .submission, .connectTLSInClear), (.startTLS(.pop3), .pop3, nil),
    (.startTLS(.smtp), .submission, nil), (.startTLS(.pop3), .smtp, .connectStartTLSProtocol),
    (.startTLS(.smtp), .smtps, .connectNeedsTLS),
  ])
  func meetsAService(_ security: ClientProgram.Security, _ service: MailService, _ obstacle: Diagnosis.ID?) {
    #expect(security.obstacle(at: service) == obstacle)
  }

  @Test(arguments: [("-tls1_2", "TLSv1.2"), ("-no_tls1_3", "TLSv1.2"), ("-tls1_3", "TLSv1.3"), ("-quiet", "TLSv1.3")])
  func offersAVersion(_ option: String, _ version: String) throws {
    #expect(try ClientCommandLine("openssl s_client \(option) -connect h:995").program.tlsVersion == version)
  }
}
