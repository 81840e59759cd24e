import MailProtocol
import Testing

/// Lines that start telnet, nc and s_client, read as those programs read them.
@Suite struct ClientCommandLineTests {
  struct Row: Sendable, CustomTestStringConvertible {
    let line: String
    let host: String
    let port: Int
    var end = ClientProgram.LineEnd.crlf
    var security = ClientProgram.Security.clear
    var keys = false

    var testDescription: String { line }
  }

  @Test(arguments: [
    Row(line: "telnet mail.example.net 110", host: "mail.example.net", port: 110),
    Row(line: "TELNET Mail.Example.NET 110", host: "mail.example.net", port: 110),
    Row(line: "open h pop3", host: "h", port: 110),
    Row(line: "telnet -4 -8 -E h 25", host: "h", port: 25),
    Row(line: "telnet -l dewey -e x h 25", host: "h", port: 25),
    Row(line: "telnet --user=dewey h 25", host: "h", port: 25),
    Row(line: "telnet -b 192.0.2.1 ::1 smtp", host: "::1", port: 25),
    Row(line: "nc h 110", host: "h", port: 110, end: .lf),
    Row(line: "nc -C h 110", host: "h", port: 110),
    Row(line: "nc -c h 110", host: "h", port: 110),
    Row(line: "nc -Cv -w 5 -q 1 -N -4 h 587", host: "h", port: 587),
    Row(line: "nc -vCw5 h 587", host: "h", port: 587),
    Row(line: "nc h 110 -C", host: "h", port: 110),
    Row(line: "nc -w 5 h 110", host: "h", port: 110, end: .lf),
    Row(line: "netcat --crlf h 110", host: "h", port: 110),
    Row(line: "ncat --crlf h 110", host: "h", port: 110),
    Row(line: "ncat --ssl -C h 995", host: "h", port: 995, security: .tls),
    Row(line: "ncat --ssl --wait=5 h 995", host: "h", port: 995, end: .lf, security: .tls),
    Row(
      line: "openssl s_client -connect h:995", host: "h", port: 995, end: .lf, security: .tls, keys: true),
    Row(line: "openssl s_client -crlf -connect h:pop3s", host: "h", port: 995, security: .tls, keys: true),
    Row(line: "openssl s_client -crlf h:465", host: "h", port: 465, security: .tls, keys: true),
    Row(line: "openssl s_client -crlf -host h -port 465", host: "h", port: 465, security: .tls, keys: true),
    Row(line: "openssl s_client -quiet -crlf -connect [::1]:995", host: "::1", port: 995, security: .tls),
    Row(line: "openssl s_client --crlf --ign_eof --connect h:995", host: "h", port: 995, security: .tls),
    Row(line: "openssl s_client -crlf -nocommands -connect h:995", host: "h", port: 995, security: .tls),
    Row(
      line: "openssl s_client -crlf -quiet -no_ign_eof -connect h:995", host: "h", port: 995, security: .tls, keys: true
    ),
    Row(
      line: "openssl s_client -quiet -crlf -starttls pop3 -connect h:110", host: "h", port: 110,
      security: .startTLS(.pop3)),
    Row(
      line: "openssl s_client -tls1_2 -servername h -CAfile ca.pem -verify 5 -quiet -starttls smtp -connect h:587",
      host: "h", port: 587, end: .lf, security: .startTLS(.smtp)),
  ])
  func reads(_ row: Row) throws {
    let command = try ClientCommandLine(row.line)
    #expect(command.host == row.host)
    #expect(command.port == row.port)
    #expect(command.program.lineEnd == row.end)
    #expect(command.program.security == row.security)
    #expect(command.program.hasCommandKeys == row.keys)
    // What it writes, it reads as the same.
    #expect(try ClientCommandLine(command.text).program == command.program)
  }

  @Test(arguments: [
    ("", ClientLineFlaw.Reason.empty), ("ssh h", .unknownProgram("ssh")),
    ("openssl x509 -in c.pem", .unknownProgram("openssl x509")),
    ("telnet", .noHost), ("nc -C", .noHost), ("openssl", .noHost), ("openssl s_client -crlf", .noHost),
    ("openssl s_client -port 995", .noHost), ("telnet h", .noPort("h")), ("nc -v h", .noPort("h")),
    ("openssl s_client -connect h", .noPort("h")), ("openssl s_client -connect h:", .noPort("h")),
    ("openssl s_client -connect h 995", .joined("h 995")), ("openssl s_client -host h", .noPort("h")),
    ("telnet h:110", .colon("h:110")), ("nc -C h:110", .colon("h:110")), ("telnet h one", .badPort("one")),
    ("telnet h 0", .badPort("0")), ("telnet h +110", .badPort("+110")), ("nc h 65536", .badPort("65536")),
    ("openssl s_client -connect h:x", .badPort("x")), ("telnet h 110 x y", .extra(["x", "y"])),
    ("openssl s_client -connect h:995 x", .extra(["x"])), ("telnet -Z h 110", .unknownOption("-Z")),
    ("nc -l 110", .unknownOption("-l")), ("nc -zv h 110", .unknownOption("-zv")), ("nc -u h 110", .unknownOption("-u")),
    ("ncat -c ls h 110", .unknownOption("-c")), ("openssl s_client -dtls -connect h:995", .unknownOption("-dtls")),
    ("nc h 110 -w", .missingValue("-w")), ("openssl s_client -connect", .missingValue("-connect")),
    ("openssl s_client -connect h:110 -starttls", .missingValue("-starttls")),
    ("openssl s_client -starttls -connect h:110", .startTLSProtocol("-connect")),
    ("openssl s_client -starttls imap -connect h:143", .startTLSProtocol("imap")),
  ])
  func refuses(_ line: String, _ reason: ClientLineFlaw.Reason) {
    do throws(ClientLineFlaw) {
      _ = try ClientCommandLine(line)
      Issue.record("it is read")
    } catch {
      #expect(error.reason == reason)
    }
  }

  @Test(arguments: [
    ("telnet -8 h 25", MailService.pop3s, nil as String?), ("telnet -8 h 25", .pop3, "telnet -8 h 110"),
    ("nc -C h 25", .pop3s, nil), ("ncat -C h 110", .pop3s, "ncat --ssl -C h 995"),
    ("ncat --ssl -C h 995", .pop3, "ncat -C h 110"),
    ("openssl s_client -quiet -connect h:995", .submission, "openssl s_client -starttls smtp -quiet -connect h:587"),
    ("openssl s_client -starttls pop3 -crlf h:110", .pop3s, "openssl s_client -crlf -connect h:995"),
  ])
  func goesElsewhere(_ line: String, _ service: MailService, _ other: String?) throws {
    let flags = try ClientCommandLine(line).flags.reaching(service)
    #expect(flags?.line(to: "h", port: service.port) == other)
  }
}
