/// The transparency procedure that POP3 multi-line replies and SMTP's DATA share. RFC 1939 §3, RFC 5321 §4.5.2.
public enum DotStuffing {
  /// The octets as they travel: a dot before each line that starts with one, CRLF at the end if there was
  /// none, then the closing dot line.
  ///
  /// - Parameter wire: where they are added.
  public static func stuff(_ content: [UInt8], into wire: inout [UInt8]) {
    wire.reserveCapacity(wire.count + content.count + 64)
    var stuffer = DotStuffer()
    stuffer.stuff(content[...], into: &wire)
    stuffer.finish(into: &wire)
  }

  public static func stuff(_ content: [UInt8]) -> [UInt8] {
    var wire: [UInt8] = []
    stuff(content, into: &wire)
    return wire
  }

  /// One line of a multi-line reply without its stuffing dot.
  public static func unstuff(line: some Collection<UInt8>) -> [UInt8] {
    line.first == .dot ? Array(line.dropFirst()) : Array(line)
  }
}

/// Stuffs content that comes in pieces, wherever it is cut: a letter need not be in memory as a whole.
///
/// Only CRLF begins a new line.
public struct DotStuffer: Sendable {
  private enum Place: Sendable { case lineStart, inside, cr }
  private var place = Place.lineStart

  public init() {}

  /// Appends the next octets as they travel: at most one more for each three of them, and one.
  public mutating func stuff(_ piece: ArraySlice<UInt8>, into wire: inout [UInt8]) {
    piece.withUnsafeBytes { octets in
      guard let first = octets.first, let last = octets.last else { return }
      var copied = 0
      var index = 0
      if place == .cr {
        place = first == .lf ? .lineStart : .inside
        index = first == .lf ? 1 : 0
      }
      while index < octets.count {
        if place == .lineStart, octets[index] == .dot {
          wire.append(contentsOf: UnsafeRawBufferPointer(rebasing: octets[copied..<index]))
          wire.append(.dot)
          copied = index
        }
        place = .inside
        guard let end = octets.firstIndex(of: .lf, from: index) else { break }
        if end > 0, octets[end - 1] == .cr { place = .lineStart }
        index = end + 1
      }
      wire.append(contentsOf: UnsafeRawBufferPointer(rebasing: octets[copied...]))
      if place == .inside, last == .cr { place = .cr }
    }
  }

  /// Appends CRLF if the last line had none, and the closing dot line.
  public func finish(into wire: inout [UInt8]) {
    if place != .lineStart { wire += [.cr, .lf] }
    wire += [.dot, .cr, .lf]
  }
}

/// Takes the stuffing out of a stream and finds its end, wherever the stream is cut.
///
/// Only CRLF `.` CRLF ends it (or `.` CRLF at the very start). Every other mixture of CR, LF and dots is
/// content: servers that took one of them for the end made SMTP smuggling possible. Only a lesson about that
/// asks for such a server.
public struct DotUnstuffer: Sendable {
  private enum Place: Sendable { case lineStart, dot, dotCR, inside, cr }
  private var place = Place.lineStart
  private let endsAtLF: Bool

  /// - Parameter endsAtLF: a bare LF ends a line and so the letter too, as servers before 2023 had it.
  public init(endsAtLF: Bool = false) { self.endsAtLF = endsAtLF }

  /// Appends the content found in `bytes` and returns the index after the closing dot line once it came,
  /// nil while it has not.
  public mutating func feed(_ bytes: ArraySlice<UInt8>, into content: inout [UInt8]) -> Int? {
    var index = bytes.startIndex
    while index < bytes.endIndex {
      if place == .inside, !endsAtLF {
        let end = Self.endOfContent(in: bytes, from: index)
        content += bytes[index..<end]
        index = end
        if index == bytes.endIndex { break }
      }
      let byte = bytes[index]
      index += 1
      switch (place, byte) {
      case (.lineStart, .dot): place = .dot
      case (.dot, .cr): place = .dotCR
      case (.dotCR, .lf):
        place = .lineStart
        return index
      case (.dot, .lf) where endsAtLF:
        place = .lineStart
        return index
      case (.inside, .lf) where endsAtLF, (.lineStart, .lf) where endsAtLF:
        content.append(byte)
        place = .lineStart
      case (.cr, .lf):
        content.append(byte)
        place = .lineStart
      default:
        if place == .dotCR { content.append(.cr) }
        content.append(byte)
        place = byte == .cr ? .cr : .inside
      }
    }
    return nil
  }

  /// From inside a line up to the next CR that may matter. One before LF does not when the next line is here too and
  /// begins without a dot: so the lines of a letter are copied many at a time.
  private static func endOfContent(in bytes: ArraySlice<UInt8>, from start: Int) -> Int {
    var index = start
    while let cr = bytes.firstIndex(of: .cr, from: index) {
      guard cr + 2 < bytes.endIndex, bytes[cr + 1] == .lf, bytes[cr + 2] != .dot else { return cr }
      index = cr + 2
    }
    return bytes.endIndex
  }
}
