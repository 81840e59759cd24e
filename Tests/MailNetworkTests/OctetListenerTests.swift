import Foundation
import MailNetwork
import NIOCore
import NIOPosix
import Testing

/// A listener carries octets and hang-ups, whoever the session is.
@Suite struct OctetListenerTests {
  /// Says hello, answers each piece with its length, and leaves after `bye`.
  struct Counter: OctetListener.Session {
    let ended: @Sendable () -> Void

    mutating func open() -> OctetListener.Answer { .init(writes: [Array("hello\n".utf8)], closes: false) }

    mutating func receive(_ octets: [UInt8]) -> OctetListener.Answer {
      let leaves = octets.starts(with: "bye".utf8)
      return .init(writes: [Array("\(octets.count)\n".utf8)], closes: leaves)
    }

    mutating func end() { ended() }
  }

  @Test func greetsAnswersAndHangsUp() async throws {
    try await confirmation(expectedCount: 1) { ended in
      let listener = try await OctetListener.start(port: 0, on: MultiThreadedEventLoopGroup.singleton) {
        Counter { ended() }
      }
      #expect(listener.port > 0)
      let said = try await Self.talk(port: listener.port, ["12345", "bye"])
      #expect(said == "hello\n5\n3\n")
      try await listener.stop()
      // The session's end comes on its event loop, after the client saw the close.
      try await Task.sleep(for: .milliseconds(200))
    }
  }

  @Test func bindsLoopbackUnlessTold() async throws {
    let listener = try await OctetListener.start(port: 0, on: MultiThreadedEventLoopGroup.singleton) { Counter {} }
    let other = try? await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .connectTimeout(.seconds(1)).connect(host: "127.0.0.2", port: listener.port).get()
    #expect(other == nil)
    try await listener.stop()
  }

  /// Sends each piece after the answer to the one before, and returns all that was said.
  private static func talk(port: Int, _ pieces: [String]) async throws -> String {
    let client = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .connect(host: "127.0.0.1", port: port) { channel in
        channel.eventLoop.makeCompletedFuture {
          try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
        }
      }
    return try await client.executeThenClose { inbound, outbound in
      var said = ""
      var waiting = pieces[...]
      for try await buffer in inbound {
        said += String(buffer: buffer)
        if let piece = waiting.popFirst() { try await outbound.write(ByteBuffer(string: piece)) }
      }
      return said
    }
  }
}
