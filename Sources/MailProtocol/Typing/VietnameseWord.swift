/// The word under a Vietnamese engine's cursor: the syllable that keys may still mark, and what stands around it.
struct VietnameseWord {
  private let engine: VietnameseEngine
  /// The keys, for an engine that gives them back.
  private var typed = ""
  /// Earlier syllables, which no key changes any more.
  private var before = ""
  private var syllable = VietnameseSyllable()
  /// What follows where the word has stopped being Vietnamese; behind it no key marks anything.
  private var after = ""
  private var hasMark = false
  /// A word with `đ` may be an abbreviation, and is not checked.
  private var hasStroke = false
  /// How many keys came before the one that was a vowel by itself.
  private var insertedAt: Int?

  init(_ engine: VietnameseEngine) { self.engine = engine }

  private typealias Glyph = VietnameseSyllable.Glyph

  /// The word as it stays.
  var ended: String {
    let isWhole = before.isEmpty && after.isEmpty && (syllable.isEmpty || syllable.isWhole)
    let isGivenBack = engine.checking == .restoring && !isWhole && (hasMark || syllable.hasMark)
    return isGivenBack ? typed : shown
  }

  /// - Returns: false for a key that ends the word and stands behind it.
  mutating func press(_ key: Character) -> Bool {
    let small = key.lowercased().first ?? key
    let isMark = engine.effect(of: small).map { apply($0, key) } ?? false
    guard isMark || (key.isASCII && (key.isLetter || key.isNumber)) else { return false }
    typed.append(key)
    if !isMark { append(key) }
    return true
  }

  private var shown: String { before + syllable.text(newStyle: engine.hasNewStyle) + after }

  private var isChecked: Bool {
    switch engine.checking {
    case .spelling, .restoring: !hasStroke
    case .none, .lax: false
    }
  }

  private var isOpen: Bool { after.isEmpty }

  /// - Returns: false where the key has nothing to mark, or takes a mark back, and is an ordinary one then.
  private mutating func apply(_ effect: VietnameseEngine.Effect, _ key: Character) -> Bool {
    switch effect {
    case .tone(let tone): setTone(tone)
    case .roof(let bases): mark(bases, Self.roofs) == .marked
    case .horn(let bases): horn(bases, key)
    case .stroke: stroke()
    case .vowel(let vowel): insert(vowel, key)
    }
  }

  // MARK: Letters

  private mutating func append(_ key: Character) {
    let letter = Glyph(sign: key.lowercased().first ?? key, isCapital: key.isUppercase)
    if isOpen, key.isLetter {
      let next = syllable.followed(by: letter)
      if isPossible(next, letter) { return syllable = next }
    }
    guard !isChecked else { return after.append(key) }
    startOver()
    let first = syllable.followed(by: letter)
    if key.isLetter, isPossible(first, letter) { syllable = first } else { before.append(key) }
  }

  private func isPossible(_ next: VietnameseSyllable, _ letter: Glyph) -> Bool {
    if next.isPossible { return true }
    guard engine.checking == .lax else { return false }
    return letter.isVowel ? syllable.final.isEmpty && next.hasPossibleVowels : true
  }

  /// Unchecked, each syllable stands for itself.
  private mutating func startOver() {
    hasMark = hasMark || syllable.hasMark
    before = shown
    after = ""
    syllable = VietnameseSyllable()
  }

  // MARK: Marks

  private mutating func setTone(_ tone: VietnameseSyllable.Tone) -> Bool {
    guard isOpen, syllable.canCarryTone, engine.checking == .lax || syllable.allowsTone(tone) else { return false }
    if tone == syllable.tone {
      // The same key again takes the tone back and stands for itself.
      syllable.tone = .level
      return false
    }
    syllable.tone = tone
    return true
  }

  private static let roofs: [Character: Character] = ["a": "â", "ă": "â", "e": "ê", "o": "ô", "ơ": "ô"]
  private static let horns: [Character: Character] = ["a": "ă", "â": "ă", "o": "ơ", "ô": "ơ", "u": "ư"]
  private static let bases: [Character: Character] = ["ă": "a", "â": "a", "ê": "e", "ô": "o", "ơ": "o", "ư": "u"]

  private enum Marking {
    case marked
    /// It was there, and the key took it away.
    case takenBack
    case nothing
  }

  private mutating func mark(_ bases: String, _ marks: [Character: Character]) -> Marking {
    guard isOpen else { return .nothing }
    for (index, vowel) in syllable.vowels.enumerated() {
      guard let marked = marks[vowel.sign], bases.contains(Self.bases[vowel.sign] ?? vowel.sign) else { continue }
      var next = syllable
      next.vowels[index].sign = marked
      // `ươ` and `o` is `uô`.
      if marked == "ô", index == 1, next.vowels[0].sign == "ư" { next.vowels[0].sign = "u" }
      if next.isPossible || engine.checking == .lax {
        syllable = next
        return .marked
      }
    }
    for (index, vowel) in syllable.vowels.enumerated() where marks.values.contains(vowel.sign) {
      guard let base = Self.bases[vowel.sign], bases.contains(base) else { continue }
      syllable.vowels[index].sign = base
      return .takenBack
    }
    return .nothing
  }

  private mutating func horn(_ bases: String, _ key: Character) -> Bool {
    if takesBackInserted("ư") { return false }
    let marking = bases.contains("u") && syllable.hasUO ? hornUO() : mark(bases, Self.horns)
    switch marking {
    case .marked: return true
    case .takenBack: return false
    case .nothing: return engine.keys == .telex && engine.wIsVowel && insert("ư", key)
    }
  }

  /// `uo` takes two horns at once, `ươ`.
  private mutating func hornUO() -> Marking {
    guard isOpen else { return .nothing }
    if syllable.vowels.text.hasPrefix("ươ") {
      syllable.vowels[0].sign = "u"
      syllable.vowels[1].sign = "o"
      return .takenBack
    }
    var next = syllable
    // `huơ`, `thuở`: only one behind these initials.
    let hasOne = next.vowels.count == 2 && next.final.isEmpty && ["h", "th", "kh"].contains(next.initial.text)
    if !hasOne { next.vowels[0].sign = "ư" }
    next.vowels[1].sign = "ơ"
    guard next.isPossible else { return .nothing }
    syllable = next
    return .marked
  }

  /// A key that is a vowel by itself.
  private mutating func insert(_ vowel: Character, _ key: Character) -> Bool {
    if takesBackInserted(vowel) || shown.last?.isNumber == true { return false }
    let letter = Glyph(sign: vowel, isCapital: key.isUppercase)
    let next = syllable.followed(by: letter)
    if isOpen, next.isPossible {
      syllable = next
    } else {
      guard !isChecked else { return false }
      startOver()
      syllable.vowels = [letter]
    }
    insertedAt = typed.count
    return true
  }

  /// `ww` is `w`: the second key takes back what the first was.
  private mutating func takesBackInserted(_ vowel: Character) -> Bool {
    guard let insertedAt, insertedAt + 1 == typed.count, syllable.vowels.last?.sign == vowel else { return false }
    syllable.vowels.removeLast()
    return true
  }

  private mutating func stroke() -> Bool {
    guard isOpen else { return strokeOfAbbreviation() }
    switch syllable.initial.text {
    case "d":
      syllable.initial[0].sign = "đ"
      hasStroke = true
      return true
    case "đ":
      syllable.initial[0].sign = "d"
      return false
    default: return false
    }
  }

  /// `QDD` is `QĐ`: a `d` that follows no vowel.
  private mutating func strokeOfAbbreviation() -> Bool {
    guard let last = after.last, last == "d" || last == "D", let previous = shown.dropLast().last,
      !"aeiouy".contains(previous.lowercased())
    else { return false }
    after.removeLast()
    after.append(last == "d" ? "đ" : "Đ")
    hasStroke = true
    hasMark = true
    return true
  }
}
