import MailProtocol

/// A reply of POP3 that ends with a letter: RETR, TOP. It is made and stuffed while it is sent, piece by piece, by whoever
/// runs the session: the world is not needed for that, and the letter is nowhere in memory as a whole.
public struct OutgoingLetter: Hashable, Sendable, Sequence {
  /// The reply's first line.
  public let head: [UInt8]
  private let source: MessageSource
  /// Of TOP.
  private let bodyLines: Int?
  /// Octets of the reply after which the line is lost.
  private var limit = Int.max

  init(head: [UInt8], _ source: MessageSource, bodyLines: Int? = nil) {
    self.head = head
    self.source = source
    self.bodyLines = bodyLines
  }

  func prefix(_ octets: Int) -> OutgoingLetter {
    var letter = self
    letter.limit = Swift.min(limit, octets)
    return letter
  }

  var isEmpty: Bool { limit == 0 }

  public func makeIterator() -> Pieces {
    Pieces(head, MessageReader(source, bodyLines: bodyLines), octets: source.octets, limit: limit)
  }

  /// The octets as they travel, in pieces of at most `largest`; a letter that fits is one.
  public struct Pieces: IteratorProtocol, Sendable {
    /// Octets.
    public static let largest = 64 << 10
    /// A piece is full when the next one of the letter, stuffed, and the closing line might not fit.
    private static let full = largest - 2 * MessageReader.largestPiece

    /// Goes before the first piece.
    private var head: [UInt8]
    private var reader: MessageReader
    private var stuffer = DotStuffer()
    private var isOver = false
    /// What is left to be said.
    private var left: Int
    /// Of the letter, before stuffing: how much memory a piece needs.
    private var unread: Int

    fileprivate init(_ head: [UInt8], _ reader: MessageReader, octets: Int, limit: Int) {
      self.head = head
      self.reader = reader
      left = limit
      unread = octets
    }

    /// nil at the end.
    public mutating func next() -> [UInt8]? {
      guard left > 0, !isOver else { return nil }
      var piece = head
      head = []
      piece.reserveCapacity(Swift.min(Self.largest, piece.count + unread + 64))
      while !isOver, piece.count < Self.full {
        if let content = reader.next() {
          unread -= content.count
          stuffer.stuff(content, into: &piece)
        } else {
          stuffer.finish(into: &piece)
          isOver = true
        }
      }
      if piece.count > left { piece.removeLast(piece.count - left) }
      left -= piece.count
      return piece
    }
  }
}
