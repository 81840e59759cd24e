import MailProtocol

/// One thing that is wrong with a pack or a catalog, with its place and how to mend it. The loader throws it,
/// the lint rules collect it, `pack check` prints it.
public struct Finding: Error, Hashable, Sendable, Codable, CustomStringConvertible {
  public enum Severity: String, Hashable, Sendable, Codable { case error, warning }

  public let file: String
  /// From 1.
  public let line: Int
  public let column: Int
  public let severity: Severity
  public let message: String
  /// Stable name of the check, `yaml.unknown-key`, `solution.does-not-pass`.
  public let rule: String

  public init(
    _ file: String, line: Int = 1, column: Int = 1, _ message: String,
    severity: Severity = .error, rule: String
  ) {
    self.file = file
    self.line = line
    self.column = column
    self.severity = severity
    self.message = message
    self.rule = rule
  }

  public var description: String {
    ByteSanitizer.visible("\(file):\(line):\(column): \(severity.rawValue): \(message) [\(rule)]")
  }
}

/// Everything that was wrong with a file, at once.
public struct Findings: Error, Sendable {
  public let all: [Finding]
  public init(_ all: [Finding]) { self.all = all }
}
