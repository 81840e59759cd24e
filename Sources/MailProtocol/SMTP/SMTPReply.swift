/// An SMTP server's reply as a client sees it: a code, and lines that all carry it. RFC 5321 §4.2.
public struct SMTPReply: Hashable, Sendable {
  public let code: Int
  /// Whole lines without their endings, code included.
  public let lines: [[UInt8]]

  /// The first digit: 2 done, 3 go on, 4 not now, 5 no.
  public var severity: Int { code / 100 }

  public init(code: Int, lines: [[UInt8]]) {
    self.code = code
    self.lines = lines
  }

  /// The code alone of a reply as a server writes it, which is all that moves the server.
  public init(codeOf octets: [UInt8]) {
    let digits = octets.prefix(3)
    let isCode = digits.count == 3 && digits.allSatisfy { (0x30...0x39).contains($0) }
    self.init(code: isCode ? digits.reduce(0) { $0 * 10 + Int($1 - 0x30) } : 0, lines: [])
  }

  /// The first line with the reply's own code: the first of all, unless the lines disagree.
  var decisiveLine: Int {
    let digits = Array(String(code).utf8)
    return lines.firstIndex { $0.starts(with: digits) } ?? 0
  }

  /// The enhanced code after the code of that line, `5.7.1`. RFC 2034 §4.
  public var enhanced: EnhancedStatus? {
    guard !lines.isEmpty, case let line = lines[decisiveLine], line.count > 4 else { return nil }
    return EnhancedStatus(String(decoding: line[4...].prefix { $0 != .space }, as: UTF8.self))
  }
}

/// Puts replies together from lines. A line whose fourth octet is `-` is followed by another.
public struct SMTPReplyReader: Sendable {
  private var lines: [[UInt8]] = []

  /// No reply has so many; what a bad server sends after them is read and forgotten.
  private static let mostLines = 5000
  private static let mostOctets = 1 << 20
  private var octets = 0

  public init() {}

  /// The reply that `line` completes, nil while more lines belong to it. A line without a code is a reply of
  /// its own with code 0: whatever that is, it is no SMTP server.
  public mutating func take(_ line: [UInt8]) -> SMTPReply? {
    octets += line.count
    if lines.isEmpty || (lines.count < Self.mostLines && octets <= Self.mostOctets) { lines.append(line) }
    let digits = line.prefix(3)
    guard digits.count == 3, digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return finish(code: 0) }
    if line.count > 3, line[3] == UInt8(ascii: "-") { return nil }
    return finish(code: digits.reduce(0) { $0 * 10 + Int($1 - 0x30) })
  }

  private mutating func finish(code: Int) -> SMTPReply {
    defer { (lines, octets) = ([], 0) }
    return SMTPReply(code: code, lines: lines)
  }
}

/// `class.subject.detail`. RFC 3463 §2.
public struct EnhancedStatus: Hashable, Sendable {
  public let statusClass: Int
  public let subject: Int
  public let detail: Int

  public init?(_ text: String) {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 3, parts.allSatisfy({ (1...3).contains($0.count) }) else { return nil }
    let numbers = parts.compactMap { part in part.allSatisfy(\.isNumber) ? Int(part) : nil }
    guard numbers.count == 3, [2, 4, 5].contains(numbers[0]) else { return nil }
    (statusClass, subject, detail) = (numbers[0], numbers[1], numbers[2])
  }
}

extension EnhancedStatus: CustomStringConvertible {
  public var description: String { "\(statusClass).\(subject).\(detail)" }
}
