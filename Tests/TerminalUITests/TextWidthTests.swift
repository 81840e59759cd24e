// TextWidth against what terminals draw, as a table.

import Testing

@testable import TerminalUI

@Suite struct TextWidthTests {
  @Test(arguments: [
    ("", 0), ("STAT", 4), ("a b", 3),
    ("\t", 0), ("\u{0}\u{1B}[\u{7F}", 1), ("a\r\nb", 2), ("\u{85}\u{9B}", 0),
    ("é", 1), ("e\u{301}", 1), ("Tiếng Việt", 10), ("Tie\u{302}\u{301}ng Vie\u{323}\u{302}t", 10),
    ("\u{301}", 0),
    ("中文", 4), ("你好，世界！", 12), ("ＰＯＰ３", 8), ("｡ｱ", 2), ("「」", 4), ("\u{3000}", 2), ("𠮷", 2),
    ("한국", 4), ("\u{1112}\u{1161}\u{11AB}", 2), ("…—“”·", 5), ("✓✗•", 3),
    ("👍", 2), ("👍🏽", 2), ("👨‍👩‍👧", 2), ("🇻🇳", 2), ("❤️", 2), ("❤", 1), ("1", 1), ("1️⃣", 2), ("📬 mail", 7),
    ("a\u{200B}b", 2), ("\u{FEFF}a", 1), ("a\u{AD}b", 3), ("नमस्ते", 4), ("ไทย", 3),
  ])
  func columns(_ text: String, _ expected: Int) {
    #expect(TextWidth.columns(text) == expected, "\(text.unicodeScalars.map { String($0.value, radix: 16) })")
  }
}
