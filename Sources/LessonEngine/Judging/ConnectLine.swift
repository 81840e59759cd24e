import MailProtocol

/// What a learner types at the `$ ` prompt: `telnet host 110`, `nc -C host 25`, `openssl s_client …`. The line is
/// read, never run; it opens the lesson's peer.
struct ConnectLine {
  enum Reading: Equatable {
    case endpoint(Endpoint)
    case mistake(Diagnosis)
  }

  let hosts: [String: [MailProtocolName: Int]]
  /// The line that this step hopes for, the best suggestion there is.
  let expected: String
  let speaking: MailProtocolName

  func read(_ line: String) -> Reading {
    if let diagnosis = InputMethod.diagnose(line, speaking: speaking) { return .mistake(mended(diagnosis, line)) }
    if let rest = VerbGuess.withoutPrompt(line), Self.programs.contains(VerbGuess.firstWord(of: rest).lowercased()) {
      return .mistake(
        Diagnosis(
          .inputPastedPrompt, speaking,
          ["bad": String(line.prefix(line.count - rest.count)), "suggestion": ByteSanitizer.visible(rest)]))
    }
    let words = line.split(separator: " ").map(String.init)
    guard let program = words.first?.lowercased() else { return mistake(.lineEmpty, "") }
    switch program {
    // `open` is telnet's own word.
    case "telnet", "open": return telnet(Array(words.dropFirst()))
    case "nc", "ncat", "netcat": return netcat(Array(words.dropFirst()), program)
    case "openssl": return openssl(Array(words.dropFirst()))
    default: return unknown(words[0], in: line)
    }
  }

  /// Whether the line would start a program at the `$ ` prompt.
  static func isProgram(_ line: String) -> Bool {
    InputMethod.asciiTwin(of: line).split(separator: " ").first.map { programs.contains($0.lowercased()) } ?? false
  }

  /// The input method is one trouble; a suggestion must not lead straight into the next one.
  private func mended(_ diagnosis: Diagnosis, _ line: String) -> Diagnosis {
    let twin = InputMethod.asciiTwin(of: line)
    let text = twin.hasSuffix(".") ? String(twin.dropLast()) : twin
    guard Self.isProgram(text) else {
      let isCommand = isMailCommand(String(VerbGuess.firstWord(of: diagnosis.values["suggestion"] ?? text)))
      let connect = diagnosis.adding("suggestion", expected)
      return isCommand ? connect.as(.connectNotConnected).adding("bad", ByteSanitizer.visible(line)) : connect
    }
    // What has no ASCII twin, a Chinese host name, would be read as itself again.
    guard text.utf8.allSatisfy({ $0 < 0x80 }) else { return diagnosis.adding("suggestion", expected) }
    guard case .mistake(let next) = read(text) else { return diagnosis.adding("suggestion", text) }
    return diagnosis.adding("suggestion", next.values["suggestion"] ?? expected)
  }

  private func isMailCommand(_ word: String) -> Bool {
    POP3Verb(rawValue: word.uppercased()) != nil || SMTPVerb(rawValue: word.uppercased()) != nil
  }

  private static let programs: Set<String> = ["telnet", "nc", "ncat", "netcat", "openssl"]

  private func telnet(_ words: [String]) -> Reading { target(words.filter { !$0.hasPrefix("-") }) }

  private func netcat(_ words: [String], _ program: String) -> Reading {
    let options = words.filter { $0.hasPrefix("-") }
    let target = target(words.filter { !$0.hasPrefix("-") })
    // nc sends what the keyboard sends: a bare LF. Both protocols want CRLF.
    guard case .endpoint = target, !options.contains(where: { $0.contains("C") || $0.contains("c") }) else {
      return target
    }
    return mistake(
      .connectNeedsCRLF, words.joined(separator: " "),
      suggestion: "\(program) -C \(words.filter { !$0.hasPrefix("-") }.joined(separator: " "))")
  }

  /// `openssl s_client [-quiet] [-crlf] [-starttls P] -connect host:port`
  private func openssl(_ words: [String]) -> Reading {
    guard words.first == "s_client", let flag = words.firstIndex(of: "-connect"), flag + 1 < words.count else {
      return mistake(.connectNoHost, words.joined(separator: " "))
    }
    let parts = words[flag + 1].split(separator: ":").map(String.init)
    guard parts.count == 2, let port = Int(parts[1]) else { return mistake(.connectNoPort, words[flag + 1]) }
    return .endpoint(Endpoint(host: parts[0].lowercased(), port: port, tls: !words.contains("-starttls")))
  }

  private func target(_ words: [String]) -> Reading {
    guard let host = words.first?.lowercased() else { return mistake(.connectNoHost, "") }
    if words.count == 1 {
      let parts = host.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
      if parts.count == 2 {
        return mistake(.connectColon, words[0], suggestion: "telnet \(parts[0]) \(parts[1])")
      }
      return hosts[host] == nil ? unknownHost(host, rest: "") : mistake(.connectNoPort, host, host: host)
    }
    guard words.count == 2 else { return mistake(.argumentExtra, words.dropFirst(2).joined(separator: " ")) }
    guard let port = Int(words[1]) ?? service(words[1]), (1...65535).contains(port) else {
      return mistake(.argumentNotANumber, words[1])
    }
    guard let ports = hosts[host] else { return unknownHost(host, rest: " \(words[1])") }
    if ports.values.contains(port) { return .endpoint(Endpoint(host: host, port: port)) }
    if [465, 993, 995].contains(port) { return mistake(.connectNeedsTLS, words[1], port: port) }
    // The right port of another host is no wrong port: nobody listens on it here.
    if hosts.values.contains(where: { $0.values.contains(port) }) {
      return mistake(.connectRefused, words[1], host: host, port: port)
    }
    if let name = services[port] { return mistake(.connectWrongPort, words[1], host: host, port: port, service: name) }
    return mistake(.connectRefused, words[1], host: host, port: port)
  }

  private func unknownHost(_ host: String, rest: String) -> Reading {
    let near = hosts.keys.map { (host: $0, distance: VerbGuess.editDistance($0, host)) }
      .min { ($0.distance, $0.host) < ($1.distance, $1.host) }
    let suggestion = near.flatMap { $0.distance <= 3 && !rest.isEmpty ? "telnet \($0.host)\(rest)" : nil }
    return mistake(.connectUnknownHost, host, host: host, suggestion: suggestion)
  }

  private func unknown(_ word: String, in line: String) -> Reading {
    if isMailCommand(word) { return mistake(.connectNotConnected, word) }
    let near = VerbGuess.closest(to: word.lowercased(), among: ["telnet", "openssl", "nc"])
    return mistake(.connectUnknownProgram, word, suggestion: near.map { $0 + line.dropFirst(word.count) })
  }

  private func mistake(
    _ id: Diagnosis.ID, _ bad: String, host: String = "", port: Int = 0, service: String = "",
    suggestion: String? = nil
  ) -> Reading {
    .mistake(
      Diagnosis(
        id, speaking,
        [
          "bad": ByteSanitizer.visible(bad), "host": ByteSanitizer.visible(host), "port": String(port),
          "service": service, "suggestion": ByteSanitizer.visible(suggestion ?? expected), "verb": "telnet",
          "form": "telnet host port",
        ]))
  }

  private func service(_ name: String) -> Int? {
    ["pop3": 110, "pop-3": 110, "smtp": 25, "submission": 587, "pop3s": 995, "smtps": 465][name.lowercased()]
  }

  private let services = [
    21: "FTP", 22: "SSH", 23: "telnet", 25: "SMTP", 80: "HTTP", 110: "POP3", 143: "IMAP", 443: "HTTPS", 587: "SMTP",
  ]
}
