import NIOCore

/// Replies that wait to be written, each as one write unless it is large. A connection's handler has one; what is
/// written is given up at once.
struct OutputQueue {
  /// Octets of one write at most.
  static let largestWrite = 64 << 10

  private var replies = CircularBuffer<[UInt8]>()
  /// Octets of the first reply that have gone.
  private var gone = 0

  var isEmpty: Bool { replies.isEmpty }

  mutating func append(_ replies: [[UInt8]]) { self.replies.append(contentsOf: replies.lazy.filter { !$0.isEmpty }) }

  /// The octets of the next write.
  mutating func next() -> ArraySlice<UInt8>? {
    guard let reply = replies.first else { return nil }
    let piece = reply[gone...].prefix(Self.largestWrite)
    gone += piece.count
    if gone == reply.count {
      replies.removeFirst()
      gone = 0
    }
    return piece
  }
}
