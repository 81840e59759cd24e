/// A line at a shell's prompt, in words as a shell reads them: quotes group and go, a comment goes, and a `;` at the end.
/// Nothing is ever run: what would make a shell do more than start one program is only named. `ClientCommandLine` reads
/// its words.
struct ShellLine: Sendable {
  private(set) var words: [String] = []
  private(set) var flaw: ClientLineFlaw.Reason?

  init(_ line: String) {
    var reader = Reader(line)
    reader.read()
    words = reader.words
    flaw = reader.flaw
    guard let first = words.first, let last = words.last, ClientCommandLine.kind(of: first) == nil else { return }
    // `(telnet host 110)`, `**telnet host 110**`
    let opening = first.prefix { "([{<*_~".contains($0) }
    let closing = last.reversed().prefix { ")]}>*_~".contains($0) }
    guard !opening.isEmpty, first != opening else { return }
    words[0] = String(first.dropFirst(opening.count))
    guard ClientCommandLine.kind(of: words[0]) != nil else {
      words[0] = first
      return
    }
    if last.count > closing.count { words[words.count - 1] = String(words[words.count - 1].dropLast(closing.count)) }
    flaw = flaw ?? .marks("\(opening)…\(String(closing.reversed()))")
  }

  private struct Reader {
    private var rest: Substring
    private var word = ""
    /// The word has quotes: even an empty one counts.
    private var isQuoted = false
    var words: [String] = []
    var flaw: ClientLineFlaw.Reason?

    init(_ line: String) { rest = line[...] }

    mutating func read() {
      while let character = rest.popFirst() {
        switch character {
        case " ", "\t": endWord()
        case "\"", "'": quoted(until: character)
        case "`":
          // A shell would run what stands between two of them.
          flaw = flaw ?? .marks("`…`")
        case "#" where word.isEmpty: rest = ""
        case ";" where rest.allSatisfy { $0 == " " || $0 == ";" }: rest = ""
        // `mail.example.net;110` is meant as one word.
        case ";" where !word.isEmpty && rest.first != " ": word.append(character)
        case "<" where isBracketed: word.append(character)
        case ">" where word.hasPrefix("<"): word.append(character)
        case "|", "&", ";", "<", ">": return endLine(at: character)
        default: word.append(character)
        }
      }
      endWord()
    }

    /// `<mail.example.net>`: a text's way to say what is to be filled in.
    private var isBracketed: Bool { word.isEmpty && rest.prefix { $0 != " " }.contains(">") }

    private mutating func quoted(until quote: Character) {
      let inner = rest.prefix { $0 != quote }
      let isOpen = inner.endIndex == rest.endIndex
      rest = isOpen ? "" : rest[rest.index(after: inner.endIndex)...]
      if isOpen || inner.contains(" ") {
        // One word to a shell, and never meant to be one.
        flaw = flaw ?? .marks("\(quote)…\(isOpen ? "" : String(quote))")
        let parts = inner.split(separator: " ").map(String.init)
        for (index, part) in parts.enumerated() {
          word += part
          if index + 1 < parts.count { endWord() }
        }
      } else {
        word += inner
        isQuoted = true
      }
    }

    private mutating func endLine(at sign: Character) {
      // `2>&1`
      if sign == ">", word.utf8.allSatisfy({ (0x30...0x39).contains($0) }) { word = "" }
      let doubled = rest.first == sign ? String(sign) : ""
      flaw = .shell("\(sign)\(doubled)")
      endWord()
    }

    private mutating func endWord() {
      if !word.isEmpty || isQuoted { words.append(word) }
      word = ""
      isQuoted = false
    }
  }
}
