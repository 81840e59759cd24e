import MailProtocol

/// What a lesson keeps, and a line that harms it: told at once, with the way back.
extension Checker {
  func harm(_ exchange: Exchange) -> Diagnosis? {
    guard exchange.reply.isPositive, let line = exchange.line else { return nil }
    let removed = letters.removedNow.intersection(keep.letters)
    if let marked = letters.markedNow, keep.letters.contains(marked) {
      // The number that the learner typed: it may be another one than at the first login.
      let number = line.arguments.first ?? String(marked)
      return harm(line, ["i": number, "suggestion": POP3Verb.rset.rawValue])
    }
    if !removed.isEmpty {
      let numbers = removed.sorted().map(String.init).joined(separator: ", ")
      return harm(line, ["letters": numbers, "n": String(removed.count)])
    }
    return keep.never.contains { $0.matches(line) } ? harm(line, [:], isAboutMarks: false) : nil
  }

  private func harm(_ line: SentLine, _ values: [String: String], isAboutMarks: Bool = true) -> Diagnosis {
    var values = values
    values["bad"] = SecretMask.mask(line.text, expectsSecret: false)
    // The sentences about marks are found by the verb.
    if isAboutMarks { values["verb"] = line.verb }
    return Diagnosis(.lessonHarms, speaking, values)
  }
}
