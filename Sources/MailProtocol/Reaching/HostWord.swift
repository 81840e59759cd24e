/// One word that stands where a host belongs, taken apart: `mail.example.net`, and what people make of it:
/// `pop3://anna@mail.example.net:110/`, `<mail.example.net>`, `mail.example.net/110`. `ClientTarget` asks.
struct HostWord: Sendable {
  /// In small letters, without the dot of a whole name. Empty where there is none.
  let host: String
  /// What stands behind it in the same word, where something does.
  let port: String?
  /// `,` or `:` at the end, as in `host, 110`.
  let trailingSign: Character?
  let flaw: ClientLineFlaw.Reason?

  /// - Parameter joinsByColon: the program wants `host:port`.
  init(_ word: String, joinsByColon: Bool = false) {
    let (scheme, afterScheme) = Self.scheme(of: word[...])
    var rest = afterScheme
    var flaw: ClientLineFlaw.Reason? = scheme == nil ? nil : .url(Self.masked(word))
    if let at = rest.lastIndex(of: "@"), !Self.isNumber(rest[rest.index(after: at)...]) {
      let login = rest[..<at]
      rest = rest[rest.index(after: at)...]
      if Self.holdsPassword(login) {
        flaw = .password(Self.masked(word))
      } else if scheme == nil {
        flaw = .user(word)
      }
    }
    if scheme != nil {
      rest = rest.prefix { !"/?#".contains($0) }
    } else if rest.hasPrefix("//") {
      flaw = flaw ?? .url(word)
      rest = rest.drop { $0 == "/" }
    }
    let whole = rest
    if !Self.isAddressInBrackets(rest) {
      rest = rest.trimming("<([{\"'", ">)]}\"'")
      if rest != whole, !rest.isEmpty { flaw = flaw ?? .marks(Self.masked(word)) }
    }
    var sign: Character?
    while let last = rest.last, ",;:/".contains(last), rest.count > 1 {
      sign = last
      rest.removeLast()
    }
    trailingSign = sign
    let parts = Self.parts(rest)
    let (first, second) = (parts.host, parts.port)
    if let second, Self.isNumber(first), second.contains(where: \.isLetter), MailService(name: String(second)) == nil {
      // `995:mail.example.net`
      self.flaw = flaw ?? .swapped
      host = Self.name(second)
      port = String(first)
      return
    }
    self.flaw = flaw ?? (second == nil || (parts.isByColon && joinsByColon) ? nil : Self.joint(word, parts.isByColon))
    host = Self.name(first)
    port = second.map(String.init)
  }

  /// More than one label, an address, or a name that every machine has.
  var looksLikeHost: Bool {
    if host == "localhost" || isAddress { return true }
    return host.contains(".") && host.contains(where: \.isLetter)
  }

  /// `192.0.2.1`, `2001:db8::1`
  var isAddress: Bool {
    if host.contains(":") { return true }
    let labels = host.split(separator: ".", omittingEmptySubsequences: false)
    return labels.count == 4 && labels.allSatisfy { Self.isNumber($0) }
  }

  // MARK: Parts

  /// Before the `:` of words such as `pop3:mail.example.net`, which lack the slashes.
  private static let schemes: Set<String> = [
    "telnet", "pop3", "pop3s", "pop", "smtp", "smtps", "imap", "imaps", "http", "https", "ftp", "ssh", "mailto", "tcp",
    "tls", "ssl",
  ]

  private static func scheme(of word: Substring) -> (name: Substring?, rest: Substring) {
    guard let colon = word.firstIndex(of: ":"), colon != word.startIndex else { return (nil, word) }
    let name = word[..<colon]
    let rest = word[word.index(after: colon)...]
    let hasSlashes = rest.hasPrefix("//")
    guard name.allSatisfy({ $0.isLetter || $0.isNumber }) else { return (nil, word) }
    guard hasSlashes || (schemes.contains(name.lowercased()) && rest.contains { $0.isLetter }) else {
      return (nil, word)
    }
    return (name, rest.drop { $0 == "/" })
  }

  /// `user:password`; a colon may be written `%3A`.
  private static func holdsPassword(_ login: Substring) -> Bool {
    login.contains(":") || login.lowercased().contains("%3a")
  }

  /// The word as it may be shown.
  static func masked(_ word: String) -> String {
    let rest = scheme(of: word[...]).rest
    guard let at = rest.lastIndex(of: "@"), holdsPassword(rest[..<at]) else { return word }
    let user = rest[..<at].prefix { $0 != ":" && $0 != "%" }
    return "\(word[..<rest.startIndex])\(user):\(Secret.mask)\(rest[at...])"
  }

  private static func isAddressInBrackets(_ text: Substring) -> Bool {
    text.first == "[" && text.prefix { $0 != "]" }.contains(":")
  }

  private static func parts(_ text: Substring) -> (host: Substring, port: Substring?, isByColon: Bool) {
    if text.first == "[", let end = text.firstIndex(of: "]") {
      let after = text[text.index(after: end)...].drop { $0 == ":" }
      return (text[text.index(after: text.startIndex)..<end], after.isEmpty ? nil : after, true)
    }
    if let colon = text.lastIndex(of: ":") {
      // An IPv6 address has several, and nothing but hexadecimal digits between them.
      let address = text.prefix { $0 != "%" }
      let isAddress =
        text.count { $0 == ":" } > 1 && address.allSatisfy { $0.isASCII && ($0.isHexDigit || ":.".contains($0)) }
      if isAddress { return (text, nil, false) }
      return (text[..<colon].prefix { $0 != ":" }, text[text.index(after: colon)...], true)
    }
    return joined(text)
  }

  /// `host/110`, `host,pop3`, `host-110`, `host.110`, `host110`: no name of a host ends in digits behind its last dot.
  private static func joined(_ text: Substring) -> (host: Substring, port: Substring?, isByColon: Bool) {
    let alone = (text, nil as Substring?, false)
    if let sign = text.lastIndex(where: { "/,;=|+#*~\\_@".contains($0) }) {
      let port = text[text.index(after: sign)...]
      let host = text[..<sign].trimming("", "/,;=|+#*~\\_@")
      guard !host.isEmpty, isNumber(port) || MailService(name: String(port)) != nil else { return alone }
      return (host, port, false)
    }
    let digits = text.reversed().prefix { ("0"..."9").contains($0) }.count
    let stem = text.dropLast(digits)
    let host = stem.trimming("", "-.")
    guard digits > 1, !host.isEmpty, digits < text.count, host == "localhost" || host.contains(".") else {
      return alone
    }
    let label = host.split(separator: ".").last ?? ""
    return label.allSatisfy(\.isLetter) ? (host, text.suffix(digits), false) : alone
  }

  private static func joint(_ word: String, _ isByColon: Bool) -> ClientLineFlaw.Reason {
    isByColon ? .colon(word) : .joined(word)
  }

  private static func isNumber(_ text: Substring) -> Bool {
    !text.isEmpty && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
  }

  /// A whole name may end in a dot: `mail.example.net.` is the same host. RFC 1034 §3.1.
  private static func name(_ text: Substring) -> String {
    let name = text.trimming("", ">)]}\"'").lowercased()
    return name.hasSuffix(".") && !name.hasSuffix("..") && name.count > 1 ? String(name.dropLast()) : name
  }
}

extension Substring {
  /// Without these characters at its beginning, and those at its end.
  func trimming(_ leading: String, _ trailing: String) -> Substring {
    var text = drop { leading.contains($0) }
    while let last = text.last, trailing.contains(last) { text.removeLast() }
    return text
  }
}
