/// What each part of an SMTP reply means: the code, its digits, the enhanced code, the lines of EHLO.
/// RFC 5321 §4.2, RFC 3463, RFC 5248.
extension ReplyAnatomy {
  public enum SMTPOccasion: Hashable, Sendable {
    case greeting
    case command(SMTPVerb)
    /// The reply to the final dot: the only promise that the letter is taken.
    case endOfData
    case unknown

    var key: String {
      switch self {
      case .greeting: "greeting"
      case .command(let verb): verb.rawValue
      case .endOfData: "end-of-data"
      case .unknown: "unknown"
      }
    }
  }

  /// - Parameter digits: also explain the first two digits apart, as `explain` does.
  public init(_ reply: SMTPReply, answering occasion: SMTPOccasion, digits: Bool = false) {
    self.init()
    // Where the lines of a reply disagree, the last one is the reply. RFC 5321 §4.2.1: they all carry the same code.
    let index = reply.decisiveLine
    guard reply.lines.indices.contains(index), reply.code > 0 else {
      for (index, line) in reply.lines.enumerated() {
        addFreeText(line, at: index, from: 0, "smtp.part.text")
      }
      return
    }
    let line = reply.lines[index]
    let code = String(decoding: line[..<3], as: UTF8.self)
    if index > 0 { add(reply.lines[0], at: 0, 0..<min(3, reply.lines[0].count), ["smtp.part.other-code"]) }
    add(line, at: index, 0..<3, ["smtp.code-after.\(occasion.key).\(code)", "smtp.code.\(code)", "smtp.code.unknown"])
    if digits {
      add(
        line, at: index, 0..<1, ["smtp.first.\(code.prefix(1))", "smtp.code.unknown"], shownAs: "\(code.prefix(1))xx")
      add(
        line, at: index, 1..<2, ["smtp.second.\(code.dropFirst().prefix(1))", "smtp.code.unknown"],
        shownAs: "x\(code.dropFirst().prefix(1))x")
    }
    if reply.lines.count > 1, index == 0 { add(line, at: 0, 3..<4, ["smtp.part.hyphen"]) }
    addWords(line, at: index, reply, occasion)
    if occasion == .command(.ehlo), reply.severity == 2 { addExtensions(reply) }
  }

  private mutating func addWords(
    _ line: [UInt8], at index: Int, _ reply: SMTPReply, _ occasion: SMTPOccasion
  ) {
    guard line.count > 4 else { return }
    var words = Word.all(in: line, from: 4)
    if let enhanced = reply.enhanced, let word = words.first {
      add(
        line, at: index, word.range,
        [
          "smtp.enhanced.detail.\(enhanced.subject).\(enhanced.detail)", "smtp.enhanced.subject.\(enhanced.subject)",
          "smtp.enhanced.class.\(enhanced.statusClass)",
        ])
      words.removeFirst()
    }
    guard let first = words.first else { return }
    if reply.code == 334 { return addBase64(line, from: 4, else: "smtp.part.text") }
    // A firewall has put stars in the place of what the server said.
    if line[4...].starts(with: "****".utf8) { return add(line, at: index, first.range, ["smtp.part.stars"]) }
    if occasion == .command(.ehlo), SMTPKeyword.starts(line[4...]) { return addExtension(line, at: index) }
    let namesHost =
      occasion == .greeting || occasion == .command(.helo) || occasion == .command(.ehlo)
    if namesHost, reply.severity == 2, first.text.contains(".") {
      add(line, at: index, first.range, ["smtp.part.host"])
      addFreeText(line, at: index, from: first.range.upperBound, "smtp.part.text")
    } else {
      addFreeText(line, at: index, from: first.range.lowerBound, "smtp.part.text")
    }
  }

  /// Each line after the first announces one extension, its keyword first. RFC 5321 §4.1.1.1.
  private mutating func addExtensions(_ reply: SMTPReply) {
    for (index, line) in reply.lines.enumerated().dropFirst() where line.count > 4 {
      addExtension(line, at: index)
    }
  }

  private mutating func addExtension(_ line: [UInt8], at index: Int) {
    guard let word = Word.all(in: line, from: 4).first else { return }
    add(line, at: index, 4..<line.count, ["smtp.extension.\(SMTPKeyword.name(word.text))", "smtp.extension.other"])
  }
}
