/// Host and port among the words behind a client program's name and its options, wherever they stand, and what is wrong
/// with the way in which they are written. `ClientWords` asks.
struct ClientTarget: Sendable {
  /// In small letters.
  private(set) var host: String?
  private(set) var port: Int?
  private(set) var flaw: ClientLineFlaw.Reason?

  private init(host: String? = nil, port: Int? = nil, _ flaw: ClientLineFlaw.Reason? = nil) {
    self.host = host
    self.port = port
    self.flaw = flaw
  }

  // MARK: Two words: telnet, nc

  /// - Parameter words: all that are no options.
  init(ofTwoWords words: [String]) {
    self.init()
    guard !words.isEmpty else {
      flaw = .noHost
      return
    }
    if words.count == 1, Self.telnetWords.contains(words[0].lowercased()) {
      flaw = .extra(words)
      return
    }
    guard let place = Self.place(ofHostIn: words) else {
      flaw = .onlyPort(words.first { Self.port($0) != nil } ?? words[0])
      return
    }
    // `mail. example.net`: a name in pieces.
    var start = place
    while start > 0, words[start - 1].hasSuffix(".") || words[start].hasPrefix("."), Self.isName(words[start - 1]) {
      start -= 1
    }
    var end = place + 1
    while end < words.count, Self.isPiece(words[end], after: words[end - 1]) { end += 1 }
    let word = HostWord(words[start..<end].joined())
    host = word.host
    let before = Array(words[..<start])
    let after = Array(words[end...])
    if end - start > 1 { flaw = .spaceInHost(words[start..<end].joined(separator: " ")) }
    // What is wrong with the host's own word counts first.
    readPort(word, before, after)
    flaw = (word.flaw?.isOfPort ?? true) ? flaw ?? word.flaw : word.flaw
    if word.host.isEmpty { flaw = .noHost }
  }

  private mutating func readPort(_ word: HostWord, _ before: [String], _ after: [String]) {
    if let joined = word.port {
      port = Self.port(joined)
      if port == nil { flaw = flaw ?? .badPort(joined) }
      return
    }
    // `1 10`
    if after.count == 2, after.allSatisfy({ Self.isNumber($0) }),
      MailService(port: Self.port(after.joined()) ?? 0) != nil, MailService(port: Self.port(after[0]) ?? 0) == nil
    {
      flaw = flaw ?? .badPort(after.joined(separator: " "))
      return
    }
    let index =
      after.firstIndex { Self.isNumber($0) && Self.port($0) != nil } ?? after.firstIndex { Self.port($0) != nil }
    if let index {
      port = Self.port(after[index])
      let between = after[..<index]
      let sign = word.trailingSign.map(String.init) ?? (between.count == 1 ? between.first : nil)
      if let sign, sign.count == 1, let character = sign.first, Self.signs.contains(character), before.isEmpty {
        let typed = "\(word.host)\(word.trailingSign == nil ? " " : "")\(sign) \(after[index])"
        flaw = flaw ?? (sign == ":" ? .colon(typed) : .joined(typed))
      }
      let extra = before + between + after[(index + 1)...]
      if !extra.isEmpty { flaw = flaw ?? .extra(extra) }
      return
    }
    if let typed = after.first {
      readWrongPort(typed, word, before, after)
    } else if let number = before.first(where: { Self.port($0) != nil }) {
      port = Self.port(number)
      flaw = flaw ?? .swapped
    } else if let number = before.first(where: { Self.isNumberLike($0) }) {
      flaw = flaw ?? .badPort(number)
    } else if !before.isEmpty {
      flaw = flaw ?? .extra(before)
    } else if word.flaw == nil {
      flaw = flaw ?? .noPort(word.host)
    }
  }

  /// No word behind the host is a port.
  private mutating func readWrongPort(_ typed: String, _ word: HostWord, _ before: [String], _ after: [String]) {
    let bare = typed.drop { Self.signs.contains($0) }
    if bare.count < typed.count, typed.first != "-", let number = Self.port(String(bare)) {
      port = number
      flaw = flaw ?? (typed.first == ":" ? .colon("\(word.host) \(typed)") : .joined("\(word.host) \(typed)"))
    } else if HostWord(typed).looksLikeHost {
      flaw = flaw ?? .extra(before + after)
    } else {
      flaw = flaw ?? .badPort(after.last { $0.contains { ("0"..."9").contains($0) } } ?? typed)
    }
  }

  // MARK: One word: openssl s_client

  /// - Parameters:
  ///   - connect: what follows `-connect`.
  ///   - words: all that are no options.
  init(connect: String?, host: String?, port typedPort: String?, words: [String]) {
    self.init()
    var words = words[...]
    guard let typed = connect ?? host ?? words.popFirst() else {
      flaw = .noHost
      return
    }
    let word = HostWord(typed, joinsByColon: true)
    self.host = word.host
    flaw = word.flaw
    if let joined = word.port {
      port = Self.port(joined)
      if port == nil { flaw = flaw ?? .badPort(joined) }
      if let extra = words.first { flaw = flaw ?? .extra([extra]) }
    } else if Self.isNumber(word.host) {
      let other = words.first { HostWord($0).looksLikeHost }
      self.host = other.map { HostWord($0).host }
      port = Self.port(word.host)
      flaw = flaw ?? (other == nil ? .onlyPort(typed) : .swapped)
    } else if connect == nil, host != nil {
      port = typedPort.flatMap { Self.port($0) }
      if port == nil { flaw = flaw ?? typedPort.map { .badPort($0) } ?? .noPort(word.host) }
      if let extra = words.first { flaw = flaw ?? .extra([extra]) }
    } else if let number = typedPort ?? words.first(where: { Self.port($0) != nil }) {
      port = Self.port(number)
      flaw = flaw ?? .joined("\(word.host) \(number)")
    } else {
      flaw = flaw ?? .noPort(word.host)
    }
    if word.host.isEmpty { flaw = word.port.map { .onlyPort($0) } ?? .noHost }
  }

  // MARK: Words

  /// A name is as good as a number.
  static func port(_ word: String) -> Int? {
    guard let first = word.first, first != "+", first != "-" else { return nil }
    let service = MailService(name: word)?.port ?? OtherService(name: word)?.port
    guard let port = Int(word) ?? service, (1...65535).contains(port) else { return nil }
    return port
  }

  private static func isNumber(_ word: String) -> Bool {
    !word.isEmpty && word.utf8.allSatisfy { (0x30...0x39).contains($0) }
  }

  /// What some people put between host and port.
  private static let signs: Set<Character> = [":", ",", ";", "/", "=", "-", "|", "#"]

  /// Words of a sentence: `telnet to mail.example.net at port 110`.
  private static let fillers: Set<String> = [
    "to", "at", "on", "in", "into", "with", "via", "by", "and", "the", "port", "connect", "open", "toi", "den",
    "cong",
  ]

  /// What can be typed at `telnet>`.
  private static let telnetWords: Set<String> = ["open", "close", "quit", "exit", "status", "help", "?", "send", "set"]

  /// nil when there are only numbers.
  private static func place(ofHostIn words: [String]) -> Int? {
    if let place = words.firstIndex(where: { HostWord($0).looksLikeHost || HostWord($0).isTakenApart }) { return place }
    let others = words.indices.filter { port(words[$0]) == nil && !isNumberLike(words[$0]) }
    let meant = others.first { !fillers.contains(words[$0].lowercased()) }
    guard meant == nil, words.count > 1 else { return meant ?? others.first }
    // `telnet mail 110`: some hosts are called as services are.
    return words[0].contains { $0.isLetter } && !fillers.contains(words[0].lowercased()) ? 0 : nil
  }

  /// `-110`, `110.`, `65536`
  private static func isNumberLike(_ word: String) -> Bool {
    word.contains { ("0"..."9").contains($0) } && !word.contains { $0.isLetter }
  }

  private static func isName(_ word: String) -> Bool {
    word.contains(where: \.isLetter) && !fillers.contains(word.lowercased())
  }

  /// `.example.net` behind `mail`, or `example.net` behind `mail.`
  private static func isPiece(_ word: String, after previous: String) -> Bool {
    guard isName(word), port(word) == nil else { return false }
    return word.hasPrefix(".") || previous.hasSuffix(".")
  }
}

extension HostWord {
  /// A URL, or a user before the host: whatever its host is called.
  fileprivate var isTakenApart: Bool {
    switch flaw {
    case .url, .user, .password: true
    case .colon: !host.isEmpty && !host.utf8.allSatisfy { (0x30...0x39).contains($0) }
    case nil, .empty, .unknownProgram, .noProgram, .noHost, .onlyPort, .noPort, .joined, .swapped, .badPort, .extra,
      .spaceInHost,
      .marks, .shell, .unknownOption, .noHyphen, .missingValue, .startTLSProtocol:
      false
    }
  }
}

extension ClientLineFlaw.Reason {
  /// Says how host and port are written, not who is meant.
  fileprivate var isOfPort: Bool {
    switch self {
    case .colon, .joined, .swapped: true
    case .empty, .unknownProgram, .noProgram, .noHost, .onlyPort, .noPort, .badPort, .extra, .spaceInHost, .url, .user,
      .password,
      .marks, .shell, .unknownOption, .noHyphen, .missingValue, .startTLSProtocol:
      false
    }
  }
}
