/// The words behind a client program's name: options told from the target. `ClientCommandLine` makes sense of them.
struct ClientWords: Sendable {
  let flags: ClientFlags
  let target: Target
  /// The first thing that is wrong with an option. That option is left out of `flags`.
  let flaw: ClientLineFlaw.Reason?

  /// Host and port as they were typed.
  struct Target: Sendable {
    var host: String?
    var port: String?
    var extra: [String] = []
    /// `host:port`, where the program wants two words.
    var joined: String?
    /// `-connect host port`, where it wants one.
    var isPortApart = false
  }

  init(_ words: ArraySlice<String>, _ kind: ClientProgram.Kind, name: String) {
    let known = ClientOptions.of(kind, name: name)
    var rest = words
    var options: [ClientFlags.Option] = []
    var others: [String] = []
    var flaw: ClientLineFlaw.Reason?
    while let word = rest.popFirst() {
      guard word.hasPrefix("-"), word.count > 1 else {
        others.append(word)
        continue
      }
      switch known.read(word, &rest) {
      case .success(let option): options.append(option)
      case .failure(let problem): flaw = flaw ?? problem.reason
      }
    }
    var flags = ClientFlags(kind, name: name, options: options)
    switch kind {
    case .telnet, .netcat: target = Self.twoWords(others)
    case .openssl:
      target = Self.ofSClient(flags, others)
      flags.remove(["connect", "host", "port"])
    }
    self.flags = flags
    self.flaw = flaw
  }

  private static func twoWords(_ words: [String]) -> Target {
    var target = Target(host: words.first, port: words.dropFirst().first, extra: Array(words.dropFirst(2)))
    guard words.count == 1, let parts = words.first?.split(separator: ":", omittingEmptySubsequences: false),
      parts.count == 2
    else { return target }
    (target.host, target.port, target.joined) = (String(parts[0]), String(parts[1]), words[0])
    return target
  }

  /// `-connect host:port`, `-host h -port p`, or `host:port` alone.
  private static func ofSClient(_ flags: ClientFlags, _ words: [String]) -> Target {
    let connect = flags.value(of: "connect")
    guard let word = connect ?? (flags.value(of: "host") == nil ? words.first : nil) else {
      return Target(host: flags.value(of: "host"), port: flags.value(of: "port"), extra: words)
    }
    let extra = connect == nil ? Array(words.dropFirst()) : words
    // `[::1]:995`
    guard let colon = word.lastIndex(of: ":"), word.last != "]" else {
      return Target(host: word, port: flags.value(of: "port") ?? extra.first, extra: extra, isPortApart: true)
    }
    let host = word[..<colon].filter { $0 != "[" && $0 != "]" }
    let port = word[word.index(after: colon)...]
    return Target(host: host, port: port.isEmpty ? nil : String(port), extra: extra)
  }
}

extension ClientOptions {
  fileprivate func read(
    _ word: String, _ rest: inout ArraySlice<String>
  ) -> Result<ClientFlags.Option, ClientLineFlaw> {
    let isLong = word.hasPrefix("--")
    if isLong || hasLongWordsWithOneDash {
      let parts = word.drop { $0 == "-" }.split(separator: "=", maxSplits: 1).map(String.init)
      guard let name = parts.first else { return .failure(ClientLineFlaw(.unknownOption(word))) }
      if words.contains(name), parts.count == 1 {
        return .success(ClientFlags.Option(words: [word], names: [name], value: nil))
      }
      guard wordsWithValue.contains(name) else { return .failure(ClientLineFlaw(.unknownOption(word))) }
      if !hasLongWordsWithOneDash, parts.count == 2 {
        return .success(ClientFlags.Option(words: [word], names: [name], value: parts[1]))
      }
      guard let value = rest.popFirst() else { return .failure(ClientLineFlaw(.missingValue(word))) }
      return .success(ClientFlags.Option(words: [word, value], names: [name], value: value))
    }
    var names: [String] = []
    var letters = word.dropFirst()
    while let letter = letters.popFirst() {
      names.append(String(letter))
      if self.letters.contains(letter) { continue }
      guard lettersWithValue.contains(letter) else { return .failure(ClientLineFlaw(.unknownOption(word))) }
      if !letters.isEmpty {
        return .success(ClientFlags.Option(words: [word], names: names, value: String(letters)))
      }
      guard let value = rest.popFirst() else { return .failure(ClientLineFlaw(.missingValue(word))) }
      return .success(ClientFlags.Option(words: [word, value], names: names, value: value))
    }
    return .success(ClientFlags.Option(words: [word], names: names, value: nil))
  }
}
