/// How long a real server may take before a person wonders: time goes by in slices, so that Ctrl-C is noticed.
struct Patience {
  /// Milliseconds.
  static let slice = 200
  /// What a server needs between its last words and hanging up.
  static let breath = 30
  private static let mostSlices = 25
  /// Some servers let a caller wait for half a minute before they greet.
  private static let allSlices = 300

  private var silent = 0

  /// - Returns: true once, when it has been silent for five seconds.
  mutating func isExhausted(afterSilence isSilent: Bool) -> Bool {
    silent = isSilent ? silent + 1 : 0
    return silent == Self.mostSlices
  }

  /// It has been silent for a minute: a person can press Ctrl-C, and a script would wait for ever.
  var isOver: Bool { silent >= Self.allSlices }
}
