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
  /// What the step takes for right.
  var patterns: [CommandPattern] = []
  /// Other lines of the lesson, whose names and secrets it shows itself.
  var known: [String] = []
  /// The step shows how a server says no.
  var expectsRefusal = false
  let words: TypedWords

  /// - Parameter line: as it was typed.
  func corrected(_ diagnosis: Diagnosis, of line: String) -> Diagnosis {
    let diagnosis = everyday(diagnosis, line) ?? diagnosis
    if diagnosis.id == .verbTutorWord { return diagnosis }
    // The form of a command with words such as `sender@domain` in it is nothing to type.
    var corrected = diagnosis
    corrected.values["suggestion"] = suggestion(for: diagnosis, line)
    if corrected.values["suggestion"] == nil, let login = loginAgain(diagnosis, line) {
      (corrected.values["suggestion"], corrected.values["then"]) = login
    }
    return corrected
  }

  // MARK: Suggestions

  private func suggestion(for diagnosis: Diagnosis, _ line: String) -> String? {
    let mended = retyped(diagnosis, line) ?? self.mended(diagnosis, line)
    // Somebody who wrote the right verb meant this step: its own line has the right name or number, too.
    let about = (mended ?? diagnosis.values["suggestion"]).map(self.verb(of:)) ?? verb(of: diagnosis)
    let verb = about ?? self.verb(of: line)
    if let meant = nearest(to: mended ?? line, among: expected.filter { self.verb(of: $0) == verb }),
      expectsRefusal || works(meant)
    {
      return mended.flatMap { line in patterns.contains { $0.matches(line) } ? line : nil } ?? meant
    }
    guard let mended, !holdsSecret(mended) || known.contains(mended), isHarmless(mended) else { return nil }
    return mended
  }

  /// A server that refused a password has forgotten the name, too: both are needed again. RFC 1939 §7.
  private func loginAgain(_ diagnosis: Diagnosis, _ line: String) -> (String, String)? {
    let pass = POP3Verb.pass.rawValue
    guard verb(of: diagnosis) == pass || verb(of: line) == pass, client.legalVerbs.contains(POP3Verb.user.rawValue),
      let password = expected.first(where: { verb(of: $0) == pass }),
      let name = known.last(where: { verb(of: $0) == POP3Verb.user.rawValue && works($0) })
    else { return nil }
    return (name, password)
  }

  /// In a lesson nobody is sent to mark letters that the step leaves alone, nor to recipients that are nowhere.
  private func isHarmless(_ line: String) -> Bool {
    guard !known.isEmpty else { return true }
    switch verb(of: line) {
    case POP3Verb.dele.rawValue: return false
    case SMTPVerb.rcpt.rawValue: return known.contains { means($0, line) }
    default: return true
    }
  }

  /// The line without its slips, as many as it has; nil when that leads nowhere.
  private func mended(_ diagnosis: Diagnosis, _ line: String) -> String? {
    var suggestion = diagnosis.values["suggestion"]
    if suggestion?.contains(" ") == true, suggestion == diagnosis.values["form"] { return nil }
    for _ in 0..<4 {
      guard let candidate = suggestion, candidate != line else { return nil }
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
    guard isAboutWords(diagnosis.id, line) else { return nil }
    // A slip of the very command that is due is a slip.
    if let suggestion = diagnosis.values["suggestion"], works(suggestion),
      expected.first.map({ verb(of: $0) == verb(of: suggestion) }) ?? false
    {
      return nil
    }
    if let reading = words.reading(of: line, speaking: speaking) {
      // A verb of the other protocol is known for what it is; only `help` is more often meant for the tutor.
      let isVerb = MailProtocolName.allCases.contains { $0.title == diagnosis.values["other"] }
      let means = reading.senses.contains { sense in
        if case .command(let line, isWhole: true) = sense { return works(line) }
        return sense.isForTutor
      }
      if !isVerb || means { return self.diagnosis(reading, line) }
      return nil
    }
    if diagnosis.id == .verbUnknown, let slip = slip(of: line) { return slip }
    return nameOfTheLesson(line) ?? (speaking == .smtp ? letterTooEarly(line) ?? loneAddress(line) : nil)
  }

  private func isAboutWords(_ id: Diagnosis.ID, _ line: String) -> Bool {
    // `send` alone is the wish, SEND FROM: the old command.
    if id == .verbObsolete { return verb(of: line) == SMTPVerb.send.rawValue && !line.contains(":") }
    return [

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
        guard isOffered(verb(of: command)) else { continue }
        if best == nil || (isWhole && works(command)) { best = (command, isWhole) }
      }
    }
    if best.map({ !$0.isWhole || !works($0.line) }) ?? true || works("DATA"), let letter = letterTooEarly(line) {
      return letter
    }
    guard let best else { return Diagnosis(.verbUnknown, speaking, ["bad": reading.words]) }
    let verb = self.verb(of: best.line)
    var values = ["bad": reading.words, "verb": verb]
    if best.isWhole { values["suggestion"] = best.line }
    if client.legalVerbs.contains(verb) { values["form"] = form(of: verb) }
    return Diagnosis(.verbEveryday, speaking, values)
  }

  /// The server has such a command, as far as anybody knows.
  private func isOffered(_ verb: String) -> Bool {
    let objection = client.reading(verb).verdict.diagnosis?.id
    return ![.verbNotSupported, .verbObsolete, .verbUnknown].contains(objection)
  }

  /// The parsers do not guess where two verbs are as near: here one of them may be the only one that has its time now.
  private func slip(of line: String) -> Diagnosis? {
    let word = VerbGuess.firstWord(of: line)
    func near(_ verbs: [String]) -> [String] {
      Array(Set(verbs)).filter { VerbGuess.editDistance($0, word.uppercased()) <= ($0.count > 4 ? 2 : 1) }
    }
    let meant = [expected.map(verb(of:)), client.legalVerbs].lazy.map(near).first { !$0.isEmpty } ?? []
    guard word.count > 2, meant.count == 1, let verb = meant.first else { return nil }
    let suggestion = ByteSanitizer.visible(verb + line.dropFirst(word.count))
    return Diagnosis(
      .verbTypo, speaking, range: 0..<word.utf8.count,
      ["bad": ByteSanitizer.visible(String(word)), "verb": verb, "suggestion": suggestion])
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
      ["USER", "PASS"].contains(self.verb(of: known)) && known.dropFirst(5).lowercased() == typed.lowercased()
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
