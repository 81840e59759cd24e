/// A line that starts a client program at a shell's prompt, `nc -C mail.example.net 110`, read as the program would read it
/// and never run.
public struct ClientCommandLine: Hashable, Sendable {
  public let flags: ClientFlags
  /// In small letters.
  public let host: String
  /// 1 to 65535.
  public let port: Int

  public var program: ClientProgram { flags.program }
  public var endpoint: Endpoint { Endpoint(host: host, port: port, tls: program.security == .tls) }

  /// The line again, its target last.
  public var text: String { flags.line(to: host, port: port) }

  public init(flags: ClientFlags, host: String, port: Int) {
    self.flags = flags
    self.host = host
    self.port = port
  }

  /// Programs by their names; `open` is telnet's own word.
  private static let kinds: [String: ClientProgram.Kind] = [
    "telnet": .telnet, "open": .telnet, "nc": .netcat, "ncat": .netcat, "netcat": .netcat, "openssl": .openssl,
  ]
  /// Names to offer, and those that a misspelt one may have meant.
  public static let names = ["telnet", "nc", "openssl"]
  /// What stands behind `openssl` here: the others of its commands are no clients.
  public static let opensslCommand = "s_client"

  /// Whether the line's first word is a program's name. `open` means something only to telnet.
  public static func isProgram(_ word: some StringProtocol) -> Bool {
    word.lowercased() != "open" && kinds[word.lowercased()] != nil
  }

  /// - Parameter line: ASCII; words are separated by spaces.
  public init(_ line: String) throws(ClientLineFlaw) {
    var words = line.split(separator: " ").map(String.init)[...]
    guard let first = words.popFirst() else { throw ClientLineFlaw(.empty) }
    guard let kind = Self.kinds[first.lowercased()] else { throw ClientLineFlaw(.unknownProgram(first)) }
    let name = first.lowercased() == "open" ? "telnet" : first.lowercased()
    if kind == .openssl, let subcommand = words.popFirst(), subcommand != Self.opensslCommand {
      throw ClientLineFlaw(.unknownProgram("\(first) \(subcommand)"))
    }
    try self.init(ClientWords(words, kind, name: name))
  }

  private init(_ words: ClientWords) throws(ClientLineFlaw) {
    let flags = words.flags
    let target = words.target
    let host = target.host?.lowercased()
    let number = target.port.flatMap(Self.port)
    func fail(_ reason: ClientLineFlaw.Reason) -> ClientLineFlaw {
      ClientLineFlaw(reason, flags: flags, host: host, port: number)
    }
    if let flaw = words.flaw { throw fail(flaw) }
    guard let host, !host.isEmpty else { throw fail(.noHost) }
    if let joined = target.joined { throw fail(.colon(joined)) }
    guard let port = target.port else { throw fail(.noPort(host)) }
    guard target.extra.isEmpty else { throw fail(target.isPortApart ? .noPort(host) : .extra(target.extra)) }
    guard let number else { throw fail(.badPort(port)) }
    if let name = flags.startTLSProtocol, MailProtocolName(rawValue: name) == nil {
      throw fail(.startTLSProtocol(name))
    }
    self.init(flags: flags, host: host, port: number)
  }

  /// A name is as good as a number.
  private static func port(_ word: String) -> Int? {
    guard word.first != "+", let port = Int(word) ?? MailService(name: word)?.port, (1...65535).contains(port) else {
      return nil
    }
    return port
  }
}

/// Why a line starts no conversation, and what of it could be read.
public struct ClientLineFlaw: Error, Hashable, Sendable {
  public enum Reason: Hashable, Sendable {
    case empty
    case unknownProgram(String)
    case noHost
    case noPort(String)
    /// `host:port`, where the program wants two words.
    case colon(String)
    case badPort(String)
    case extra([String])
    /// The program has no such option, or one that leads to no conversation.
    case unknownOption(String)
    /// The option stands without what must follow it.
    case missingValue(String)
    /// What follows `-starttls` is neither `pop3` nor `smtp`.
    case startTLSProtocol(String)
  }

  public let reason: Reason
  public let flags: ClientFlags?
  public let host: String?
  public let port: Int?

  init(_ reason: Reason, flags: ClientFlags? = nil, host: String? = nil, port: Int? = nil) {
    self.reason = reason
    self.flags = flags
    self.host = host
    self.port = port
  }
}
