import MailProtocol

/// What to type instead of a line that was wrong: the learner's own program and flags, on the way to where the step leads.
/// Every line that is suggested opens the connection that is asked for.
extension ConnectLine {
  /// The learner's own program and flags on the way to where the step leads, else the step's line.
  func mended(_ command: ClientCommandLine) -> String { suggestion(command.flags, at: command) }

  /// The input method is one trouble; a suggestion must not lead straight into the next one.
  func mended(_ diagnosis: Diagnosis, _ line: String) -> Diagnosis {
    let meant = InputMethod.meant(line, programs: ClientCommandLine.names, expecting: [expected] + accepted)
    guard let meant, Self.isProgram(meant) else {
      let first = VerbGuess.firstWord(of: diagnosis.values["suggestion"] ?? InputMethod.asciiTwin(of: line))
      let connect = diagnosis.adding("suggestion", expected)
      guard isMailCommand(String(first)) else { return connect }
      // Its argument may be a password.
      return connect.as(.connectNotConnected)
        .adding("bad", ByteSanitizer.visible(String(VerbGuess.firstWord(of: line))))
    }
    return diagnosis.adding("suggestion", opening(meant))
  }

  /// The line where it opens what is asked for, else what its own diagnosis suggests.
  func opening(_ line: String) -> String {
    switch read(line) {
    case .opens(let command): return isMeant(command) ? command.text : mended(command)
    case .mistake(let diagnosis): return diagnosis.values["suggestion"] ?? expected
    }
  }

  /// - Parameter given: where the learner's line leads.
  private func suggestion(_ flags: ClientFlags?, at given: ClientCommandLine? = nil) -> String {
    guard let flags else { return expected }
    let meant = meant
    let targets = meant.filter { $0.host == given?.host && $0.port == given?.port } + meant.prefix(1)
    for target in targets {
      guard let service = service(of: target) else { continue }
      for flags in [flags, flags.reaching(service)].compactMap(\.self) {
        let command = ClientCommandLine(flags: flags.withCRLF, host: target.host, port: target.port)
        let isReachable = isMeant(command) && command.program.security.obstacle(at: service) == nil
        // `-starttls pop` is written as it was typed, and could not be read.
        if isReachable, case .success = Self.command(command.text) { return command.text }
      }
    }
    return expected
  }

  private func isMeant(_ command: ClientCommandLine) -> Bool {
    meant.contains {
      $0.host == command.host && $0.port == command.port
        && $0.program.security.isEncrypted == command.program.security.isEncrypted
    }
  }

  // MARK: Diagnoses

  func diagnosis(
    _ id: Diagnosis.ID, _ flags: ClientFlags?, bad: String, at command: ClientCommandLine, service: String = "",
    expected: String = ""
  ) -> Diagnosis {
    diagnosis(
      id, flags, bad: bad, host: command.host, port: command.port, service: service,
      suggestion: suggestion(flags, at: command), expected: expected)
  }

  /// - Parameter suggestion: what to type; without it the learner's program and flags at the step's host and port.
  func diagnosis(
    _ id: Diagnosis.ID, _ flags: ClientFlags?, bad: String, host: String = "", port: Int = 0, service: String = "",
    suggestion: String? = nil, expected: String = ""
  ) -> Diagnosis {
    Diagnosis(
      id, speaking,
      [
        "bad": ByteSanitizer.visible(bad), "host": ByteSanitizer.visible(host), "port": String(port),
        "service": service, "suggestion": ByteSanitizer.visible(suggestion ?? self.suggestion(flags)),
        "verb": flags?.title ?? "telnet", "form": flags?.form ?? "telnet host port", "expected": expected,
      ])
  }
}
