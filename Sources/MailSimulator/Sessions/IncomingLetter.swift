import MailProtocol

/// The octets of a letter on their way in, after 354 or in BDAT's pieces; `SMTPSession` feeds it. Memory is
/// bounded: of a letter that is too large nothing is kept, though all of it is read, so that the session stays in
/// step.
struct IncomingLetter: Sendable {
  /// How much a server forgives between 354 and the dot.
  enum Reading: Sendable {
    case plain
    /// Refuses bare LF, and lines of more than 1000 octets with CRLF. RFC 5321 §§2.3.8, 4.5.3.1.6.
    case strict
    /// Takes LF for a line ending, so that a letter may end before its sender meant: a lesson switches it on.
    case lineFeedEnds
  }

  /// Octets that the letter may have.
  let limit: Int
  /// Octets so far, without stuffing dots.
  private(set) var octets = 0
  /// The first thing in it that a strict server refuses.
  private(set) var flaw: Diagnosis.ID?
  private let reading: Reading
  private var unstuffer: DotUnstuffer
  private var kept: [UInt8] = []
  private var lineLength = 0
  private var lastWasCR = false

  /// Where no SIZE was announced.
  static let defaultLimit = 10_000_000
  private static let longestLine = 1000

  init(limit: Int, _ reading: Reading = .plain) {
    self.limit = limit
    self.reading = reading
    unstuffer = DotUnstuffer(endsAtLF: reading == .lineFeedEnds)
  }

  /// - Returns: the index after the closing dot line once it came.
  mutating func feed(_ bytes: ArraySlice<UInt8>) -> Int? {
    let before = kept.count
    let end = unstuffer.feed(bytes, into: &kept)
    if reading == .strict { inspect(kept[before...]) }
    octets += kept.count - before
    if octets > limit { kept = [] }
    return end
  }

  /// Octets of a BDAT piece, which are content whatever they are. RFC 3030 §2.
  mutating func append(_ bytes: ArraySlice<UInt8>) {
    octets += bytes.count
    if octets > limit { kept = [] } else { kept += bytes }
  }

  /// nil when it is too large.
  var content: [UInt8]? { octets > limit ? nil : kept }

  private mutating func inspect(_ content: ArraySlice<UInt8>) {
    for byte in content where flaw == nil {
      lineLength += 1
      if lineLength > Self.longestLine { flaw = .dataLineTooLong }
      if byte == 0x0A {
        if !lastWasCR { flaw = .dataBareLF }
        lineLength = 0
      }
      lastWasCR = byte == 0x0D
    }
  }
}
