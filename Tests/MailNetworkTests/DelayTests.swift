import MailNetwork
import NIOConcurrencyHelpers
import NIOPosix
import Testing

/// An answer that waits for its time.
@Suite struct DelayTests {
  /// What is left of a session, seen from outside it.
  private final class Witness: Sendable {
    /// Lives as long as its session does.
    final class Life: Sendable {
      let witness: Witness
      init(_ witness: Witness) { self.witness = witness }
      deinit { witness.isGone.withLockedValue { $0 = true } }
    }

    let hasBegun = NIOLockedValueBox(false)
    let endings = NIOLockedValueBox<[ConnectionEnding]>([])
    let isGone = NIOLockedValueBox(false)

    var ended: [ConnectionEnding] { endings.withLockedValue { $0 } }
  }

  /// Answers each line after an hour.
  private struct SlowSession: OctetSession {
    let life: Witness.Life

    var framing: InputFraming { .lines }
    var knowsCaller: Bool { true }
    mutating func open() -> OctetAnswer { OctetAnswer(writes: [.octets(Array("hello\n".utf8))]) }
    mutating func receive(_ octets: [UInt8]) -> OctetAnswer {
      life.witness.hasBegun.withLockedValue { $0 = true }
      return OctetAnswer(writes: [.octets(octets)], delay: .seconds(3600))
    }
    mutating func tlsStarted() {}
    mutating func farewell(_ limit: ReachedLimit) -> [UInt8] { Array("sorry: \(limit.rawValue)\n".utf8) }
    mutating func end(_ ending: ConnectionEnding) { life.witness.endings.withLockedValue { $0.append(ending) } }
  }

  private func withSlowServer(
    _ witness: Witness, limits: ListenerLimits = ListenerLimits(),
    _ body: (TestClient, OpenConnections) async throws -> Void
  ) async throws {
    let connections = OpenConnections(limits: limits)
    let listener = try await OctetListener.start(
      port: 0, on: MultiThreadedEventLoopGroup.singleton, connections: connections
    ) { _ in SlowSession(life: Witness.Life(witness)) }
    let client = try await TestClient.connect(to: listener, saying: "please\n")
    try await until("the delay begins") { witness.hasBegun.withLockedValue(\.self) }
    try await body(client, connections)
    try await until("the session is freed") { witness.isGone.withLockedValue(\.self) }
    try await listener.stop()
  }

  @Test func aConnectionThatGoesAwayEndsItsSession() async throws {
    let witness = Witness()
    try await withSlowServer(witness) { client, _ in try await client.reset() }
    #expect(witness.ended.count == 1)
  }

  @Test func aServerThatStops() async throws {
    let witness = Witness()
    try await withSlowServer(witness) { client, connections in
      await connections.endAll()
      let said = try await client.hearsTheEnd()
      #expect(said == "hello\nsorry: shutdown\n")
    }
    #expect(witness.ended == [.limit(.shutdown)])
  }

  @Test func aDelayIsSilence() async throws {
    let witness = Witness()
    try await withSlowServer(witness, limits: ListenerLimits(silence: .seconds(1))) { client, _ in
      let said = try await client.hearsTheEnd()
      #expect(said == "hello\nsorry: silence\n")
    }
    #expect(witness.ended == [.limit(.silence)])
  }
}
