/// What a diagnosis may suggest, and how much of a line it repeats. Both parsers send every reading through here.
extension Parsed.Reading {
  /// Why the line is wrong, or what a strict server has against it.
  public var diagnosis: Diagnosis? {
    switch self {
    case .command(_, let flaw): flaw
    case .malformed(_, let diagnosis), .unreadable(let diagnosis): diagnosis
    }
  }

  /// A line can be wrong in several ways, and each reading mends one of them. So a suggestion is read in its turn, and
  /// mended by its own diagnosis, until it is a command without a flaw. One that never becomes one is not made at all.
  ///
  /// - Parameter longest: octets of the longest line that a server takes.
  func proven(longest: Int, _ read: (String) -> Self) -> Self {
    switch self {
    case .command(let command, let flaw):
      .command(command, flaw: flaw.map { Self.proven($0, longest, read) })
    case .malformed(let verb, let diagnosis): .malformed(verb, Self.proven(diagnosis, longest, read))
    case .unreadable(let diagnosis): .unreadable(Self.proven(diagnosis, longest, read))
    }
  }

  private static func proven(_ diagnosis: Diagnosis, _ longest: Int, _ read: (String) -> Self) -> Diagnosis {
    var diagnosis = diagnosis
    diagnosis.values["bad"] = diagnosis.values["bad"].map(shortened)
    for key in ["suggestion", "otherwise"] {
      diagnosis.values[key] = diagnosis.values[key].flatMap { working($0, longest, read) }
    }
    return diagnosis
  }

  private static func working(_ first: String, _ longest: Int, _ read: (String) -> Self) -> String? {
    var line = first
    for _ in 0..<8 {
      // A local name is what the learner has, and servers take it with a remark.
      guard let flaw = read(line).diagnosis, flaw.id != .helloLocalName || flaw.values["suggestion"] != nil else {
        return line.utf8.count <= longest ? line : nil
      }
      guard let better = flaw.values["suggestion"], better != line else { return nil }
      line = better
    }
    return nil
  }

  /// Enough of it to be recognised.
  private static func shortened(_ bad: String) -> String {
    bad.count > 60 ? bad.prefix(57) + "..." : bad
  }

  /// A line with white space before its command: what is wrong with the command is wrong all the same, and a line
  /// without one is not mended by taking the space away.
  static func indented(_ line: String, _ speaking: MailProtocolName, _ read: (String) -> Self) -> Self? {
    guard line.utf8.first == .space else { return nil }
    let command = String(line.withoutLeadingSpaces)
    if case .unreadable(let diagnosis) = read(command), diagnosis.values["suggestion"] == nil {
      return .unreadable(Diagnosis(diagnosis.id, speaking, diagnosis.values))
    }
    let indent = line.prefix(line.count - command.count)
    return .unreadable(
      Diagnosis(
        .verbStraySpace, speaking,
        ["bad": ByteSanitizer.visible("\(indent)\(VerbGuess.firstWord(of: command))"), "suggestion": command]))
  }
}
