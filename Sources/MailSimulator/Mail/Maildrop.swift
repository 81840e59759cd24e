import MailProtocol

/// An account's maildrop as the server keeps it between sessions. `MailWorld` opens it for one session at a
/// time.
struct Maildrop: Sendable {
  private(set) var messages: [Message] = []
  private(set) var octets = 0
  /// A session has it open. RFC 1939 §4: the lock is exclusive.
  var isLocked = false
  /// By the world's clock, in seconds.
  var lastLogin: Int?
  /// Every message ever delivered here has its own ordinal, so that a unique-id is never used twice
  /// (RFC 1939 §7).
  private var delivered: UInt64 = 0
  private let seed: UInt64

  init(seed: UInt64) { self.seed = seed }

  mutating func append(_ source: MessageSource) {
    delivered += 1
    octets += source.octets
    let digits = String(SeededNumbers.mixed(seed &+ delivered), radix: 16)
    messages.append(
      Message(uniqueID: String(repeating: "0", count: 16 - digits.count) + digits, source: source))
  }

  /// All of them or, if one is gone, none. RFC 1939 §6.
  mutating func remove(_ uniqueIDs: Set<String>) {
    messages.removeAll { uniqueIDs.contains($0.uniqueID) }
    octets = messages.reduce(0) { $0 + $1.octets }
  }
}

/// A maildrop as one session sees it: numbered at login, whatever arrives later. RFC 1939 §§4-5.
struct MaildropSnapshot: Sendable {
  let account: Int
  let user: String
  let messages: [Message]
  /// As the session's position has them.
  var marked: Set<Int> = []
  /// The highest number that was retrieved, shown or marked. RFC 1460, LAST.
  private(set) var lastAccessed = 0

  init(account: Int, user: String, messages: [Message]) {
    self.account = account
    self.user = user
    self.messages = messages
  }

  /// Numbers and messages that are not marked.
  var remaining: [(number: Int, message: Message)] {
    messages.enumerated().compactMap { marked.contains($0 + 1) ? nil : ($0 + 1, $1) }
  }

  var count: Int { messages.count - marked.count }
  var octets: Int { remaining.reduce(0) { $0 + $1.message.octets } }

  /// - Parameter number: one that the rules allowed.
  subscript(number: Int) -> Message { messages[number - 1] }

  mutating func access(_ number: Int) { lastAccessed = max(lastAccessed, number) }

  /// RSET. RFC 1939 §5, and RFC 1460 for LAST.
  mutating func reset() {
    marked = []
    lastAccessed = 0
  }

  var markedIDs: Set<String> { Set(marked.map { self[$0].uniqueID }) }

  var observed: Observation.Maildrop {
    Observation.Maildrop(user: user, sizes: messages.map(\.octets), deleted: marked)
  }
}
