// When there are colours and signs, and what they look like.

import Testing

@testable import TerminalUI

@Suite struct ThemeTests {
  struct Case: Sendable {
    var environment: [String: String]
    var isTerminal = true
    var plain = false
    var isUTF8 = true
    var colors: Bool
    var symbols: Bool
  }

  @Test(arguments: [
    Case(environment: ["TERM": "xterm-256color"], colors: true, symbols: true),
    Case(environment: ["TERM": "linux"], isUTF8: false, colors: true, symbols: false),
    Case(environment: ["TERM": "xterm"], isTerminal: false, colors: false, symbols: false),
    Case(environment: ["TERM": "xterm"], plain: true, colors: false, symbols: false),
    Case(environment: ["TERM": "xterm", "NO_COLOR": "1"], colors: false, symbols: false),
    Case(environment: ["TERM": "xterm", "NO_COLOR": ""], colors: true, symbols: true),
    Case(environment: ["TERM": "dumb", "COLORTERM": "truecolor"], colors: false, symbols: false),
    Case(environment: [:], colors: false, symbols: false),
    Case(environment: ["COLORTERM": "truecolor"], colors: true, symbols: true),
    Case(environment: ["TERM": "vt100"], colors: false, symbols: false),
    Case(environment: ["TERM": "xterm-mono"], colors: false, symbols: false),
  ])
  func decides(_ it: Case) {
    let theme = Theme(
      isTerminal: it.isTerminal, environment: it.environment, plain: it.plain, isUTF8: it.isUTF8)
    #expect(theme.hasColors == it.colors && theme.hasSymbols == it.symbols)
  }

  @Test(arguments: [
    (["LANG": "vi_VN.UTF-8"], true), (["LANG": "C.utf8"], true), (["LANG": "C"], false), ([:], false),
    (["LANG": "en_US.UTF-8", "LC_ALL": "C"], false),
    (["LANG": "C", "LC_ALL": "", "LC_CTYPE": "zh_CN.UTF-8"], true),
  ])
  func readsTheLocale(_ environment: [String: String], _ expected: Bool) {
    #expect(Theme.isUTF8(environment) == expected)
  }

  let colored = Theme(isTerminal: true, environment: ["TERM": "xterm"], plain: false, isUTF8: true)
  let plain = Theme(isTerminal: true, environment: ["TERM": "xterm"], plain: true, isUTF8: true)

  @Test func signsOrWords() {
    #expect(colored.symbol(.good, word: "OK:") == "✓")
    #expect(colored.symbol(.bad, word: "NOT YET:") == "✗")
    #expect(colored.symbol(.remark, word: "NOTE:") == "•")
    #expect(plain.symbol(.good, word: "ĐÚNG:") == "ĐÚNG:")
  }

  @Test func applies() {
    #expect(colored.apply(.good, "yes") == "\u{1B}[32myes\u{1B}[0m")
    #expect(colored.apply(.note, "as it is") == "as it is")
    #expect(colored.apply(.good, "a\n\nb") == "\u{1B}[32ma\u{1B}[0m\n\n\u{1B}[32mb\u{1B}[0m")
    #expect(
      colored.apply(.bad, "not " + colored.apply(.code, "STTA") + "!")
        == "\u{1B}[31mnot \u{1B}[0;1;36mSTTA\u{1B}[0m\u{1B}[31m!\u{1B}[0m")
    for role in Role.allCases { #expect(plain.apply(role, "text") == "text") }
  }
}
