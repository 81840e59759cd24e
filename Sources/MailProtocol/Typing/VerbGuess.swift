/// The layers after the octets are clean: is the first word a verb of this protocol, of another one, a typing
/// slip, a prompt that was pasted along? Both parsers ask here when they do not know the verb.
public enum VerbGuess {
  /// Why `line` starts with no verb of `Verb`'s protocol.
  public static func diagnose<Verb: WireVerb>(_ line: String, as: Verb.Type) -> Diagnosis {
    let speaking = Verb.speaking
    let word = firstWord(of: line)
    let bad = ByteSanitizer.visible(String(word.prefix(40)))
    let range = 0..<word.utf8.count
    if let rest = withoutPrompt(line), isVerb(firstWord(of: rest), Verb.self) {
      return Diagnosis(
        .inputPastedPrompt, speaking,
        ["bad": ByteSanitizer.visible(String(line.prefix(line.count - rest.count))), "suggestion": rest])
    }
    if speaking == .pop3, word.uppercased() == "REST" {
      return Diagnosis(.verbMyth, speaking, range: range, ["bad": ByteSanitizer.visible(line)])
    }
    if let slip = VerbSlips.diagnose(line, as: Verb.self) { return slip }
    if let (owned, other) = otherOwner(of: line, word: word, speaking: speaking) {
      return Diagnosis(
        .verbOtherProtocol, speaking, range: range, ["bad": ByteSanitizer.visible(owned), "other": other])
    }
    if let meant = InputMethod.meant(line, as: Verb.self) {
      // Quotes around the line come from where it was copied.
      if line.first?.isLetter == false {
        return Diagnosis(.inputPastedPrompt, speaking, ["bad": bad, "suggestion": meant])
      }
      return Diagnosis(
        .verbTypo, speaking, range: range,
        ["bad": bad, "verb": String(firstWord(of: meant)), "suggestion": meant])
    }
    // `USRE=dewey` is mistyped before its sign.
    let letters = word.prefix { $0.isLetter }
    let core = word.dropFirst(letters.count).first.map { "=(#".contains($0) } == true ? letters : word
    if let verb = closest(to: core.uppercased(), of: Verb.self) {
      return Diagnosis(
        .verbTypo, speaking, range: 0..<core.utf8.count,
        [
          "bad": ByteSanitizer.visible(String(core.prefix(40))), "verb": verb.rawValue, "form": verb.form,
          "suggestion": correcting(line, word: core, to: verb.rawValue),
        ])
    }
    return Diagnosis(.verbUnknown, speaking, range: range, ["bad": bad])
  }

  /// A line in the learner's own language whose first word is plain ASCII and like no verb, `Subject: Xin chào`: the
  /// accents are not what is wrong with it.
  static func isPlainText<Verb: WireVerb>(_ line: String, as: Verb.Type) -> Bool {
    if line.isPlain { return false }
    let word = firstWord(of: line)
    guard word.utf8.count < line.utf8.count, word.unicodeScalars.allSatisfy({ (0x20..<0x7F).contains($0.value) }),
      !line.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F })
    else { return false }
    return closest(to: word.uppercased(), among: Verb.allCases.map(\.rawValue)) == nil
      && withoutPrompt(line) == nil && !["MAIL", "RCPT", "FROM", "TO:"].contains { word.uppercased().hasPrefix($0) }
  }

  /// A note behind the command, as listings in articles have it: `STAT // how many`.
  static func trailingComment(_ line: String, speaking: MailProtocolName) -> Diagnosis? {
    guard line.utf8.contains(UInt8(ascii: "/")) else { return nil }
    let words = line.split(separator: " ", omittingEmptySubsequences: false)
    guard let index = words.firstIndex(where: { $0.hasPrefix("//") }), index > 0 else { return nil }
    let comment = words[index...].joined(separator: " ")
    return Diagnosis(
      .inputPastedPrompt, speaking, range: (line.utf8.count - comment.utf8.count)..<line.utf8.count,
      [
        "bad": ByteSanitizer.visible(comment),
        "suggestion": words[..<index].filter { !$0.isEmpty }.joined(separator: " "),
      ])
  }

  /// One edit away (two for a long verb), and nothing else as near: only a clear case is a suggestion.
  public static func closest(to word: String, among verbs: [String]) -> String? {
    guard word.count >= 2, word.count <= 16 else { return nil }
    if let start = verbs.first(where: { word.hasPrefix($0) && word != $0 }) { return start }
    let ranked = verbs.map { (verb: $0, distance: editDistance(word, $0)) }
      .filter { $0.distance <= ($0.verb.count >= 8 ? 2 : 1) }
      .sorted { ($0.distance, $0.verb) < ($1.distance, $1.verb) }
    guard let best = ranked.first else { return nil }
    return ranked.dropFirst().contains { $0.distance == best.distance } ? nil : best.verb
  }

  static func closest<Verb: WireVerb>(to word: String, of: Verb.Type) -> Verb? {
    closest(to: word, among: Verb.allCases.map(\.rawValue)).flatMap { Verb(rawValue: $0) }
  }

  /// Edits to get from one word to the other; two letters that changed places count as one (optimal string
  /// alignment).
  public static func editDistance(_ left: String, _ right: String) -> Int {
    let a = Array(left.unicodeScalars)
    let b = Array(right.unicodeScalars)
    var rows = [[Int]](repeating: [Int](repeating: 0, count: b.count + 1), count: a.count + 1)
    for i in 0...a.count { rows[i][0] = i }
    for j in 0...b.count { rows[0][j] = j }
    for i in stride(from: 1, through: a.count, by: 1) {
      for j in stride(from: 1, through: b.count, by: 1) {
        let cost = a[i - 1] == b[j - 1] ? 0 : 1
        rows[i][j] = min(rows[i - 1][j] + 1, rows[i][j - 1] + 1, rows[i - 1][j - 1] + cost)
        if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
          rows[i][j] = min(rows[i][j], rows[i - 2][j - 2] + 1)
        }
      }
    }
    return rows[a.count][b.count]
  }

  public static func firstWord(of line: String) -> Substring {
    line.firstWord
  }

  private static func isVerb<Verb: WireVerb>(_ word: Substring, _: Verb.Type) -> Bool {
    Verb(rawValue: word.uppercased()) != nil
  }

  /// The line behind a prompt that was pasted along; nil when it starts with none.
  public static func withoutPrompt(_ line: String) -> String? {
    for prompt in ["C:", "c:", "$", ">", "#", "S:"] where line.hasPrefix(prompt) {
      return String(line.dropFirst(prompt.count).drop { $0 == " " })
    }
    // A whole prompt of ours, copied from a log: `pop3 transaction> STAT`.
    if let end = line.end(of: "> "), line.hasPrefix("pop3 ") || line.hasPrefix("smtp ") {
      return String(line[end...])
    }
    return nil
  }

  private static func correcting(_ line: String, word: Substring, to verb: String) -> String {
    let rest = line.dropFirst(word.count)
    let glued = word.dropFirst(verb.count)
    // `RETR1` is RETR and its number written together; `DELETE` is only a long DELE.
    let separated = word.uppercased().hasPrefix(verb) && glued.allSatisfy(\.isNumber) ? " " + glued : ""
    return ByteSanitizer.visible(verb + separated + rest)
  }

  /// Whose command it is, and the word of the line that tells.
  private static func otherOwner(
    of line: String, word typed: Substring, speaking: MailProtocolName
  ) -> (word: String, owner: String)? {
    let known = owner(of: line, word: typed.uppercased(), speaking: speaking)
    if let known { return (String(typed.prefix(40)), known) }
    // `USER=dewey`, `PASS:secret`: what follows the sign need not be repeated.
    guard let sign = typed.firstIndex(where: { "=:(".contains($0) }) else { return nil }
    let word = String(typed[..<sign])
    return owner(of: word, word: word.uppercased(), speaking: speaking).map { (word, $0) }
  }

  private static func owner(of line: String, word: String, speaking: MailProtocolName) -> String? {
    switch speaking {
    case .pop3: if smtpOnly.contains(word) { return "SMTP" }
    case .smtp: if pop3Only.contains(word) { return "POP3" }
    }
    if ["GET", "POST", "PUT", "HEAD", "HOST:"].contains(word) { return "HTTP" }
    if ["LOGIN", "SELECT", "FETCH", "SEARCH", "LOGOUT", "EXAMINE"].contains(word) { return "IMAP" }
    if ["CWD", "PWD", "PASV", "PORT"].contains(word) { return "FTP" }
    // IMAP puts a tag of the client's choice before each command: `a1 LOGIN …`.
    let words = line.split(separator: " ")
    if words.count > 1, words[0].last?.isNumber == true,
      ["LOGIN", "SELECT", "FETCH", "CAPABILITY", "LOGOUT", "LIST", "NOOP"].contains(words[1].uppercased())
    {
      return "IMAP"
    }
    return nil
  }

  private static let smtpOnly: Set<String> = [
    "HELO", "EHLO", "MAIL", "RCPT", "DATA", "VRFY", "EXPN", "HELP", "STARTTLS", "BDAT", "ETRN",
  ]
  private static let pop3Only: Set<String> = [
    "USER", "PASS", "APOP", "STAT", "LIST", "RETR", "DELE", "TOP", "UIDL", "LAST", "CAPA", "STLS",
  ]
}

extension String {
  /// Where `needle` ends, the first time it occurs. (Foundation's search is not here on purpose.)
  fileprivate func end(of needle: String) -> String.Index? {
    var start = startIndex
    while start < endIndex {
      if self[start...].hasPrefix(needle) { return index(start, offsetBy: needle.count) }
      start = index(after: start)
    }
    return nil
  }
}
