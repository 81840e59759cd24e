import MailNetwork
import Testing

/// What one client does costs a bounded amount, and never the others.
@Suite struct LimitTests {
  @Test func connectionsInAll() async throws {
    let diary = EchoSession.Diary()
    try await withListener(limits: ListenerLimits(connections: 2), diary: diary) { listener, connections in
      let first = try await TestClient.connect(to: listener)
      let second = try await TestClient.connect(to: listener)
      _ = try await (first.hears("hello\n"), second.hears("hello\n"))
      let third = try await TestClient.connect(to: listener)
      #expect(try await third.hearsTheEnd() == "sorry: connections\n")
      // One goes, one may come.
      try await first.send("bye\n")
      _ = try await first.hearsTheEnd()
      try await until("the first has gone") { connections.count <= 1 }
      let fourth = try await TestClient.connect(to: listener)
      #expect(try await fourth.hears("hello\n") == "hello\n")
    }
    #expect(diary.endings.contains(.limit(.connections)))
  }

  @Test func connectionsPerAddress() async throws {
    try await withListener(limits: ListenerLimits(connectionsPerAddress: 1)) { listener, _ in
      let first = try await TestClient.connect(to: listener)
      _ = try await first.hears("hello\n")
      let second = try await TestClient.connect(to: listener)
      #expect(try await second.hearsTheEnd() == "sorry: connections-per-address\n")
    }
  }

  @Test func silence() async throws {
    try await withListener(limits: ListenerLimits(silence: .seconds(4))) { listener, _ in
      let client = try await TestClient.connect(to: listener, saying: "still here\n")
      #expect(try await client.hearsTheEnd() == "hello\nstill here\nsorry: silence\n")
    }
  }

  /// Octets that trickle in keep nobody here who has not said who it is.
  @Test func login() async throws {
    try await withListener(limits: ListenerLimits(silence: .seconds(60), login: .seconds(4))) { listener, _ in
      let friend = try await TestClient.connect(to: listener, saying: "me\n")
      let stranger = try await TestClient.connect(to: listener, trickling: "x")
      #expect(try await stranger.hearsTheEnd() == "hello\nsorry: login\n")
      try await friend.send("bye\n")
      #expect(try await friend.hearsTheEnd() == "hello\nwelcome\nbye\n")
    }
  }

  /// 200 MB are asked for and none is read: what waits in this process is a few writes, and others are served.
  @Test func aClientThatNeverReads() async throws {
    let diary = EchoSession.Diary()
    try await withListener(diary: diary) { listener, _ in
      let deaf = try await TestClient.connect(to: listener, reads: false)
      deaf.post(String(repeating: "flood\n", count: 200))
      let other = try await TestClient.connect(to: listener)
      var (before, turns) = (-1, 0)
      while diary.floods != before {
        before = diary.floods
        for _ in 0..<50 {
          turns += 1
          try await other.send("\(turns)\n")
          _ = try await other.hears("\(turns)\n")
        }
      }
      // The system's socket buffers took some floods; the rest was not even asked of the session.
      #expect(diary.floods < 100)
      try await deaf.startReading()
      try await until("all floods have come") { deaf.octets >= 6 + 200 * EchoSession.flood }
      #expect(deaf.octets == 6 + 200 * EchoSession.flood)
    }
  }

  @Test func aLineWithoutEnd() async throws {
    try await withListener { listener, _ in
      let client = try await TestClient.connect(to: listener)
      try await client.send(String(repeating: "x", count: 1 << 20))
      let other = try await TestClient.connect(to: listener)
      try await other.send("bye\n")
      #expect(try await other.hearsTheEnd() == "hello\nbye\n")
    }
  }

  @Test func fiveHundredAtOnce() async throws {
    try await withListener { listener, connections in
      try await withThrowingTaskGroup(of: String.self) { group in
        for number in 0..<500 {
          group.addTask {
            let client = try await TestClient.connect(to: listener)
            _ = try await client.hears("hello\n")
            try await client.send("\(number)\n")
            _ = try await client.hears("\(number)\n")
            try await client.send("bye\n")
            return try await client.hearsTheEnd()
          }
        }
        var all: Set<String> = []
        for try await said in group { all.insert(said) }
        #expect(all == Set((0..<500).map { "hello\n\($0)\nbye\n" }))
      }
      try await until("all have gone") { connections.count == 0 }
    }
  }
}
