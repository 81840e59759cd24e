import Foundation

/// A connection to loopback and what came over it since its last message went out: the least that either side needs.
/// Both sides speak in turn, so what came is whole when its end is. What does not come as expected ends the program, so
/// that no result is ever half a result.
struct Wire {
  let descriptor: Int32
  private var octets = [UInt8](repeating: 0, count: 32 << 10)
  /// Octets that came; what does not fit into `octets` writes over all but the beginning.
  private var count = 0
  private static let beginning = 1024

  init(descriptor: Int32) {
    self.descriptor = descriptor
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

  /// The answer to what came: that is forgotten.
  mutating func send(_ message: [UInt8]) {
    count = 0
    var sent = 0
    while sent < message.count {
      let written = message.withUnsafeBytes {
        Foundation.send(descriptor, $0.baseAddress! + sent, message.count - sent, Int32(MSG_NOSIGNAL))
      }
      guard written > 0 else { give("the other side stopped listening") }
      sent += written
    }
  }

  /// Waits until something comes; false at the end of input.
  mutating func receive() -> Bool {
    // The end of a message may have come in two parts, so its last octets are kept.
    if count == octets.count {
      for index in 0..<8 { octets[Self.beginning + index] = octets[count - 8 + index] }
      count = Self.beginning + 8
    }
    let read = octets.withUnsafeMutableBytes { [count] in recv(descriptor, $0.baseAddress! + count, $0.count - count, 0) }
    guard read > 0 else { return false }
    count += read
    return true
  }

  /// What came, up to 1024 octets.
  var came: ArraySlice<UInt8> { octets[..<min(count, Self.beginning)] }

  func ends(with end: StaticString) -> Bool {
    let length = end.utf8CodeUnitCount
    guard count >= length else { return false }
    return (0..<length).allSatisfy { octets[count - length + $0] == end.utf8Start[$0] }
  }

  func close() { Foundation.close(descriptor) }
}

/// Waits until some of them can be read, at most a second, and calls `body` with the index of each.
func forEachReadable(_ descriptors: [pollfd], _ body: (Int) -> Void) {
  var waiting = descriptors
  guard poll(&waiting, nfds_t(waiting.count), 1000) >= 0 else { give("poll failed") }
  for index in waiting.indices where waiting[index].revents != 0 { body(index) }
}

func give(_ reason: String) -> Never {
  FileHandle.standardError.write(Data("mailload: \(reason)\n".utf8))
  exit(1)
}
