/// What people write in the place of `FROM:` and `TO:`. `PathReader` asks here before it reads the path.
struct KeywordSlips {
  private let argument: Substring
  private let keyword: String
  private let verb: SMTPVerb

  init(_ argument: Substring, keyword: String, verb: SMTPVerb) {
    self.argument = argument
    self.keyword = keyword
    self.verb = verb
  }

  /// nil where the keyword and its colon stand as they should.
  var slip: PathSlip? {
    if argument.isEmpty { return PathSlip(id: .argumentMissing, bad: "") }
    guard let behind = behindKeyword else { return otherKeyword }
    let unspaced = behind.withoutLeadingSpaces
    if unspaced.first == ":" {
      guard behind.first == " " else { return nil }
      // Behind the colon many servers forgive a space, before it none does.
      return slip(.pathSpace, bad: argument, path: unspaced.dropFirst())
    }
    return slip(.pathNoColon, bad: argument, path: unspaced.drop { "=;,.>- ".contains($0) })
  }

  /// What follows the keyword, if it is there and no part of a longer word: `TO:`, `TO <`, not `tom@c.example`.
  private var behindKeyword: Substring? {
    guard argument.uppercased().hasPrefix(keyword) else { return nil }
    let behind = argument.dropFirst(keyword.count)
    guard let next = behind.first, next.isLetter || next.isNumber || "@._-+".contains(next) else { return behind }
    // `FROMa@c.example` has lost more than its colon, but no address begins with FROM.
    return keyword == "FROM" && next.isLetter && behind.contains("@") ? behind : nil
  }

  /// `FORM:<…>`, `T0:<…>`, `TO:<…>` after MAIL; or no word at all before the address.
  private var otherKeyword: PathSlip {
    let path = argument[AddressText.start(in: argument)...]
    let typed = argument[..<path.startIndex]
    let word = typed.letters
    let isWord = typed.contains(":") || isNear(word, keyword) || isNear(word, other.keyword)
    guard !word.isEmpty, isWord else { return slip(.pathNoKeyword, bad: argument, path: argument) }
    let isOther = word == other.keyword
    var slip = slip(.pathWrongKeyword, bad: typed.withoutTrailingSpaces, path: path)
    if isOther { slip.otherwise = "\(other.verb.rawValue) \(other.keyword):\(path)" }
    return slip
  }

  private var other: (verb: SMTPVerb, keyword: String) { verb == .mail ? (.rcpt, "TO") : (.mail, "FROM") }

  private func isNear(_ word: String, _ keyword: String) -> Bool {
    VerbGuess.editDistance(word, keyword) <= (keyword.count > 2 ? 2 : 1)
  }

  private func slip(_ id: Diagnosis.ID, bad: Substring, path: Substring) -> PathSlip {
    let path = path.withoutLeadingSpaces
    return PathSlip(id: id, bad: String(bad), suggestion: path.isEmpty ? nil : "\(verb.rawValue) \(keyword):\(path)")
  }
}

/// Where an address begins in a text that may hold anything before it.
enum AddressText {
  /// At its bracket or quote, or at the start of the word with the first `@`; the end where there is none.
  static func start(in text: Substring) -> Substring.Index {
    let at = text.firstIndex(of: "@") ?? text.endIndex
    if let open = text[..<at].firstIndex(where: { "<([{\"'`".contains($0) }) { return open }
    guard at < text.endIndex else {
      // `<>` and words: behind the last colon.
      return text.firstIndex(of: "<") ?? text.lastIndex(of: ":").map { text.index(after: $0) } ?? text.endIndex
    }
    let word = text[..<at].lastIndex { " :=;".contains($0) }.map { text.index(after: $0) } ?? text.startIndex
    // `mailto:` is the address's own trouble.
    let before = text[..<word]
    return before.lowercased().hasSuffix("mailto:") ? text.index(word, offsetBy: -7) : word
  }
}

/// A line whose verb and keyword are both spoilt, run together or half there: `MAILFROM:<…>`, `RCPTO:<…>`, `FROM:<…>`,
/// `RCPR Ro:<…>`. The parser asks here when it does not know the verb.
enum PathVerbSlips {
  static func diagnose(_ line: String) -> Diagnosis? {
    guard line.first?.isLetter == true, VerbGuess.withoutPrompt(line) == nil else { return nil }
    // A name may stand before the address: `From: Bob <…>`.
    let ends = [AddressText.start(in: line[...])] + (line.firstIndex(of: ":").map { [line.index(after: $0)] } ?? [])
    return ends.lazy.compactMap { diagnose(line[..<$0], line[$0...]) }.first
  }

  private static func diagnose(_ typed: Substring, _ path: Substring) -> Diagnosis? {
    let letters = typed.letters
    guard let (verb, keyword) = meant(letters, hasAddress: path.contains("@") || path.hasPrefix("<")) else {
      return nil
    }
    var values = [
      "bad": ByteSanitizer.visible(String(typed.withoutTrailingSpaces)), "verb": verb.rawValue, "form": verb.form,
    ]
    if !path.isEmpty {
      values["suggestion"] = ByteSanitizer.visible("\(verb.rawValue) \(keyword):\(path.withoutLeadingSpaces)")
    }
    return Diagnosis(id(of: typed, letters, verb, keyword), .smtp, range: 0..<typed.utf8.count, values)
  }

  private static func id(
    of typed: Substring, _ letters: String, _ verb: SMTPVerb, _ keyword: String
  ) -> Diagnosis.ID {
    guard letters == verb.rawValue + keyword else { return .verbTypo }
    let first = typed.firstWord.letters.count
    if first == verb.rawValue.count { return .verbTypo }
    return first < verb.rawValue.count ? .verbStraySpace : .verbNoSpace
  }

  private static func meant(_ letters: String, hasAddress: Bool) -> (SMTPVerb, String)? {
    let mail = (SMTPVerb.mail, "FROM")
    let rcpt = (SMTPVerb.rcpt, "TO")
    switch letters {
    case "MAILFROM", "MAILTO": return mail
    case "RCPTTO", "RCPTO", "RECIPIENTTO", "RECIPIENT", "RECEIPTTO": return rcpt
    case "MAIL", "FROM", "SENDER": return hasAddress ? mail : nil
    case "RCPT", "TO": return hasAddress ? rcpt : nil
    default: break
    }
    guard hasAddress, (5...10).contains(letters.count) else { return nil }
    let distances = [(mail, "MAILFROM"), (rcpt, "RCPTTO")].map { ($0, VerbGuess.editDistance(letters, $1)) }
    return distances.first { $0.1 <= 2 }?.0
  }
}

extension Substring {
  /// Its letters in capitals; a zero is read as an O.
  fileprivate var letters: String {
    String(uppercased().map { $0 == "0" ? "O" : $0 }.filter(\.isLetter))
  }

  var withoutTrailingSpaces: Substring {
    var text = self
    while text.last == " " { text = text.dropLast() }
    return text
  }
}
