/// One message of a maildrop. Sizes count octets with CRLF line ends and without stuffing dots (RFC 1939
/// §11).
struct Message: Hashable, Sendable {
  let uniqueID: String
  let source: MessageSource

  var octets: Int { source.octets }
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
