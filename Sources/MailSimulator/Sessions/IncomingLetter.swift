import MailProtocol

/// The octets after 354, on their way to becoming a letter; `SMTPSession` feeds it. Memory is bounded: of a
/// letter that is too large nothing is kept, though all of it is read, so that the session stays in step.
struct IncomingLetter: Sendable {
  /// Octets that the letter may have.
  let limit: Int
  /// Octets so far, without stuffing dots.
  private(set) var octets = 0
  private var unstuffer = DotUnstuffer()
  private var kept: [UInt8] = []

  /// Where no SIZE was announced.
  static let defaultLimit = 10_000_000

  init(limit: Int) { self.limit = limit }

  /// - Returns: the index after the closing dot line once it came.
  mutating func feed(_ bytes: ArraySlice<UInt8>) -> Int? {
    var content: [UInt8] = []
    let end = unstuffer.feed(bytes, into: &content)
    octets += content.count
    if octets > limit { kept = [] } else { kept += content }
    return end
  }

  /// nil when it is too large.
  var content: [UInt8]? { octets > limit ? nil : kept }
}
