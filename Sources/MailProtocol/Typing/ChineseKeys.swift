/// Input methods that make one sign of each key: the line goes back key by key.
enum ChineseKeys {
  /// A line in Zhuyin, typed on the standard (Dachen) layout; nil without a sign of it.
  static func zhuyin(_ line: String) -> String? {
    line.contains { zhuyin[$0] != nil } ? String(line.map { zhuyin[$0] ?? $0 }) : nil
  }

  /// A line in the letters of Cangjie, which are common characters, too: only a line without any others counts.
  static func cangjie(_ line: String) -> String? {
    guard line.contains(where: { cangjie[$0] != nil }), line.allSatisfy({ $0.isASCII || cangjie[$0] != nil }) else {
      return nil
    }
    return String(line.map { cangjie[$0] ?? $0 })
  }

  private static let zhuyin = table(
    "ㄅㄉˇˋㄓˊ˙ㄚㄞㄢㄦ", "1234567890-", "ㄆㄊㄍㄐㄔㄗㄧㄛㄟㄣ", "qwertyuiop", "ㄇㄋㄎㄑㄕㄘㄨㄜㄠㄤ", "asdfghjkl;",
    "ㄈㄌㄏㄒㄖㄙㄩㄝㄡㄥ", "zxcvbnm,./")
  private static let cangjie = table("日月金木水火土竹戈十大中一弓人心手口尸廿山女田難难卜重", "abcdefghijklmnopqrstuvwxxyz")

  /// Rows of signs, each followed by its keys.
  private static func table(_ rows: String...) -> [Character: Character] {
    var table: [Character: Character] = [:]
    for row in stride(from: 0, to: rows.count, by: 2) {
      for (sign, key) in zip(rows[row], rows[row + 1]) { table[sign] = key }
    }
    return table
  }
}
