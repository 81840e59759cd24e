/// Cuts a stream of octets into lines. Servers use it for commands, clients for replies.
///
/// Only LF can end a line, and in `.crlfOnly` only when CR stands before it; a bare CR is always part of the
/// line (RFC 5321 §2.3.8). Memory stays bounded: of a line longer than `limit` only the first `limit` octets
/// are kept, and the line says so.
public struct LineFramer: Sendable {
  public enum Strictness: Hashable, Sendable {
    case crlfOnly
    /// People use `nc`, which sends a bare LF.
    case lfAccepted
  }

  public struct Line: Hashable, Sendable {
    /// Without the line ending.
    public let bytes: [UInt8]
    public let endsWithCRLF: Bool
    /// More octets came than the limit allows; `bytes` holds the first ones.
    public let isTooLong: Bool
  }

  private let limit: Int
  private let strictness: Strictness
  private var input: [UInt8] = []
  private var position = 0
  private var line: [UInt8] = []
  private var dropped = false
  private var lastWasCR = false

  /// - Parameter limit: octets of a line without its ending.
  public init(limit: Int, strictness: Strictness = .lfAccepted) {
    self.limit = limit
    self.strictness = strictness
  }

  public mutating func append(_ bytes: [UInt8]) { append(bytes[...]) }

  public mutating func append(_ bytes: ArraySlice<UInt8>) {
    if position > 0 {
      input.removeFirst(position)
      position = 0
    }
    input += bytes
  }

  /// The next whole line, or nil when more octets are needed.
  public mutating func next() -> Line? {
    if let line = wholeLine() { return line }
    while position < input.count {
      let byte = input[position]
      position += 1
      if byte == .lf, lastWasCR || strictness == .lfAccepted {
        return finish(endsWithCRLF: lastWasCR)
      }
      if lastWasCR { keep(.cr) }
      lastWasCR = byte == .cr
      if !lastWasCR { keep(byte) }
    }
    input.removeAll(keepingCapacity: true)
    position = 0
    return nil
  }

  /// A line that is all in the input, which most are: found and copied in one piece.
  private mutating func wholeLine() -> Line? {
    guard line.isEmpty, !lastWasCR, !dropped else { return nil }
    var from = position
    while let end = input.firstIndex(of: .lf, from: from) {
      let endsWithCRLF = end > position && input[end - 1] == .cr
      from = end + 1
      guard endsWithCRLF || strictness == .lfAccepted else { continue }
      let content = input[position..<(endsWithCRLF ? end - 1 : end)]
      position = end + 1
      return Line(bytes: Array(content.prefix(limit)), endsWithCRLF: endsWithCRLF, isTooLong: content.count > limit)
    }
    return nil
  }

  /// Octets after the last line taken, for a session that changes from lines to something else (DATA, TLS).
  public mutating func takeRest() -> [UInt8] {
    let rest = line + (lastWasCR ? [.cr] : []) + input[position...]
    self = LineFramer(limit: limit, strictness: strictness)
    return rest
  }

  private mutating func keep(_ byte: UInt8) {
    if line.count < limit { line.append(byte) } else { dropped = true }
  }

  private mutating func finish(endsWithCRLF: Bool) -> Line {
    defer {
      line = []
      dropped = false
      lastWasCR = false
    }
    return Line(bytes: line, endsWithCRLF: endsWithCRLF, isTooLong: dropped)
  }
}

extension UInt8 {
  static let cr: UInt8 = 0x0D
  static let lf: UInt8 = 0x0A
  static let dot: UInt8 = 0x2E
  static let space: UInt8 = 0x20
}
