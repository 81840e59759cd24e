/// One message of a maildrop. Sizes count octets with CRLF line ends and without stuffing dots (RFC 1939
/// §11).
struct Message: Hashable, Sendable {
  let uniqueID: String
  let source: MessageSource

  var octets: Int { source.octets }

  var content: [UInt8] { source.prefix(.max) }

  /// The header, the empty line and so many lines of the body. RFC 1939 §7, TOP.
  func top(lines: Int) -> [UInt8] {
    switch source {
    case .octets(let octets): return Self.top(of: octets, lines: lines)
    case .generated(let letter):
      // Enough of it, not all: it may be very large.
      let bodyOctets = (min(lines, letter.size) + 1) * GeneratedLetter.longestLine
      return Self.top(of: letter.prefix(GeneratedLetter.longestHeader + bodyOctets), lines: lines)
    }
  }

  private static func top(of octets: [UInt8], lines: Int) -> [UInt8] {
    var lineStart = 0
    var bodyLines: Int?
    for index in octets.indices where octets[index] == 0x0A && index > 0 && octets[index - 1] == 0x0D {
      let isEmptyLine = index - 1 == lineStart
      lineStart = index + 1
      if let count = bodyLines { bodyLines = count + 1 } else if isEmptyLine { bodyLines = 0 }
      if bodyLines == lines { return Array(octets[...index]) }
    }
    return octets
  }
}

/// Where a message's octets come from.
enum MessageSource: Hashable, Sendable {
  /// With CRLF line ends, as it was delivered or stands in the pack.
  case octets([UInt8])
  /// Made when somebody reads it, and never kept.
  case generated(GeneratedLetter)

  /// A letter as it is kept: each line ends with CRLF, the last one too. Files of a pack have LF, and so have letters
  /// of clients that were forgiven; a bare LF that went out by POP3 would let a line with a dot end the reply early.
  init(completingLinesOf letter: [UInt8]) {
    guard letter.hasIncompleteLine else {
      self = .octets(letter)
      return
    }
    var octets: [UInt8] = []
    octets.reserveCapacity(letter.count + letter.count / 32)
    var previous: UInt8 = 0
    for byte in letter {
      if byte == 0x0A, previous != 0x0D { octets.append(0x0D) }
      octets.append(byte)
      previous = byte
    }
    if !octets.isEmpty, previous != 0x0A { octets += [UInt8].crlf }
    self = .octets(octets)
  }

  var octets: Int {
    switch self {
    case .octets(let octets): octets.count
    case .generated(let letter): letter.size
    }
  }

  func prefix(_ limit: Int) -> [UInt8] {
    switch self {
    case .octets(let octets): Array(octets.prefix(limit))
    case .generated(let letter): letter.prefix(limit)
    }
  }
}

extension [UInt8] {
  /// Whether a line of it, or its end, lacks CRLF.
  fileprivate var hasIncompleteLine: Bool {
    if !isEmpty, suffix(2) != [0x0D, 0x0A] { return true }
    return withUnsafeBufferPointer { octets in
      octets.indices.contains { octets[$0] == 0x0A && ($0 == 0 || octets[$0 - 1] != 0x0D) }
    }
  }
}
