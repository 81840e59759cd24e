/// A message's content in pieces, so that nobody has to hold a large one as a whole. `OutgoingLetter` reads with it.
struct MessageReader: Sendable {
  /// Octets of a piece of a letter that is kept; pieces of a generated one are smaller.
  static let largestPiece = 8 << 10

  /// Not yet read, of a letter that is kept.
  private var kept: ArraySlice<UInt8> = []
  /// Of one that is not: changed where it is, since copying it costs more than a small letter.
  private var generated: GeneratedLetter.Reader?
  private var top: TopLines?

  /// - Parameter bodyLines: the header, the empty line and so many lines of the body (RFC 1939 §7, TOP); nil for all.
  init(_ source: MessageSource, bodyLines: Int? = nil) {
    switch source {
    case .octets(let octets): kept = octets[...]
    case .generated(let letter): generated = GeneratedLetter.Reader(letter)
    }
    top = bodyLines.map(TopLines.init)
  }

  /// nil at the end.
  mutating func next() -> ArraySlice<UInt8>? {
    guard top?.isWhole != true, let piece = takePiece() else { return nil }
    return top?.prefix(of: piece) ?? piece
  }

  private mutating func takePiece() -> ArraySlice<UInt8>? {
    if generated != nil { return generated?.next() }
    guard !kept.isEmpty else { return nil }
    defer { kept = kept.dropFirst(Self.largestPiece) }
    return kept.prefix(Self.largestPiece)
  }
}

/// Counts lines until a header, the empty line and so many lines of the body are over, wherever the letter is cut.
private struct TopLines: Sendable {
  private let limit: Int
  /// nil in the header.
  private var bodyLines: Int?
  /// Octets of the line that has begun.
  private var lineOctets = 0
  private var endsWithCR = false
  private(set) var isWhole = false

  init(_ limit: Int) { self.limit = limit }

  mutating func prefix(of piece: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    for index in piece.indices {
      let octet = piece[index]
      guard octet == 0x0A, endsWithCR else {
        lineOctets += 1
        endsWithCR = octet == 0x0D
        continue
      }
      let isEmptyLine = lineOctets == 1
      (lineOctets, endsWithCR) = (0, false)
      if let count = bodyLines { bodyLines = count + 1 } else if isEmptyLine { bodyLines = 0 }
      guard bodyLines == limit else { continue }
      isWhole = true
      return piece[...index]
    }
    return piece
  }
}
