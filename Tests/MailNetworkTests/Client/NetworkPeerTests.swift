import Foundation
import MailProtocol
import Testing

@testable import MailNetwork

/// A connection in clear, seen from the thread that blocks on it.
@Suite struct NetworkPeerTests {
  private static func endpoint(_ port: Int, _ speaking: MailProtocolName = .smtp) -> Endpoint {
    Endpoint(host: "127.0.0.1", port: port, speaking: speaking)
  }

  @Test func aSession() async throws {
    let (events, text, closings, later) = try await withServer(session: { EchoSession($0) }) { port in
      let learner = try Learner()
      let events = learner.note(learner.peer.connect(to: Self.endpoint(port)))
      _ = learner.hears("hello\n")
      learner.say("one\n")
      _ = learner.hears("one\n")
      learner.say("two\nbye\n")
      let text = learner.hearsTheEnd()
      let later = learner.peer.wait(milliseconds: 0) + learner.peer.send([0x0A]) + learner.peer.disconnect()
      return (events, text, learner.closings, later)
    }
    #expect(events == [.connected(.smtp)])
    #expect(text == "hello\none\ntwo\nbye\n")
    #expect(closings == 1)
    #expect(later == [.failed(.connectNotConnected)])
  }

  @Test func overIPv6() async throws {
    let events = try? await withServer(address: "::1", session: { EchoSession($0) }) { port in
      try NetworkPeer().connect(to: Endpoint(host: "::1", port: port, speaking: .pop3))
    }
    // A machine without IPv6 has no such listener.
    #expect(events == nil || events == [.connected(.pop3)])
  }

  /// The host has two addresses and the server one of them.
  @Test func byName() async throws {
    let events = try await withServer(session: { EchoSession($0) }) { port in
      try NetworkPeer(timeout: .seconds(60)).connect(to: Endpoint(host: "localhost", port: port, speaking: .pop3))
    }
    #expect(events == [.connected(.pop3)])
  }

  @Test func aPortThatNobodyListensOn() async throws {
    let port = try await withServer(session: { EchoSession($0) }) { $0 }
    let events = try await onThread { try NetworkPeer().connect(to: Self.endpoint(port, .pop3)) }
    #expect(events.map(\.failure) == ["network.refused"])
    guard case .failed(_, let values)? = events.first else { return }
    #expect((values["host"], values["port"], values["protocol"]) == ("127.0.0.1", "\(port)", "POP3"))
  }

  @Test func aNameThatDoesNotExist() async throws {
    let events = try await onThread {
      try NetworkPeer(timeout: .seconds(60)).connect(to: Endpoint(host: "mail.invalid", port: 25, speaking: .smtp))
    }
    #expect(events.map(\.failure) == ["network.no-name"])
  }

  @Test func aServerThatClosesAtOnce() async throws {
    let (text, closings, more) = try await withServer(
      session: { _ in ScriptedSession.greeting("421 busy\r\n", closes: true) }
    ) { port in
      let learner = try Learner()
      learner.note(learner.peer.connect(to: Self.endpoint(port)))
      let text = learner.hearsTheEnd()
      return (text, learner.closings, learner.peer.wait(milliseconds: 0))
    }
    #expect(text == "421 busy\r\n")
    #expect(closings == 1)
    #expect(more.isEmpty)
  }

  @Test func hangingUp() async throws {
    let diary = EchoSession.Diary()
    let events = try await withServer(session: { EchoSession($0, diary) }) { port in
      let learner = try Learner()
      learner.note(learner.peer.connect(to: Self.endpoint(port)))
      _ = learner.hears("hello\n")
      let events = [learner.peer.disconnect(), learner.peer.disconnect(), learner.peer.wait(milliseconds: 0)]
      untilOnThread("the server has heard of it") { !diary.endings.isEmpty }
      return events
    }
    #expect(events == [[.closed], [], []])
    #expect(diary.endings == [.hungUp])
  }

  /// A second connection hears nothing of the first one.
  @Test func again() async throws {
    let text = try await withServer(session: { EchoSession($0) }) { port in
      let learner = try Learner()
      for _ in 0..<3 {
        learner.note(learner.peer.connect(to: Self.endpoint(port)))
        learner.say("flood\n")
      }
      let events = learner.peer.disconnect()
      let fresh = Learner(learner.peer)
      fresh.note(fresh.peer.connect(to: Self.endpoint(port)))
      _ = fresh.hears("hello\n")
      return "\(events) \(fresh.text)"
    }
    #expect(text.hasSuffix("] hello\n"))
  }

  /// Ten million octets without a line end, and nobody takes them: reading stops. Taken, every one of them arrives, in
  /// pieces that have a bound.
  @Test func tenMegabytesWithoutALineEnd() async throws {
    let whole = 10 * EchoSession.flood + 6
    let (kept, taken, largest) = try await withServer(session: { EchoSession($0) }) { port in
      let learner = try Learner()
      learner.note(learner.peer.connect(to: Self.endpoint(port)))
      for _ in 0..<10 { learner.say("flood\n") }
      untilOnThread("reading has a reason to stop") { learner.peer.unread > InboundBuffer.most }
      // Others go on meanwhile; when nothing more comes, reading has stopped.
      let other = try Learner()
      other.note(other.peer.connect(to: Self.endpoint(port)))
      var (kept, turns) = (-1, 0)
      while learner.peer.unread != kept {
        kept = learner.peer.unread
        for _ in 0..<50 {
          turns += 1
          other.say("\(turns)\n")
          _ = other.hears("\(turns)\n")
        }
      }
      var largest = 0
      var waits = 0
      while learner.octets < whole, waits < 60 {
        let events = learner.note(learner.peer.wait(milliseconds: 1000))
        if events.isEmpty { waits += 1 }
        for case .received(let piece) in events { largest = max(largest, piece.count) }
      }
      return (kept, learner.octets, largest)
    }
    #expect(kept <= 1 << 20)
    #expect(taken == whole)
    #expect(largest <= 64 << 10)
  }

  /// A letter that is larger than all the buffers on the way.
  @Test func muchToSend() async throws {
    let diary = EchoSession.Diary()
    let text = try await withServer(session: { EchoSession($0, diary) }) { port in
      let learner = try Learner()
      learner.note(learner.peer.connect(to: Self.endpoint(port)))
      learner.say(String(repeating: String(repeating: "x", count: 999) + "\n", count: 8000))
      learner.say("bye\n")
      return learner.hearsTheEnd()
    }
    #expect(diary.received == 8_000_004)
    #expect(text.utf8.count == 8_000_010)
  }

  @Test func aServerThatTakesNothingIsHungUpOn() async throws {
    // It floods and waits until that is read; nobody here reads while sending.
    let (closings, later) = try await withServer(session: { EchoSession($0) }) { port in
      let learner = try Learner(timeout: .seconds(3))
      learner.note(learner.peer.connect(to: Self.endpoint(port)))
      for _ in 0..<20 { learner.say("flood\n") }
      learner.note(learner.peer.send([UInt8](repeating: 0x78, count: 64 << 20)))
      return (learner.closings, learner.peer.send([0x0A]))
    }
    #expect(closings == 1)
    #expect(later == [.failed(.connectNotConnected)])
  }
}
