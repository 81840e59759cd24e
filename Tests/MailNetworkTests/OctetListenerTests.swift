import MailNetwork
import NIOCore
import NIOPosix
import Testing

/// A listener carries octets and hang-ups, whoever the session is.
@Suite struct OctetListenerTests {
  @Test func greetsAnswersAndHangsUp() async throws {
    let diary = EchoSession.Diary()
    try await withListener(diary: diary) { listener, _ in
      let client = try await TestClient.connect(to: listener)
      try await client.send("one\n")
      #expect(try await client.hears("one\n") == "hello\none\n")
      try await client.send("bye\n")
      #expect(try await client.hearsTheEnd() == "hello\none\nbye\n")
    }
    #expect(diary.endings == [.finished])
  }

  @Test func bindsLoopbackUnlessTold() async throws {
    try await withListener { listener, _ in
      let other = try? await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
        .connectTimeout(.seconds(1)).connect(host: "127.0.0.2", port: listener.port).get()
      #expect(other == nil)
    }
  }

  /// Commands that come together are answered in order; what follows the last one is not heard any more.
  @Test func pipelining() async throws {
    try await withListener { listener, _ in
      let client = try await TestClient.connect(to: listener)
      try await client.send("a\nb\nbye\nnever\n")
      #expect(try await client.hearsTheEnd() == "hello\na\nb\nbye\n")
    }
  }

  @Test func octetByOctet() async throws {
    let diary = EchoSession.Diary()
    try await withListener(diary: diary) { listener, _ in
      let client = try await TestClient.connect(to: listener)
      for (sent, octet) in "cut\nto pieces\n".enumerated() {
        try await client.send(String(octet))
        try await until("the octet has come") { diary.received > sent }
      }
      #expect(try await client.hears("pieces\n") == "hello\ncut\nto pieces\n")
    }
  }

  /// As `printf 'a\nb\n' | nc -N` does.
  @Test func inputThatEndsIsStillAnswered() async throws {
    let diary = EchoSession.Diary()
    try await withListener(diary: diary) { listener, _ in
      let client = try await TestClient.connect(to: listener)
      try await client.send("a\nflood\nb\n")
      try await client.endInput()
      let said = try await client.hearsTheEnd()
      #expect(said.hasPrefix("hello\na\nxxx"))
      #expect(said.hasSuffix("xxxb\n"))
      #expect(said.utf8.count == 10 + EchoSession.flood)
    }
    #expect(diary.endings == [.hungUp])
  }

  @Test func aDelayedAnswerKeepsItsPlace() async throws {
    try await withListener { listener, _ in
      let client = try await TestClient.connect(to: listener)
      let start = ContinuousClock.now
      try await client.send("slowly\nthen\n")
      #expect(try await client.hears("then\n") == "hello\nat last\nthen\n")
      #expect(ContinuousClock.now - start >= .milliseconds(300))
    }
  }

  @Test func stopSaysGoodbyeToAll() async throws {
    let diary = EchoSession.Diary()
    try await withListener(diary: diary) { listener, connections in
      let polite = try await TestClient.connect(to: listener)
      let deaf = try await TestClient.connect(to: listener, reads: false)
      _ = try await polite.hears("hello\n")
      try await deaf.send(String(repeating: "flood\n", count: 50))
      // To a client the system's queue looks like a connection; the listener has to have taken it out.
      try await until("both are taken out") { connections.count == 2 }
      try await listener.stop()
      await connections.endAll()
      #expect(connections.count == 0)
      #expect(try await polite.hearsTheEnd() == "hello\nsorry: shutdown\n")
    }
    #expect(diary.endings == [.limit(.shutdown), .limit(.shutdown)])
  }
}

/// A listener for the length of a test.
func withListener(
  limits: ListenerLimits = ListenerLimits(), security: OctetListener.Security = .plain(upgrade: nil),
  diary: EchoSession.Diary = .init(), _ body: (OctetListener, OpenConnections) async throws -> Void
) async throws {
  let connections = OpenConnections(limits: limits)
  let listener = try await OctetListener.start(
    port: 0, on: MultiThreadedEventLoopGroup.singleton, security: security, connections: connections
  ) { EchoSession($0, diary) }
  try await body(listener, connections)
  try? await listener.stop()
  await connections.endAll()
}
