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

  func read(_ typed: String) -> Reading {
    // To a shell a tab is a space.
    let line = String(typed.map { $0 == "\t" ? " " : $0 })
    if let diagnosis = InputMethod.diagnose(line, speaking: speaking) { return .mistake(mended(diagnosis, line)) }
    if let pasted = pasted(line) { return .mistake(pasted) }
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

  static func command(_ line: String) -> Result<ClientCommandLine, ClientLineFlaw> {
    do throws(ClientLineFlaw) { return .success(try ClientCommandLine(line)) } catch { return .failure(error) }
  }

  func service(of command: ClientCommandLine) -> MailService? {
    let ports = hosts[command.host] ?? [:]
    let services = MailService.allCases.filter { ports[$0] == command.port }
    // Two services may share a port: the one that this program can reach is meant.
    return services.first { command.program.security.obstacle(at: $0) == nil } ?? services.first
  }

  // MARK: Lines that are well written

  private func obstacle(_ command: ClientCommandLine) -> Diagnosis? {
    guard hosts[command.host] != nil else { return unknownHost(command.flags, command.host, command.port) }
    guard let service = service(of: command) else { return noService(command) }
    let program = command.program
    if let id = program.security.obstacle(at: service) {
      let bad = id == .connectStartTLSProtocol ? command.flags.title : String(command.port)
      return diagnosis(id, command.flags, bad: bad, at: command, expected: service.speaking.rawValue)
    }
    guard program.lineEnd == .lf, !meant.contains(where: { $0.program.lineEnd == .lf }) else { return nil }
    // The keyboard's bare LF goes out as it is. Both protocols want CRLF.
    return diagnosis(
      .connectNeedsCRLF, command.flags, bad: command.text, at: command, expected: command.flags.crlfOption ?? "")
  }

  /// Nothing of this world listens there.
  private func noService(_ command: ClientCommandLine) -> Diagnosis {
    let name = MailService(port: command.port)?.title ?? OtherService(port: command.port)?.rawValue
    // The right port of another host is no wrong port: nobody listens on it here.
    let isElsewhere = hosts.values.contains { $0.values.contains(command.port) }
    let id: Diagnosis.ID = name == nil || isElsewhere ? .connectRefused : .connectOtherPort
    return diagnosis(id, command.flags, bad: String(command.port), at: command, service: name ?? "")
  }

  /// No host of this world has that name.
  func unknownHost(_ flags: ClientFlags?, _ host: String, _ port: Int?) -> Diagnosis {
    let id: Diagnosis.ID =
      if isPlaceholder(host) {
        .connectPlaceholder
      } else if host == "localhost" || host == "::1" || host == "0.0.0.0" || host.hasPrefix("127.") {
        .connectThisComputer
      } else if hosts.keys.contains(where: { isSlip(host, of: $0) }) {
        .connectUnknownHost
      } else {
        .connectNotHere
      }
    return diagnosis(id, flags, bad: host, host: host, port: port ?? 0)
  }

  /// Whether texts write it where the name of a host belongs.
  func isPlaceholder(_ host: String) -> Bool {
    hosts[host] == nil && (host.hasPrefix("$") || Self.placeholders.contains(host))
  }

  private static let placeholders: Set<String> = [
    "host", "port", "hostname", "server", "servername", "mailserver", "domain", "name", "address", "your.server",
    "your-server",
  ]

  /// A wrong letter or three, a label too many or too few.
  private func isSlip(_ host: String, of known: String) -> Bool {
    if VerbGuess.editDistance(known, host) <= min(3, known.count / 4) { return true }
    if known.hasPrefix(host + ".") || host.hasSuffix("." + known) || host.hasPrefix(known + ".") { return true }
    return host.contains(".") && known.hasSuffix("." + host)
  }
}
