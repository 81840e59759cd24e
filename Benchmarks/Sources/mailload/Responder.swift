import Foundation

/// A server that does nothing but say what `POP3Load` expects, with answers made beforehand: the load generator's own
/// ceiling. One thread.
struct Responder {
  private let ok = Array("+OK\r\n".utf8)
  private let stat: [UInt8]
  private let list: [UInt8]
  private let letter: [UInt8]

  init(letters: Int, octets: Int) {
    let line = [UInt8](repeating: UInt8(ascii: "x"), count: 70) + [0x0D, 0x0A]
    letter = ok + Array(repeatElement(line, count: octets / line.count).joined()) + Array(".\r\n".utf8)
    list = ok + (1...letters).flatMap { Array("\($0) \(octets)\r\n".utf8) } + Array(".\r\n".utf8)
    stat = Array("+OK \(letters) \(letters * octets)\r\n".utf8)
  }

  func run(port: UInt16) -> Never {
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var one: Int32 = 1
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &one, socklen_t(MemoryLayout<Int32>.size))
    guard Wire.withLoopback(port, { bind(listener, $0, $1) }) == 0, listen(listener, 1024) == 0 else {
      give("cannot listen on port \(port)")
    }
    var wires: [Wire] = []
    while true {
      let descriptors = [listener] + wires.map(\.descriptor)
      var ended: [Int] = []
      forEachReadable(descriptors.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }) { index in
        guard index > 0 else { return wires.append(greet(accept(listener, nil, nil))) }
        if !answer(&wires[index - 1]) { ended.append(index - 1) }
      }
      for index in ended.reversed() { wires.remove(at: index).close() }
    }
  }

  private func greet(_ descriptor: Int32) -> Wire {
    guard descriptor >= 0 else { give("accept failed") }
    var wire = Wire(descriptor: descriptor)
    wire.send(ok)
    return wire
  }

  /// - Returns: whether it goes on.
  private func answer(_ wire: inout Wire) -> Bool {
    guard wire.receive() else { return false }
    guard wire.ends(with: "\r\n") else { return true }
    switch wire.came.first {
    case UInt8(ascii: "S"): wire.send(stat)
    case UInt8(ascii: "L"): wire.send(list)
    case UInt8(ascii: "R"): wire.send(letter)
    case UInt8(ascii: "Q"):
      wire.send(ok)
      return false
    default: wire.send(ok)
    }
    return true
  }
}
