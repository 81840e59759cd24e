import MailProtocol

/// Why a line at the `$ ` prompt is none that a client program could use.
extension ConnectLine {
  func diagnosis(of flaw: ClientLineFlaw, in line: String) -> Diagnosis {
    let flags = flaw.flags
    func mistake(_ id: Diagnosis.ID, _ bad: String) -> Diagnosis {
      diagnosis(id, flags, bad: bad, host: flaw.host ?? "", port: flaw.port ?? 0)
    }
    // Whatever else is wrong with `telnet host port`.
    if let host = flaw.host, isPlaceholder(host) { return mistake(.connectPlaceholder, host) }
    // A host that is not here is more than a way of writing.
    if let elsewhere = elsewhere(flaw), nameInPieces(line) == nil { return elsewhere }
    switch flaw.reason {
    case .empty: return mistake(.lineEmpty, "")
    case .unknownProgram(let word): return unknownProgram(word, in: line)
    case .noProgram(let word): return misspeltProgram(in: line) ?? mistake(.connectNoProgram, word)
    case .noHost: return mistake(.connectNoHost, "")
    case .onlyPort(let word): return mistake(.connectOnlyPort, word)
    case .noPort(let host):
      return hosts[host] == nil ? unknownHost(flags, host, nil) : mistake(.connectNoPort, host)
    case .colon(let words): return mistake(.connectColon, words)
    case .joined(let words): return mistake(.connectJoined, words)
    case .swapped: return mistake(.connectSwapped, flaw.port.map(String.init) ?? "")
    case .badPort(let word):
      return nameInPieces(line).map { mistake(.connectSpaceInHost, $0) } ?? mistake(.connectBadPort, word)
    case .extra(let words):
      if let name = nameInPieces(line) { return mistake(.connectSpaceInHost, name) }
      // One is enough to say what is wrong, and what follows might be a secret.
      return mistake(.connectExtraWord, words.count > 1 ? "\(words[0]) …" : words[0])
    case .spaceInHost(let words): return mistake(.connectSpaceInHost, words)
    case .url(let word): return mistake(.connectURL, word)
    case .user(let word): return mistake(.connectUser, word)
    case .password(let word): return mistake(.connectPassword, word)
    case .marks(let word): return mistake(.connectMarks, word)
    case .shell(let sign): return mistake(.connectShell, sign)
    case .unknownOption(let option): return mistake(.connectUnknownOption, option)
    case .noHyphen(let word): return mistake(.connectNoHyphen, word)
    case .missingValue(let option):
      switch option.drop(while: { $0 == "-" }) {
      case "connect", "host": return mistake(.connectNoHost, "")
      case "port": return mistake(.connectNoPort, flaw.host ?? "")
      case "starttls": return startTLSProtocol("", flaw)
      default: return mistake(.connectUnknownOption, option)
      }
    case .startTLSProtocol(let name): return startTLSProtocol(name, flaw)
    }
  }

  /// `gmail.com:110`
  private func elsewhere(_ flaw: ClientLineFlaw) -> Diagnosis? {
    guard let host = flaw.host, hosts[host] == nil, flaw.flags != nil else { return nil }
    let diagnosis = unknownHost(flaw.flags, host, flaw.port)
    switch flaw.reason {
    case .colon, .joined, .swapped, .badPort, .extra, .marks:
      return [.connectNotHere, .connectThisComputer].contains(diagnosis.id) ? diagnosis : nil
    case .empty, .unknownProgram, .noProgram, .noHost, .onlyPort, .noPort, .spaceInHost, .url, .user, .password, .shell,
      .unknownOption, .noHyphen, .missingValue, .startTLSProtocol:
      return nil
    }
  }

  /// `telnet mail example net 110`
  private func nameInPieces(_ line: String) -> String? {
    let words = line.lowercased().split(separator: " ").dropFirst().filter { !$0.hasPrefix("-") && $0 != "." }
    let counts = words.indices.dropFirst().map { $0 + 1 }
    let count = counts.first { hosts[words.prefix($0).joined(separator: ".")] != nil }
    return count.map { words.prefix($0).joined(separator: " ") }
  }

  private func startTLSProtocol(_ name: String, _ flaw: ClientLineFlaw) -> Diagnosis {
    let service = flaw.host.flatMap { host in
      MailService.allCases.first { hosts[host]?[$0] == flaw.port && flaw.port != nil }
    }
    return diagnosis(
      .connectStartTLSProtocol, flaw.flags, bad: name, host: flaw.host ?? "", port: flaw.port ?? 0,
      expected: (service?.speaking ?? speaking).rawValue)
  }
}
