/// A Vietnamese input method worked forwards: what appears on the screen when keys are pressed while it is on. Going
/// back from the screen to the keys is a guess, since a second tone key replaces the first and a doubled key vanishes;
/// so whoever wants to know what was typed tries the words that may have been meant. `TypedSource` does.
struct VietnameseEngine: Hashable, Sendable {
  /// Which keys make the marks.
  enum Keys: Hashable, CaseIterable, Sendable {
    case telex, vni, viqr
  }

  /// What becomes of a word that is no Vietnamese one.
  enum Checking: Hashable, CaseIterable, Sendable {
    /// No key marks anything from where the word stops being Vietnamese; the marks before stay. UniKey.
    case spelling
    /// The same, and at the end of the word its keys come back as they were typed.
    case restoring
    /// Each syllable stands for itself.
    case none
    /// Marks find their vowel across any consonants.
    case lax
  }

  var keys: Keys
  var checking = Checking.spelling
  /// `w` where it can be no mark is `ư`. Telex.
  var wIsVowel = true
  /// `[` and `]` are `ơ` and `ư`. Telex.
  var bracketsAreVowels = true
  /// `hoá` for `hóa`.
  var hasNewStyle = false

  /// Every engine that a learner may have, the most usual first.
  static let all: [VietnameseEngine] = {
    var engines: [VietnameseEngine] = []
    for hasNewStyle in [false, true] {
      for checking in Checking.allCases {
        for (wIsVowel, bracketsAreVowels) in [(true, true), (true, false), (false, true), (false, false)] {
          engines.append(
            VietnameseEngine(
              keys: .telex, checking: checking, wIsVowel: wIsVowel, bracketsAreVowels: bracketsAreVowels,
              hasNewStyle: hasNewStyle))
        }
        engines.append(VietnameseEngine(keys: .vni, checking: checking, hasNewStyle: hasNewStyle))
        engines.append(VietnameseEngine(keys: .viqr, checking: checking, hasNewStyle: hasNewStyle))
      }
    }
    return engines
  }()

  /// Whether an option that is off makes this engine another one for these keys, so that it has to be tried, too.
  func differs(on keys: String) -> Bool {
    (wIsVowel || keys.contains("w")) && (bracketsAreVowels || keys.contains("[") || keys.contains("]"))
  }

  /// What the screen shows after these keys and Enter. Canonically composed or not, which `==` does not see.
  func screen(of text: String) -> String {
    var screen = ""
    var word = VietnameseWord(self)
    for key in text {
      if word.press(key) { continue }
      screen += word.ended
      screen.append(key)
      word = VietnameseWord(self)
    }
    return screen + word.ended
  }

  enum Effect: Hashable, Sendable {
    case tone(VietnameseSyllable.Tone)
    /// On one of these vowels: `^`.
    case roof(String)
    /// On one of these vowels: a horn, or the breve of `ă`.
    case horn(String)
    case stroke
    /// A vowel of its own.
    case vowel(Character)
  }

  /// What a key does besides being a letter.
  func effect(of key: Character) -> Effect? {
    switch keys {
    case .telex: telex(key)
    case .vni: Self.vni[key]
    case .viqr: Self.viqr[key]
    }
  }

  private func telex(_ key: Character) -> Effect? {
    switch key {
    case "[": bracketsAreVowels ? .vowel("ơ") : nil
    case "]": bracketsAreVowels ? .vowel("ư") : nil
    default: Self.telex[key]
    }
  }

  private static let telex: [Character: Effect] = [
    "s": .tone(.acute), "f": .tone(.grave), "r": .tone(.hook), "x": .tone(.tilde), "j": .tone(.dot),
    "z": .tone(.level), "a": .roof("a"), "e": .roof("e"), "o": .roof("o"), "w": .horn("uoa"), "d": .stroke,
  ]
  private static let vni: [Character: Effect] = [
    "1": .tone(.acute), "2": .tone(.grave), "3": .tone(.hook), "4": .tone(.tilde), "5": .tone(.dot),
    "0": .tone(.level), "6": .roof("aeo"), "7": .horn("uo"), "8": .horn("a"), "9": .stroke,
  ]
  private static let viqr: [Character: Effect] = [
    "'": .tone(.acute), "`": .tone(.grave), "?": .tone(.hook), "~": .tone(.tilde), ".": .tone(.dot),
    "-": .tone(.level), "^": .roof("aeo"), "+": .horn("uo"), "*": .horn("uo"), "(": .horn("a"), "d": .stroke,
  ]
}
