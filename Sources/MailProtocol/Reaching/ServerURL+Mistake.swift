/// What is wrong with a server's URL. The sentences are under `url` in `Locales/*/ui.yaml`.
extension ServerURL {
  /// Why a URL cannot be used. No value repeats a password, and `suggestion` is there where it is sure what was meant.
  public struct Mistake: Error, Hashable, Sendable {
    public enum Kind: String, CaseIterable, Hashable, Sendable {
      case empty, noScheme = "no-scheme", noSlashes = "no-slashes", misspeltScheme = "misspelt-scheme"
      case otherScheme = "other-scheme", mailAddress = "mail-address", unknownScheme = "unknown-scheme"
      case noHost = "no-host", badHost = "bad-host", badUser = "bad-user", noBrackets = "no-brackets"
      case noPort = "no-port", badPort = "bad-port", twoPorts = "two-ports", tooMuch = "too-much", spaces
      case password, fullwidth
    }

    public let kind: Kind
    public let values: [String: String]

    /// - Parameter sure: the suggestion, if there is one.
    init(_ kind: Kind, _ values: [String: String] = [:], _ sure: [String: String] = [:]) {
      self.kind = kind
      self.values = values.merging(sure) { $1 }.mapValues { ByteSanitizer.visible(String($0.prefix(200))) }
    }
  }
}

extension ServerURL.Mistake {
  /// A suggestion that is a URL itself; else none.
  static func sure(_ text: some StringProtocol) -> [String: String] {
    (try? ServerURL(String(text))) == nil ? [:] : ["suggestion": String(text)]
  }

  // MARK: Passwords

  static func ofPassword(in text: String) -> ServerURL.Mistake? {
    let twin = InputMethod.asciiTwin(of: text)
    guard holdsPassword(text) || holdsPassword(twin) else { return nil }
    // One at sign alone tells for certain where the password ends.
    guard text == twin, let marker = text.firstRange(of: "://"), text.count(where: { $0 == "@" }) == 1,
      let at = text.lastIndex(of: "@")
    else { return Self(.password) }
    let login = text[marker.upperBound..<at].prefix { $0 != ":" && $0 != "%" }
    let host = text[text.index(after: at)...]
    guard !login.isEmpty, host.contains(".") || host.hasPrefix("localhost") else { return Self(.password) }
    return Self(.password, sure(text[..<marker.upperBound] + login + "@" + host))
  }

  private static func holdsPassword(_ text: String) -> Bool {
    let afterScheme = text.firstRange(of: "://").map { text[$0.upperBound...] } ?? withoutSchemeName(text)
    guard let at = afterScheme.lastIndex(of: "@"), at > afterScheme.startIndex else { return false }
    let login = afterScheme[..<at]
    return login.contains(":") || ServerURL.decoded(login)?.contains(":") == true
  }

  /// `mailto:anna@h`: what stands before that colon is no user.
  private static func withoutSchemeName(_ text: String) -> Substring {
    guard let colon = text.firstIndex(of: ":"), knownSchemes.contains(text[..<colon].lowercased()) else {
      return text[...]
    }
    return text[text.index(after: colon)...]
  }

  // MARK: An input method

  static func ofInputMethod(in text: String) -> ServerURL.Mistake? {
    let twin = InputMethod.asciiTwin(of: text)
    guard !text.utf8.allSatisfy({ $0 < 0x80 }), twin.utf8.allSatisfy({ $0 < 0x80 }) else { return nil }
    return Self(.fullwidth, ["bad": text, "suggestion": twin])
  }

  // MARK: Schemes

  private static let mailSchemes = Set(ServerURL.schemes.map(\.rawValue))

  /// Of other services, and of mail addresses.
  private static let otherSchemes: [String: String] = [
    "http": "HTTP", "https": "HTTPS", "imap": "IMAP", "imaps": "IMAPS", "ftp": "FTP", "ftps": "FTP", "sftp": "SSH",
    "ssh": "SSH", "telnet": "telnet", "ldap": "LDAP", "ldaps": "LDAP", "nntp": "NNTP", "news": "NNTP",
    "file": "file", "ws": "WebSocket", "wss": "WebSocket",
  ]

  private static let knownSchemes = mailSchemes.union(otherSchemes.keys).union(["mailto", "pop", "tcp", "tls", "ssl"])

  /// Two slashes are missing, or the scheme as well.
  static func withoutMarker(_ text: String) -> ServerURL.Mistake {
    if text.lowercased().hasPrefix("mailto:") { return Self(.mailAddress) }
    let name = text.prefix { $0.isLetter || $0.isNumber }.lowercased()
    let rest = text.dropFirst(name.count)
    // `pop3:h`, `pop3:/h`, `pop3//h`, `pop3 h`
    if mailSchemes.contains(name), let sign = rest.first, ":/\\ \t".contains(sign) {
      let address = rest.drop { ":/\\ \t".contains($0) }
      // What stands before an at sign here could be a password.
      let host = address.lastIndex(of: "@").map { address[address.index(after: $0)...] } ?? address
      let words = host.split(whereSeparator: { $0 == " " || $0 == "\t" }).joined(separator: ":")
      if words.isEmpty { return Self(.noHost, ["bad": "\(name)://"]) }
      // A number alone is the port of a host that is called as the scheme is.
      if Int(words) == nil { return Self(.noSlashes, ["bad": name], sure("\(name)://\(words)")) }
    }
    if let scheme = otherSchemes[name], rest.hasPrefix(":"), rest.contains(where: \.isLetter) {
      return Self(.otherScheme, ["bad": name, "service": scheme])
    }
    return withoutScheme(text)
  }

  /// `mail.example.net:995` and, as for telnet, `mail.example.net 995`: the URL that was probably meant.
  private static func withoutScheme(_ text: String) -> ServerURL.Mistake {
    let address = text.split(whereSeparator: { $0 == " " || $0 == "\t" }).joined(separator: ":")
    let name = address.split(separator: "@").last.map(String.init) ?? address
    let port = name.split(separator: ":").last.flatMap { Int($0) }
    let scheme =
      port.flatMap { Self.scheme(at: $0) }
      ?? ServerURL.schemes.first { name.lowercased().hasPrefix($0.speaking.rawValue) } ?? .pop3
    return Self(.noScheme, ["bad": text], sure("\(scheme.rawValue)://\(address)"))
  }

  static func ofScheme(_ name: String, rest: Substring) -> ServerURL.Mistake {
    let host = rest.prefix { !"/?#".contains($0) }
    if name.isEmpty { return withoutScheme(String(rest)) }
    if name == "mailto" { return Self(.mailAddress) }
    if let service = otherSchemes[name] {
      let port = host.split(separator: ":").last.flatMap { Int($0) }
      let meant = port.flatMap { scheme(at: $0) }
      return Self(
        .otherScheme, ["bad": name, "service": service], meant.map { sure("\($0.rawValue)://\(host)") } ?? [:])
    }
    if let meant = meant(by: name) {
      let port = name == "submission" && !host.contains(":") ? ":587" : ""
      return Self(.misspeltScheme, ["bad": name], sure("\(meant)://\(host)\(port)"))
    }
    return Self(.unknownScheme, ["bad": name.filter { $0.isLetter || $0.isNumber }])
  }

  private static func scheme(at port: Int) -> MailService? {
    MailService(port: port).map { $0 == .submission ? .smtp : $0 }
  }

  private static func meant(by name: String) -> String? {
    switch name {
    case "pop": return "pop3"
    case "pops", "spop", "spop3", "pop3ssl", "pop3+ssl", "pop3+tls": return "pop3s"
    case "submission": return "smtp"
    case "submissions", "ssmtp", "smtp+ssl", "smtp+tls": return "smtps"
    default: return VerbGuess.closest(to: name, among: mailSchemes.sorted())
    }
  }

  // MARK: Spaces

  static func ofSpaces(in text: String) -> ServerURL.Mistake {
    let words = text.split(whereSeparator: { $0 == " " || $0 == "\t" }).map(String.init)
    // `pop3://h 110`, `pop3:// h`, `pop3://h :110`; two other words are no host for sure.
    var whole = ""
    var isSure = true
    for word in words {
      let isPort = !whole.isEmpty && word.allSatisfy(\.isNumber) && !whole.hasSuffix(":")
      isSure =
        isSure && (isPort || whole.isEmpty || ":/.".contains(whole.last ?? " ") || ":/.".contains(word.first ?? " "))
      whole += isPort ? ":" + word : word
    }
    return Self(.spaces, ["bad": text], isSure ? sure(whole) : [:])
  }
}
