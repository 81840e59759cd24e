import MailProtocol

/// Judges what a learner types at the `$ ` prompt: a client program with its flags, a host, a port. The line is read, never
/// run; the one that leads somewhere opens the lesson's peer.
struct ConnectLine {
  enum Reading: Equatable {
    case opens(ClientCommandLine)
    case mistake(Diagnosis)
  }

  let hosts: [String: [MailService: Int]]
  /// The line that this step hopes for, the best suggestion there is.
  let expected: String
  /// Other right lines.
  var accepted: [String] = []
  let speaking: MailProtocolName

  func read(_ line: String) -> Reading {
    if let diagnosis = InputMethod.diagnose(line, speaking: speaking) { return .mistake(mended(diagnosis, line)) }
    if let rest = VerbGuess.withoutPrompt(line), ClientCommandLine.isProgram(VerbGuess.firstWord(of: rest)) {
      return .mistake(
        Diagnosis(
          .inputPastedPrompt, speaking,
          ["bad": String(line.prefix(line.count - rest.count)), "suggestion": ByteSanitizer.visible(rest)]))
    }
    switch Self.command(line) {
    case .success(let command):
      guard let obstacle = obstacle(command) else { return .opens(command) }
      return .mistake(obstacle)
    case .failure(let flaw): return .mistake(diagnosis(of: flaw, in: line))
    }
  }

  /// Whether the line would start a program at the `$ ` prompt.
  static func isProgram(_ line: String) -> Bool {
    InputMethod.asciiTwin(of: line).split(separator: " ").first.map { ClientCommandLine.isProgram($0) } ?? false
  }

  /// The service that a line leads to; nil where none of the hosts has it.
  func service(of line: String) -> MailService? {
    guard case .success(let command) = Self.command(line) else { return nil }
    return service(of: command)
  }

  /// Right lines, as far as they can be read.
  var meant: [ClientCommandLine] {
    ([expected] + accepted).compactMap { line in
      if case .success(let command) = Self.command(line) { command } else { nil }
    }
  }

  /// The learner's own program and flags on the way to where the step leads, else the step's line.
  func mended(_ command: ClientCommandLine) -> String {
    suggestion([command.flags], host: nil, port: nil)
  }

  // MARK: Lines that are read

  private static func command(_ line: String) -> Result<ClientCommandLine, ClientLineFlaw> {
    do throws(ClientLineFlaw) { return .success(try ClientCommandLine(line)) } catch { return .failure(error) }
  }

  private func service(of command: ClientCommandLine) -> MailService? {
    let ports = hosts[command.host] ?? [:]
    let services = MailService.allCases.filter { ports[$0] == command.port }
    // Two services may share a port: the one that this program can reach is meant.
    return services.first { command.program.security.obstacle(at: $0) == nil } ?? services.first
  }

  private func obstacle(_ command: ClientCommandLine) -> Diagnosis? {
    let (host, port) = (command.host, command.port)
    guard hosts[host] != nil else { return unknownHost(command.flags, host, port) }
    guard let service = service(of: command) else { return noService(command) }
    let program = command.program
    if let id = program.security.obstacle(at: service) {
      let flags = [command.flags.reaching(service)].compactMap(\.self)
      return diagnosis(
        id, flags: command.flags, bad: id == .connectStartTLSProtocol ? command.flags.title : String(port), host: host,
        port: port, suggestion: suggestion(flags, host: host, port: port), expected: service.speaking.rawValue)
    }
    guard program.lineEnd == .lf, !meant.contains(where: { $0.program.lineEnd == .lf }) else { return nil }
    // The keyboard's bare LF goes out as it is. Both protocols want CRLF.
    return diagnosis(
      .connectNeedsCRLF, flags: command.flags, bad: command.text, host: host, port: port,
      suggestion: suggestion([command.flags], host: host, port: port), expected: command.flags.crlfOption ?? "")
  }

  /// Nothing of this world listens there.
  private func noService(_ command: ClientCommandLine) -> Diagnosis {
    let port = command.port
    let isTLSPort = MailService(port: port)?.isTLS ?? OtherService(port: port)?.isTLS ?? false
    let name = MailService(port: port)?.speaking.title ?? OtherService(port: port)?.rawValue
    // The right port of another host is no wrong port: nobody listens on it here.
    let isElsewhere = hosts.values.contains { $0.values.contains(port) }
    let id: Diagnosis.ID =
      if isTLSPort, command.program.security == .clear, !isElsewhere {
        .connectNeedsTLS
      } else if !isElsewhere, name != nil {
        .connectWrongPort
      } else {
        .connectRefused
      }
    return diagnosis(
      id, flags: command.flags, bad: String(port), host: command.host, port: port, service: name ?? "",
      suggestion: suggestion([command.flags], host: command.host, port: port))
  }

  private func unknownHost(_ flags: ClientFlags, _ host: String, _ port: Int?) -> Diagnosis {
    let near = hosts.keys.map { (host: $0, distance: VerbGuess.editDistance($0, host)) }
      .min { ($0.distance, $0.host) < ($1.distance, $1.host) }
    let meant = near.flatMap { $0.distance <= 3 ? $0.host : nil }
    return diagnosis(
      .connectUnknownHost, flags: flags, bad: host, host: host,
      suggestion: suggestion([flags], host: meant, port: port))
  }

  // MARK: Lines that are not

  private func diagnosis(of flaw: ClientLineFlaw, in line: String) -> Diagnosis {
    guard let flags = flaw.flags else {
      switch flaw.reason {
      case .unknownProgram(let word): return unknown(word, in: line)
      case .empty, .noHost, .noPort, .colon, .badPort, .extra, .unknownOption, .missingValue, .startTLSProtocol:
        return diagnosis(.lineEmpty, flags: nil, bad: "", suggestion: expected)
      }
    }
    func mistake(_ id: Diagnosis.ID, _ bad: String, flags others: [ClientFlags]? = nil) -> Diagnosis {
      diagnosis(
        id, flags: flags, bad: bad, host: flaw.host ?? "", port: flaw.port ?? 0,
        suggestion: suggestion(others ?? [flags], host: flaw.host, port: flaw.port))
    }
    switch flaw.reason {
    case .empty, .unknownProgram: return unknown(line, in: line)
    case .noHost: return mistake(.connectNoHost, "")
    case .noPort(let host):
      return hosts[host] == nil ? unknownHost(flags, host, flaw.port) : mistake(.connectNoPort, host)
    case .colon(let target): return mistake(.connectColon, target)
    case .badPort(let word): return mistake(.argumentNotANumber, word)
    case .extra(let words): return mistake(.argumentExtra, words.joined(separator: " "))
    case .unknownOption(let option): return mistake(.connectUnknownOption, option)
    case .missingValue(let option):
      switch option.drop(while: { $0 == "-" }) {
      case "connect", "host": return mistake(.connectNoHost, "")
      case "port": return mistake(.connectNoPort, flaw.host ?? "")
      case "starttls": return startTLSProtocol("", flags, flaw)
      default: return mistake(.connectUnknownOption, option)
      }
    case .startTLSProtocol(let name): return startTLSProtocol(name, flags, flaw)
    }
  }

  private func startTLSProtocol(_ name: String, _ flags: ClientFlags, _ flaw: ClientLineFlaw) -> Diagnosis {
    let service = flaw.host.flatMap { host in
      MailService.allCases.first { hosts[host]?[$0] == flaw.port && flaw.port != nil }
    }
    let speaking = service?.speaking ?? speaking
    return diagnosis(
      .connectStartTLSProtocol, flags: flags, bad: name, host: flaw.host ?? "", port: flaw.port ?? 0,
      suggestion: suggestion(
        [service.flatMap { flags.reaching($0) }].compactMap(\.self), host: flaw.host, port: flaw.port),
      expected: speaking.rawValue)
  }

  private func unknown(_ word: String, in line: String) -> Diagnosis {
    if isMailCommand(word) { return diagnosis(.connectNotConnected, flags: nil, bad: word, suggestion: expected) }
    if word.lowercased().hasPrefix("openssl ") {
      let meant =
        VerbGuess.closest(to: String(word.dropFirst(8)), among: ["s_client"]) == nil ? nil : "openssl s_client"
      return diagnosis(
        .connectUnknownProgram, flags: nil, bad: word, suggestion: opening(meant.map { $0 + tail(of: line, 2) }))
    }
    let near = VerbGuess.closest(to: word.lowercased(), among: ClientCommandLine.names)
    return diagnosis(
      .connectUnknownProgram, flags: nil, bad: word, suggestion: opening(near.map { $0 + tail(of: line, 1) }))
  }

  private func tail(of line: String, _ words: Int) -> String {
    line.split(separator: " ").dropFirst(words).map { " " + $0 }.joined()
  }

  private func isMailCommand(_ word: String) -> Bool {
    POP3Verb(rawValue: word.uppercased()) != nil || SMTPVerb(rawValue: word.uppercased()) != nil
  }

  // MARK: Suggestions

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
    return diagnosis.adding("suggestion", opening(text))
  }

  /// The line where it opens a connection, else what its own diagnosis suggests.
  private func opening(_ line: String?) -> String {
    guard let line else { return expected }
    switch read(line) {
    case .opens: return line
    case .mistake(let diagnosis): return diagnosis.values["suggestion"] ?? expected
    }
  }

  /// The first that opens a connection of the kind that is meant: the learner's flags on the way to the host and port that
  /// they named, then to those of the step; else the step's own line.
  private func suggestion(_ flags: [ClientFlags], host: String?, port: Int?) -> String {
    let meant = meant
    let given = host.flatMap { host in port.map { (host, $0) } }
    let targets = [given].compactMap(\.self) + meant.prefix(1).map { ($0.host, $0.port) }
    for (host, port) in targets {
      for flags in flags {
        let command = ClientCommandLine(flags: flags.withCRLF, host: host, port: port)
        let isMeant = meant.isEmpty || meant.contains { $0.program.security.isEncrypted == command.isEncrypted }
        if isMeant, let service = service(of: command), command.program.security.obstacle(at: service) == nil {
          return command.text
        }
      }
    }
    return expected
  }

  private func diagnosis(
    _ id: Diagnosis.ID, flags: ClientFlags?, bad: String, host: String = "", port: Int = 0, service: String = "",
    suggestion: String, expected: String = ""
  ) -> Diagnosis {
    Diagnosis(
      id, speaking,
      [
        "bad": ByteSanitizer.visible(bad), "host": ByteSanitizer.visible(host), "port": String(port),
        "service": service, "suggestion": ByteSanitizer.visible(suggestion), "verb": flags?.title ?? "telnet",
        "form": flags?.form ?? "telnet host port", "expected": expected,
      ])
  }
}

extension ClientCommandLine {
  fileprivate var isEncrypted: Bool { program.security.isEncrypted }
}
