/// What can be a Vietnamese syllable: an initial, vowels, a final and a tone. The engines ask here, since they mark a
/// vowel only where a syllable is still possible.
struct VietnameseSyllable: Hashable, Sendable {
  enum Tone: String, Hashable, Sendable {
    case level = ""
    case acute = "\u{301}"
    case grave = "\u{300}"
    case hook = "\u{309}"
    case tilde = "\u{303}"
    case dot = "\u{323}"
  }

  /// A letter with its mark, `ê` or `đ`, small; the tone is the syllable's.
  struct Glyph: Hashable, Sendable {
    var sign: Character
    var isCapital = false

    var isVowel: Bool { "aăâeêioôơuưy".contains(sign) }
  }

  /// `qu` and `gi` are initials as long as another vowel may follow.
  var initial: [Glyph] = []
  var vowels: [Glyph] = []
  var final: [Glyph] = []
  var tone = Tone.level

  var isEmpty: Bool { initial.isEmpty && vowels.isEmpty && final.isEmpty }

  /// Whether the tone has a place: a vowel, or the `i` of `gi`.
  var canCarryTone: Bool { !vowels.isEmpty || initial.text == "gi" }

  var hasMark: Bool { tone != .level || (initial + vowels).contains { !$0.sign.isASCII } }

  /// A stop at the end leaves two tones, acute and dot.
  func allowsTone(_ tone: Tone) -> Bool {
    guard ["c", "ch", "p", "t"].contains(final.text) else { return true }
    return tone == .acute || tone == .dot || tone == .level
  }

  var hasPossibleVowels: Bool { Self.vowels[vowels.text] != nil }

  /// `uo` with any marks.
  var hasUO: Bool { vowels.count > 1 && "uư".contains(vowels[0].sign) && "oôơ".contains(vowels[1].sign) }

  /// The letter in its place, whether that can be a syllable or not.
  func followed(by letter: Glyph) -> VietnameseSyllable {
    var next = self
    let initial = initial.text
    let isGlide = (initial == "q" && letter.sign == "u") || (initial == "g" && letter.sign == "i")
    if vowels.isEmpty, final.isEmpty, isGlide || (!letter.isVowel && initial != "gi") {
      next.initial.append(letter)
    } else if letter.isVowel, final.isEmpty {
      next.vowels.append(letter)
    } else {
      // With a final it is always `ươ`.
      if ["uơ", "ưo"].contains(vowels.text) {
        next.vowels[0].sign = "ư"
        next.vowels[1].sign = "ơ"
      }
      next.final.append(letter)
    }
    return next
  }

  /// Letters that may still become a syllable.
  var isPossible: Bool {
    let (initial, vowels, final) = (initial.text, vowels.text, final.text)
    guard initial.isEmpty || Self.initials.contains(initial) else { return false }
    if vowels.isEmpty { return final.isEmpty || (initial == "gi" && final == "n") }
    guard Self.vowels[vowels] != nil else { return false }
    if initial == "gi", vowels.hasPrefix("i") { return false }
    if initial == "qu", vowels.hasPrefix("u") { return false }
    if initial == "k", !"eêiy".contains(vowels.first!) { return false }
    if final.isEmpty { return true }
    if initial == "qu", vowels == "y", final == "n" || final == "nh" { return true }
    if initial == "gi", vowels == "e" || vowels == "ê", final == "n" || final == "ng" { return true }
    return Self.finals(of: vowels).contains(final)
  }

  /// A whole syllable, tone and all.
  var isWhole: Bool {
    guard isPossible, allowsTone(tone) else { return false }
    return vowels.isEmpty ? initial.text == "gi" || !hasMark : Self.vowels[vowels.text]?.isWhole == true
  }

  /// As it appears. `hóa` is the old place of a tone, `hoá` the new one.
  func text(newStyle: Bool) -> String {
    var text = ""
    let place = tonePlace(newStyle: newStyle)
    for (index, letter) in (initial + vowels + final).enumerated() {
      text += letter.isCapital ? String(letter.sign).uppercased() : String(letter.sign)
      if index == place { text += tone.rawValue }
    }
    return text
  }

  private func tonePlace(newStyle: Bool) -> Int? {
    guard tone != .level else { return nil }
    if vowels.isEmpty { return initial.text == "gi" ? 1 : nil }
    let text = vowels.text
    let place: Int =
      if let roof = vowels.firstIndex(where: { "âêô".contains($0.sign) }) {
        roof
      } else if text.hasPrefix("ươ") {
        1
      } else if let horn = vowels.firstIndex(where: { "ăơư".contains($0.sign) }) {
        horn
      } else if vowels.count == 3 {
        1
      } else if vowels.count == 2, !final.isEmpty || (newStyle && ["oa", "oe", "uy"].contains(text)) {
        1
      } else {
        0
      }
    return initial.count + place
  }

  // MARK: Tables

  private static let initials: Set<String> = [
    "b", "c", "ch", "d", "đ", "dz", "g", "gh", "gi", "h", "k", "kh", "l", "m", "n", "ng", "ngh", "nh", "p", "ph", "q",
    "qu", "r", "s", "t", "th", "tr", "v", "x",
  ]

  private struct Vowels: Sendable {
    /// Nothing is missing: `uê` is whole, `ue` waits for its mark.
    let isWhole: Bool
    let finals: Set<String>
  }

  private static let vowels: [String: Vowels] = {
    var table: [String: Vowels] = [:]
    func add(_ vowels: String, _ finals: String = "", isWhole: Bool = true) {
      for vowel in vowels.split(separator: " ") {
        table[String(vowel)] = Vowels(isWhole: isWhole, finals: Set(finals.split(separator: " ").map(String.init)))
      }
    }
    add("a e", "c ch k m n ng nh p t")
    add("oa", "c ch m n ng nh p t")
    add("ê i", "c ch m n nh p t")
    add("ă â o ô u", "c k m n ng p t")
    add("iê uô uơ ươ", "c m n ng p t")
    add("ie uo ưo", "c m n ng p t", isWhole: false)
    add("yê", "m n ng p t")
    add("ye", "m n ng p t", isWhole: false)
    add("ơ", "m n p t")
    add("ư", "c m n ng t")
    add("y", "t")
    add("oă", "c m n ng t")
    add("oe uyê", "n t")
    add("ua uâ", "n ng t")
    add("uê", "c ch n nh")
    add("ue", "c ch n nh", isWhole: false)
    add("uy", "c ch n nh p t")
    add("uye", "n t", isWhole: false)
    add("ai ao au ay âu ây eo êu ia iu oi ôi ơi ui ưa ưi ưu iêu oai oao oay oeo uây uôi uya uyu ươi ươu yêu")
    add("eu uu ieu uay uoi uou uơi uơu ưoi ưou yeu", isWhole: false)
    return table
  }()

  private static func finals(of text: String) -> Set<String> { Self.vowels[text]?.finals ?? [] }
}

extension [VietnameseSyllable.Glyph] {
  var text: String { String(map(\.sign)) }
}
