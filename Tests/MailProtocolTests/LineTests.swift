import Testing

@testable import MailProtocol

/// Lines out of a stream, at every cut.
@Suite struct LineFramerTests {
  private typealias Line = LineFramer.Line

  private func lines(_ octets: [UInt8], limit: Int = 8, _ strictness: LineFramer.Strictness) -> [[Line]] {
    // The whole, and cut in two at every octet.
    (0...octets.count).map { cut in
      var framer = LineFramer(limit: limit, strictness: strictness)
      var lines: [Line] = []
      for part in [octets[..<cut], octets[cut...]] {
        framer.append(part)
        while let line = framer.next() { lines.append(line) }
      }
      return lines
    }
  }

  @Test(arguments: [
    ("a\r\nbc\r\n", ["a", "bc"], ["a", "bc"]), ("\r\n\r\n", ["", ""], ["", ""]), ("a\nb\r\n", ["a", "b"], ["a\nb"]),
    ("a\rb\r\n", ["a\rb"], ["a\rb"]), ("a\r\r\n", ["a\r"], ["a\r"]), ("a\r\n\n", ["a", ""], ["a"]), ("abc", [], []),
    ("\n\r\n", ["", ""], ["\n"]), ("a\r", [], []),
  ])
  func framing(_ stream: String, _ lenient: [String], _ strict: [String]) {
    for found in lines(Array(stream.utf8), .lfAccepted) {
      #expect(found.map { String(decoding: $0.bytes, as: UTF8.self) } == lenient)
    }
    for found in lines(Array(stream.utf8), .crlfOnly) {
      #expect(found.map { String(decoding: $0.bytes, as: UTF8.self) } == strict)
      #expect(found.allSatisfy { $0.endsWithCRLF })
    }
  }

  @Test func longLinesAreCutAndSaySo() {
    for found in lines(Array("12345678\r\n123456789\r\nx\r\n".utf8), .crlfOnly) {
      #expect(found.map(\.isTooLong) == [false, true, false])
      #expect(found[1].bytes == Array("12345678".utf8))
    }
  }

  @Test func theRestIsWhatCameAfterTheLastLine() {
    for text in ["", "x", "x\r", "\r", "ab\rc"] {
      var framer = LineFramer(limit: 8)
      framer.append(Array("DATA\r\n\(text)".utf8))
      _ = framer.next()
      #expect(framer.takeRest() == Array(text.utf8))
      framer.append(Array("y\r\n".utf8))
      #expect(framer.next()?.bytes == Array("y".utf8))
      // Also when the framer has already begun to look at it.
      framer.append(Array(text.utf8))
      _ = framer.next()
      #expect(framer.takeRest() == Array(text.utf8))
    }
  }
}

/// Dots in and out, at every cut; nothing but CRLF.CRLF ends a letter.
@Suite struct DotStuffingTests {
  @Test(arguments: [
    ("", ".\r\n"), ("a\r\n", "a\r\n.\r\n"), ("a", "a\r\n.\r\n"), (".\r\n", "..\r\n.\r\n"), ("..a\r\n", "...a\r\n.\r\n"),
    ("a.b\r\n", "a.b\r\n.\r\n"), ("\r\n.x", "\r\n..x\r\n.\r\n"), ("a\n.b\r\n", "a\n.b\r\n.\r\n"),
  ])
  func stuffing(_ content: String, _ wire: String) {
    let content = Array(content.utf8)
    #expect(DotStuffing.stuff(content) == Array(wire.utf8))
    for cut in 0...content.count {
      var stuffer = DotStuffer()
      var stuffed: [UInt8] = []
      stuffer.stuff(content[..<cut], into: &stuffed)
      stuffer.stuff(content[cut...], into: &stuffed)
      stuffer.finish(into: &stuffed)
      #expect(stuffed == Array(wire.utf8), "cut at \(cut)")
    }
  }

  /// What was stuffed comes out again, and the octets after it are left alone, at every cut.
  @Test(arguments: [
    "", "a\r\n", ".\r\n", "..\r\n...\r\n", "a\r\n.b\r\n\r\n", "\r\n", "a\n.\n.\r.\r\r\n", "\r\r\n.\n\r\n",
    "one\r\ntwo\r\n\r\n.three\r\n\r\r\nfour\rfive\nsix\r\n..\r\n",
  ])
  func roundTrip(_ content: String) {
    let wire = DotStuffing.stuff(Array(content.utf8)) + Array("QUIT\r\n".utf8)
    let end = wire.count - 6
    for cut in 0...end {
      var unstuffer = DotUnstuffer()
      var found: [UInt8] = []
      let early = unstuffer.feed(wire[..<cut], into: &found)
      let late = early == nil ? unstuffer.feed(wire[cut...], into: &found) : nil
      #expect(early ?? late == end)
      #expect(found == Array(content.utf8))
    }
  }

  @Test(arguments: ["\n.\n", "\n.\r\n", "\r\n.\n", "\r.\r", "\r\n.\r", "\r.\r\n", "\n.\r", "\r.\n", "\r\n.\0\r\n"])
  func nothingElseEndsALetter(_ sequence: String) {
    let wire = Array("a\(sequence)b".utf8)
    for cut in 0...wire.count {
      var unstuffer = DotUnstuffer()
      var found: [UInt8] = []
      #expect(unstuffer.feed(wire[..<cut], into: &found) == nil)
      #expect(unstuffer.feed(wire[cut...], into: &found) == nil)
      #expect(unstuffer.feed(Array("\r\n.\r\n".utf8)[...], into: &found) == 5)
    }
  }
}

/// Eight octets at a time find what one at a time finds.
@Suite struct OctetSearchTests {
  @Test func everyPlace() {
    for length in 0...40 {
      for place in 0..<length {
        var octets = [UInt8](repeating: 0x8A, count: length)
        octets[place] = .lf
        // Neighbours that differ from it by one bit, on both sides of the place that is found.
        if place > 0 { octets[place - 1] = .lf + 1 }
        if place + 1 < length { octets[place + 1] = .lf - 1 }
        for start in 0...length {
          let expected = start <= place ? place : nil
          #expect(octets.firstIndex(of: .lf, from: start) == expected)
          #expect(([1, 2, 3] + octets)[3...].firstIndex(of: .lf, from: start + 3) == expected.map { $0 + 3 })
        }
      }
    }
  }

  /// Long lines and strange ones, stuffed and framed as octet by octet.
  @Test(arguments: 1...300) func noise(_ seed: UInt64) {
    var noise = Noise(state: seed)
    var content: [UInt8] = []
    for _ in 0..<20 {
      content += noise.octets(Int(noise.next() % 30))
      content += [[.cr, .lf], [.lf], [.cr], [.dot], [.cr, .lf, .dot]][Int(noise.next() % 5)]
    }
    var stuffed: [UInt8] = []
    for (index, octet) in content.enumerated() {
      let startsLine = index == 0 || (index > 1 && content[index - 2] == .cr && content[index - 1] == .lf)
      stuffed += startsLine && octet == .dot ? [.dot, octet] : [octet]
    }
    if content.suffix(2) != [.cr, .lf] { stuffed += [.cr, .lf] }
    #expect(DotStuffing.stuff(content) == stuffed + [.dot, .cr, .lf])
    var stuffer = DotStuffer()
    var wire: [UInt8] = []
    var rest = content[...]
    while !rest.isEmpty {
      let piece = rest.prefix(Int(noise.next() % 9))
      stuffer.stuff(piece, into: &wire)
      rest = rest.dropFirst(piece.count)
    }
    stuffer.finish(into: &wire)
    #expect(wire == stuffed + [.dot, .cr, .lf])

    for strictness in [LineFramer.Strictness.crlfOnly, .lfAccepted] {
      var whole = LineFramer(limit: 50, strictness: strictness)
      var pieces = whole
      whole.append(content)
      var lines: [LineFramer.Line] = []
      for octet in content {
        pieces.append([octet])
        while let line = pieces.next() { lines.append(line) }
      }
      for line in lines { #expect(whole.next() == line) }
      #expect(whole.next() == nil)
    }
  }
}

/// Octets from outside, safe to show.
@Suite struct ByteSanitizerTests {
  @Test(
    arguments: [
      (Array("plain".utf8), "plain"), (Array("Chào bạn 你好".utf8), "Chào bạn 你好"), ([0x1B, 0x5B], "\\x1B["),
      ([0x41, 0xE9, 0x42], "A\\xE9B"), ([0xFF, 0xFE], "\\xFF\\xFE"), ([0xC2, 0x85], "\\x85"), ([0], "\\x00"),
      ([0x7F], "\\x7F"),
      (Array("\u{202E}abc".utf8), "\\u{202E}abc"), (Array("a\tb".utf8), "a    b"), ([0xE4, 0xBD], "\\xE4\\xBD"),
      ([0xF4, 0x90, 0x80, 0x80], "\\xF4\\x90\\x80\\x80"), ([0xED, 0xA0, 0x80], "\\xED\\xA0\\x80"),
      (Array("👩\u{200D}💻".utf8), "👩\u{200D}💻"), (Array("\r\n".utf8), "\\x0D\\x0A"),
    ] as [([UInt8], String)])
  func visible(_ octets: [UInt8], _ shown: String) {
    #expect(ByteSanitizer.visible(octets) == shown)
  }

  @Test(arguments: 1...30) func neverShowsAControl(_ seed: UInt64) {
    var noise = Noise(state: seed)
    let shown = ByteSanitizer.visible(noise.octets(500))
    #expect(
      shown.unicodeScalars.allSatisfy {
        $0.value >= 0x20 && !(0x7F..<0xA0).contains($0.value) && $0.properties.generalCategory != .control
      })
  }
}

/// Seeded octets for tests that need to be surprised the same way each time.
struct Noise {
  var state: UInt64

  mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return state >> 33
  }

  mutating func octets(_ count: Int) -> [UInt8] { (0..<count).map { _ in UInt8(truncatingIfNeeded: next()) } }
}
