/// A client program's name and options as they were typed, without host and port. Suggestions are written with it, so that
/// learners get their own line back.
public struct ClientFlags: Hashable, Sendable {
  struct Option: Hashable, Sendable {
    /// As typed: `-w 5`, `-Cv`.
    let words: [String]
    /// Each option in it, without dashes: `w`; `C`, `v`; `starttls`.
    let names: [String]
    let value: String?
  }

  public let kind: ClientProgram.Kind
  /// As typed, in small letters: `nc`, `openssl`.
  let name: String
  private(set) var options: [Option]

  init(_ kind: ClientProgram.Kind, name: String, options: [Option]) {
    self.kind = kind
    self.name = name
    self.options = options
  }

  /// `telnet`, `ncat`, `openssl s_client`.
  public var title: String {
    switch kind {
    case .telnet, .netcat: name
    case .openssl: "\(name) s_client"
    }
  }

  /// How a line of this program looks.
  public var form: String {
    switch kind {
    case .telnet: "telnet host port"
    case .netcat: "\(name) -C host port"
    case .openssl: "openssl s_client -quiet -crlf -connect host:port"
    }
  }

  /// The option that makes it end lines with CRLF; nil where it does so anyway.
  public var crlfOption: String? {
    switch kind {
    case .telnet: nil
    case .netcat: "-C"
    case .openssl: "-crlf"
    }
  }

  public func line(to host: String, port: Int) -> String {
    let words = [title] + options.flatMap(\.words)
    switch kind {
    case .telnet, .netcat: return (words + [host, String(port)]).joined(separator: " ")
    case .openssl:
      // The colons of an IPv6 address are not the one before the port.
      let host = host.contains(":") ? "[\(host)]" : host
      return (words + ["-connect", "\(host):\(port)"]).joined(separator: " ")
    }
  }

  // MARK: Mended

  public var withCRLF: ClientFlags {
    guard let crlfOption, program.lineEnd == .lf else { return self }
    return adding([crlfOption])
  }

  /// `-quiet`: no line is taken for a command key.
  public var withoutCommandKeys: ClientFlags { program.hasCommandKeys ? adding(["-quiet"]) : self }

  /// - Returns: nil where the program cannot reach such a service.
  public func reaching(_ service: MailService) -> ClientFlags? {
    var other = self
    switch kind {
    case .telnet: return service.isTLS ? nil : self
    case .netcat:
      if service.isTLS == program.security.isEncrypted { return self }
      guard name == "ncat" else { return nil }
      other.options.removeAll { $0.names.contains("ssl") }
      return service.isTLS ? other.adding(["--ssl"]) : other
    case .openssl:
      other.options.removeAll { $0.names.contains("starttls") }
      return service.isTLS ? other : other.adding(["-starttls", service.speaking.rawValue])
    }
  }

  private func adding(_ words: [String]) -> ClientFlags {
    let name = String(words[0].drop { $0 == "-" })
    let option = Option(words: words, names: [name], value: words.dropFirst().first)
    return ClientFlags(kind, name: self.name, options: [option] + options)
  }

  // MARK: What they mean

  public var program: ClientProgram {
    switch kind {
    case .telnet: return .telnet
    case .netcat:
      return ClientProgram(
        .netcat, lineEnd: has("C") || has("c") || has("crlf") ? .crlf : .lf, security: has("ssl") ? .tls : .clear)
    case .openssl:
      let speaking = startTLSProtocol.flatMap { MailProtocolName(rawValue: $0) }
      return ClientProgram(
        .openssl, lineEnd: has("crlf") ? .crlf : .lf, security: speaking.map { .startTLS($0) } ?? .tls,
        hasCommandKeys: !isDeafToKeys, tlsVersion: has("tls1_2") || has("no_tls1_3") ? "TLSv1.2" : "TLSv1.3",
        helloName: value(of: "name") ?? value(of: "xmpphost") ?? "mail.example.com")
    }
  }

  /// Whichever stands last decides between `-quiet`, `-ign_eof` and `-no_ign_eof`.
  private var isDeafToKeys: Bool {
    if has("nocommands") { return true }
    let names = options.flatMap(\.names)
    guard let last = names.last(where: { ["quiet", "ign_eof", "no_ign_eof"].contains($0) }) else { return false }
    return last != "no_ign_eof"
  }

  /// What follows `-starttls`, whatever it is.
  var startTLSProtocol: String? { kind == .openssl ? value(of: "starttls") : nil }

  private func has(_ name: String) -> Bool { options.contains { $0.names.contains(name) } }

  func value(of name: String) -> String? { options.last { $0.names.contains(name) }?.value }

  /// An option whose value is the name of a host, though it wants something else.
  var optionWithHost: Option? {
    options.first { $0.names != ["b"] && $0.names != ["s"] && ($0.value.map { HostWord($0).looksLikeHost } ?? false) }
  }

  mutating func remove(_ names: Set<String>) {
    options.removeAll { option in option.names.contains(where: names.contains) }
  }
}
