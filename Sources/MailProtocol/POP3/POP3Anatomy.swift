/// What each part of a POP3 reply means. RFC 1939 §§3-7, response codes RFC 2449 §8, capabilities RFC 2449 §6.
extension ReplyAnatomy {
  /// What a POP3 reply answers: without that, a number in it has no meaning.
  public enum POP3Occasion: Hashable, Sendable {
    case greeting
    case command(POP3Command)
    /// No verb of POP3: the server does not know it either.
    case unknown
    /// Nothing is known of what it answers, or the refusal was not about what the command does.
    case unspecified

    var key: String {
      switch self {
      case .greeting: "greeting"
      case .command(.list(.some)): "LIST-one"
      case .command(.uidl(.some)): "UIDL-one"
      case .command(let command): command.verb.rawValue
      case .unknown: "unknown"
      case .unspecified: "unspecified"
      }
    }
  }

  public init(_ reply: POP3Reply, answering occasion: POP3Occasion) {
    self.init()
    let line = reply.line
    switch reply.status {
    case .ok:
      add(line, at: 0, 0..<3, ["pop3.ok-after.\(occasion.key)", "pop3.ok"])
      addPositive(line, occasion)
    case .err:
      add(line, at: 0, 0..<4, ["pop3.err-after.\(occasion.key)", "pop3.err"])
      addNegative(line)
    case .proceed:
      add(line, at: 0, 0..<1, ["pop3.continue"])
      addBase64(line, from: 1, else: "pop3.part.text")
    case .unknown: addText(line, from: 0)
    }
    if let lines = reply.lines { addLines(lines, occasion) }
  }

  private mutating func addPositive(_ line: [UInt8], _ occasion: POP3Occasion) {
    let words = Word.all(in: line, from: 3)
    let textStart = addResponseCode(line, words) ?? 3
    switch occasion {
    case .greeting:
      if let place = APOPDigest.place(ofTimestampIn: line) {
        addText(line, from: textStart, to: place.lowerBound)
        add(line, at: 0, Range(place), ["pop3.part.timestamp"], isValue: true)
        addText(line, from: place.upperBound + 1)
        return
      }
    case .command(.stat) where words.count >= 2 && words[0].isNumber && words[1].isNumber:
      add(line, at: 0, words[0].range, ["pop3.part.count"], isValue: true)
      add(line, at: 0, words[1].range, ["pop3.part.octets"], isValue: true)
      addText(line, from: words[1].range.upperBound)
      return
    case .command(.list(.some)) where words.count >= 2 && words[0].isNumber && words[1].isNumber,
      .command(.uidl(.some)) where words.count >= 2 && words[0].isNumber:
      add(line, at: 0, words[0].range, ["pop3.part.message-number"], isValue: true)
      let isSize = occasion.key == "LIST-one"
      add(
        line, at: 0, words[1].range, [isSize ? "pop3.part.message-octets" : "pop3.part.unique-id"], isValue: true)
      return
    case .command(.last) where words.first?.isNumber == true:
      add(line, at: 0, words[0].range, ["pop3.part.message-number"], isValue: true)
      return
    case .command(.retr) where words.first?.isNumber == true:
      add(line, at: 0, words[0].range, ["pop3.part.message-octets"], isValue: true)
      addText(line, from: words[0].range.upperBound)
      return
    case .command, .unknown, .unspecified: break
    }
    addText(line, from: textStart)
  }

  private mutating func addNegative(_ line: [UInt8]) {
    let words = Word.all(in: line, from: 4)
    if let end = addResponseCode(line, words) {
      addText(line, from: end)
    } else if let number = words.first, number.isNumber {
      add(line, at: 0, number.range, ["pop3.part.error-number"], isValue: true)
      addText(line, from: number.range.upperBound)
    } else {
      addText(line, from: 4)
    }
  }

  /// `[IN-USE]` and its kin; returns where the text after it starts.
  private mutating func addResponseCode(_ line: [UInt8], _ words: [Word]) -> Int? {
    guard let first = words.first, first.text.hasPrefix("["), first.text.hasSuffix("]") else { return nil }
    let name = String(first.text.dropFirst().dropLast()).uppercased()
    add(line, at: 0, first.range, ["pop3.response-code.\(name)", "pop3.response-code.other"])
    return first.range.upperBound
  }

  private mutating func addLines(_ lines: [[UInt8]], _ occasion: POP3Occasion) {
    switch occasion {
    case .command(.list), .command(.uidl):
      if let line = lines.first {
        let words = Word.all(in: line)
        let isSize = occasion.key == "LIST"
        if words.count >= 2, words[0].isNumber, !isSize || words[1].isNumber {
          let second = isSize ? "pop3.part.message-octets" : "pop3.part.unique-id"
          add(line, at: 1, words[0].range, ["pop3.part.message-number"])
          add(line, at: 1, words[1].range, [second])
        }
      }
    case .command(.capa):
      for (index, line) in lines.enumerated() {
        let words = Word.all(in: line)
        guard !words.isEmpty else { continue }
        add(line, at: index + 1, 0..<line.count, POP3Keyword.meanings(words))
      }
    case .command, .greeting, .unknown, .unspecified: break
    }
    add([.dot], at: lines.count + 1, 0..<1, ["pop3.part.end"])
  }

  private mutating func addText(_ line: [UInt8], from start: Int, to end: Int? = nil) {
    addFreeText(line, from: start, to: end, "pop3.part.text")
  }

  /// Words for people, without the spaces around them.
  mutating func addFreeText(
    _ line: [UInt8], at index: Int = 0, from start: Int, to end: Int? = nil, _ meaning: String
  ) {
    var start = start
    var end = end ?? line.count
    while start < end, line[start] == .space { start += 1 }
    while end > start, line[end - 1] == .space { end -= 1 }
    if start < end { add(line, at: index, start..<end, [meaning]) }
  }
}
