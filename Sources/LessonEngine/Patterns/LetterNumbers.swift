import MailProtocol

/// The letters of a maildrop by the numbers that they had at the first login. When QUIT has removed some, those behind them
/// get other numbers in the next session; a lesson goes on speaking of the first ones.
struct LetterNumbers: Hashable, Sendable {
  /// By the numbers of this session: the letter with number 1 comes first.
  private var inSession: [Int] = []
  private var isOpen = false
  /// Whose they are.
  private var user: String?
  /// So many have ever been seen.
  private var count = 0
  private(set) var marked: Set<Int> = []
  private(set) var removed: Set<Int> = []
  /// By the exchange that was noted last.
  private(set) var markedNow: Int?
  private(set) var removedNow: Set<Int> = []
  private(set) var unmarkedNow: Set<Int> = []

  /// nil before the first login.
  var left: Set<Int>? { count > 0 || isOpen ? Set(inSession).subtracting(marked) : nil }

  /// - Parameter maildrop: of the latest login.
  mutating func note(_ exchange: Exchange, _ maildrop: Observation.Maildrop?) {
    (markedNow, removedNow, unmarkedNow) = (nil, [], [])
    if exchange.state == .transaction, !isOpen, let maildrop { open(maildrop) }
    guard isOpen, exchange.reply.isPositive, let command = exchange.line?.parsed?.pop3 else { return }
    switch command {
    case .dele(let number):
      guard inSession.indices.contains(number - 1) else { return }
      markedNow = inSession[number - 1]
      marked.insert(inSession[number - 1])
    case .rset:
      unmarkedNow = marked
      marked = []
    case .quit:
      removedNow = marked
      removed.formUnion(marked)
      inSession.removeAll(where: marked.contains)
      disconnected()
    case .user, .pass, .apop, .stat, .list, .retr, .noop, .top, .uidl, .last, .rpop, .capa, .stls, .auth, .utf8, .lang:
      break
    }
  }

  /// Without QUIT nothing is removed. RFC 1939 §6.
  mutating func disconnected() {
    isOpen = false
    marked = []
  }

  private mutating func open(_ maildrop: Observation.Maildrop) {
    if user != maildrop.user { self = LetterNumbers() }
    user = maildrop.user
    isOpen = true
    // What has come since is behind the others.
    while inSession.count < maildrop.sizes.count {
      count += 1
      inSession.append(count)
    }
  }
}
