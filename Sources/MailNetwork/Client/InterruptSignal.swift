import Foundation

/// SIGINT (Ctrl-C) as an interruption: its handler writes to the pipe that a `NetworkPeer` waits on.
enum InterruptSignal {
  /// The process has one, since a signal handler is given nothing but a number.
  private static let pipe = Result { try WakeupPipe() }

  /// - Throws: when no file can be opened any more.
  static func handle() throws -> WakeupPipe {
    // Made here and not by the first signal: a handler must allocate nothing.
    let pipe = try pipe.get()
    signal(SIGINT) { _ in
      let before = errno
      try? InterruptSignal.pipe.get().interrupt()
      errno = before
    }
    return pipe
  }
}
