import Foundation
import Testing

/// Asked so often, for a minute at most: what other threads bring about is an event and no length of time.
private let pause = 0.002
private let rounds = 30_000

func until(_ what: Comment, _ condition: () -> Bool) async throws {
  for _ in 0..<rounds {
    if condition() { return }
    try await Task.sleep(for: .seconds(pause))
  }
  Issue.record("waited a minute: \(what)")
}

/// The same on a thread that may block.
func untilOnThread(_ what: Comment, _ condition: () -> Bool) {
  for _ in 0..<rounds {
    if condition() { return }
    Thread.sleep(forTimeInterval: pause)
  }
  Issue.record("waited a minute: \(what)")
}
