/// Names and passwords as programs take them: `-u name:password`, `--password secret`, `name:password@host`,
/// `pop3://name:password@host`. `SecretMask` asks here for lines that are no command with a secret of its own.
enum LoginWords {
  /// Options that a name with its password follows.
  private static let logins: Set<String> = ["u", "U", "user", "proxy-user", "proxy-auth", "login"]
  /// Parts of the names of options that a secret follows.
  private static let secrets = ["pass", "secret", "token", "bearer", "psk", "pwd"]
  private static let shortSecrets: Set<String> = ["ap", "pw"]

  static func hidingLogins(_ line: String, _ words: MaskableWords) -> MaskedLine {
    guard words.plain.utf8.contains(where: { $0 == UInt8(ascii: "@") || $0 == UInt8(ascii: "-") }) else {
      return MaskedLine(line)
    }
    let isVerb = if case .verb = words.meaning { true } else { false }
    // `-u` is another option to them.
    let isClient = ClientCommandLine.isProgram(VerbGuess.firstWord(of: words.plain))
    var hidden: [String] = []
    var expected: Expected?
    let shown = words.plain.split(separator: " ", omittingEmptySubsequences: false).map { word -> String in
      guard let secret = secret(in: word, &expected, isCommand: isVerb, isClient: isClient) else { return String(word) }
      hidden.append(String(secret))
      return word[..<secret.startIndex] + Secret.mask + word[secret.endIndex...]
    }
    if hidden.isEmpty { return MaskedLine(line) }
    return MaskedLine(shown: words.prompts + shown.joined(separator: " "), secrets: hidden)
  }

  /// What the option before says of a word.
  private enum Expected { case login, secret }

  private static func secret(in word: Substring, _ expected: inout Expected?, isCommand: Bool, isClient: Bool)
    -> Substring?
  {
    if isCommand { return word.isURL ? userInfo(word) : nil }
    if let before = expected.take() {
      switch before {
      case .login: return afterColon(word)
      case .secret: return word.isEmpty ? nil : word
      }
    }
    guard word.hasPrefix("-"), word.count > 1 else { return userInfo(word) }
    let name = word.drop { $0 == "-" }
    // `-udewey:secret`
    if !isClient, name.first == "u", !word.hasPrefix("--"), let secret = afterColon(name) { return secret }
    let key = name.prefix { $0 != "=" && $0 != ":" }
    let value = key.endIndex < name.endIndex ? name[name.index(after: key.endIndex)...] : nil
    if !isClient, logins.contains(String(key)) {
      guard let value else {
        expected = .login
        return nil
      }
      return afterColon(value)
    }
    let lower = key.lowercased()
    if secrets.contains(where: lower.contains) || shortSecrets.contains(lower) {
      if value == nil { expected = .secret }
      return value
    }
    return nil
  }

  private static func afterColon(_ word: Substring) -> Substring? {
    guard let colon = word.firstIndex(of: ":"), word.index(after: colon) < word.endIndex else { return nil }
    return word[word.index(after: colon)...]
  }

  /// The password of `name:password@host`. An address behind `FROM:` or `TO:` is none.
  private static func userInfo(_ word: Substring) -> Substring? {
    guard let at = word.lastIndex(of: "@") else { return nil }
    let start = word.endOfScheme ?? word.startIndex
    guard start < at, let colon = word[start..<at].firstIndex(of: ":") else { return nil }
    let name = word[start..<colon].uppercased()
    guard !["FROM", "TO", "MAILTO", "RCPT", "MAIL"].contains(name), !name.contains("<") else { return nil }
    let password = word[word.index(after: colon)..<at]
    return password.isEmpty || password.contains("<") ? nil : password
  }
}

extension Substring {
  /// Behind `pop3://`; also where the URL stands in brackets or behind a sign.
  fileprivate var endOfScheme: String.Index? {
    var index = startIndex
    while index < endIndex {
      if self[index...].hasPrefix("://") { return self.index(index, offsetBy: 3) }
      index = self.index(after: index)
    }
    return nil
  }

  fileprivate var isURL: Bool { endOfScheme != nil }
}
