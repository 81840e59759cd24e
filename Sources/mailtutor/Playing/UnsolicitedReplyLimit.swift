/// How much a server may say at the prompt: one that never stops must not keep a person from typing. Above the limit
/// its octets wait in the network until the next line is typed.
struct UnsolicitedReplyLimit {
  /// Times, or replies.
  private static let most = 10

  private let source: LineSource
  private let readiness: Int32
  private var heard = 0

  init(_ source: LineSource, hearing readiness: Int32) {
    self.source = source
    self.readiness = readiness
    source.watch(readiness)
  }

  mutating func noteNews(_ replies: Int) {
    heard += max(1, replies)
    if heard >= Self.most { source.watch(-1) }
  }

  mutating func noteLine() {
    heard = 0
    source.watch(readiness)
  }
}
