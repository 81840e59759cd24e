import MailProtocol
import TestSupport
import Testing

@testable import MailSimulator

/// TLS as lessons play it: from the first octet, after STLS and STARTTLS, and where one side does not speak it.
@Suite struct SimulatedTLSTests {
  private func peer(_ extra: String = "tls: {}") throws -> SimulatedPeer {
    SimulatedPeer(
      world: try Fixtures.world(
        """
        personality: modern
        hostname: mail.example.net
        clock: 2026-03-01T12:00:00Z
        accounts: [{user: dewey, password: tanstaaf, mailbox: [{size: 100}]}]
        \(extra)
        """),
      hosts: [
        "mail.example.net": [.pop3: 110, .pop3s: 995, .smtp: 25, .submission: 587, .smtps: 465]
      ])
  }

  private func connect(_ peer: inout SimulatedPeer, _ line: String) throws -> [PeerEvent] {
    let command = try ClientCommandLine(line)
    return peer.connect(to: command.endpoint, with: command.program)
  }

  private static let lab = TLSReport(
    version: "TLSv1.3", names: ["mail.example.net"], issuer: "Example Lab CA", validUntil: "2027-03-01",
    isVerified: true)

  @Test func fromTheFirstOctet() throws {
    var peer = try peer("")
    let events = try connect(&peer, "openssl s_client -quiet -crlf -connect mail.example.net:995")
    #expect(events.count == 3)
    #expect(Array(events.prefix(2)) == [.connected(.pop3), .secured(Self.lab)])
    #expect(peer.observe().pop3?.isTLS == true)
    #expect(
      try connect(&peer, "ncat -C --ssl mail.example.net 465").prefix(2) == [.connected(.smtp), .secured(Self.lab)])
  }

  @Test func theProgramAsksForIt() throws {
    var peer = try peer()
    let events = try connect(&peer, "openssl s_client -quiet -crlf -starttls pop3 -connect mail.example.net:110")
    #expect(events.first == .connected(.pop3))
    #expect(events.contains(.said("STLS")))
    #expect(peer.observe().pop3?.isTLSDue == true)
    #expect(peer.startTLS() == [.secured(Self.lab)])
    #expect(peer.observe().pop3?.isTLS == true)
    #expect(peer.startTLS() == [])

    let smtp = try connect(&peer, "openssl s_client -tls1_2 -starttls smtp -connect mail.example.net:587")
    #expect(smtp.contains(.said("EHLO mail.example.com")) && smtp.contains(.said("STARTTLS")))
    guard case .secured(let report)? = peer.startTLS().first else {
      Issue.record("no handshake")
      return
    }
    #expect(report.version == "TLSv1.2")
    #expect(peer.observe().smtp?.isTLS == true && peer.observe().smtp?.state == .connected)
  }

  /// A client that does what it is told, as `NetworkPeer` is.
  @Test(arguments: [(110, "STLS"), (25, "EHLO pc.example.org\r\nSTARTTLS")]) func askedForByHand(
    _ port: Int, _ lines: String
  ) throws {
    var peer = try peer()
    _ = peer.connect(to: Endpoint(host: "mail.example.net", port: port))
    #expect(peer.startTLS() == [])
    _ = peer.send(Array((lines + "\r\nNOOP\r\n").utf8))
    // What was sent ahead of the handshake is thrown away (CVE-2011-0411).
    #expect(peer.send(Array("NOOP\r\n".utf8)) == [])
    #expect(peer.startTLS() == [.secured(Self.lab)])
    #expect(peer.send(Array("NOOP\r\n".utf8)).count == 1)
  }

  @Test(arguments: [
    ("telnet mail.example.net 110", "STLS\r\n"), ("nc -C mail.example.net 25", "EHLO pc\r\nSTARTTLS\r\n"),
  ])
  func aProgramThatCannot(_ line: String, _ lines: String) throws {
    var peer = try peer()
    _ = try connect(&peer, line)
    _ = peer.send(Array(lines.utf8))
    #expect(peer.startTLS() == [.failed(.connectNoHandshake)])
    #expect(peer.observe().position == nil)
  }

  @Test(arguments: [
    ("telnet mail.example.net 995", Diagnosis.ID.connectNeedsTLS), ("nc -C mail.example.net 465", .connectNeedsTLS),
    ("openssl s_client -connect mail.example.net:110", .connectTLSInClear),
    ("openssl s_client -starttls smtp -connect mail.example.net:110", .connectStartTLSProtocol),
    ("openssl s_client -starttls pop3 -connect mail.example.net:995", .connectNeedsTLS),
    ("telnet mail.example.net 23", .connectRefused), ("telnet mail.exmaple.net 110", .connectUnknownHost),
  ])
  func theWrongWay(_ line: String, _ id: Diagnosis.ID) throws {
    var peer = try peer()
    #expect(try connect(&peer, line) == [.failed(id)])
    #expect(peer.observe().position == nil)
  }

  /// Without `tls:` nobody offers it, and a session in clear is what it always was.
  @Test func refused() throws {
    var peer = try peer("")
    for line in [
      "openssl s_client -starttls pop3 -connect mail.example.net:110",
      "openssl s_client -starttls smtp -connect mail.example.net:25",
    ] {
      #expect(try connect(&peer, line).last == .failed(.connectStartTLSRefused))
      #expect(peer.observe().position == nil)
    }
    _ = peer.connect(to: Endpoint(host: "mail.example.net", port: 110))
    #expect(peer.observe().pop3?.offers.verbs.contains(.stls) == false)
  }

  @Test func bareLineFeeds() throws {
    var lenient = try peer()
    _ = try connect(&lenient, "nc mail.example.net 110")
    #expect(lenient.send(Array("CAPA\n".utf8)).count == 1)
    var strict = try peer("mode: strict")
    _ = try connect(&strict, "nc mail.example.net 110")
    #expect(strict.send(Array("CAPA\n".utf8)) == [.failed(.connectNeedsCRLF)])
  }

  @Test(arguments: [
    ("tls: {issuer: My CA, names: [mail.example.net, pop.example.net], until: 2027-01-01}", "2027-01-01", true),
    ("tls: {names: ['*.example.net']}", "2027-03-01", true), ("tls: {names: ['*.net']}", "2027-03-01", false),
    ("tls: {names: [smtp.163.com]}", "2027-03-01", false), ("tls: {until: 2026-02-28}", "2026-02-28", false),
  ])
  func certificates(_ tls: String, _ until: String, _ isVerified: Bool) throws {
    var peer = try peer(tls)
    let events = try connect(&peer, "openssl s_client -quiet -crlf -connect mail.example.net:995")
    guard case .secured(let report) = events[1] else {
      Issue.record("\(events)")
      return
    }
    #expect(report.validUntil == until)
    #expect(report.isVerified == isVerified)
    #expect(report.issuer == (tls.contains("My CA") ? "My CA" : "Example Lab CA"))
  }

  @Test(arguments: ["tls: {until: tomorrow}", "tls: {names: []}"]) func certificatesThatAreNone(_ tls: String) {
    #expect(throws: (any Error).self) { try peer(tls) }
  }
}
