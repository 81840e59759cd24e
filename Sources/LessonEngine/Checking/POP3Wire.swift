import MailProtocol

/// A POP3 connection seen from the client's side. What it knows of the server, the server has said: greeting, CAPA,
/// STAT and LIST; in a lesson the simulator tells it more.
struct POP3Wire: Sendable {
  private struct Waiting: Sendable {
    /// nil for an answer to a challenge.
    let parsed: Parsed<POP3Command>?
    let line: SentLine
  }

  private(set) var state = POP3State.authorization(.fresh)
  /// Until CAPA says otherwise every command may be there: nobody is warned on a guess.
  var facts = POP3Rules.Facts(offered: [.top, .uidl, .capa, .stls, .auth, .utf8, .lang])
  /// STLS was accepted.
  private(set) var isTLSDue = false
  private var framer = LineFramer(limit: 64 << 10)
  private var reader = POP3ReplyReader()
  private var isGreeted = false
  private var waiting: [Waiting] = []

  /// What STAT and LIST have told of it. After STAT alone only the sum is known: it stands with the first message.
  private(set) var maildrop: Observation.Maildrop?

  var isWaiting: Bool { !waiting.isEmpty || !isGreeted }

  mutating func send(_ line: String) -> SentLine {
    if state == .authorization(.sasl) {
      let sent = SentLine(
        text: line == "*" ? line : Secret.mask, role: .response, verb: nil,
        verdict: SASLResponse.judge(line, speaking: .pop3), secret: line == "*" ? nil : Secret(line))
      waiting.append(Waiting(parsed: nil, line: sent))
      return sent
    }
    let parsed = POP3Command.parse(line)
    let sent = SentLine(
      text: line, role: .command, verb: parsed.verb?.rawValue, verdict: POP3Rules.judge(parsed, in: state, facts))
    waiting.append(Waiting(parsed: parsed, line: sent))
    return sent
  }

  /// What the rules say of a line that is not sent yet.
  func judge(_ line: String) -> Verdict {
    var copy = self
    return copy.send(line).verdict
  }

  mutating func receive(_ octets: [UInt8]) -> [Exchange] {
    framer.append(octets)
    var exchanges: [Exchange] = []
    // What stands behind the reply that starts TLS was not said in TLS: nobody may read it. RFC 3207 §6. A peer that
    // knows no handshake goes on with its next octets.
    let wasTLSDue = isTLSDue
    while isTLSDue == wasTLSDue, let line = framer.next() {
      let command = waiting.first?.parsed?.command
      let isLong = isGreeted && (command?.expectsMultiline ?? false)
      guard let reply = reader.take(line.bytes, expectingMultiline: isLong) else { continue }
      exchanges.append(pair(reply))
    }
    return exchanges
  }

  mutating func secured() {
    isTLSDue = false
    facts.isTLS = true
    framer = LineFramer(limit: 64 << 10)
    // What was offered in clear may have been forged. RFC 2595 §4.
    facts.mechanisms = nil
  }

  private mutating func pair(_ reply: POP3Reply) -> Exchange {
    guard isGreeted else {
      isGreeted = true
      facts.hasTimestamp = APOPDigest.timestamp(inGreeting: reply.line) != nil
      if facts.hasTimestamp { facts.offered.insert(.apop) }
      if reply.status != .ok { state = .closed }
      return exchange(nil, reply, .greeting)
    }
    guard !waiting.isEmpty else { return exchange(nil, reply, .unknown) }
    let next = waiting.removeFirst()
    guard let parsed = next.parsed else {
      state = POP3Rules.advanceAfterResponse(state, reply.status)
      return exchange(next.line, reply, .command(.auth(mechanism: "", initialResponse: nil)))
    }
    guard let command = parsed.command else {
      return exchange(next.line, reply, parsed.verb == nil ? .unknown : .unspecified)
    }
    state = POP3Rules.advance(state, after: command, reply.status)
    if reply.status == .ok { learn(from: reply, to: command) }
    // A command out of its turn is refused for that, not for what it asks.
    let isOutOfTurn = next.line.verdict.diagnosis?.id.rawValue.hasPrefix("state.") ?? false
    return exchange(next.line, reply, isOutOfTurn ? .unspecified : .command(command))
  }

  /// What the rule book may be told of the server now.
  private mutating func learn(from reply: POP3Reply, to command: POP3Command) {
    switch command {
    case .capa: learnCapabilities(reply.lines ?? [])
    case .stls: isTLSDue = true
    case .pass, .apop: (facts.maildrop, maildrop) = (nil, nil)
    case .stat:
      let words = String(decoding: reply.line, as: UTF8.self).split(separator: " ")
      guard words.count > 1, let count = Int(words[1]), (0...1_000_000).contains(count) else { return }
      let marked = facts.maildrop?.marked ?? []
      facts.maildrop = POP3Rules.MaildropFacts(numbered: count + marked.count, marked: marked)
      guard words.count > 2, let octets = Int(words[2]), maildrop?.octets != octets || maildrop?.count != count else {
        return
      }
      guard count + marked.count <= 100_000 else { return }
      var sizes = [Int](repeating: 0, count: count + marked.count)
      if let first = sizes.indices.first(where: { !marked.contains($0 + 1) }) { sizes[first] = octets }
      maildrop = Observation.Maildrop(sizes: sizes, deleted: marked)
    case .list(nil): learnSizes(reply.lines ?? [])
    case .dele(let number):
      facts.maildrop?.marked.insert(number)
      maildrop?.deleted.insert(number)
    case .rset:
      facts.maildrop?.marked = []
      maildrop?.deleted = []
    default: break
    }
    if case .dele(let number) = command, facts.maildrop == nil {
      facts.maildrop = POP3Rules.MaildropFacts(numbered: .max, marked: [number])
    }
  }

  /// `3 344400` on each line.
  private mutating func learnSizes(_ lines: [[UInt8]]) {
    let marked = facts.maildrop?.marked ?? []
    var sizes: [Int: Int] = [:]
    for line in lines {
      let words = String(decoding: line, as: UTF8.self).split(separator: " ")
      guard words.count >= 2, let number = Int(words[0]), let size = Int(words[1]), (1...100_000).contains(number)
      else {
        continue
      }
      sizes[number] = size
    }
    let last = max(sizes.keys.max() ?? 0, marked.max() ?? 0)
    maildrop = Observation.Maildrop(
      sizes: last == 0 ? [] : (1...last).map { sizes[$0] ?? 0 }, deleted: marked)
    facts.maildrop = POP3Rules.MaildropFacts(numbered: last, marked: marked)
  }

  /// RFC 2449 §6.
  private mutating func learnCapabilities(_ lines: [[UInt8]]) {
    facts.offered = facts.hasTimestamp ? [.capa, .apop] : [.capa]
    facts.mechanisms = nil
    for line in lines {
      let words = String(decoding: DotStuffing.unstuff(line: line), as: UTF8.self).uppercased().split(separator: " ")
      guard let keyword = words.first else { continue }
      if let verb = POP3Verb(rawValue: String(keyword)) { facts.offered.insert(verb) }
      if keyword == "SASL" {
        facts.offered.insert(.auth)
        facts.mechanisms = words.dropFirst().compactMap { SASLMechanism(rawValue: String($0)) }
      }
    }
    // Once in use, STLS is no longer announced, and is no unknown command for that.
    if facts.isTLS || state == .transaction { facts.offered.insert(.stls) }
  }

  private func exchange(
    _ line: SentLine?, _ reply: POP3Reply, _ occasion: ReplyAnatomy.POP3Occasion
  ) -> Exchange {
    Exchange(
      line: line, reply: .pop3(reply), anatomy: ReplyAnatomy(reply, answering: occasion), state: state.name)
  }
}
