/// The words behind a client program's name: options told from the target. `ClientCommandLine` makes sense of them.
struct ClientWords: Sendable {
  let flags: ClientFlags
  let target: ClientTarget
  /// The first thing that is wrong with an option. That option is left out of `flags`.
  let flaw: ClientLineFlaw.Reason?

  init(_ words: ArraySlice<String>, _ kind: ClientProgram.Kind, name: String) {
    let known = ClientOptions.of(kind, name: name)
    var rest = words
    var options: [ClientFlags.Option] = []
    var others: [String] = []
    var flaw: ClientLineFlaw.Reason?
    while var word = rest.popFirst() {
      if known.lacksHyphen(word) {
        flaw = flaw ?? .noHyphen(word)
        word = "-" + word
      }
      guard word.hasPrefix("-"), word.count > 1 else {
        others.append(word)
        continue
      }
      switch known.read(word, &rest) {
      case .success(let option): options.append(option)
      case .failure(let problem):
        if word.dropFirst().allSatisfy(\.isNumber) {
          // A port with a minus sign.
          others.append(word)
        } else if kind == .telnet, let number = Self.port(in: word) {
          // `-p 110`: only telnet's friends have it.
          flaw = flaw ?? .extra([String(word.dropLast(number.count))])
          if !number.isEmpty { others.append(number) }
        } else {
          flaw = flaw ?? problem.reason
        }
      }
    }
    var flags = ClientFlags(kind, name: name, options: options)
    switch kind {
    case .telnet, .netcat:
      target = ClientTarget(ofTwoWords: others)
      // `telnet -l mail.example.net 110`: the option has taken the host.
      if target.host == nil, let thief = flags.optionWithHost {
        flaw = flaw ?? .missingValue(thief.words[0])
        flags.remove(Set(thief.names))
      }
      // nc's own port, which no client needs, in the place of the server's.
      if case .noPort? = target.flaw { flags.remove(["p"]) }
    case .openssl:
      target = ClientTarget(
        connect: flags.value(of: "connect"), host: flags.value(of: "host"), port: flags.value(of: "port"),
        words: others)
      flags.remove(["connect", "host", "port"])
    }
    self.flags = flags
    self.flaw = flaw
  }

  /// The number in `-p110` or `--port=110`, empty where it is the next word. nil for another option.
  private static func port(in word: String) -> String? {
    for name in ["--port", "-port", "-p", "-P"] where word.hasPrefix(name) {
      let number = word.dropFirst(name.count).drop { $0 == "=" }
      return number.allSatisfy(\.isNumber) ? String(number) : nil
    }
    return nil
  }
}

extension ClientOptions {
  /// `connect mail.example.net:995`. Only where options are words: a letter alone may be a name.
  fileprivate func lacksHyphen(_ word: String) -> Bool {
    hasLongWordsWithOneDash && Self.oftenBare.contains(word)
  }

  private static let oftenBare: Set<String> = ["connect", "crlf", "quiet", "ign_eof", "starttls", "servername"]

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
