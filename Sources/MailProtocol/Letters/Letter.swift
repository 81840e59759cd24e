/// A message's content as any reader of it takes it apart: header fields, the empty line, the body. RFC 5322 §2.
/// The simulator, the checker and the lessons' goals all read letters here.
public struct Letter: Hashable, Sendable {
  public struct Field: Hashable, Sendable {
    public let name: String
    /// Unfolded, without the space after the colon.
    public let value: String
  }

  public enum Separation: Hashable, Sendable {
    case emptyLine
    /// The header ended because this line is no field, though no empty line stood before it.
    case lineThatIsNoField(String)
    /// The letter ended inside the header.
    case none
  }

  public let fields: [Field]
  public let separation: Separation
  /// Lines after the header, without their endings.
  public let body: [String]

  public init(_ content: some Sequence<UInt8>) {
    var framer = LineFramer(limit: 1 << 20, strictness: .crlfOnly)
    framer.append(Array(content))
    var lines: [String] = []
    while let line = framer.next() { lines.append(String(decoding: line.bytes, as: UTF8.self)) }
    let rest = framer.takeRest()
    if !rest.isEmpty { lines.append(String(decoding: rest, as: UTF8.self)) }
    self.init(lines: lines)
  }

  public init(lines: [String]) {
    var fields: [Field] = []
    for (index, line) in lines.enumerated() {
      if line.isEmpty {
        self.init(fields: fields, separation: .emptyLine, body: Array(lines[(index + 1)...]))
        return
      }
      if let first = line.first, first == " " || first == "\t", let last = fields.popLast() {
        fields.append(Field(name: last.name, value: last.value + line))
      } else if let field = Self.field(line) {
        fields.append(field)
      } else {
        self.init(fields: fields, separation: .lineThatIsNoField(line), body: Array(lines[index...]))
        return
      }
    }
    self.init(fields: fields, separation: .none, body: [])
  }

  private init(fields: [Field], separation: Separation, body: [String]) {
    self.fields = fields
    self.separation = separation
    self.body = body
  }

  /// The first field of that name; names do not know case.
  public func value(_ name: String) -> String? {
    fields.first { $0.name.lowercased() == name.lowercased() }?.value
  }

  /// What a missing empty line did to this letter: the line that should have had one before it.
  public var missingEmptyLine: Diagnosis? {
    switch separation {
    case .lineThatIsNoField(let line):
      return Diagnosis(.dataNoBlankLine, .smtp, ["bad": ByteSanitizer.visible(line)])
    case .none, .emptyLine:
      // A field that no standard knows was probably meant as text: `Hi:`.
      guard let suspect = fields.first(where: { !Self.isUsual($0.name) }) else { return nil }
      return Diagnosis(.dataNoBlankLine, .smtp, ["bad": ByteSanitizer.visible("\(suspect.name):")])
    }
  }

  /// A line that was meant for the header and is none that a reader looks for: `Subject：hi`, `Subject hi`, `Subjet: hi`.
  public var brokenHeaderLine: Diagnosis? {
    if case .lineThatIsNoField(let line) = separation,
      let flaw = HeaderLine.flaw(of: line, isFirst: fields.isEmpty), flaw.id != .dataNoBlankLine
    {
      return flaw
    }
    return fields.lazy.compactMap { HeaderLine.flaw(of: $0) }.first { $0.id == .dataHeaderName }
  }

  /// `name: value` with a name of printable ASCII without spaces. RFC 5322 §2.2.
  static func field(_ line: String) -> Field? {
    guard let colon = line.firstIndex(of: ":"), colon > line.startIndex else { return nil }
    let name = line[..<colon]
    guard name.utf8.allSatisfy({ (0x21..<0x7F).contains($0) }) else { return nil }
    return Field(name: String(name), value: String(line[line.index(after: colon)...].drop { $0 == " " }))
  }

  static func isUsual(_ name: String) -> Bool {
    name.lowercased().hasPrefix("x-") || name.contains("-") || usual.contains(name.lowercased())
  }

  private static let usual: Set<String> = [
    "from", "to", "cc", "bcc", "subject", "date", "sender", "reply-to", "message-id", "received", "return-path",
    "mime-version", "content-type", "content-transfer-encoding", "in-reply-to", "references", "comments",
    "keywords", "resent-from", "resent-to", "list-id", "list-unsubscribe", "organization", "priority",
    "importance", "encrypted", "precedence", "errors-to", "status", "lines",
  ]
}
