import Foundation

/// Ctrl-C while a reply is awaited: it ends the waiting, not the program. While a line is typed the line editor has the
/// signal, and gives it back afterwards.
final class Interrupts {
  /// Written by the signal handler, which may touch nothing larger.
  nonisolated(unsafe) private static var noted: sig_atomic_t = 0

  init() {
    signal(SIGINT) { _ in Interrupts.noted = 1 }
  }

  var came: Bool { Self.noted != 0 }

  func forget() { Self.noted = 0 }
}
