import NIOCore

/// Replies that wait to be written, each as one write unless it is large. A connection's handler has one; what is
/// written is given up at once, and what has a source is made only then.
struct OutputQueue {
  /// Octets of one write at most.
  static let largestWrite = 64 << 10

  private var writes = CircularBuffer<OctetAnswer.Write>()
  /// Octets that have been taken out of the queue or made, and not yet written.
  private var octets: ArraySlice<UInt8> = []
  /// Makes what comes after them.
  private var source: (any OctetSource)?

  /// A source that has no more octets counts until it has been asked. `mutating`, so that a queue need not be copied to
  /// be asked.
  var isEmpty: Bool { mutating get { octets.isEmpty && source == nil && writes.isEmpty } }

  mutating func append(_ writes: [OctetAnswer.Write]) {
    for write in writes {
      if case .octets(let octets) = write, octets.isEmpty { continue }
      self.writes.append(write)
    }
  }

  /// The octets of the next write; nil when there are none, and the queue is empty.
  mutating func next() -> ArraySlice<UInt8>? {
    while octets.isEmpty {
      if source != nil {
        if let made = source?.next() { octets = made[...] } else { source = nil }
        continue
      }
      switch writes.popFirst() {
      case .octets(let reply): octets = reply[...]
      case .source(let next): source = next
      case nil: return nil
      }
    }
    let piece = octets.prefix(Self.largestWrite)
    octets = octets.dropFirst(piece.count)
    return piece
  }
}
