import Foundation
import MailNetwork
import Testing

/// TLS from the first octet and in the middle, with a certificate that was made on the spot.
@Suite struct TLSTests {
  private let tls: ServerTLS

  init() throws { tls = try ServerTLS(selfSignedFor: ["localhost", "127.0.0.1", "::1"], now: Date()) }

  @Test func fromTheFirstOctet() async throws {
    try await withListener(security: .tls(tls)) { listener, _ in
      let client = try await TestClient.connect(to: listener, tls: true)
      try await client.send("flood\nbye\n")
      let said = try await client.hearsTheEnd()
      #expect(said.hasPrefix("hello, in secret\nxxx"))
      #expect(said.utf8.count == 17 + EchoSession.flood + 4)
    }
  }

  @Test func inTheMiddle() async throws {
    try await withListener(security: .plain(upgrade: tls)) { listener, _ in
      let client = try await TestClient.connect(to: listener)
      try await client.send("secret\n")
      #expect(try await client.hears("ahead\n") == "hello\ngo ahead\n")
      try await client.startTLS()
      try await client.send("one\nbye\n")
      #expect(try await client.hearsTheEnd() == "hello\ngo ahead\nsecretly one\nbye\n")
    }
  }

  /// Somebody in between adds a command to the last plaintext segment: it must never be performed inside TLS.
  /// CVE-2011-0411, RFC 3207 §6.
  @Test func plaintextBeforeTLSIsThrownAway() async throws {
    let diary = EchoSession.Diary()
    try await withListener(security: .plain(upgrade: tls), diary: diary) { listener, _ in
      let client = try await TestClient.connect(to: listener)
      try await client.send("secret\ninjected\nand more")
      #expect(try await client.hears("ahead\n") == "hello\ngo ahead\n")
      try await client.startTLS()
      try await client.send("mine\n")
      #expect(try await client.hears("mine\n") == "hello\ngo ahead\nsecretly mine\n")
    }
    #expect(diary.received == "secret\nmine\n".utf8.count)
  }

  /// Nobody may stay by never shaking hands.
  @Test func oneTooManyIsClosedBeforeTheHandshake() async throws {
    let diary = EchoSession.Diary()
    try await withListener(limits: ListenerLimits(connections: 1), security: .tls(tls), diary: diary) { listener, _ in
      let first = try await TestClient.connect(to: listener, tls: true)
      _ = try await first.hears("secret\n")
      let second = try await TestClient.connect(to: listener)
      #expect(try await second.hearsTheEnd() == "")
    }
    #expect(diary.endings.first == .limit(.connections))
  }

  @Test func noHandshakeIsAFailureThatIsNamed() async throws {
    let diary = EchoSession.Diary()
    try await withListener(security: .tls(tls), diary: diary) { listener, _ in
      let client = try await TestClient.connect(to: listener)
      try await client.send("EHLO plaintext.example\r\n")
      _ = try await client.hearsTheEnd()
    }
    guard case .failed = diary.endings.first else {
      Issue.record("ended as \(diary.endings)")
      return
    }
  }

  @Test(arguments: [("/nowhere/cert.pem", "the certificate /nowhere/cert.pem cannot be read")])
  func whyACertificateCannotBeUsed(path: String, reason: String) {
    do {
      _ = try ServerTLS(certificate: path, key: path)
      Issue.record("a certificate out of nothing")
    } catch {
      #expect(error.description.hasPrefix(reason))
    }
  }
}
