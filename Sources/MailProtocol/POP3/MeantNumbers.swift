/// The numbers that people write where POP3 wants plain digits: `(9)`, `#9`, `no 9`, `2nd`, `two`, `1-3`, `all`. The
/// parser asks here what was meant.
struct MeantNumbers {
  /// In the order in which they stand, as plain digits.
  private(set) var numbers: [String] = []
  /// Several messages were meant: `1,2`, `1 2`, `1-3`, `all`.
  private(set) var isList = false
  /// A fraction, a hexadecimal number, a negative one: nobody can say which message that is.
  private(set) var isDoubtful = false

  init(_ arguments: [Substring]) {
    let words = arguments.map { $0.lowercased() }
    let isAll = words.contains { Self.all.contains(String($0.trimmedSigns)) || $0 == "*" || $0.hasSuffix(":*") }
    for word in words { read(word) }
    isList = isAll || (numbers.count > 1 && !isDoubtful)
  }

  private mutating func read(_ word: String) {
    let core = String(word.trimmedSigns)
    if let value = Self.values[core] {
      numbers.append(String(value))
    } else if let digits = Self.lookalike(word) {
      numbers.append(digits)
    } else {
      let runs = word.split { !$0.isASCIIDigit }
      numbers += runs.map(String.init)
      if word.hasPrefix("-"), runs.count == 1 { isDoubtful = true }
      if runs.count > 1 { isDoubtful = isDoubtful || !Self.isListed(word) }
      // `2nd` and `2x` are a 2, `2fast` is a word.
      if let last = runs.last, word[last.endIndex...].filter(\.isLetter).count > 2 { isDoubtful = true }
    }
  }

  /// `1,2`, `1-3`, `1..3`, `1:3`; not `1.0`, not `0x10`.
  private static func isListed(_ word: String) -> Bool {
    let between = word.trimmedSigns.split { $0.isASCIIDigit }
    return between.allSatisfy { $0 != "." && !$0.contains(where: \.isLetter) }
  }

  /// The letters O and l (or a capital i) in the place of 0 and 1.
  private static func lookalike(_ word: String) -> String? {
    guard !word.isEmpty, word.allSatisfy({ $0.isASCIIDigit || "oli".contains($0) }) else { return nil }
    guard word.count == 1 || word.contains(where: \.isASCIIDigit) else { return nil }
    return String(word.map { $0 == "o" ? "0" : $0 == "l" || $0 == "i" ? "1" : $0 })
  }

  private static let all: Set<String> = ["all", "every", "everything", "each", "any"]

  private static let values: [String: Int] = {
    let rows = [
      "zero one two three four five six seven eight nine ten eleven twelve",
      "- first second third fourth fifth sixth seventh eighth ninth tenth",
      "- mot hai ba bon nam sau bay tam chin muoi",
    ]
    var values: [String: Int] = [:]
    for row in rows {
      for (value, word) in row.split(separator: " ").enumerated() where word != "-" { values[String(word)] = value }
    }
    return values
  }()
}

extension String {
  fileprivate var trimmedSigns: Substring { self[...].trimmingSigns }
}

extension Character {
  fileprivate var isASCIIDigit: Bool { isASCII && isNumber }
}
