/// A typed line taken apart as far as it takes to find its secret: the command that it is, or was meant to be.
struct MaskableWords {
  enum Meaning {
    /// A command that a secret may follow; where the secret begins, if there is one.
    case command(secretsFrom: String.Index?)
    /// All that follows is the password, the empty one too: the command as it was typed, and the password.
    case password(String, Substring)
    /// Another verb.
    case verb
    case nothing
  }

  /// ASCII, where the input method meant it, without spaces, slashes and prompts that stand before the command.
  let plain: String
  /// Prompts that were pasted along.
  let prompts: String
  let meaning: Meaning

  init(_ line: String) {
    var plain = String(InputMethod.asciiTwin(of: line).drop { $0 == " " || $0 == "/" })
    var prompts = ""
    for _ in 0..<4 {
      guard let rest = Self.withoutWord(plain) ?? VerbGuess.withoutPrompt(plain) else { break }
      prompts += plain.prefix(plain.count - rest.count)
      plain = rest
    }
    self.plain = plain
    self.prompts = prompts
    meaning = Self.meaning(of: plain)
  }

  /// A mistyped command with its argument. One word alone may be a password that looks like a verb: `listen99`.
  var isSlip: Bool {
    let verb = VerbGuess.firstWord(of: plain).uppercased()
    return plain.contains(" ") && !Self.verbs.contains(where: verb.hasPrefix)
      && VerbGuess.closest(to: verb, among: Self.verbs) != nil
  }

  /// One word of base64 that says something: the answer to a challenge that never came.
  var isEncodedText: Bool { !plain.contains(" ") && plain.utf8.count >= 8 && Self.isEncodedText(plain) }

  private static let verbs = Array(Set(POP3Verb.allCases.map(\.rawValue) + SMTPVerb.allCases.map(\.rawValue)))

  /// `/explain PASS secret`, whose slash is gone.
  private static func withoutWord(_ plain: String) -> String? {
    let word = "explain "
    return plain.lowercased().hasPrefix(word) ? String(plain.dropFirst(word.count)) : nil
  }

  // MARK: The command

  /// Commands that a secret follows, and other words for them.
  private enum Kind {
    case password
    /// The name may stay; what follows it may be a secret in the wrong place.
    case name
    case mechanism
  }

  private static let kinds: [String: Kind] = [
    "PASS": .password, "RPOP": .password, "PASSWORD": .password, "PASSWD": .password, "PWD": .password,
    "USER": .name, "APOP": .name, "LOGIN": .name, "LOGON": .name, "AUTH": .mechanism, "AUTHENTICATE": .mechanism,
  ]
  /// What a misspelt word may have meant.
  private static let commands = ["PASS", "APOP", "AUTH", "USER", "RPOP", "LOGIN"]
  private static let everydayWords = ["MAT KHAU", "MATKHAU", "密码", "口令", "密碼"]

  private static func meaning(of plain: String) -> Meaning {
    let upper = plain.uppercased()
    if let word = everydayWords.first(where: upper.hasPrefix) {
      let rest = plain.dropFirst(word.count).drop { " :=".contains($0) }
      return .password(String(plain.prefix(word.count)), rest)
    }
    let first = VerbGuess.firstWord(of: plain)
    let verb = first.uppercased()
    if let kind = kinds[verb] { return meaning(kind, plain, first, arguments: first.endIndex) }
    if verbs.contains(verb) { return .verb }
    // `PASS:secret`, `PASSsecret` and `USERdewey secret` are one word with what follows.
    if let glued = commands.first(where: verb.hasPrefix), let kind = kinds[glued],
      first.dropFirst(glued.count).first != "-"
    {
      var end = first.index(first.startIndex, offsetBy: glued.count)
      let long = first[end...].prefix { $0.isLetter }
      // `PASSWORD:secret`
      if kinds[glued + long.uppercased()] != nil { end = long.endIndex }
      if end < first.endIndex, ":=".contains(first[end]) { end = first.index(after: end) }
      return meaning(kind, plain, first.prefix(glued.count), arguments: end)
    }
    // IMAP puts a tag before each command: `a1 LOGIN bob secret`.
    let words = plain.split(separator: " ")
    if words.count > 2, words[0].last?.isNumber ?? false, let kind = kinds[words[1].uppercased()] {
      return meaning(kind, plain, plain[..<words[1].endIndex], arguments: words[1].endIndex)
    }
    guard words.count > 1, !verb.contains("-"), let slip = VerbGuess.closest(to: verb, among: commands),
      let kind = kinds[slip]
    else {
      return .nothing
    }
    return meaning(kind, plain, first, arguments: first.endIndex)
  }

  private static func meaning(
    _ kind: Kind, _ plain: String, _ verb: Substring, arguments: String.Index
  ) -> Meaning {
    let rest = plain[arguments...]
    let words = rest.split(separator: " ")
    switch kind {
    case .password:
      let isWhole = ["PASS", "RPOP"].contains(verb.uppercased())
      if words.isEmpty, !isWhole { return .command(secretsFrom: nil) }
      return .password(verb.uppercased(), rest.hasPrefix(" ") ? rest.dropFirst() : rest)
    case .name:
      guard let name = words.first else { return .command(secretsFrom: nil) }
      // `USER dewey:secret`
      if let colon = name.firstIndex(of: ":"), name.index(after: colon) < name.endIndex {
        return .command(secretsFrom: name.index(after: colon))
      }
      if isDigest(name) { return .command(secretsFrom: name.startIndex) }
      return .command(secretsFrom: words.dropFirst().first?.startIndex)
    case .mechanism:
      guard let word = words.first else { return .command(secretsFrom: nil) }
      let name = word.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_") }
      // A response without the name of its mechanism. RFC 4422 §3.1: a name has 20 characters at most.
      if name.count > 20 || isEncodedText(String(word)) { return .command(secretsFrom: word.startIndex) }
      if name.endIndex < word.endIndex {
        let after = word.index(after: name.endIndex)
        let isApart = ":=".contains(word[name.endIndex]) && !name.isEmpty
        if !isApart { return .command(secretsFrom: word.startIndex) }
        if after < word.endIndex { return .command(secretsFrom: after) }
      }
      return .command(secretsFrom: words.dropFirst().first?.startIndex)
    }
  }

  /// APOP's, without the name before it.
  private static func isDigest(_ word: Substring) -> Bool { word.count == 32 && word.allSatisfy(\.isHexDigit) }

  /// Base64 of text, as a name or a password is; a word that is base64 by chance is of octets that are none.
  private static func isEncodedText(_ word: String) -> Bool {
    let bare = word.prefix { $0 != "=" }
    guard bare.utf8.count >= 4, bare.utf8.count % 4 != 1, word.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
      return false
    }
    let padded = bare + String(repeating: "=", count: (4 - bare.utf8.count % 4) % 4)
    guard let octets = Base64.decode(String(padded)), octets.count > 2 else { return false }
    return octets.allSatisfy { $0 >= 0x20 && $0 != 0x7F || $0 == 0 || $0 == .lf || $0 == .cr || $0 == 1 }
      && String(validating: octets, as: UTF8.self) != nil
  }
}
