import MailProtocol
import TestSupport
import Testing

@testable import MailSimulator

/// Letters on their way out: in pieces that have a bound, made when they are asked for, and the same octets as ever.
@Suite struct OutgoingLetterTests {
  private static let head = "+OK\r\n".octets

  private static func generated(_ size: Int) throws -> MessageSource {
    .generated(
      GeneratedLetter(
        size: size, from: "Mai <mai@example.org>", to: "dewey@mail.example.net", subject: "Photographs",
        date: try #require(MailDate(iso8601: "2001-06-25T12:41:51+08:00")), seed: 7))
  }

  /// Lines that begin with a dot stand at every place of a piece.
  private static func kept(_ lines: Int, _ line: String) -> MessageSource {
    .octets(String(repeating: line, count: lines).octets)
  }

  private func check(_ source: MessageSource, _ place: Comment) {
    let pieces = Array(OutgoingLetter(head: Self.head, source))
    let content = Message(uniqueID: "a", source: source).content
    #expect(Array(pieces.joined()) == Self.head + DotStuffing.stuff(content), place)
    #expect(pieces.allSatisfy { $0.count <= OutgoingLetter.Pieces.largest }, place)
    #expect(pieces.dropLast().allSatisfy { $0.count >= OutgoingLetter.Pieces.largest / 2 }, place)
    #expect(content.count > 40_000 || pieces.count == 1, place)
  }

  @Test func generatedLetters() throws {
    for size in [1, 2, 77, 1205, 4096, 49_000, 65_535, 65_536, 344_400, 1_000_003] {
      check(try Self.generated(size), "\(size)")
    }
  }

  @Test func keptLetters() {
    for line in [".\r\n", "..\r\n", ".a\r\n", "a\r\n.\r\n", "\r\n", "a.\r\n\r.\n.\r\n", "."] {
      for lines in [0, 1, 4096, 65_537] { check(Self.kept(lines, line), "\(lines) of \(line)") }
    }
  }

  /// The first piece of a letter that no machine could hold.
  @Test func nothingIsMadeThatIsNotAskedFor() throws {
    let source = try Self.generated(1 << 50)
    var pieces = OutgoingLetter(head: Self.head, source).makeIterator()
    let made = pieces.next()
    let first = try #require(made)
    #expect(first.starts(with: Self.head) && first.count <= OutgoingLetter.Pieces.largest)
    var lines = OutgoingLetter(head: Self.head, source, bodyLines: 1_000_000_000).makeIterator()
    let second = lines.next()
    #expect(second == first)
    let top = Array(OutgoingLetter(head: Self.head, source, bodyLines: 3))
    #expect(top.count == 1 && top[0].suffix(5) == "\r\n.\r\n".octets)
  }

  /// RETR and TOP in a session of which the same is true.
  @Test func aSessionAnswersAtOnce() throws {
    var world = try Fixtures.world(
      "{personality: rfc1939, accounts: [{user: tim, password: secret, mailbox: [{size: 100000000}]}]}")
    var session = POP3ServerSession(in: world)
    _ = session.open(in: &world)
    _ = session.receive("USER tim\r\nPASS secret\r\n".octets, in: &world)
    let replies = session.receive("RETR 1\r\nTOP 1 1000000\r\nTOP 1 0\r\n".octets, in: &world).replies
    let letters = replies.compactMap { reply -> OutgoingLetter? in
      if case .letter(let letter) = reply { letter } else { nil }
    }
    #expect(letters.count == 3)
    #expect(letters.allSatisfy { $0.head.starts(with: "+OK".utf8) })
    #expect(Array(letters[2]).count == 1)
  }

  @Test(arguments: [0, 1, 4, 5, 6, 100, 60_000, 100_000, 400_000]) func truncated(_ octets: Int) throws {
    let letter = OutgoingLetter(head: Self.head, try Self.generated(344_400))
    #expect(Array(letter.prefix(octets).joined()) == Array(letter.joined().prefix(octets)))
    #expect(letter.prefix(octets).isEmpty == (octets == 0))
  }

  /// Whatever the lines that are asked for, TOP ends where it ended when it was cut out of the whole.
  @Test func topOfAnything() throws {
    let letter = "A: b\r\nC: d\r\n\r\none\r\n\r\n.two\nand\rmore\r\nthree"
    let message = Message(uniqueID: "a", source: .octets(letter.octets))
    let expected = [
      "A: b\r\nC: d\r\n\r\n", "A: b\r\nC: d\r\n\r\none\r\n", "A: b\r\nC: d\r\n\r\none\r\n\r\n",
      "A: b\r\nC: d\r\n\r\none\r\n\r\n.two\nand\rmore\r\n", letter, letter,
    ]
    for (lines, octets) in expected.enumerated() { #expect(message.top(lines: lines) == octets.octets, "\(lines)") }
    let header = Message(uniqueID: "b", source: .octets("A: b\r\n".octets))
    #expect(header.top(lines: 0) == "A: b\r\n".octets)
  }
}
