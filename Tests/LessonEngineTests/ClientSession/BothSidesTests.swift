import MailSimulator
import TestSupport
import Testing

@testable import LessonEngine
@testable import MailProtocol

/// Server and client hold one position each, and move it by the same book: after every exchange they stand at the same
/// place, whatever was said. Recorded sessions, random ones with faults, TLS, pipelining and closes, and the lessons'
/// solutions are played through both.
@Suite struct BothSidesTests {
  @Test(arguments: RecordedSession.all) func recordedSessions(_ session: RecordedSession) throws {
    var world = try Fixtures.world(session.scenario)
    for exchange in session.exchanges {
      let lines = exchange.turns.compactMap(\.client)
      let service = try #require(MailService(rawValue: String(exchange.target.prefix { $0 != " " })))
      switch service.speaking {
      case .pop3:
        var sides = BothSides<POP3ServerSession>(in: world, tls: service.isTLS)
        sides.open(in: &world)
        for line in lines { sides.send([line], in: &world) }
        sides.end(in: &world)
      case .smtp:
        var sides = BothSides<SMTPServerSession>(in: world, tls: service.isTLS)
        sides.open(in: &world)
        for line in lines { sides.send([line], in: &world) }
        sides.end(in: &world)
      }
    }
  }

  private static let pop3Lines: [String] = [
    "USER tim", "PASS secret", "PASS wrong", "USER nobody", "APOP tim 0", "STAT", "LIST", "LIST 2", "RETR 1", "DELE 1",
    "DELE 2", "DELE 9", "RSET", "NOOP", "TOP 1 0", "UIDL", "CAPA", "STLS", "UTF8", "LANG", "LANG *", "AUTH",
    "AUTH PLAIN", "AUTH PLAIN AHRpbQBzZWNyZXQ=", "AUTH PLAIN =", "AUTH LOGIN", "AUTH CRAM-MD5", "AUTH XOAUTH2", "dGlt",
    "c2VjcmV0", "AHRpbQBzZWNyZXQ=", "*", "QUIT", "STTA", "", "RPOP x", "HELO x", String(repeating: "x", count: 300),
    "PASS " + String(repeating: "y", count: 300), String(repeating: "z", count: 13_000),
  ]

  private static let smtpLines: [String] = [
    "HELO me", "EHLO me", "EHLO", "MAIL FROM:<a@b.example>", "MAIL FROM:<>", "MAIL FROM:<a@b.example> SIZE=10",
    "MAIL FROM:<a@b.example> SIZE=99999999", "RCPT TO:<tim@mail.example.net>", "RCPT TO:<x@elsewhere.example>",
    "RCPT TO:<Postmaster>", "DATA", "DATA", "Subject: x", "", "..", ".", ".", "QUIT", "RSET", "NOOP", "VRFY tim",
    "HELP",
    "BDAT 4", "BDAT 12 LAST", "BDAT 0 LAST", "BDAT 2", "BDAT 99999", "ab", "abc", "defghijk", "STARTTLS", "AUTH PLAIN",
    "AUTH PLAIN AHRpbQBzZWNyZXQ=", "AUTH LOGIN", "dGlt", "c2VjcmV0", "*", "AUTH CRAM-MD5", "AUTH GSSAPI",
    "ETRN x.example",
    "SEND FROM:<a@b.example>", "MIAL FROM:<a@b>", "EXPN x", String(repeating: "x", count: 600),
    String(repeating: "z", count: 13_000),
  ]

  /// Sentences that lead on, so that random sessions get beyond the first words.
  private static let pop3Phrases = [
    ["USER tim", "PASS secret"], ["AUTH PLAIN AHRpbQBzZWNyZXQ="],
    ["USER tim", "PASS secret", "DELE 1", "RSET", "DELE 3"],
    ["AUTH LOGIN", "dGlt", "c2VjcmV0"], ["STLS"],
  ]
  private static let smtpPhrases = [
    ["EHLO me", "MAIL FROM:<a@b.example>", "RCPT TO:<tim@mail.example.net>"],
    ["EHLO me", "MAIL FROM:<a@b.example>", "RCPT TO:<tim@mail.example.net>", "DATA", "Subject: x", "", "hello", "."],
    ["MAIL FROM:<>", "RCPT TO:<tim@mail.example.net>", "BDAT 7", "hello", "BDAT 7 LAST", "world"],
    ["EHLO me", "AUTH LOGIN", "dGlt", "c2VjcmV0"], ["STARTTLS"],
  ]

  private static func scenario(_ mode: String, _ noise: inout Noise) -> String {
    let faults = [
      "{at: greeting, reply: \"-ERR no\", times: 1}", "{at: greeting, reply: \"554 no\", times: 1}",
      "{at: greeting, reply: \"421 no\", times: 1}", "{at: letter, reply: \"451 later\"}",
      "{at: letter, reply: \"421 bye\", nth: 2}", "{at: BDAT, reply: \"452 full\"}", "{at: BDAT, do: close, nth: 2}",
      "{at: BDAT, do: drop, nth: 3}", "{at: login, do: lock}", "{at: login, protocol: smtp, reply: \"454 later\"}",
      "{at: PASS, reply: \"-ERR busy\", nth: 1}", "{at: DELE, do: close}", "{at: RETR, truncate: 20}",
      "{at: QUIT, protocol: pop3, reply: \"-ERR some left\"}", "{at: QUIT, protocol: smtp, reply: \"500 no\"}",
      "{at: RCPT, reply: \"450 busy\", nth: 1}", "{at: DATA, reply: \"451 later\", nth: 1}",
      "{at: MAIL, do: drop, nth: 3}",
      "{at: RSET, protocol: smtp, reply: \"421 bye\", nth: 2}", "{at: STARTTLS, reply: \"454 no\", nth: 1}",
      "{at: login, do: close, nth: 2}",
    ]
    let chosen = (0..<(noise.next() % 4)).map { _ in noise.pick(faults) }
    let requires = noise.pick(["", "requires: {smtp: [tls], pop3: [tls]}", "requires: {smtp: [login]}"])
    return """
      personality: \(noise.pick(["modern", "modern", "rfc1939", "postfix", "exim"]))
      mode: \(mode)
      accounts: [{user: tim, password: secret, addresses: [tim@mail.example.net], mailbox: [{size: 300}, {size: 500}, {size: 80}]}]
      limits: {message: 2KB, mailbox: 20KB}
      faults: [\(chosen.joined(separator: ", "))]
      \(requires)
      """
  }

  @Test(arguments: 1...500) func randomSessions(_ seed: UInt64) throws {
    var noise = Noise(seed: seed)
    let mode = noise.pick(["lenient", "strict"])
    var world = try Fixtures.world(Self.scenario(mode, &noise))
    if seed % 2 == 0 {
      play(
        BothSides<POP3ServerSession>(in: world, tls: seed % 6 == 0), Self.pop3Lines, Self.pop3Phrases, &noise, &world)
    } else {
      // A piece that ends between CR and LF leaves an LF, which only a lenient server takes for a line's end.
      func isAsked(_ line: String) -> Bool { mode == "lenient" || !line.hasPrefix("BDAT") }
      play(
        BothSides<SMTPServerSession>(in: world, tls: seed % 5 == 0), Self.smtpLines.filter(isAsked),
        Self.smtpPhrases.filter { $0.allSatisfy(isAsked) }, &noise, &world)
    }
  }

  private func play<Session>(
    _ sides: BothSides<Session>, _ lines: [String], _ phrases: [[String]], _ noise: inout Noise,
    _ world: inout MailWorld
  ) {
    var sides = sides
    sides.open(in: &world)
    for _ in 0..<24 where !sides.isOver {
      let batch = noise.next() % 3 == 0 ? noise.pick(phrases) : (0...(noise.next() % 3)).map { _ in noise.pick(lines) }
      if noise.next() % 2 == 0 {
        sides.send(batch.map { Array($0.utf8) }, in: &world)
      } else {
        for line in batch where !sides.isOver { sides.send([Array(line.utf8)], in: &world) }
      }
    }
    sides.end(in: &world)
  }

  @Test(arguments: BuiltIn.lessonIDs) func lessons(_ id: String) throws {
    var session = try BuiltIn.session(id)
    while let step = session.dialogue.step {
      for line in Session.solutionLines(step) {
        _ = session.typed(line)
        #expect(session.dialogue.client.position == session.peer.observe().position, "\(step.id): \(line)")
      }
    }
  }
}

/// A server's session and two clients of it: one is told what the server offers, the other hears it on the wire alone.
private struct BothSides<Session: ServerSession> {
  private var server: Session
  private var told = ClientSession()
  private var heard = ClientSession()
  private(set) var isOver = false
  private var sent: [String] = []

  init(in world: MailWorld, tls: Bool) {
    server = Session(in: world, client: "192.0.2.10", tls: tls, isTLSOffered: true)
    for client in [\Self.told, \.heard] {
      self[keyPath: client].open(Session.speaking)
      if tls { self[keyPath: client].secured(Self.report) }
    }
  }

  private static var report: TLSReport {
    TLSReport(version: "TLSv1.3", names: [], issuer: "", validUntil: "", isVerified: true)
  }

  mutating func open(in world: inout MailWorld) {
    told.learn(from: Observation(maildrop: nil, deliveries: [], position: server.position))
    hear(server.open(in: &world), in: &world)
  }

  /// In one write.
  mutating func send(_ lines: [[UInt8]], in world: inout MailWorld) {
    guard !isOver else { return }
    sent += lines.map { String(decoding: $0.prefix(60), as: UTF8.self) }
    let verdicts = lines.map { line in
      _ = heard.send(line)
      return told.send(line).verdict
    }
    let output = server.receive(Array(lines.map { $0 + [0x0D, 0x0A] }.joined()), in: &world)
    if lines.count == 1, case .refused(let diagnosis) = verdicts[0], !output.replies.isEmpty {
      let reasons = output.annotations.compactMap { if case .refused(let reason) = $0 { reason.id } else { nil } }
      #expect(reasons == [diagnosis.id], "\(sent)")
    }
    hear(output, in: &world)
  }

  mutating func end(in world: inout MailWorld) { server.abort(in: &world) }

  private mutating func hear(_ output: ServerOutput, in world: inout MailWorld) {
    for reply in output.replies {
      _ = told.receive(reply.octets)
      _ = heard.receive(reply.octets)
    }
    if output.then == .startTLS {
      #expect(told.isTLSDue && heard.isTLSDue, "\(sent)")
      server.tlsStarted(in: &world)
      told.secured(Self.report)
      heard.secured(Self.report)
    }
    if output.then == .close {
      isOver = true
      told.lost()
      heard.lost()
    }
    // The maildrop that a login has opened is the server's to number.
    told.learn(from: Observation(maildrop: nil, deliveries: [], position: server.position))
    // Octets of a piece, or of a letter, are on their way, and so is a reply.
    if told.position != server.position {
      Issue.record("\(String(describing: told.position)) is not \(server.position) after \(sent)")
      isOver = true
    }
    #expect(heard.position?.asHeard == server.position.asHeard, "\(sent)")
  }
}

extension Observation.Position {
  /// What a client can know that nobody has told what the server offers, nor how many messages there are.
  fileprivate var asHeard: Observation.Position {
    switch self {
    case .pop3(var position):
      if case .transaction(var maildrop) = position.state {
        maildrop.count = nil
        position.state = .transaction(maildrop)
      }
      position.offers = .unheard
      position.knowledge = .heard
      return .pop3(position)
    case .smtp(var position):
      position.offers = .unheard
      position.knowledge = .heard
      return .smtp(position)
    }
  }
}
