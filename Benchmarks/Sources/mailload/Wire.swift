import Foundation

/// A blocking connection to loopback with a buffer: the least that a client needs. A number that never comes back as
/// expected ends the program, so that no result is ever half a result.
struct Wire {
  private let descriptor: Int32
  private var buffer: [UInt8]
  private var start = 0
  private var end = 0

  init(descriptor: Int32) {
    self.descriptor = descriptor
    buffer = [UInt8](repeating: 0, count: 64 << 10)
    var one: Int32 = 1
    setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &one, socklen_t(MemoryLayout<Int32>.size))
  }

  static func connect(port: UInt16) -> Wire {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    let connected = withLoopback(port) { Foundation.connect(descriptor, $0, $1) }
    guard descriptor >= 0, connected == 0 else { give("cannot connect to port \(port)") }
    return Wire(descriptor: descriptor)
  }

  static func withLoopback<Result>(
    _ port: UInt16, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Result
  ) -> Result {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    return withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, socklen_t(MemoryLayout<sockaddr_in>.size)) }
    }
  }

  func send(_ octets: [UInt8]) {
    var sent = 0
    while sent < octets.count {
      let count = octets.withUnsafeBytes {
        Foundation.send(descriptor, $0.baseAddress! + sent, octets.count - sent, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { give("the other side stopped listening") }
      sent += count
    }
  }

  /// A line without its end; nil at the end of input.
  mutating func line() -> ArraySlice<UInt8>? {
    var searched = start
    while true {
      if let newline = buffer[searched..<end].firstIndex(of: 0x0A) {
        defer { start = newline + 1 }
        return buffer[start..<(newline > start ? newline - 1 : newline)]
      }
      if start > 0 {
        buffer.replaceSubrange(0..<(end - start), with: Array(buffer[start..<end]))
        end -= start
        start = 0
      }
      searched = end
      guard end < buffer.count else { give("a line of more than 64 KiB") }
      let count = buffer.withUnsafeMutableBytes { [end] in recv(descriptor, $0.baseAddress! + end, $0.count - end, 0) }
      guard count > 0 else { return nil }
      end += count
    }
  }

  func close() { Foundation.close(descriptor) }
}

func give(_ reason: String) -> Never {
  FileHandle.standardError.write(Data("mailload: \(reason)\n".utf8))
  exit(1)
}
