/// A mail server as a learner names it: `pop3s://anna@mail.example.net`. `connect` and `learn --server` read it.
/// Schemes as in RFC 2384, for POP3 and SMTP, with and without TLS from the first octet.
public struct ServerURL: Hashable, Sendable, CustomStringConvertible {
  public let endpoint: Endpoint
  public let speaking: MailProtocolName
  /// Who wants to log in; nil when the URL does not say.
  public let user: String?

  public init(_ endpoint: Endpoint, speaking: MailProtocolName, user: String? = nil) {
    self.endpoint = Endpoint(host: endpoint.host, port: endpoint.port, tls: endpoint.tls, speaking: speaking)
    self.speaking = speaking
    self.user = user
  }

  /// - Throws: a mistake that says what is wrong, and the URL that was surely meant where one was.
  public init(_ text: String) throws(Mistake) {
    let text = text.trimmingSpaces
    guard !text.isEmpty else { throw Mistake(.empty) }
    // Before anything else is said: nothing that could be a part of a password may be repeated.
    if let mistake = Mistake.ofPassword(in: text) { throw mistake }
    if let mistake = Mistake.ofInputMethod(in: text) { throw mistake }
    guard let marker = text.firstRange(of: "://") else { throw Mistake.withoutMarker(text) }
    let name = text[..<marker.lowerBound].lowercased()
    let rest = text[marker.upperBound...]
    guard let scheme = Self.schemes.first(where: { $0.rawValue == name }) else {
      throw Mistake.ofScheme(name, rest: rest)
    }
    if rest.contains(" ") || rest.contains("\t") { throw Mistake.ofSpaces(in: text) }
    let at = rest.lastIndex(of: "@")
    if let login = at.map({ rest[..<$0] }) {
      guard let decoded = Self.decoded(login), !decoded.isEmpty else { throw Mistake(.badUser, ["bad": "\(login)@"]) }
      user = decoded
    } else {
      user = nil
    }
    let address = at.map { rest[rest.index(after: $0)...] } ?? rest
    let before = text[..<address.startIndex]
    let (host, port) = try Self.hostAndPort(address, before: before)
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
  static let schemes: [MailService] = [.pop3, .pop3s, .smtp, .smtps]

  /// - Parameter before: the URL up to here, for the one that was meant.
  private static func hostAndPort(
    _ text: Substring, before: Substring
  ) throws(Mistake) -> (host: String, port: Int?) {
    func mended(_ address: String) -> [String: String] { Mistake.sure(before + address) }
    var rest = text
    if rest.last == "/" { rest.removeLast() }
    if let extra = rest.firstIndex(where: { "/?#".contains($0) }) {
      throw Mistake(.tooMuch, ["bad": String(rest[extra...])], mended(String(rest[..<extra])))
    }
    let host: Substring
    if rest.first == "[" {
      guard let end = rest.firstIndex(of: "]") else { throw Mistake(.badHost, ["bad": String(rest)]) }
      host = rest[rest.index(after: rest.startIndex)..<end]
      rest = rest[rest.index(after: end)...]
      guard isIPv6(host) else { throw Mistake(.badHost, ["bad": String(host)]) }
    } else {
      if rest.count(where: { $0 == ":" }) > 1 { throw severalColons(rest, mended) }
      host = rest.prefix { $0 != ":" }
      rest = rest[host.endIndex...]
      guard !host.isEmpty else { throw Mistake(.noHost, ["bad": String(before + text)]) }
      guard host.utf8.allSatisfy(isOfName), host.utf8.count <= 255, host.first != ".", !host.contains("..") else {
        throw Mistake(.badHost, ["bad": String(host)])
      }
    }
    guard !rest.isEmpty else { return (host.lowercased(), nil) }
    let digits = rest.dropFirst()
    let bare = text[..<rest.startIndex]
    if rest.first == ":", digits.isEmpty { throw Mistake(.noPort, ["bad": String(text)], mended(String(bare))) }
    guard rest.first == ":", digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let port = Int(digits),
      (1...65535).contains(port)
    else { throw Mistake(.badPort, ["bad": String(rest.first == ":" ? digits : rest)]) }
    return (host.lowercased(), port)
  }

  /// An address without its brackets, with a port behind it perhaps; or two ports.
  private static func severalColons(_ text: Substring, _ mended: (String) -> [String: String]) -> Mistake {
    guard isIPv6(text) else {
      let host = text.prefix { $0 != ":" }
      return Mistake(.twoPorts, ["bad": String(text.dropFirst(host.count + 1))])
    }
    var address = text
    var port = ""
    if let colon = text.lastIndex(of: ":"), isAddressWithPort(text[..<colon], text[text.index(after: colon)...]) {
      address = text[..<colon]
      port = ":" + text[text.index(after: colon)...]
    }
    return Mistake(.noBrackets, ["bad": String(text)], mended("[\(address)]\(port)"))
  }

  /// `::1:110` could be an address as it stands. Nobody means that: the last group is a port that mail has.
  private static func isAddressWithPort(_ address: Substring, _ port: Substring) -> Bool {
    guard isIPv6(address), address.last != ":" || address.hasSuffix("::"), let number = Int(port) else { return false }
    return MailService(port: number) != nil || number > 9999 || text(address, hasGroups: 8)
  }

  private static func text(_ address: Substring, hasGroups count: Int) -> Bool {
    address.split(separator: ":", omittingEmptySubsequences: false).count == count && !address.contains("::")
  }

  private static func isOfName(_ octet: UInt8) -> Bool {
    switch octet {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"): true
    default: false
    }
  }

  /// Near enough: what gets through and is none, the system does not find.
  static func isIPv6(_ text: Substring) -> Bool {
    let parts = text.split(separator: "%", maxSplits: 1, omittingEmptySubsequences: false)
    guard let address = parts.first, address.count(where: { $0 == ":" }) >= 2 else { return false }
    let isAddress = address.allSatisfy { $0.isASCII && ($0.isHexDigit || $0 == ":" || $0 == ".") }
    return isAddress && (parts.count == 1 || (!parts[1].isEmpty && parts[1].utf8.allSatisfy(isOfName)))
  }

  /// `%40` is an at sign. RFC 3986 §2.1. nil when a percent sign begins no octet.
  static func decoded(_ text: Substring) -> String? {
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
  var trimmingSpaces: String {
    let isSpace = { (character: Character) in character == " " || character == "\t" }
    guard let first = firstIndex(where: { !isSpace($0) }), let last = lastIndex(where: { !isSpace($0) }) else {
      return ""
    }
    return String(self[first...last])
  }
}
