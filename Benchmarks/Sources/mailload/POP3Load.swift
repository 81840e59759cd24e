import Foundation

/// Whole POP3 sessions, one after the other for each of several clients: log in, STAT, LIST, RETR all, QUIT. One thread
/// waits for all clients at once, so that the machine is the server's and not busy with switching. Each client has an
/// account of its own, `user1` and so on, since a maildrop is open to one session at a time (RFC 1939 §4).
struct POP3Load {
  let port: UInt16
  let seconds: Double
  private var clients: [Client]

  init(port: UInt16, clients: Int, seconds: Double) {
    self.port = port
    self.seconds = seconds
    self.clients = (1...clients).map { Client(port: port, user: "user\($0)") }
  }

  /// - Returns: sessions a second.
  mutating func run() -> Double {
    let start = Date()
    var sessions = 0
    var descriptors = clients.map { pollfd(fd: $0.descriptor, events: Int16(POLLIN), revents: 0) }
    while Date().timeIntervalSince(start) < seconds {
      forEachReadable(descriptors) { index in
        guard clients[index].goOn() else { return }
        sessions += 1
        clients[index].call(port)
        descriptors[index].fd = clients[index].descriptor
      }
    }
    return Double(sessions) / Date().timeIntervalSince(start)
  }
}

/// One client in the middle of a session.
private struct Client {
  private let login: [[UInt8]]
  private var wire: Wire
  /// What is said after the greeting, and how much of it is said.
  private var commands: [[UInt8]]
  private var said = 0

  private static let stat = command("STAT")

  init(port: UInt16, user: String) {
    login = [Self.command("USER \(user)"), Self.command("PASS secret"), Self.stat]
    commands = login
    wire = .connect(port: port)
  }

  var descriptor: Int32 { wire.descriptor }

  mutating func call(_ port: UInt16) {
    wire = .connect(port: port)
    said = 0
  }

  /// Reads, and says the next thing when the answer is whole.
  /// - Returns: whether the session is over.
  mutating func goOn() -> Bool {
    guard wire.receive() else { give("the server hung up") }
    guard wire.came.first == UInt8(ascii: "+") else { give(String(decoding: wire.came, as: UTF8.self)) }
    // After STAT only QUIT has an answer of one line.
    let isLong = said > login.count && said < commands.count
    guard isLong ? wire.ends(with: "\r\n.\r\n") : wire.ends(with: "\r\n") else { return false }
    if said == login.count { fetch(wire.came) }
    if said == commands.count {
      wire.close()
      return true
    }
    wire.send(commands[said])
    said += 1
    return false
  }

  /// - Parameter answer: `+OK 10 40960`
  private mutating func fetch(_ answer: ArraySlice<UInt8>) {
    let words = answer.split(separator: UInt8(ascii: " "))
    guard words.count >= 3, let letters = Int(String(decoding: words[1], as: UTF8.self)), letters > 0 else {
      give("STAT said \(String(decoding: answer, as: UTF8.self))")
    }
    guard commands.count != login.count + letters + 2 else { return }
    commands = login + [Self.command("LIST")] + (1...letters).map { Self.command("RETR \($0)") } + [Self.command("QUIT")]
  }

  private static func command(_ text: String) -> [UInt8] { Array("\(text)\r\n".utf8) }
}
