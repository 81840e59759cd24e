import Foundation

/// SIGINT and SIGTERM, waited for instead of suffered. `serve` stops when one comes.
struct StopSignal: Sendable {
  /// Make it before the first thread is started: threads inherit what is blocked, and a signal that comes before
  /// `wait` stays pending instead of ending the program.
  init() {
    var signals = Self.signals
    pthread_sigmask(SIG_BLOCK, &signals, nil)
  }

  func wait() async {
    await withCheckedContinuation { continuation in
      Thread.detachNewThread {
        var signals = Self.signals
        var received: Int32 = 0
        sigwait(&signals, &received)
        continuation.resume()
      }
    }
  }

  private static var signals: sigset_t {
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, SIGINT)
    sigaddset(&signals, SIGTERM)
    return signals
  }
}
