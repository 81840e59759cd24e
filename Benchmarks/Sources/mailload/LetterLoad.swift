import Foundation

/// One large letter for each of several clients, all of them fetched at once; how much memory that costs the server.
struct LetterLoad {
  private let server: Int
  private var wires: [Wire]

  /// - Parameter server: its process.
  init(port: UInt16, clients: Int, server: Int) {
    self.server = server
    wires = (1...clients).map { number in
      var wire = Wire.connect(port: port)
      Self.hear(&wire)
      for line in ["USER user\(number)", "PASS secret"] {
        wire.send(Array("\(line)\r\n".utf8))
        Self.hear(&wire)
      }
      return wire
    }
  }

  private static func hear(_ wire: inout Wire) {
    repeat {
      guard wire.receive() else { give("the server hung up") }
    } while !wire.ends(with: "\r\n")
    guard wire.came.first == UInt8(ascii: "+") else { give(String(decoding: wire.came, as: UTF8.self)) }
  }

  /// - Returns: octets of the server's resident set at most, above those when all had logged in; and seconds.
  mutating func run() -> (octets: Int, seconds: Double) {
    let before = residentOctets(of: server)
    let start = Date()
    for index in wires.indices { wires[index].send(Array("RETR 1\r\n".utf8)) }
    var waiting = wires.map { pollfd(fd: $0.descriptor, events: Int16(POLLIN), revents: 0) }
    var left = waiting.count
    var most = before
    while left > 0 {
      forEachReadable(waiting) { index in
        guard wires[index].receive() else { give("the server hung up") }
        guard wires[index].ends(with: "\r\n.\r\n") else { return }
        // No poll looks at it any more.
        waiting[index].fd = -1
        left -= 1
      }
      most = max(most, residentOctets(of: server))
    }
    return (most - before, Date().timeIntervalSince(start))
  }
}
