import MailNetwork
import NIOConcurrencyHelpers
import NIOCore
import NIOPosix
import Testing

/// Answers that are made while they are sent.
@Suite struct SourceTests {
  /// Pieces of one letter, and how many of them anybody asked for.
  private struct Alphabet: OctetSource {
    static let piece = 64 << 10
    let asked: NIOLockedValueBox<Int>
    var left: Int

    mutating func next() -> [UInt8]? {
      guard left > 0 else { return nil }
      left -= 1
      asked.withLockedValue { $0 += 1 }
      return [UInt8](repeating: UInt8(ascii: "a") + UInt8(left % 26), count: Self.piece)
    }
  }

  /// `PIECES` is answered with so many of them between two lines.
  private struct SourceSession: OctetSession {
    let asked: NIOLockedValueBox<Int>

    var framing: InputFraming { .lines }
    var knowsCaller: Bool { true }
    mutating func open() -> OctetAnswer { OctetAnswer() }
    mutating func receive(_ octets: [UInt8]) -> OctetAnswer {
      guard let count = Int(String(decoding: octets.dropLast(), as: UTF8.self)) else {
        return OctetAnswer(writes: [.octets(octets)])
      }
      return OctetAnswer(writes: [
        .octets(Array("begin\n".utf8)), .source(Alphabet(asked: asked, left: count)), .octets([]),
        .octets(Array("end\n".utf8)),
      ])
    }
    mutating func tlsStarted() {}
    mutating func farewell(_ limit: ReachedLimit) -> [UInt8] { [] }
    mutating func end(_ ending: ConnectionEnding) {}
  }

  private func withSources(
    on group: any EventLoopGroup = MultiThreadedEventLoopGroup.singleton,
    _ body: (OctetListener, NIOLockedValueBox<Int>) async throws -> Void
  ) async throws {
    let asked = NIOLockedValueBox(0)
    let connections = OpenConnections()
    let listener = try await OctetListener.start(
      port: 0, on: group, connections: connections
    ) { _ in SourceSession(asked: asked) }
    try await body(listener, asked)
    try await listener.stop()
    await connections.endAll()
  }

  @Test(arguments: [0, 1, 3]) func aSourceKeepsItsPlace(_ pieces: Int) async throws {
    try await withSources { listener, _ in
      let client = try await TestClient.connect(to: listener)
      try await client.send("before\n\(pieces)\nafter\n")
      let said = try await client.hears("after\n")
      let letters = (0..<pieces).reversed().map {
        String(repeating: String(UnicodeScalar(UInt8(ascii: "a") + UInt8($0))), count: Alphabet.piece)
      }
      #expect(said == "before\nbegin\n\(letters.joined())end\nafter\n")
    }
  }

  /// 100 MB are promised and none is read: only what the system's buffers took is made. Read, all of it is.
  @Test func whatNobodyReadsIsNotMade() async throws {
    let pieces = 1600
    try await withSources { listener, asked in
      let client = try await TestClient.connect(to: listener, reads: false)
      client.post("\(pieces)\n")
      let other = try await TestClient.connect(to: listener)
      var (before, turns) = (-1, 0)
      while asked.withLockedValue({ $0 }) != before {
        before = asked.withLockedValue { $0 }
        for _ in 0..<50 {
          turns += 1
          try await other.send("turn \(turns)\n")
          _ = try await other.hears("turn \(turns)\n")
        }
      }
      #expect(before < pieces / 4)
      try await client.startReading()
      try await until("all of it has come") { client.octets == 10 + pieces * Alphabet.piece }
    }
  }

  /// One client reads an answer without an end as fast as it comes; another one, on the same event loop, is served.
  @Test func aGreedyClientLeavesOthersTheirTurn() async throws {
    let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    try await withSources(on: group) { listener, asked in
      let other = try await TestClient.connect(to: listener)
      let greedy = try await TestClient.connect(to: listener, keeps: false)
      try await greedy.send("\(Int.max)\n")
      try await until("the answer has begun") { greedy.octets > 1 << 20 }
      for turn in 0..<20 {
        try await other.send("turn \(turn)\n")
        _ = try await other.hears("turn \(turn)\n")
      }
      try await greedy.hangUp()
    }
    try await group.shutdownGracefully()
  }
}
