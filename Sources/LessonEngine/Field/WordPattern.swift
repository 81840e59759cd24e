/// What is essential in a line, `recipient address rejected|refused & !relay`: the head of `Locales/patterns.yaml` says how
/// it is written. It is found in time that grows with the text alone, whatever the text is.
struct WordPattern: Sendable {
  /// All must be found, in any order.
  private let wanted: [Clause]
  private let unwanted: [Clause]

  init(_ text: String) {
    let clauses = text.split(separator: " & ")
    wanted = clauses.filter { !$0.hasPrefix("!") }.map { Clause($0) }
    unwanted = clauses.filter { $0.hasPrefix("!") }.map { Clause($0.dropFirst()) }
  }

  func isFound(in text: TextWords) -> Bool {
    wanted.allSatisfy { $0.isFound(in: text) } && !unwanted.contains { $0.isFound(in: text) }
  }

  /// Words in their order, each near the one before.
  private struct Clause: Sendable {
    private let elements: [[Phrase]]
    /// A word may stand so many behind the one before it.
    private static let reach = 4

    init(_ text: some StringProtocol) {
      elements = text.split(separator: " ").map { element in
        element.split(separator: "|").map { Phrase($0) }.filter { !$0.isEmpty }
      }.filter { !$0.isEmpty }
    }

    func isFound(in text: TextWords) -> Bool {
      guard let first = elements.first else { return false }
      // Places behind what was found so far.
      var ends = Set(first.flatMap { phrase in phrase.starts(in: text).compactMap { phrase.end(from: $0, in: text) } })
      for element in elements.dropFirst() {
        guard !ends.isEmpty else { return false }
        var further: Set<Int> = []
        for end in ends {
          for start in end..<(end + Self.reach) {
            for phrase in element { if let end = phrase.end(from: start, in: text) { further.insert(end) } }
          }
        }
        ends = further
      }
      return !ends.isEmpty
    }
  }

  /// Words right behind each other.
  private struct Phrase: Sendable {
    private let words: [WordForm]

    init(_ text: some StringProtocol) { words = text.split(separator: "+").flatMap { WordForm.forms(of: $0) } }

    var isEmpty: Bool { words.isEmpty }

    func starts(in text: TextWords) -> [Int] {
      guard let first = words.first else { return [] }
      switch first {
      case .exact(let word): return text.places[word] ?? []
      case .beginning: return [0]
      case .end: return [text.words.count]
      case .shaped, .number: return text.places.filter { first.fits($0.key) }.flatMap(\.value)
      }
    }

    func end(from start: Int, in text: TextWords) -> Int? {
      var index = start
      for word in words {
        switch word {
        case .beginning: guard index == 0 else { return nil }
        case .end: guard index == text.words.count else { return nil }
        case .exact, .shaped, .number:
          guard index < text.words.count, word.fits(text.words[index]) else { return nil }
          index += 1
        }
      }
      return index
    }
  }
}

/// One word of a pattern.
enum WordForm: Hashable, Sendable {
  case exact(String)
  /// With `*` for any letters and `?` for one.
  case shaped([UInt8])
  case number
  /// `^` and `$`: of the text.
  case beginning, end

  /// A piece of a pattern has one word, but Chinese, where each character is one.
  static func forms(of piece: some StringProtocol) -> [WordForm] {
    var forms: [WordForm] = []
    var word = ""
    func finish() {
      defer { word = "" }
      guard !word.isEmpty, let counted = TextWords.counted(word) else { return }
      switch counted {
      case "#": forms.append(.number)
      case "^": forms.append(.beginning)
      case "$": forms.append(.end)
      default:
        let isShaped = counted.utf8.contains { $0 == UInt8(ascii: "*") || $0 == UInt8(ascii: "?") }
        forms.append(isShaped ? .shaped(Array(counted.utf8)) : .exact(counted))
      }
    }
    for scalar in piece.unicodeScalars where scalar != "'" {
      if TextWords.isHan(scalar) {
        finish()
        forms.append(.exact(String(Character(scalar))))
      } else {
        word.unicodeScalars.append(scalar)
      }
    }
    finish()
    return forms
  }

  func fits(_ word: String) -> Bool {
    switch self {
    case .exact(let own): own == word
    case .shaped(let shape): Self.fits(shape, word)
    case .number: word.utf8.allSatisfy { (0x30...0x39).contains($0) }
    case .beginning, .end: false
    }
  }

  /// Goes back to the latest star only, so that no word takes long.
  private static func fits(_ shape: [UInt8], _ word: String) -> Bool {
    let letters = Array(word.utf8)
    var (at, place) = (0, 0)
    var star: (at: Int, place: Int)?
    while place < letters.count {
      if at < shape.count, shape[at] == UInt8(ascii: "*") {
        star = (at + 1, place)
        at += 1
      } else if at < shape.count, shape[at] == UInt8(ascii: "?") || shape[at] == letters[place] {
        at += 1
        place += 1
      } else if let last = star {
        star = (last.at, last.place + 1)
        (at, place) = (last.at, last.place + 1)
      } else {
        return false
      }
    }
    return shape[at...].allSatisfy { $0 == UInt8(ascii: "*") }
  }
}
