import MailNetwork
import NIOConcurrencyHelpers

/// A small line protocol for the tests: `hello` first, then each line comes back. Some lines do more.
struct EchoSession: OctetSession {
  /// What all sessions of a test have lived through.
  final class Diary: Sendable {
    private let pages = NIOLockedValueBox<[ConnectionEnding]>([])
    private let octets = NIOLockedValueBox(0)
    private let askedFloods = NIOLockedValueBox(0)

    var endings: [ConnectionEnding] { pages.withLockedValue(\.self) }
    var received: Int { octets.withLockedValue(\.self) }
    var floods: Int { askedFloods.withLockedValue(\.self) }

    func note(_ ending: ConnectionEnding) { pages.withLockedValue { $0.append(ending) } }
    func note(octets count: Int) { octets.withLockedValue { $0 += count } }
    func noteFlood() { askedFloods.withLockedValue { $0 += 1 } }
  }

  let diary: Diary
  private(set) var knowsCaller = false
  private var line = ""
  private var isSecure: Bool
  /// Octets of what `flood` answers.
  static let flood = 1 << 20

  init(_ caller: Caller, _ diary: Diary = Diary()) {
    self.diary = diary
    isSecure = caller.isEncrypted
  }

  var framing: InputFraming { .lines }

  mutating func open() -> OctetAnswer { say(isSecure ? "hello, in secret" : "hello") }

  mutating func receive(_ octets: [UInt8]) -> OctetAnswer {
    diary.note(octets: octets.count)
    line += String(decoding: octets, as: UTF8.self)
    guard line.hasSuffix("\n") else {
      // A session bounds its line itself.
      if line.utf8.count > 1000 { line = "" }
      return OctetAnswer()
    }
    defer { line = "" }
    switch line.dropLast() {
    case "bye":
      var answer = say("bye")
      answer.then = .close
      return answer
    case "flood":
      diary.noteFlood()
      return OctetAnswer(writes: [.octets([UInt8](repeating: 0x78, count: Self.flood))])
    case "secret":
      var answer = say("go ahead")
      answer.then = .startTLS
      return answer
    case "slowly":
      var answer = say("at last")
      answer.delay = .milliseconds(300)
      return answer
    case "me":
      knowsCaller = true
      return say("welcome")
    case let other: return say("\(isSecure ? "secretly " : "")\(other)")
    }
  }

  mutating func tlsStarted() { isSecure = true }
  mutating func farewell(_ limit: ReachedLimit) -> [UInt8] { Array("sorry: \(limit.rawValue)\n".utf8) }
  mutating func end(_ ending: ConnectionEnding) { diary.note(ending) }

  private func say(_ text: String) -> OctetAnswer { OctetAnswer(writes: [.octets(Array("\(text)\n".utf8))]) }
}
