import Foundation
import MailProtocol
import NIOConcurrencyHelpers
import NIOCore
import NIOPosix
import Testing

@testable import MailNetwork

/// Waiting, and what ends it.
@Suite struct WaitingTests {
  /// It meets the thread before, in or after the call to the system: it is never lost.
  @Test func interruption() async throws {
    let (events, interruptions) = try await withServer(session: { _ in ScriptedSession() }) { port in
      let peer = try NetworkPeer()
      _ = peer.connect(to: Endpoint(host: "127.0.0.1", port: port, speaking: .pop3))
      var events: [PeerEvent] = []
      var interruptions: [NetworkPeer.Interruption?] = []
      for _ in 0..<200 {
        Thread.detachNewThread { peer.interrupt() }
        events += peer.wait(milliseconds: 600_000)
        interruptions.append(peer.takeInterruption())
      }
      events += peer.wait(milliseconds: 1)
      return (events, interruptions + [peer.takeInterruption()])
    }
    #expect(events.isEmpty)
    #expect(interruptions == Array(repeating: .waiting, count: 200) + [nil])
  }

  /// The queue of the port is full, so that the system answers nothing; somebody interrupts until it is noticed.
  @Test func interruptedWhileConnecting() async throws {
    let group = MultiThreadedEventLoopGroup.singleton
    let listener = try await ServerBootstrap(group: group)
      .serverChannelOption(.backlog, value: 1).serverChannelOption(.autoRead, value: false)
      .bind(host: "127.0.0.1", port: 0).get()
    let port = try #require(listener.localAddress?.port)
    var queued: [any Channel] = []
    for _ in 0..<2 {
      queued.append(try await ClientBootstrap(group: group).connect(host: "127.0.0.1", port: port).get())
    }
    let (events, interruption, later) = try await onThread {
      let peer = try NetworkPeer(timeout: .seconds(300))
      let isOver = NIOLockedValueBox(false)
      Thread.detachNewThread {
        while !isOver.withLockedValue(\.self) {
          peer.interrupt()
          Thread.sleep(forTimeInterval: 0.001)
        }
      }
      let events = peer.connect(to: Endpoint(host: "127.0.0.1", port: port, speaking: .pop3))
      isOver.withLockedValue { $0 = true }
      return (events, peer.takeInterruption(), peer.wait(milliseconds: 0))
    }
    #expect(events.isEmpty && later.isEmpty)
    #expect(interruption == .connecting)
    for channel in queued + [listener] { try await channel.close().get() }
  }

  /// The server accepts and never shakes hands.
  @Test func interruptedInTheFirstHandshake() async throws {
    let peer = try NetworkPeer(timeout: .seconds(300))
    let (events, later) = try await withServer(
      session: { _ in
        peer.interrupt()
        return ScriptedSession()
      }
    ) { port in
      let events = peer.connect(to: Endpoint(host: "127.0.0.1", port: port, tls: true, speaking: .pop3))
      return (events, peer.wait(milliseconds: 0))
    }
    #expect(events.isEmpty && later.isEmpty)
    #expect(peer.takeInterruption() == .connecting)
    #expect(peer.takeInterruption() == nil)
  }

  /// The server stays in clear. The interruption comes before the handshake or in it.
  @Test(arguments: [true, false]) func interruptedInALaterHandshake(_ isEarly: Bool) async throws {
    let (events, interruption, later) = try await withServer(session: { _ in ScriptedSession() }) { port in
      let peer = try NetworkPeer(timeout: .seconds(300))
      _ = peer.connect(to: Endpoint(host: "127.0.0.1", port: port, speaking: .pop3))
      if isEarly { peer.interrupt() } else { Thread.detachNewThread { peer.interrupt() } }
      let events = peer.startTLS()
      return (events, peer.takeInterruption(), peer.wait(milliseconds: 0) + peer.disconnect())
    }
    #expect(events.isEmpty && later.isEmpty)
    #expect(interruption == .connecting)
  }

  /// Ctrl-C threw away a line that was being typed; what is typed next is sent all the same.
  @Test func anInterruptionThatMetNobody() async throws {
    let (text, interruption) = try await withServer(session: { EchoSession($0) }) { port in
      let learner = try Learner()
      learner.peer.interrupt()
      learner.note(learner.peer.connect(to: Endpoint(host: "127.0.0.1", port: port, speaking: .pop3)))
      for _ in 0..<50 {
        learner.peer.interrupt()
        learner.say("one\n")
      }
      learner.say("bye\n")
      return (learner.hearsTheEnd(), learner.peer.takeInterruption())
    }
    #expect(text == "hello\n" + String(repeating: "one\n", count: 50) + "bye\n")
    // Whoever waits for the reply is told, until somebody forgets it.
    #expect(interruption == .waiting)
  }

  /// It comes while a line is on its way into the system: the line is sent, and the connection stays.
  @Test func interruptedWhileSending() async throws {
    let (text, closings) = try await withServer(session: { EchoSession($0) }) { port in
      let learner = try Learner()
      learner.note(learner.peer.connect(to: Endpoint(host: "127.0.0.1", port: port, speaking: .pop3)))
      _ = learner.hears("hello\n")
      for turn in 0..<200 {
        Thread.detachNewThread { [peer = learner.peer] in peer.interrupt() }
        learner.say("\(turn)\n")
        _ = learner.hears("\(turn)\n")
      }
      let closings = learner.closings
      learner.say("bye\n")
      return (learner.hearsTheEnd(), closings)
    }
    #expect(closings == 0)
    #expect(text == "hello\n" + (0..<200).map { "\($0)\n" }.joined() + "bye\n")
  }

  /// What has come is still announced after interruptions are forgotten.
  @Test func forgettingInterruptions() async throws {
    let (isReady, text, interruption) = try await withServer(session: { EchoSession($0) }) { port in
      let learner = try Learner()
      learner.note(learner.peer.connect(to: Endpoint(host: "127.0.0.1", port: port, speaking: .pop3)))
      _ = learner.isReady(within: 60_000)
      learner.peer.interrupt()
      learner.peer.forgetInterruptions()
      return (learner.isReady(within: 0), learner.hears("hello\n"), learner.peer.takeInterruption())
    }
    #expect(isReady && text == "hello\n" && interruption == nil)
  }

  @Test func silence() async throws {
    let (events, isReady) = try await withServer(session: { _ in ScriptedSession() }) { port in
      let learner = try Learner()
      _ = learner.peer.connect(to: Endpoint(host: "127.0.0.1", port: port, speaking: .pop3))
      return (learner.peer.wait(milliseconds: 20), learner.isReady(within: 0))
    }
    #expect(events.isEmpty)
    #expect(!isReady)
  }

  /// A line editor polls keys and this. It readiness until somebody has taken what came, and not after that.
  @Test func readiness() async throws {
    let readiness = try await withServer(session: { EchoSession($0) }) { port in
      let learner = try Learner()
      learner.note(learner.peer.connect(to: Endpoint(host: "127.0.0.1", port: port, speaking: .pop3)))
      var readiness = [learner.isReady(within: 60_000), learner.isReady(within: 0)]
      _ = learner.hears("hello\n")
      readiness.append(learner.isReady(within: 0))
      learner.say("bye\n")
      if learner.closings == 0 { readiness.append(learner.isReady(within: 60_000)) }
      _ = learner.hearsTheEnd()
      readiness.append(learner.isReady(within: 0))
      return readiness
    }
    #expect(readiness.first == true && readiness[1])
    #expect(!readiness[2])
    #expect(readiness.last == false)
  }

  @Test func aHandshakeThatNeverComes() async throws {
    let events = try await withServer(session: { _ in ScriptedSession() }) { port in
      try NetworkPeer(timeout: .milliseconds(300))
        .connect(to: Endpoint(host: "127.0.0.1", port: port, tls: true, speaking: .pop3))
    }
    #expect(events.map(\.failure) == ["network.timeout"])
  }
}
