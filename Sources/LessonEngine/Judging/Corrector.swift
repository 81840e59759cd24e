import MailProtocol

/// Makes of a mistake what helps where the session stands: it knows the words that people use in place of commands, and
/// gives only suggestions that work when they are typed next. A suggestion is the learner's own line mended, or a line
/// that the step asks for. Lessons and `connect` both ask here.
struct Corrector {
  /// Where the session stands: at the line that was refused.
  let client: ClientSession
  let speaking: MailProtocolName
  /// What leads on from here, the next line first; nothing outside of lessons.
  var expected: [String] = []
  /// Other lines of the lesson, whose names and secrets it shows itself.
  var known: [String] = []
  let words: TypedWords

  /// - Parameter line: as it was typed.
  func corrected(_ diagnosis: Diagnosis, of line: String) -> Diagnosis {
    let diagnosis = everyday(diagnosis, line) ?? diagnosis
    if diagnosis.id == .verbTutorWord { return diagnosis }
    var corrected = diagnosis
    corrected.values["suggestion"] = suggestion(for: diagnosis, line)
    return corrected
  }

  // MARK: Suggestions

  private func suggestion(for diagnosis: Diagnosis, _ line: String) -> String? {
    let mended = retyped(diagnosis, line) ?? self.mended(diagnosis, line)
    // Somebody who wrote the right verb meant this step: its own line has the right name or number, too.
    if let verb = (mended ?? diagnosis.values["suggestion"]).map(self.verb(of:)) ?? verb(of: diagnosis),
      let meant = nearest(to: mended ?? line, among: expected.filter { self.verb(of: $0) == verb }), works(meant)
    {
      return mended.map { means(meant, $0) } == true ? mended : meant
    }
    guard let mended, !holdsSecret(mended) || known.contains(mended) else { return nil }
    return mended
  }

  /// The line without its slips, as many as it has; nil when that leads nowhere.
  private func mended(_ diagnosis: Diagnosis, _ line: String) -> String? {
    var suggestion = diagnosis.values["suggestion"]
    for _ in 0..<4 {
      guard let candidate = suggestion, !means(candidate, line) || candidate != line else { return nil }
      let reading = client.reading(candidate)
      guard case .command = reading.role else { return nil }
      guard let flaw = reading.verdict.diagnosis else { return candidate }
      guard let next = flaw.values["suggestion"], next != candidate, flaw.values["form"] != next else { return nil }
      suggestion = next
    }
    return nil
  }

  /// The rules allow it now, and nothing is to be said of it.
  private func works(_ line: String) -> Bool {
    let reading = client.reading(line)
    guard case .command = reading.role, case .allowed(remark: nil) = reading.verdict else { return false }
    return true
  }

  private func nearest(to line: String, among lines: [String]) -> String? {
    lines.enumerated().min {
      (VerbGuess.editDistance($0.element, line), $0.offset) < (VerbGuess.editDistance($1.element, line), $1.offset)
    }?.element
  }

  private func means(_ line: String, _ other: String) -> Bool { CommandPattern(line).matches(other) }

  private func verb(of line: String) -> String { VerbGuess.firstWord(of: line).uppercased() }

  /// Which command a diagnosis is about.
  private func verb(of diagnosis: Diagnosis) -> String? { diagnosis.values["verb"] }

  private func holdsSecret(_ line: String) -> Bool { SecretMask.mask(line, expectsSecret: false) != line }

  /// The lesson's lines tell which of its names an input method has spoilt.
  private func retyped(_ diagnosis: Diagnosis, _ line: String) -> String? {
    InputMethod.meant(line, speaking: speaking, expecting: expected + known).flatMap { meant in
      self.mended(diagnosis.adding("suggestion", meant), line)
    }
  }

  // MARK: Everyday words

  /// What the words of a line without a verb mean; nil when they mean nothing here.
  private func everyday(_ diagnosis: Diagnosis, _ line: String) -> Diagnosis? {
    guard Self.isAboutWords(diagnosis.id) else { return nil }
    // A slip of the very command that is due is a slip.
    if let suggestion = diagnosis.values["suggestion"], works(suggestion),
      expected.first.map({ verb(of: $0) == verb(of: suggestion) }) ?? false || isNearer(suggestion, than: line)
    {
      return nil
    }
    if let reading = words.reading(of: line, speaking: speaking) {
      // A verb of the other protocol is known for what it is; only `help` is more often meant for the tutor.
      let isVerb = MailProtocolName.allCases.contains { $0.title == diagnosis.values["other"] }
      guard isVerb else { return self.diagnosis(reading, line) }
      return reading.senses.contains(where: \.isForTutor) ? self.diagnosis(reading, line) : nil
    }
    return nameOfTheLesson(line) ?? (speaking == .smtp ? letterTooEarly(line) ?? loneAddress(line) : nil)
  }

  /// Only the first words are wrong, and an input method or a finger has made them so: `DÂT`, `REТR 2`.
  private func isNearer(_ suggestion: String, than line: String) -> Bool {
    let typed = InputMethod.asciiTwin(of: String(VerbGuess.firstWord(of: line))).uppercased()
    return line.unicodeScalars.contains { !$0.isASCII } && typed == verb(of: suggestion)
  }

  private static func isAboutWords(_ id: Diagnosis.ID) -> Bool {
    [
      .verbUnknown, .verbTypo, .verbOtherProtocol, .inputComposed, .inputFullwidth, .inputSmartQuotes, .lineNonASCII,
      .lineControl,
    ].contains(id)
  }

  private func diagnosis(_ reading: TypedWords.Reading, _ line: String) -> Diagnosis {
    var best: (line: String, isWhole: Bool)?
    for sense in reading.senses {
      switch sense {
      case .tutor(let word): return Diagnosis(.verbTutorWord, speaking, ["bad": reading.words, "suggestion": word])
      case .letter: if let early = letterTooEarly(line, isSure: true) { return early }
      case .command(let command, let isWhole):
        if best == nil || (isWhole && works(command)) { best = (command, isWhole) }
      }
    }
    guard let best else { return Diagnosis(.verbUnknown, speaking, ["bad": reading.words]) }
    let verb = self.verb(of: best.line)
    var values = ["bad": reading.words, "verb": verb]
    if best.isWhole { values["suggestion"] = best.line }
    values["form"] = form(of: verb)
    return Diagnosis(.verbEveryday, speaking, values)
  }

  private func form(of verb: String) -> String? {
    switch speaking {
    case .pop3: POP3Verb(rawValue: verb)?.form
    case .smtp: SMTPVerb(rawValue: verb)?.form
    }
  }

  /// The name or the password alone, as one answers a question.
  private func nameOfTheLesson(_ line: String) -> Diagnosis? {
    let typed = line.split(separator: " ").joined(separator: " ")
    let meant = (expected + known).first { known in
      ["USER", "PASS"].contains(self.verb(of: known)) && known.dropFirst(5) == typed
    }
    guard let meant else { return nil }
    let verb = self.verb(of: meant)
    return Diagnosis(
      .verbEveryday, speaking, ["bad": ByteSanitizer.visible(typed), "verb": verb, "suggestion": meant])
  }

  /// - Parameter isSure: the words say so already.
  private func letterTooEarly(_ line: String, isSure: Bool = false) -> Diagnosis? {
    guard speaking == .smtp, isSure || Self.looksLikeLetter(line) else { return nil }
    var values = ["bad": ByteSanitizer.visible(String(line.prefix(40)))]
    values["suggestion"] = "DATA"
    return Diagnosis(.dataTooEarly, .smtp, values)
  }

  /// The dot, a line of a header, a sentence.
  private static func looksLikeLetter(_ line: String) -> Bool {
    if line == "." { return true }
    let name = line.prefix { $0 != ":" && $0 != " " }
    if name.count < line.count, line[name.endIndex] == ":", name.count > 1,
      name.allSatisfy({ $0.isLetter || $0 == "-" }),
      line.dropFirst(name.count + 1).first.map({ $0 == " " }) ?? false
    {
      return true
    }
    return line.split(separator: " ").count >= 4 && !line.contains("<")
  }

  /// An address without a command is the next one of the envelope.
  private func loneAddress(_ line: String) -> Diagnosis? {
    let address = line.filter { !"<> ".contains($0) }
    guard address.contains("@"), let path = MailPath(address: address) else { return nil }
    let lines = ["MAIL FROM:<\(path)>", "RCPT TO:<\(path)>"]
    guard let meant = lines.first(where: works) else { return nil }
    return Diagnosis(
      .verbEveryday, .smtp, ["bad": ByteSanitizer.visible(line), "verb": verb(of: meant), "suggestion": meant])
  }
}
