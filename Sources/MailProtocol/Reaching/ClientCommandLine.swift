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

  /// Programs by their names; `open` is telnet's own word, and may be cut short.
  private static let kinds: [String: ClientProgram.Kind] = [
    "telnet": .telnet, "nc": .netcat, "ncat": .netcat, "netcat": .netcat, "openssl": .openssl,
  ]
  private static let telnetWords: Set<String> = ["open", "ope", "op", "o"]
  /// Names to offer, and those that a misspelt one may have meant.
  public static let names = ["telnet", "nc", "openssl"]
  /// What stands behind `openssl` here: the others of its commands are no clients.
  public static let opensslCommand = "s_client"
  /// Programs that start another one, and stay out of its way.
  private static let starters: Set<String> = ["sudo", "exec", "time", "command"]

  /// Whether the line's first word is a program's name. `open` means something only to telnet.
  public static func isProgram(_ word: some StringProtocol) -> Bool { kind(of: String(word)) != nil }

  /// What the first word of a line starts: `/usr/bin/telnet` and `telnet.exe` are telnet.
  static func kind(of word: String) -> ClientProgram.Kind? { kinds[name(of: word)] }

  private static func name(of word: String) -> String {
    let name = word.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last?.lowercased() ?? ""
    return name.hasSuffix(".exe") ? String(name.dropLast(4)) : name
  }

  /// - Parameter line: as it was typed, without an input method's characters.
  public init(_ line: String) throws(ClientLineFlaw) {
    let shell = ShellLine(line)
    var words = shell.words[...]
    while let first = words.first, words.count > 1, Self.starters.contains(first.lowercased()) { words.removeFirst() }
    guard let first = words.popFirst() else { throw ClientLineFlaw(shell.flaw ?? .empty) }
    let isTelnetWord = Self.telnetWords.contains(first.lowercased())
    let name = isTelnetWord ? "telnet" : Self.name(of: first)
    guard let kind = Self.kinds[name] else { throw Self.withoutProgram(first) }
    if kind == .openssl, let subcommand = words.popFirst(), subcommand != Self.opensslCommand {
      throw ClientLineFlaw(.unknownProgram("\(first) \(HostWord.masked(subcommand))"))
    }
    try self.init(ClientWords(words, kind, name: name), shell)
  }

  private static func withoutProgram(_ first: String) -> ClientLineFlaw {
    let word = HostWord(first)
    switch word.flaw {
    case .url?, .user?, .password?: return ClientLineFlaw(word.flaw ?? .empty, host: word.host)
    case nil, .empty?, .unknownProgram?, .noProgram?, .noHost?, .onlyPort?, .noPort?, .colon?, .joined?, .swapped?,
      .badPort?, .extra?, .spaceInHost?, .marks?, .shell?, .unknownOption?, .noHyphen?, .missingValue?,
      .startTLSProtocol?:
      let isTarget = word.looksLikeHost && first.first != "." || ClientTarget.port(first) != nil && Int(first) != nil
      return ClientLineFlaw(isTarget ? .noProgram(first) : .unknownProgram(first))
    }
  }

  private init(_ words: ClientWords, _ shell: ShellLine) throws(ClientLineFlaw) {
    let (flags, target) = (words.flags, words.target)
    if let reason = Self.first(shell.flaw, target.flaw, words.flaw) {
      throw ClientLineFlaw(reason, flags: flags, host: target.host, port: target.port)
    }
    guard let host = target.host, let port = target.port else {
      throw ClientLineFlaw(.noHost, flags: flags, host: target.host, port: target.port)
    }
    if let name = flags.startTLSProtocol, MailProtocolName(rawValue: name) == nil {
      throw ClientLineFlaw(.startTLSProtocol(name), flags: flags, host: host, port: port)
    }
    self.init(flags: flags, host: host, port: port)
  }

  /// Of several flaws the one to tell: a password in the line comes before all, and a wrong option before the host that
  /// it has swallowed.
  private static func first(
    _ shell: ClientLineFlaw.Reason?, _ target: ClientLineFlaw.Reason?, _ option: ClientLineFlaw.Reason?
  ) -> ClientLineFlaw.Reason? {
    if case .password? = target { return target }
    return shell ?? option ?? target
  }
}
