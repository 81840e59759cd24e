import MailProtocol
import TestSupport
import Testing

@testable import MailSimulator

/// Letters made on demand: exact sizes, whole lines, the same each time; batches that add up.
@Suite struct GeneratedLetterTests {
  static let sizes = Array(1...700) + [1205, 4096, 65_535, 344_400, 1_000_003]

  private func letter(_ size: Int, seed: UInt64 = 7) throws -> GeneratedLetter {
    GeneratedLetter(
      size: size, from: "Mai <mai@example.org>", to: "dewey@mail.example.net", subject: "Photographs",
      date: try #require(MailDate(iso8601: "2001-06-25T12:41:51+08:00")), seed: seed)
  }

  @Test func sizeIsExactAndLinesAreWhole() throws {
    for size in Self.sizes {
      for seed: UInt64 in size < 500 ? 1...3 : 1...1 {
        let octets = try letter(size, seed: seed).prefix(.max)
        #expect(octets.count == size)
        // One octet has no room for a line ending.
        #expect(size == 1 || octets.suffix(2) == [13, 10], "size \(size)")
        var framer = LineFramer(limit: 1 << 20, strictness: .crlfOnly)
        framer.append(octets)
        while let line = framer.next() {
          #expect(
            line.bytes.count <= 78 && !line.bytes.contains(13) && !line.bytes.contains(10), "size \(size)")
          #expect(line.bytes != [46], "a line that is one dot, size \(size)")
        }
      }
    }
  }

  @Test func isALetter() throws {
    let letter = Letter(try letter(1205).prefix(.max))
    #expect(letter.fields.map(\.name) == ["From", "To", "Subject", "Date", "Message-ID"])
    #expect(letter.separation == .emptyLine)
    #expect(letter.body.count > 5)
    #expect(Letter(try self.letter(100).prefix(.max)).value("Subject") == "Photographs")
  }

  @Test func isTheSameEachTimeAndAnotherWithAnotherSeed() throws {
    #expect(try letter(1205).prefix(.max) == letter(1205).prefix(.max))
    #expect(try letter(1205).prefix(.max) != letter(1205, seed: 8).prefix(.max))
  }

  /// Lessons, transcripts and other people's tests depend on the octets, so they are never others.
  @Test(
    arguments: [
      (1, 12_638_236_678_578_911_491), (57, 7_487_403_429_798_522_274), (1205, 16_634_729_049_553_194_123),
      (4096, 15_728_000_091_919_018_985), (100_003, 10_539_789_316_453_230_896),
    ] as [(Int, UInt64)])
  func theOctetsNeverChange(_ size: Int, _ sum: UInt64) throws {
    let octets = try letter(size).prefix(.max)
    #expect(SeededNumbers.seed(from: String(decoding: octets, as: UTF8.self)) == sum)
  }

  @Test func prefixIsAPrefix() throws {
    let all = try letter(5000).prefix(.max)
    for limit in [0, 1, 80, 333, 4999, 5000, 5001] {
      #expect(try letter(5000).prefix(limit) == Array(all.prefix(limit)))
    }
  }

  @Test(arguments: [
    (60, 72_208_371), (1, 2), (2, 5), (3, 3000), (7, 100_001), (1000, 2000), (61, 72_208_371),
  ])
  func batchesAddUp(_ count: Int, _ octets: Int) {
    let sizes = LetterNames.sizes(count: count, octets: octets, seed: 3)
    #expect(sizes.count == count)
    #expect(sizes.reduce(0, +) == octets)
    #expect(sizes.allSatisfy { $0 >= 2 })
  }

  @Test func sixtyLettersAreExact() throws {
    let world = try Fixtures.world(
      """
      personality: coremail
      accounts: [{user: learner, password: secret, mailbox: [{count: 60, octets: 72208371}]}]
      """)
    let messages = world.maildrops[0].messages
    #expect(messages.count == 60)
    #expect(messages.reduce(0) { $0 + $1.octets } == 72_208_371)
    #expect(Set(messages.map(\.octets)).count > 30, "real mail is not all of one size")
    for index in [0, 31, 59] { #expect(messages[index].content.count == messages[index].octets) }
  }

  @Test func topReadsOnlyWhatItShows() throws {
    let message = Message(uniqueID: "a", source: .generated(try letter(344_400)))
    let content = message.content
    for lines in [0, 1, 2, 50, 4000, 1_000_000, Int(Int32.max)] {
      let top = message.top(lines: lines)
      #expect(content.starts(with: top))
      #expect(Message(uniqueID: "b", source: .octets(content)).top(lines: lines) == top)
    }
    #expect(message.top(lines: 0).suffix(4) == [13, 10, 13, 10])
    #expect(message.top(lines: .max) == content)
  }

  @Test(arguments: [
    ("A: b\n\nc\n", "A: b\r\n\r\nc\r\n"), ("A: b\r\n\r\nc", "A: b\r\n\r\nc\r\n"), ("", ""), ("\n", "\r\n"),
    ("a\rb\n", "a\rb\r\n"),
  ])
  func filesAreServedWithCRLF(_ file: String, _ served: String) {
    #expect(MessageSource(completingLinesOf: file.octets) == .octets(served.octets))
  }
}
