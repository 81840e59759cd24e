/// A typed line after parsing: bytes became a command once, and from here on nobody looks at text again.
public struct Parsed<Command: WireCommand>: Hashable, Sendable {
  public enum Reading: Hashable, Sendable {
    /// `flaw` is a spelling that many servers forgive (RFC 5321 §4.1.2, spaces and missing brackets).
    case command(Command, flaw: Diagnosis?)
    /// The verb is known, its arguments are wrong.
    case malformed(Command.Verb, Diagnosis)
    /// No verb of this protocol stands there.
    case unreadable(Diagnosis)
  }

  /// The line without its ending, invalid UTF-8 repaired.
  public let line: String
  /// Octets of the line as it came, without its ending.
  public let octets: Int
  public let reading: Reading

  public init(line: String, octets: Int, reading: Reading) {
    self.line = line
    self.octets = octets
    self.reading = reading
  }

  public var command: Command? {
    if case .command(let command, _) = reading { command } else { nil }
  }

  public var verb: Command.Verb? {
    switch reading {
    case .command(let command, _): command.verb
    case .malformed(let verb, _): verb
    case .unreadable: nil
    }
  }
}

/// What both protocols' commands have in common.
public protocol WireCommand: Hashable, Sendable {
  associatedtype Verb: WireVerb
  var verb: Verb { get }
}

/// A protocol's keywords. The raw value is the keyword in upper case.
public protocol WireVerb: CaseIterable, Hashable, Sendable, RawRepresentable where RawValue == String {
  static var speaking: MailProtocolName { get }
  /// The command's form as a learner should type it, `RETR message-number`.
  var form: String { get }
}
