/// A POP3 server's reply as a client sees it. RFC 1939 §3, response codes RFC 2449 §8.
public struct POP3Reply: Hashable, Sendable {
  public enum Status: Hashable, Sendable {
    case ok
    case err
    /// `+ `: the server waits for the next line of an AUTH exchange. RFC 5034 §4.
    case proceed
    /// Neither: not a POP3 server, or a broken one.
    case unknown
  }

  /// The first line without its ending.
  public let line: [UInt8]
  /// Further lines as they came (dots still stuffed), without the closing dot line; nil for a one-line reply.
  public let lines: [[UInt8]]?

  public init(line: [UInt8], lines: [[UInt8]]? = nil) {
    self.line = line
    self.lines = lines
  }

  public var status: Status { Self.status(of: line) }

  /// Numbers that follow the status at once, as in `+OK 3 345910`.
  public var numbers: [Int] {
    let words = String(decoding: line, as: UTF8.self).split(separator: " ").dropFirst().map { Int($0) }
    return words.prefix { $0 != nil }.compactMap(\.self)
  }

  /// A reply as a server writes it, its first line alone: what follows does not move a session.
  public init(firstLineOf octets: [UInt8]) {
    self.init(line: Array(octets.prefix { $0 != .cr && $0 != .lf }))
  }

  public static func status(of line: [UInt8]) -> Status {
    if line.starts(with: "+OK".utf8) { return .ok }
    if line.starts(with: "-ERR".utf8) { return .err }
    // `+ERR` is neither. RFC 5034 §4 has a space behind the sign; some servers send the sign alone.
    return line == [UInt8(ascii: "+")] || line.starts(with: "+ ".utf8) ? .proceed : .unknown
  }
}

/// Puts replies together from lines, one at a time: whether a positive reply goes on is known only from the
/// command that it answers.
public struct POP3ReplyReader: Sendable {
  private var first: [UInt8]?
  private var lines: [[UInt8]] = []
  private var room = 0

  /// A letter may be larger than anyone can look at, and a bad server's never ends: what comes after so much is
  /// read and forgotten.
  private static let mostRoom = 16 << 20
  /// What keeping a line costs besides its octets: two million empty lines are no small letter.
  private static let lineRoom = 64

  public init() {}

  /// Nothing of a reply with these lines was forgotten.
  public static func keepsAll(of lines: [[UInt8]]) -> Bool {
    lines.reduce(0) { $0 + $1.count + lineRoom } + largestPart <= mostRoom
  }

  /// A line that would have gone beyond the room was left out, so that less room than this may be free.
  private static let largestPart = 128 << 10

  /// What has come of a reply whose end does not come.
  public mutating func takeUnfinished(isList: Bool) -> POP3Reply? {
    guard isList, let first else { return nil }
    self.first = nil
    return POP3Reply(line: first, lines: lines.isEmpty ? nil : lines)
  }

  /// The reply that `line` completes, nil while more lines belong to it.
  public mutating func take(_ line: [UInt8], expectingMultiline: Bool) -> POP3Reply? {
    guard let first else {
      guard expectingMultiline, POP3Reply.status(of: line) == .ok else { return POP3Reply(line: line) }
      first = line
      lines = []
      room = 0
      return nil
    }
    if line == [.dot] {
      self.first = nil
      return POP3Reply(line: first, lines: lines)
    }
    room += line.count + Self.lineRoom
    if room <= Self.mostRoom { lines.append(line) }
    return nil
  }
}
