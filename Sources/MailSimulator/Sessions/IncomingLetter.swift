import MailProtocol

/// The octets of a letter on their way in, after 354 or in BDAT's pieces; `SMTPServerSession` feeds it. Memory is
/// bounded: of a letter that is too large nothing is kept, though all of it is read, so that the session stays in
/// step.
struct IncomingLetter: Sendable {
  /// How much a server forgives between 354 and the dot.
  enum Reading: Sendable {
    case plain
    /// Refuses what `LetterInspection` finds.
    case strict
    /// Takes LF for a line ending, so that a letter may end before its sender meant: a lesson switches it on.
    case lineFeedEnds
  }

  /// Octets that the letter may have.
  let limit: Int
  /// Octets so far, without stuffing dots.
  private(set) var octets = 0
  private let reading: Reading
  private var unstuffer: DotUnstuffer
  private var kept: [UInt8] = []
  private var inspection = LetterInspection()

  /// Where no SIZE was announced.
  static let defaultLimit = 10_000_000

  init(limit: Int, _ reading: Reading = .plain) {
    self.limit = limit
    self.reading = reading
    unstuffer = DotUnstuffer(endsAtLF: reading == .lineFeedEnds)
  }

  /// - Returns: the index after the closing dot line once it came.
  mutating func feed(_ bytes: ArraySlice<UInt8>) -> Int? {
    let before = kept.count
    let end = unstuffer.feed(bytes, into: &kept)
    if reading == .strict { inspection.inspect(kept[before...]) }
    octets += kept.count - before
    if octets > limit { kept = [] }
    return end
  }

  /// Octets of a BDAT piece, which are content whatever they are. RFC 3030 §2.
  mutating func append(_ bytes: ArraySlice<UInt8>) {
    octets += bytes.count
    if reading == .strict { inspection.inspect(bytes) }
    if octets > limit { kept = [] } else { kept += bytes }
  }

  /// The first thing in it that a strict server refuses.
  var flaw: Diagnosis? {
    inspection.flaw.map { Diagnosis($0, .smtp, ["limit": String(SMTPRules.longestTextLine)]) }
  }

  /// nil when it is too large.
  var content: [UInt8]? { octets > limit ? nil : kept }
}
