/// A command word that is all there, and something with it that does not belong: a space inside it, a sign around it, no
/// space behind it. `VerbGuess` asks here before it looks for the nearest verb.
enum VerbSlips {
  static func diagnose<Verb: WireVerb>(_ line: String, as: Verb.Type) -> Diagnosis? {
    signed(line, as: Verb.self) ?? glued(line, as: Verb.self) ?? split(line, as: Verb.self)
  }

  /// A tab looks like spaces and is none: the server takes it for a part of the word.
  static func tabbed(_ line: String, _ speaking: MailProtocolName) -> Diagnosis? {
    guard line.utf8.contains(0x09), line.utf8.allSatisfy({ $0 == 0x09 || (0x20...0x7E).contains($0) }) else {
      return nil
    }
    let mended = String(line.map { $0 == "\t" ? " " : $0 }).withoutLeadingSpaces
    let words = mended.split(separator: " ")
    // In a password spaces count.
    let rest = words.dropFirst().joined(separator: " ")
    let tail = words.first.map { mended.dropFirst($0.count + 1) } ?? ""
    let command = words.first.map { "\($0) " + ($0.uppercased() == "PASS" ? String(tail) : rest) }
    return Diagnosis(.lineTab, speaking, command.map { ["suggestion": rest.isEmpty ? String(words[0]) : $0] } ?? [:])
  }

  /// `"STAT"`, `STAT;`, `-STAT`, `USER: dewey`.
  private static func signed<Verb: WireVerb>(_ line: String, as: Verb.Type) -> Diagnosis? {
    let word = VerbGuess.firstWord(of: line)
    let core = word.trimmingSigns
    guard !core.isEmpty, core.count < word.count else { return nil }
    var rest = line[word.endIndex...]
    if Verb(rawValue: core.uppercased()) == nil {
      // A sentence may begin with a word that is like a verb, and have a comma behind it; a header line, a colon.
      if Verb.speaking == .smtp, word.last == ":", !rest.isEmpty { return nil }
      guard rest.split(separator: " ").count < 2, VerbGuess.closest(to: core.uppercased(), of: Verb.self) != nil,
        !Verb.allCases.contains(where: { core.uppercased().hasPrefix($0.rawValue) })
      else { return nil }
    }
    if let opener = word.first, let closer = closers[opener] {
      while let last = rest.last, last == closer || last == " " { rest = rest.dropLast() }
    }
    let signs = [word[..<core.startIndex], word[core.endIndex...]].filter { !$0.isEmpty }.joined(separator: " ")
    return Diagnosis(
      .verbExtraSign, Verb.speaking, range: 0..<word.utf8.count,
      [
        "bad": ByteSanitizer.visible(String(word)), "sign": ByteSanitizer.visible(signs),
        "suggestion": ByteSanitizer.visible("\(core)\(rest)"),
      ])
  }

  /// `RETR1`, `USER=dewey`, `RETR(9)`, `HELOpc.example.org`; `STAT|more` where nothing may follow.
  private static func glued<Verb: WireVerb>(_ line: String, as: Verb.Type) -> Diagnosis? {
    let word = VerbGuess.firstWord(of: line)
    let upper = word.uppercased()
    guard let verb = Verb.allCases.first(where: { upper.hasPrefix($0.rawValue) && upper != $0.rawValue }) else {
      return nil
    }
    let tail = word.dropFirst(verb.rawValue.count)
    let rest = line[word.endIndex...]
    guard let first = tail.first else { return nil }
    let isSign = !first.isLetter && !first.isNumber
    if !verb.form.contains(" ") {
      guard isSign else { return nil }
      return Diagnosis(
        .verbExtraSign, Verb.speaking, range: 0..<word.utf8.count,
        ["bad": ByteSanitizer.visible(String(word)), "sign": String(first), "suggestion": verb.rawValue])
    }
    let argument: Substring
    if isSign {
      argument = verb.form.takesNumber ? tail.trimmingSigns : tail.unwrapped
      // Nothing but signs: `signed` knows them.
      if argument.isEmpty { return nil }
    } else {
      if let long = longWord(verb, tail, line) { return long }
      guard verb.form.takesNumber ? first.isNumber : isName(tail, for: verb.rawValue, rest) else { return nil }
      argument = tail
    }
    let typed = word.prefix(verb.rawValue.count)
    let isSecret = ["PASS", "RPOP"].contains(verb.rawValue)
    return Diagnosis(
      .verbNoSpace, Verb.speaking, range: 0..<word.utf8.count,
      [
        "bad": isSecret ? typed + Secret.mask : ByteSanitizer.visible(String(word)), "verb": verb.rawValue,
        "form": verb.form, "suggestion": ByteSanitizer.visible("\(verb.rawValue) \(argument)\(rest)"),
      ])
  }

  /// `PASSWORD=secret`, `USERNAME:dewey`, `DELETE(1)`: a longer word, and a sign in the place of its space.
  private static func longWord<Verb: WireVerb>(_ verb: Verb, _ tail: Substring, _ line: String) -> Diagnosis? {
    let letters = tail.prefix { $0.isLetter }
    guard let sign = tail.dropFirst(letters.count).first, "=:(#".contains(sign) else { return nil }
    let word = line[..<letters.endIndex]
    return Diagnosis(
      .verbTypo, Verb.speaking, range: 0..<word.utf8.count,
      [
        "bad": ByteSanitizer.visible(String(word)), "verb": verb.rawValue, "form": verb.form,
        "suggestion": ByteSanitizer.visible("\(verb.rawValue)\(line[letters.endIndex...])"),
      ])
  }

  /// Letters right behind a verb are an argument where they stand alone and make no longer word of it: `USERNAME x` and
  /// `AUTHENTICATE` are other words.
  private static func isName(_ tail: Substring, for verb: String, _ rest: Substring) -> Bool {
    let tail = tail.uppercased()
    if verb == "AUTH" { return ["PLAIN", "LOGIN", "CRAM-MD5", "SCRAM-SHA-256"].contains(tail) }
    return rest.isEmpty && tail.count > 1 && !["HELP", "NOOP", "MAIL", "RCPT"].contains(verb)
      && !["NAME", "NAMES", "ID", "WORD", "WORDS", "WD", "WORT", "PHRASE", "CODE", "KEY"].contains(tail)
  }

  /// `ST AT`, `D ELE 1`, `START TLS`.
  private static func split<Verb: WireVerb>(_ line: String, as: Verb.Type) -> Diagnosis? {
    let words = line.split(separator: " ", maxSplits: 8)
    for count in stride(from: 2, through: words.count, by: 1) {
      let joined = words[..<count].joined()
      guard joined.utf8.count <= 8 else { return nil }
      if Verb(rawValue: joined.uppercased()) != nil {
        let typed = words[..<count].joined(separator: " ")
        let rest = line[words[count - 1].endIndex...]
        return Diagnosis(
          .verbStraySpace, Verb.speaking, range: 0..<line.utf8.distance(from: line.startIndex, to: rest.startIndex),
          ["bad": ByteSanitizer.visible(typed), "suggestion": ByteSanitizer.visible("\(joined)\(rest)")])
      }
    }
    return nil
  }

  static let closers: [Character: Character] = [
    "(": ")", "[": "]", "{": "}", "<": ">", "\"": "\"", "'": "'", "`": "`",
  ]
}

extension String {
  /// The form of a command that names a letter or counts octets.
  fileprivate var takesNumber: Bool { contains("message-number") || contains("octets") }
}

extension Substring {
  /// Without the signs at both ends.
  var trimmingSigns: Substring { trimmingSigns(except: nil) }

  func trimmingSigns(except kept: Character?) -> Substring {
    func isSign(_ character: Character) -> Bool { !character.isLetter && !character.isNumber && character != kept }
    return trimming(isSign)
  }

  func trimming(_ isTrimmed: (Character) -> Bool) -> Substring {
    var text = self
    while let first = text.first, isTrimmed(first) { text = text.dropFirst() }
    while let last = text.last, isTrimmed(last) { text = text.dropLast() }
    return text
  }

  /// `=dewey`, `(dewey)` and `"dewey"` without the sign in front and its twin behind; what may begin an argument stays.
  fileprivate var unwrapped: Substring {
    guard let first, !"[@#".contains(first) else { return self }
    var text = dropFirst()
    if let closer = VerbSlips.closers[first], text.last == closer { text = text.dropLast() }
    if "=:".contains(first), let quote = text.first, let closer = VerbSlips.closers[quote], text.last == closer,
      quote != "["
    {
      text = text.dropFirst().dropLast()
    }
    return text
  }
}
