/// How long a real server may be silent: after five seconds a person is told so, after a minute a script ends.
struct ReplyWait {
  /// Milliseconds of one `wait`.
  static let slice = 200
  /// Milliseconds between a server's last words and its hanging up, at most.
  static let closing = 30
  private static let noticeSlices = 25
  /// Some servers greet after half a minute only.
  private static let mostSlices = 300

  private var silent = 0

  /// - Returns: true once, when it has been silent for five seconds.
  mutating func isExhausted(afterSilence isSilent: Bool) -> Bool {
    silent = isSilent ? silent + 1 : 0
    return silent == Self.noticeSlices
  }

  /// It has been silent for a minute: a person can press Ctrl-C, and a script would wait for ever.
  var isOver: Bool { silent >= Self.mostSlices }
}
