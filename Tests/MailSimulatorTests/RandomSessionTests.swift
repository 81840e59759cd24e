import MailProtocol
import TestSupport
import Testing

@testable import MailSimulator

/// Sessions of the servers with every extension, fed with commands, pieces of commands and noise, cut anywhere: nothing
/// stops them, every reply is well formed, and what they keep stays small.
@Suite struct RandomSessionTests {
  private static let scenario = """
    personality: modern
    accounts: [{user: tim, password: secret, mailbox: [{size: 300}, {size: 500}, {size: 80}]}]
    limits: {message: 2KB, mailbox: 20KB, failed-logins: 1000000}

    """

  private static let words: [String] =
    POP3Verb.allCases.map(\.rawValue) + SMTPVerb.allCases.map(\.rawValue) + [
      "USER tim", "PASS secret", "RETR 1", "DELE 2", "TOP 1 0", "LIST 3", "UIDL", "STAT", "CAPA", "EHLO me", "HELO me",
      "MAIL FROM:<>", "MAIL FROM:<a@b.example> SIZE=10", "RCPT TO:<tim@mail.example.net>", "RCPT TO:<Postmaster>",
      "DATA",
      "BDAT 3\r\nabc", "BDAT 0 LAST", "BDAT 5 LAST\r\nhello", "BDAT 99999999", "AUTH PLAIN AHRpbQBzZWNyZXQ=",
      "AUTH LOGIN", "AUTH CRAM-MD5", "AUTH SCRAM-SHA-256 biwsbj10aW0scj1h", "AUTH PLAIN =", "dGlt", "*", "STLS",
      "STARTTLS",
      "Subject: x", "", ".", "..", ".\r\n.", "\n.\n", "\r.\r", "VRFY tim", "ETRN x", "HELP DATA", "LANG *", "UTF8",
      String(repeating: "x", count: 600), String(repeating: "y", count: 13_000),
    ]

  private func octets(_ noise: inout Noise) -> [UInt8] {
    let word = noise.next()
    switch word % 8 {
    case 0: return noise.octets(Int(noise.next() % 40))
    case 1: return Array(Self.words[Int(word / 8) % Self.words.count].utf8)
    case 2: return Array(Self.words[Int(word / 8) % Self.words.count].utf8) + [0x0A]
    default: return Array(Self.words[Int(word / 8) % Self.words.count].utf8) + [UInt8].crlf
    }
  }

  @Test(arguments: 1...60) func pop3(_ seed: UInt64) throws {
    var noise = Noise(state: seed)
    var world = try Fixtures.world(Self.scenario)
    for _ in 0..<8 {
      var session = POP3ServerSession(in: world, tls: seed % 3 == 0, isTLSOffered: seed % 3 == 1)
      var output = session.open(in: &world)
      for _ in 0..<40 where !output.closes {
        output = session.receive(octets(&noise), in: &world)
        for reply in output.replies { check(pop3: reply) }
        if output.startsTLS { session.tlsStarted(in: &world) }
      }
      session.abort(in: &world)
      #expect(!world.maildrops[0].isLocked)
    }
  }

  @Test(arguments: 1...60) func smtp(_ seed: UInt64) throws {
    var noise = Noise(state: seed)
    var world = try Fixtures.world(Self.scenario + (seed % 2 == 0 ? "mode: strict" : "end-of-data: lf"))
    for _ in 0..<8 {
      var session = SMTPServerSession(in: world, tls: seed % 3 == 0, isTLSOffered: seed % 3 == 1)
      var output = session.open(in: &world)
      for _ in 0..<60 where !output.closes {
        output = session.receive(octets(&noise), in: &world)
        for reply in output.replies { check(smtp: reply) }
        if output.startsTLS { session.tlsStarted(in: &world) }
      }
      session.abort(in: &world)
    }
    #expect(world.maildrops[0].octets <= 21_000)
  }

  /// RFC 1939 §3: the first line says which it is, in at most 512 octets; what follows ends with a dot.
  private func check(pop3 reply: [UInt8]) {
    let lines = reply.split(separator: 0x0A, omittingEmptySubsequences: false)
    #expect(lines.last?.isEmpty == true && lines[0].last == 0x0D)
    let first = String(decoding: lines[0], as: UTF8.self)
    #expect(first.hasPrefix("+OK") || first.hasPrefix("-ERR") || first.hasPrefix("+ "), "\(first)")
    #expect(lines[0].count < 512)
    #expect(lines.count == 2 || reply.suffix(5) == Array("\r\n.\r\n".utf8)[...])
  }

  /// RFC 5321 §4.2: one code on all lines, a space after it on the last alone, at most 512 octets each.
  private func check(smtp reply: [UInt8]) {
    let lines = reply.split(separator: 0x0A, omittingEmptySubsequences: false).dropLast()
    #expect(reply.suffix(2) == [0x0D, 0x0A])
    for (index, line) in lines.enumerated() {
      let text = String(decoding: line, as: UTF8.self)
      #expect(text.prefix(3).allSatisfy(\.isNumber) && line.prefix(3) == lines[0].prefix(3), "\(text)")
      #expect(text.dropFirst(3).first == (index == lines.count - 1 ? " " : "-") && line.last == 0x0D, "\(text)")
      #expect(line.count < 512)
    }
  }

  /// The tests' own numbers, so that the simulator's are not tested with themselves.
  private struct Noise {
    var state: UInt64

    mutating func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state >> 33
    }

    mutating func octets(_ count: Int) -> [UInt8] { (0..<count).map { _ in UInt8(truncatingIfNeeded: next()) } }
  }
}
