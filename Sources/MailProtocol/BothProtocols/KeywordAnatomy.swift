/// What a word means that stands in no reply: an enhanced code, a keyword of EHLO or CAPA, a mechanism.
extension ReplyAnatomy {
  /// A code of RFC 3463 apart: what the whole of it means, then its class, and its subject.
  public init(_ status: EnhancedStatus) {
    self.init()
    let line = Array("\(status)".utf8)
    let (kind, subject) = ("\(status.statusClass)".utf8.count, "\(status.subject)".utf8.count)
    add(
      line, at: 0, 0..<line.count, ["smtp.enhanced.detail.\(status.subject).\(status.detail)", "smtp.enhanced.unknown"])
    add(line, at: 0, 0..<kind, ["smtp.enhanced.class.\(status.statusClass)"], shownAs: "\(status.statusClass).x.x")
    add(
      line, at: 0, (kind + 1)..<(kind + 1 + subject),
      ["smtp.enhanced.subject.\(status.subject)", "smtp.enhanced.unknown"],
      shownAs: "x.\(status.subject).x")
  }

  /// nil when the line's first word is none that is known.
  public init?(keyword line: [UInt8]) {
    self.init()
    guard let word = Word.all(in: line).first else { return nil }
    let name = SMTPKeyword.name(word.text)
    let isSMTP = SMTPKeyword.known.contains(name)
    let isPOP3 = POP3Keyword.known.contains(name)
    let isMechanism = SASLMechanism.explained.contains(name)
    // A word at the beginning of a sentence is no keyword.
    guard isSMTP || isPOP3 || isMechanism, word.text == word.text.uppercased() || line.count == word.range.count else {
      return nil
    }
    if isSMTP { add(line, at: 0, 0..<line.count, ["smtp.extension.\(name)", "smtp.extension.other"]) }
    if isPOP3 { add(line, at: 0, 0..<line.count, POP3Keyword.meanings(Word.all(in: line))) }
    if isMechanism { add(line, at: 0, word.range, ["sasl.\(name)"]) }
  }
}
