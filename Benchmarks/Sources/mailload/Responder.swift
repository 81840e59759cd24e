import Foundation

/// A server that does nothing but say what `POP3Load` expects: the load generator's own ceiling. One thread for each
/// connection, answers made beforehand.
struct Responder {
  let letters: Int
  let octets: Int

  func run(port: UInt16) -> Never {
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var one: Int32 = 1
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &one, socklen_t(MemoryLayout<Int32>.size))
    guard Wire.withLoopback(port, { bind(listener, $0, $1) }) == 0, listen(listener, 1024) == 0 else {
      give("cannot listen on port \(port)")
    }
    while true {
      let descriptor = accept(listener, nil, nil)
      guard descriptor >= 0 else { give("accept failed") }
      Thread.detachNewThread { serve(Wire(descriptor: descriptor)) }
    }
  }

  private func serve(_ connection: Wire) {
    var wire = connection
    let ok = Array("+OK\r\n".utf8)
    let line = [UInt8](repeating: UInt8(ascii: "x"), count: 70) + [0x0D, 0x0A]
    let letter = ok + Array(repeatElement(line, count: octets / line.count).joined()) + Array(".\r\n".utf8)
    let list = ok + (1...letters).flatMap { Array("\($0) \(octets)\r\n".utf8) } + Array(".\r\n".utf8)
    let stat = Array("+OK \(letters) \(letters * octets)\r\n".utf8)
    wire.send(ok)
    while let command = wire.line() {
      switch command.first {
      case UInt8(ascii: "S"): wire.send(stat)
      case UInt8(ascii: "L"): wire.send(list)
      case UInt8(ascii: "R"): wire.send(letter)
      case UInt8(ascii: "Q"):
        wire.send(ok)
        wire.close()
        return
      default: wire.send(ok)
      }
    }
    wire.close()
  }
}
