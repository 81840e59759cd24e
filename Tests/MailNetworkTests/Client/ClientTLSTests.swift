import Foundation
import MailProtocol
import Testing

@testable import MailNetwork

/// TLS from the client's side: whom it believes, and what it says when it does not.
@Suite struct ClientTLSTests {
  /// A certificate in files, as `--ca` and a server are given it.
  private struct Certificate {
    let tls: ServerTLS
    let authority: String

    init(_ names: [String] = ["localhost", "127.0.0.1", "::1"], now: Date = Date(), in folder: Folder) throws {
      let made = try SelfSignedCertificate(names: names, now: now)
      authority = try folder.write(made.certificate.serializeAsPEM().pemString, "authority.pem")
      tls = try ServerTLS(certificate: authority, key: folder.write(made.key.pemRepresentation, "key.pem"))
    }
  }

  private final class Folder {
    private let url = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)

    init() throws { try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true) }
    deinit { try? FileManager.default.removeItem(at: url) }

    func write(_ pem: String, _ name: String) throws -> String {
      let path = url.appendingPathComponent(name).path
      try pem.write(toFile: path, atomically: true, encoding: .utf8)
      return path
    }
  }

  private func connect(
    _ certificate: Certificate, _ trust: Trust, to host: String = "127.0.0.1"
  ) async throws -> [PeerEvent] {
    try await withServer(security: .tls(certificate.tls), session: { EchoSession($0) }) { port in
      try NetworkPeer(trust: trust, timeout: .seconds(60))
        .connect(to: Endpoint(host: host, port: port, tls: true, speaking: .pop3))
    }
  }

  @Test(arguments: ["127.0.0.1", "localhost"]) func givenAuthority(_ host: String) async throws {
    let folder = try Folder()
    let certificate = try Certificate(in: folder)
    let events = try await connect(certificate, .file(certificate.authority), to: host)
    #expect(events.count == 2 && events.first == .connected(.pop3))
    let report = try #require(events.last?.report)
    #expect(report.isVerified && report.version == "TLSv1.3")
    #expect(report.names == ["localhost", "127.0.0.1", "::1"])
    #expect(report.issuer == "localhost")
    let days =
      try #require(try? Date(report.validUntil + "T00:00:00Z", strategy: .iso8601)).timeIntervalSinceNow / 86_400
    #expect((363...366).contains(days))
  }

  @Test func nobodyVouchesForIt() async throws {
    let folder = try Folder()
    let events = try await connect(Certificate(in: folder), .system)
    #expect(events.map(\.failure) == ["network.certificate-untrusted"])
    #expect(events.first?.reason == "localhost")
  }

  /// Another authority than the one that was given, though it calls itself the same.
  @Test func anotherAuthority() async throws {
    let (folder, other) = (try Folder(), try Folder())
    let events = try await connect(Certificate(in: folder), .file(Certificate(in: other).authority))
    #expect(events.map(\.failure) == ["network.certificate-untrusted"])
  }

  @Test(arguments: ["127.0.0.1", "localhost"]) func anotherName(_ host: String) async throws {
    let folder = try Folder()
    let certificate = try Certificate(["mail.example.net", "192.0.2.1"], in: folder)
    let events = try await connect(certificate, .file(certificate.authority), to: host)
    #expect(events.map(\.failure) == ["network.certificate-name"])
    #expect(events.first?.reason == "mail.example.net, 192.0.2.1")
  }

  @Test(arguments: [-800.0, 800]) func notToday(_ days: Double) async throws {
    let folder = try Folder()
    let certificate = try Certificate(now: Date() + days * 86_400, in: folder)
    let events = try await connect(certificate, .file(certificate.authority))
    #expect(events.map(\.failure) == ["network.certificate-expired"])
    #expect(events.first?.reason?.wholeMatch(of: /\d{4}-\d\d-\d\d - \d{4}-\d\d-\d\d/) != nil)
  }

  @Test func unverified() async throws {
    let folder = try Folder()
    let certificate = try Certificate(["mail.example.net"], now: Date() - 800 * 86_400, in: folder)
    let events = try await connect(certificate, .insecure)
    #expect(events.last?.report?.isVerified == false)
    #expect(events.last?.report?.names == ["mail.example.net"])
  }

  @Test(arguments: [("/nowhere/ca.pem", nil), ("ca.pem", "no certificate")]) func aFileThatHoldsNone(
    _ path: String, _ content: String?
  ) throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = content == nil ? path : folder.appendingPathComponent(path).path
    try content?.write(toFile: file, atomically: true, encoding: .utf8)
    let error = try #require(throws: NetworkPeer.Unusable.self) { try NetworkPeer(trust: .file(file)) }
    #expect(error.description.hasPrefix("the certificate \(file) cannot be read"))
  }

  // MARK: In the middle

  @Test func inTheMiddle() async throws {
    let folder = try Folder()
    let certificate = try Certificate(in: folder)
    let trust = Trust.file(certificate.authority)
    let (events, text, again) = try await withServer(
      security: .plain(upgrade: certificate.tls), session: { EchoSession($0) }
    ) { port in
      let learner = try Learner(trust: trust)
      learner.note(learner.peer.connect(to: Endpoint(host: "localhost", port: port, speaking: .smtp)))
      learner.say("secret\n")
      _ = learner.hears("ahead\n")
      let events = learner.note(learner.peer.startTLS())
      let again = learner.peer.startTLS()
      learner.say("flood\nbye\n")
      return (events, learner.hearsTheEnd(), again)
    }
    #expect(events.count == 1 && events.first?.report?.isVerified == true)
    #expect(again.isEmpty)
    #expect(text.hasPrefix("hello\ngo ahead\nxxx") && text.hasSuffix("xbye\n"))
    #expect(text.utf8.count == 15 + EchoSession.flood + 4)
  }

  /// Somebody in between adds a reply to the server's last plaintext: it must not be taken for one that came in TLS.
  /// RFC 3207 §6.
  @Test func plaintextBeforeTLSIsThrownAway() async throws {
    let folder = try Folder()
    let tls = try Certificate(in: folder).tls
    let said = "220 go ahead\r\n250 injected\r\n"
    let (early, late) = try await withServer(
      security: .plain(upgrade: tls),
      session: { _ in ScriptedSession(answer: OctetAnswer(writes: [.octets(Array(said.utf8))], then: .startTLS)) }
    ) { port in
      let learner = try Learner(trust: .insecure)
      learner.note(learner.peer.connect(to: Endpoint(host: "localhost", port: port, speaking: .smtp)))
      learner.say("STARTTLS\r\n")
      untilOnThread("all that was said has come") { learner.octets + learner.peer.unread == said.utf8.count }
      let early = learner.text
      learner.note(learner.peer.startTLS())
      learner.say("EHLO x\r\n")
      return (early, learner.hears("in secret\n").dropFirst(early.count))
    }
    #expect(said.hasPrefix(early))
    #expect(late == "in secret\n")
  }

  @Test func nobodyVouchesForItInTheMiddle() async throws {
    let folder = try Folder()
    let tls = try Certificate(in: folder).tls
    let (events, later) = try await withServer(security: .plain(upgrade: tls), session: { EchoSession($0) }) { port in
      let learner = try Learner()
      learner.note(learner.peer.connect(to: Endpoint(host: "localhost", port: port, speaking: .smtp)))
      learner.say("secret\n")
      _ = learner.hears("ahead\n")
      let events = learner.peer.startTLS()
      return (events, learner.peer.wait(milliseconds: 0) + learner.peer.disconnect())
    }
    #expect(events.map(\.failure) == ["network.certificate-untrusted", nil])
    #expect(events.last == .closed)
    #expect(later.isEmpty)
  }

  // MARK: Where there is none, and where it was not expected

  @Test(arguments: [
    (MailProtocolName.smtp, "220 mail.example.net ESMTP\r\n", "network.no-tls"),
    (.pop3, "+OK ready\r\n", "network.no-tls"), (.pop3, "what is this\r\n", "network.no-tls"),
    (.smtp, "HTTP/1.1 400 Bad Request\r\n\r\n", "network.web-server"),
    (.pop3, "220 mail.example.net ESMTP\r\n", "network.other-service"),
    (.pop3, "* OK IMAP4rev1\r\n", "network.other-service"),
  ])
  func spokenToAPlainPort(_ speaking: MailProtocolName, _ greeting: String, _ expected: String) async throws {
    let events = try await withServer(session: { _ in ScriptedSession.greeting(greeting) }) { port in
      try NetworkPeer().connect(to: Endpoint(host: "127.0.0.1", port: port, tls: true, speaking: speaking))
    }
    #expect(events.map(\.failure) == [expected])
  }

  @Test func aServerThatClosesInTheHandshake() async throws {
    let events = try await withServer(session: { _ in ScriptedSession.greeting("", closes: true) }) { port in
      try NetworkPeer().connect(to: Endpoint(host: "127.0.0.1", port: port, tls: true, speaking: .pop3))
    }
    #expect(events.map(\.failure) == ["network.lost"])
    guard case .failed(_, let values)? = events.first else { return }
    #expect(values["host"] == "127.0.0.1")
  }

  @Test func clearToATLSPort() async throws {
    let folder = try Folder()
    let tls = try Certificate(in: folder).tls
    let (octets, closings) = try await withServer(security: .tls(tls), session: { EchoSession($0) }) { port in
      let peer = try NetworkPeer()
      _ = peer.connect(to: Endpoint(host: "127.0.0.1", port: port, speaking: .smtp))
      var events = peer.send(Array("EHLO client.example\r\n".utf8))
      for _ in 0..<60 where events.last != .closed { events += peer.wait(milliseconds: 1000) }
      var octets: [UInt8] = []
      for case .received(let piece) in events { octets += piece }
      return (octets, events.count { $0 == .closed })
    }
    #expect(closings == 1)
    let guess = GreetingGuess.diagnose(octets, from: Endpoint(host: "h", port: 465), expecting: .smtp)
    #expect(guess?.id == .networkTLSNeeded)
  }
}
