import MailProtocol
import MailSimulator
import TestSupport

/// Plays a recorded session against the simulated peer, and lists every line that differs.
struct TranscriptRunner {
  enum Manner: CaseIterable, Sendable {
    /// A line at a time, as a person types; each must be answered at once and with one reply.
    case lines
    /// All lines of a connection, one octet at a time.
    case octets
    /// All lines of a connection, cut at seeded random places.
    case cuts
  }

  private var peer: SimulatedPeer
  private let session: RecordedSession
  private(set) var differences: [String] = []

  init(_ session: RecordedSession) throws {
    self.session = session
    peer = SimulatedPeer(world: try Fixtures.world(session.scenario), hosts: session.hosts)
  }

  mutating func play(_ manner: Manner, seed: UInt64 = 1) {
    var numbers = Numbers(state: seed)
    for exchange in session.exchanges {
      let words = exchange.target.split(separator: " ").map(String.init)
      let service = MailService(rawValue: words[0])!
      let port = session.hosts[words[1]]![service]!
      let events = peer.connect(to: Endpoint(host: words[1], port: port, tls: service.isTLS))
      if events.first != .connected(service.speaking) { differences.append("no connection to \(exchange.target)") }
      let isClosed =
        switch manner {
        case .lines: playLines(exchange, greeting: events)
        case .octets: playStream(exchange, greeting: events) { _ in 1 }
        case .cuts: playStream(exchange, greeting: events) { Int(numbers.next() % UInt64($0)) + 1 }
        }
      if isClosed != (exchange.end == .closed) {
        differences.append("\(exchange.target): closed is \(isClosed)")
      }
      if exchange.end == .hangup { _ = peer.disconnect() }
    }
  }

  private mutating func playLines(_ exchange: RecordedSession.Exchange, greeting: [PeerEvent]) -> Bool {
    var isClosed = false
    for turn in exchange.turns {
      let events: [PeerEvent] = turn.client.map { peer.send($0 + [13, 10]) } ?? greeting
      // Nothing comes of it where nobody has agreed to TLS.
      _ = peer.startTLS()
      let replies = events.received
      if replies.count > 1 { differences.append("one line got \(replies.count) replies") }
      compare(turn.server, Array(replies.joined()))
      isClosed = events.last == .closed
    }
    return isClosed
  }

  private mutating func playStream(
    _ exchange: RecordedSession.Exchange, greeting: [PeerEvent], piece: (Int) -> Int
  ) -> Bool {
    var answers = Array(greeting.received.joined())
    var isClosed = greeting.last == .closed
    for var stream in Self.streams(exchange.turns.compactMap(\.client)) {
      while !stream.isEmpty, !isClosed {
        let count = piece(stream.count)
        let events = peer.send(Array(stream.prefix(count)))
        stream = stream.dropFirst(count)
        answers += events.received.joined()
        isClosed = events.last == .closed
      }
      _ = peer.startTLS()
    }
    compare(exchange.turns.flatMap(\.server), answers)
    return isClosed
  }

  /// All lines in one stream, which ends where a handshake is asked for: what is sent ahead of it counts for nothing.
  private static func streams(_ lines: [[UInt8]]) -> [ArraySlice<UInt8>] {
    var streams: [ArraySlice<UInt8>] = [[]]
    for line in lines {
      streams[streams.count - 1] += line + [13, 10]
      if ["STLS", "STARTTLS"].contains(String(decoding: line, as: UTF8.self).uppercased()) { streams.append([]) }
    }
    return streams
  }

  private mutating func compare(_ expected: [Transcript.Line], _ octets: [UInt8]) {
    guard octets.isEmpty || octets.suffix(2) == [13, 10] else {
      differences.append("a reply does not end with CRLF")
      return
    }
    var framer = LineFramer(limit: 1 << 16, strictness: .crlfOnly)
    framer.append(octets)
    var maySkip = false
    var pending = expected[...]
    while let line = framer.next() {
      if case .anything = pending.first?.entry {
        maySkip = true
        pending.removeFirst()
      }
      if case .server(let wanted) = pending.first?.entry, wanted == line.bytes {
        maySkip = false
        pending.removeFirst()
      } else if !maySkip {
        let wanted = pending.first.map { "line \($0.number) of the file" } ?? "nothing more"
        differences.append("\(wanted), but the server said \(ByteSanitizer.visible(line.bytes))")
        return
      }
    }
    if let missing = pending.first { differences.append("line \(missing.number) of the file never came") }
  }

  /// A small generator of the tests' own, so that the simulator's is not tested with itself.
  private struct Numbers {
    var state: UInt64
    mutating func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state >> 33
    }
  }
}

extension [PeerEvent] {
  var received: [[UInt8]] {
    compactMap { if case .received(let octets) = $0 { octets } else { nil } }
  }
}
