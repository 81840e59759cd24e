import MailProtocol

/// A server that says what a test tells it to: one answer, of any number of events, to each thing that is sent.
struct ScriptedPeer: Peer {
  var answers: [[PeerEvent]]
  /// What was sent.
  private(set) var heard: [String] = []
  private(set) var wasHungUp = false
  var pending: [PeerEvent] = []

  init(_ answers: [[PeerEvent]]) { self.answers = answers }

  /// `S:` lines, CRLF added; an empty text is silence.
  init(_ name: MailProtocolName, saying lines: [String]) {
    answers = lines.enumerated().map { index, line in
      let said: [PeerEvent] = line.isEmpty ? [] : [.received(Array((line + "\r\n").utf8))]
      return index == 0 ? [.connected(name)] + said : said
    }
  }

  private mutating func next() -> [PeerEvent] { answers.isEmpty ? [] : answers.removeFirst() }

  mutating func connect(to endpoint: Endpoint) -> [PeerEvent] { next() }

  mutating func send(_ octets: [UInt8]) -> [PeerEvent] {
    heard.append(String(decoding: octets, as: UTF8.self).replacing("\r\n", with: ""))
    return next()
  }

  mutating func startTLS() -> [PeerEvent] { next() }

  mutating func wait(milliseconds: Int) -> [PeerEvent] {
    defer { pending = [] }
    return pending
  }

  mutating func disconnect() -> [PeerEvent] {
    wasHungUp = true
    return []
  }
}
