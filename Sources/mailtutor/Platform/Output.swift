import Foundation

/// Standard output and error. Everything is written at once: a learner waits for it, and a script reads along.
enum Output {
  static var isTerminal: Bool { isatty(STDOUT_FILENO) == 1 }

  static func write(_ text: String) { send(text, to: STDOUT_FILENO) }
  /// For a person, beside output that goes to a program.
  static func remark(_ text: String) { send(text, to: STDERR_FILENO) }
  static func complain(_ text: String) { send("mailtutor: \(text)\n", to: STDERR_FILENO) }

  private static func send(_ text: String, to descriptor: Int32) {
    var octets = Array(text.utf8)[...]
    while !octets.isEmpty {
      let count = octets.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      // Nobody reads any more: there is nothing left to say to anyone.
      if count <= 0 { exit(74) }
      octets = octets.dropFirst(count)
    }
  }
}
