import MailProtocol
import NIOConcurrencyHelpers
import NIOCore

/// What one connection has brought and nobody has taken yet. The event loop puts, a blocking thread takes.
///
/// What it guarantees:
/// - Octets keep their order and come in pieces of at most `largestPiece`.
/// - While more than `most` octets wait, reading stops (`put` says so, and `take` when it may go on).
/// - The end is told once, after all that came before it.
final class InboundBuffer: Sendable {
  static let largestPiece = 64 << 10
  static let most = 256 << 10

  enum Handshake: Sendable {
    case done(TLSReport)
    case failed(Diagnosis.ID, values: [String: String])
  }

  private struct State: Sendable {
    var pieces: [[UInt8]] = []
    var unread = 0
    var isPaused = false
    var isClosed = false
    var isEndTold = false
    var handshake: Handshake?

    var hasNews: Bool { !pieces.isEmpty || (isClosed && !isEndTold) }

    mutating func forget() {
      pieces = []
      unread = 0
    }
  }

  private let wakeup: WakeupPipe
  private let state = NIOLockedValueBox(State())

  init(_ wakeup: WakeupPipe) { self.wakeup = wakeup }

  // MARK: The event loop's side

  /// - Returns: whether reading must stop.
  func put(_ octets: ByteBufferView) -> Bool {
    let (isFirst, stops) = state.withLockedValue { state in
      let isFirst = !state.hasNews
      var rest = octets[...]
      while !rest.isEmpty {
        let room = Self.largestPiece - (state.pieces.last?.count ?? Self.largestPiece)
        if room == 0 {
          state.pieces.append(Array(rest.prefix(Self.largestPiece)))
          rest = rest.dropFirst(Self.largestPiece)
        } else {
          state.pieces[state.pieces.count - 1] += rest.prefix(room)
          rest = rest.dropFirst(room)
        }
      }
      state.unread += octets.count
      guard state.unread > Self.most, !state.isPaused else { return (isFirst, false) }
      state.isPaused = true
      return (isFirst, true)
    }
    if isFirst { wakeup.wake() }
    return stops
  }

  func end() {
    state.withLockedValue { $0.isClosed = true }
    wakeup.wake()
  }

  func settle(_ handshake: Handshake) {
    state.withLockedValue { if $0.handshake == nil { $0.handshake = handshake } }
    wakeup.wake()
  }

  /// Plaintext that came before TLS belongs to nobody: whoever sits in between could have added it. RFC 3207 §6.
  func forgetPlaintext() {
    state.withLockedValue {
      $0.forget()
      $0.isPaused = false
    }
  }

  // MARK: The waiting thread's side

  /// - Returns: what has come, and whether reading, which had stopped, may go on.
  func take() -> (events: [PeerEvent], goesOn: Bool) {
    state.withLockedValue { state in
      var events = state.pieces.map(PeerEvent.received)
      state.forget()
      if state.isClosed, !state.isEndTold {
        state.isEndTold = true
        events.append(.closed)
      }
      let goesOn = state.isPaused
      state.isPaused = false
      return (events, goesOn)
    }
  }

  var handshake: Handshake? { state.withLockedValue(\.handshake) }
  var isClosed: Bool { state.withLockedValue(\.isClosed) }
  var hasNews: Bool { state.withLockedValue(\.hasNews) }
  var unread: Int { state.withLockedValue(\.unread) }
}
