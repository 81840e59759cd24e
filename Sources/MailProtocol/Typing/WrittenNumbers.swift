/// Numbers as people write them in the place of a message number: `2号`, 第二封, `số 9`, `1、2`.
enum WrittenNumbers {
  /// - Returns: the numbers that stand in the text, in their order; nil when it says anything else besides.
  static func read(_ text: some StringProtocol) -> [Int]? {
    var numbers: [Int] = []
    for word in Substring(text).split(whereSeparator: {
      ($0.isASCII && !$0.isNumber && !$0.isLetter) || fillers.contains($0)
    }) {
      if let number = Int(word) ?? chinese(word) {
        numbers.append(number)
      } else if !words.contains(word.lowercased()) {
        return nil
      }
    }
    return numbers
  }

  /// Up to 99.
  private static func chinese(_ word: Substring) -> Int? {
    let parts = word.split(separator: "十", omittingEmptySubsequences: false)
    guard parts.count == 2 else { return word.count == 1 ? word.first.flatMap { digits[$0] } : nil }
    guard let tens = parts[0].isEmpty ? 1 : digit(parts[0]), let units = parts[1].isEmpty ? 0 : digit(parts[1]) else {
      return nil
    }
    return tens * 10 + units
  }

  private static func digit(_ text: Substring) -> Int? { text.count == 1 ? text.first.flatMap { digits[$0] } : nil }

  private static let digits: [Character: Int] = [
    "〇": 0, "零": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9,
  ]
  private static let fillers: Set<Character> = ["第", "号", "號", "封", "个", "個", "条", "條", "邮", "郵", "件", "信"]
  private static let words: Set<String> = ["số", "thư", "thứ", "tự", "no", "number", "message", "letter"]
}
