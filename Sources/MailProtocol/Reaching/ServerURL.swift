/// A mail server as a learner names it: `pop3s://anna@mail.example.net`. `connect` and `learn --server` read it.
/// Schemes as in RFC 2384, for POP3 and SMTP, with and without TLS from the first octet.
public struct ServerURL: Hashable, Sendable, CustomStringConvertible {
  public let endpoint: Endpoint
  public let speaking: MailProtocolName
  /// Who wants to log in; nil when the URL does not say.
  public let user: String?

  /// Why a URL cannot be used. No value repeats a password.
  public struct Mistake: Error, Hashable, Sendable {
    public enum Kind: String, CaseIterable, Hashable, Sendable {
      case empty, noScheme = "no-scheme", unknownScheme = "unknown-scheme", noHost = "no-host", badHost = "bad-host"
      case noBrackets = "no-brackets", badPort = "bad-port", tooMuch = "too-much", password, fullwidth
    }

    public let kind: Kind
    public let values: [String: String]

    init(_ kind: Kind, _ values: [String: String] = [:]) {
      self.kind = kind
      self.values = values.mapValues { ByteSanitizer.visible(String($0.prefix(200))) }
    }
  }

  public init(_ endpoint: Endpoint, speaking: MailProtocolName, user: String? = nil) {
    self.endpoint = Endpoint(host: endpoint.host, port: endpoint.port, tls: endpoint.tls, speaking: speaking)
    self.speaking = speaking
    self.user = user
  }

  public init(_ text: String) throws(Mistake) {
    let text = text.trimmingSpaces
    guard !text.isEmpty else { throw Mistake(.empty) }
    // Before anything else is said: nothing that could be a part of a password may be repeated.
    let marker = text.firstRange(of: "://")
    let afterScheme = marker.map { text[$0.upperBound...] } ?? text[...]
    let at = afterScheme.lastIndex(of: "@")
    let login = at.map { afterScheme[..<$0] }
    if let login, login.contains(":") || Self.decoded(login)?.contains(":") == true { throw Mistake(.password) }
    let twin = InputMethod.asciiTwin(of: text)
    if Self.hasPassword(twin) { throw Mistake(.password) }
    if !text.utf8.allSatisfy({ $0 < 0x80 }), twin.utf8.allSatisfy({ $0 < 0x80 }) {
      throw Mistake(.fullwidth, ["bad": text, "suggestion": twin])
    }
    guard let marker else { throw Self.withoutScheme(text) }
    let name = text[..<marker.lowerBound].lowercased()
    guard let scheme = Self.schemes.first(where: { $0.rawValue == name }) else {
      throw Mistake(.unknownScheme, ["bad": name])
    }
    if let login {
      guard let decoded = Self.decoded(login), !decoded.isEmpty else { throw Mistake(.noHost, ["bad": text]) }
      user = decoded
    } else {
      user = nil
    }
    let (host, port) = try Self.hostAndPort(at.map { afterScheme[afterScheme.index(after: $0)...] } ?? afterScheme)
    speaking = scheme.speaking
    endpoint = Endpoint(host: host, port: port ?? scheme.port, tls: scheme.isTLS, speaking: scheme.speaking)
  }

  /// Without a port where the scheme has that one, and without the user.
  public var description: String {
    let scheme = Self.schemes.first { $0.speaking == speaking && $0.isTLS == endpoint.tls }
    let host = endpoint.host.contains(":") ? "[\(endpoint.host)]" : endpoint.host
    let port = endpoint.port == scheme?.port ? "" : ":\(endpoint.port)"
    return "\(scheme?.rawValue ?? "")://\(host)\(port)"
  }
}

extension ServerURL {
  /// Submission is SMTP on another port: it has no scheme of its own.
  private static let schemes: [MailService] = [.pop3, .pop3s, .smtp, .smtps]

  private static func hostAndPort(_ text: Substring) throws(Mistake) -> (host: String, port: Int?) {
    var rest = text
    if rest.last == "/" { rest.removeLast() }
    if let extra = rest.firstIndex(where: { "/?#".contains($0) }) {
      throw Mistake(.tooMuch, ["bad": String(rest[extra...])])
    }
    let host: Substring
    if rest.first == "[" {
      guard let end = rest.firstIndex(of: "]") else { throw Mistake(.badHost, ["bad": String(rest)]) }
      host = rest[rest.index(after: rest.startIndex)..<end]
      rest = rest[rest.index(after: end)...]
      guard isIPv6(host) else { throw Mistake(.badHost, ["bad": String(host)]) }
    } else {
      if rest.count(where: { $0 == ":" }) > 1, isIPv6(rest) {
        throw Mistake(.noBrackets, ["bad": String(rest), "suggestion": "[\(rest)]"])
      }
      host = rest.prefix { $0 != ":" }
      rest = rest[host.endIndex...]
      guard !host.isEmpty else { throw Mistake(.noHost, ["bad": String(text)]) }
      guard host.utf8.allSatisfy(isOfName), host.utf8.count <= 255, host.first != ".", !host.contains("..") else {
        throw Mistake(.badHost, ["bad": String(host)])
      }
    }
    guard !rest.isEmpty else { return (host.lowercased(), nil) }
    let digits = rest.dropFirst()
    guard rest.first == ":", digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let port = Int(digits),
      (1...65535).contains(port)
    else { throw Mistake(.badPort, ["bad": String(digits)]) }
    return (host.lowercased(), port)
  }

  /// `mail.example.net:995` and, as for telnet, `mail.example.net 995`: the URL that was probably meant.
  private static func withoutScheme(_ text: String) -> Mistake {
    let address = text.split(whereSeparator: { $0 == " " || $0 == "\t" }).joined(separator: ":")
    let name = address.split(separator: "@").last.map(String.init) ?? address
    let port = name.split(separator: ":").last.flatMap { Int($0) }
    let service = port.flatMap { MailService(port: $0) }
    let scheme =
      service.map { $0 == .submission ? .smtp : $0 }
      ?? schemes.first { name.lowercased().hasPrefix($0.speaking.rawValue) } ?? .pop3
    return Mistake(.noScheme, ["bad": text, "suggestion": "\(scheme.rawValue)://\(address)"])
  }

  private static func hasPassword(_ text: String) -> Bool {
    guard let at = text.lastIndex(of: "@") else { return false }
    let before = text.firstRange(of: "://").map { text[$0.upperBound...] } ?? text[...]
    return at > before.startIndex && before[..<at].contains(":")
  }

  private static func isOfName(_ octet: UInt8) -> Bool {
    switch octet {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"): true
    default: false
    }
  }

  /// Near enough: what gets through and is none, the system does not find.
  private static func isIPv6(_ text: Substring) -> Bool {
    let parts = text.split(separator: "%", maxSplits: 1, omittingEmptySubsequences: false)
    guard let address = parts.first, address.count(where: { $0 == ":" }) >= 2 else { return false }
    let isAddress = address.allSatisfy { $0.isASCII && ($0.isHexDigit || $0 == ":" || $0 == ".") }
    return isAddress && (parts.count == 1 || (!parts[1].isEmpty && parts[1].utf8.allSatisfy(isOfName)))
  }

  /// `%40` is an at sign. RFC 3986 §2.1. nil when a percent sign begins no octet.
  private static func decoded(_ text: Substring) -> String? {
    var octets: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let octet = rest.popFirst() {
      guard octet == UInt8(ascii: "%") else {
        octets.append(octet)
        continue
      }
      guard let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16), rest.count >= 2 else {
        return nil
      }
      octets.append(value)
      rest = rest.dropFirst(2)
    }
    // A user name goes into a command: a line end in it would be a second one.
    guard octets.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else { return nil }
    return String(validating: octets, as: UTF8.self)
  }
}

extension String {
  fileprivate var trimmingSpaces: String {
    let isSpace = { (character: Character) in character == " " || character == "\t" }
    guard let first = firstIndex(where: { !isSpace($0) }), let last = lastIndex(where: { !isSpace($0) }) else {
      return ""
    }
    return String(self[first...last])
  }
}
