/// Finds what was typed while a Vietnamese input method was on, by typing whatever may have been meant again with each
/// of the engines. Words of lines and whole lines alike.
enum TypedSource {
  /// - Returns: the first of the candidates that some engine makes this text of, nil when there is none. Capitals do
  ///   not count.
  static func of(_ screen: some StringProtocol, among candidates: [String]) -> String? {
    let screen = screen.lowercased()
    guard !screen.isEmpty, screen.utf8.count <= 1024 else { return nil }
    let letters = letters(of: screen)
    return candidates.first { candidate in
      let keys = candidate.lowercased()
      if keys == screen { return true }
      // A vowel takes two keys more at most.
      guard keys.count <= screen.count * 2 + 1, mayBecome(letters, keys) else { return false }
      return VietnameseEngine.all.contains { $0.differs(on: keys) && $0.screen(of: keys) == screen }
    }
  }

  /// Without marks, and without `ơ` and `ư`, which may have been keys of their own.
  private static func letters(of screen: String) -> [Unicode.Scalar] {
    var letters: [Unicode.Scalar] = []
    for scalar in screen.unicodeScalars where !scalar.hasHorn {
      if scalar == "\u{31B}" { _ = letters.popLast() }
      if !scalar.isMark { letters.append(scalar.latinBase ?? scalar) }
    }
    return letters
  }

  /// A quick look before the engines' slow one: they drop keys and never change their order.
  private static func mayBecome(_ letters: [Unicode.Scalar], _ keys: String) -> Bool {
    var rest = letters[...]
    for key in keys.unicodeScalars where key == rest.first { rest = rest.dropFirst() }
    return rest.isEmpty
  }
}
