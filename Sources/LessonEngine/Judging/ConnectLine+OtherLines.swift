import MailProtocol

/// Lines at the `$ ` prompt that start no client program: other programs, misspelt ones, mail commands, and lines that
/// were copied with more than they need.
extension ConnectLine {
  // MARK: Copied

  /// A prompt, a number or a word of the text before the line, a comment behind it.
  func pasted(_ line: String) -> Diagnosis? {
    guard let (bad, rest) = Self.copied(line) else { return nil }
    if !Self.isPrompt(bad), case .mistake = read(rest) { return nil }
    return diagnosis(.inputPastedPrompt, nil, bad: bad, suggestion: opening(rest))
  }

  /// nil when the line begins with its program and has no comment.
  private static func copied(_ line: String) -> (bad: String, line: String)? {
    let words = line.split(separator: " ")
    if let index = words.firstIndex(where: { $0.hasPrefix("//") }), index > 0 {
      return (words[index...].joined(separator: " "), words[..<index].joined(separator: " "))
    }
    guard let first = words.first else { return nil }
    if first.lowercased() == "telnet>" { return (String(first), words.dropFirst().joined(separator: " ")) }
    // With flags, a program has been found where it belongs.
    guard case .failure(let flaw) = command(line), flaw.flags == nil else { return nil }
    for (index, word) in words.enumerated().prefix(5) {
      if let name = glued(word) {
        let before = words[..<index] + [word.dropLast(name.count)]
        return (before.joined(separator: " "), ([name[...]] + words[(index + 1)...]).joined(separator: " "))
      }
      guard index > 0 else { continue }
      let before = words[..<index].joined(separator: " ")
      if before.contains("|") { return nil }
      if ClientCommandLine.isProgram(word) { return (before, words[index...].joined(separator: " ")) }
    }
    return nil
  }

  /// `$telnet`, `C:\>telnet`: the program's name behind a sign.
  private static func glued(_ word: Substring) -> String? {
    ClientCommandLine.names.lazy.compactMap { name -> String? in
      guard word.lowercased().hasSuffix(name), let sign = word.dropLast(name.count).last, "$#%>:.)-".contains(sign)
      else { return nil }
      return String(word.suffix(name.count))
    }.first
  }

  private static func isPrompt(_ text: String) -> Bool { text.last.map { "$#%>:".contains($0) } ?? false }

  // MARK: Not a client

  func unknownProgram(_ word: String, in line: String) -> Diagnosis {
    let first = String(word.prefix { $0 != " " })
    // `mail` is a program, too.
    let isMailProgram = first == "mail" && !line.lowercased().contains("from")
    if isMailCommand(first), !isMailProgram {
      return diagnosis(.connectNotConnected, nil, bad: first, suggestion: expected)
    }
    switch OtherProgram(first) {
    case .speaks(let service)?: return diagnosis(.connectOtherProgram, nil, bad: first, service: service)
    case .looks?: return diagnosis(.connectLookingProgram, nil, bad: first)
    case .automatic?: return diagnosis(.connectMailProgram, nil, bad: first)
    case .mailtutor?: return diagnosis(.connectMailtutor, nil, bad: first)
    case nil: return misspeltProgram(in: line) ?? diagnosis(.connectUnknownProgram, nil, bad: word)
    }
  }

  func misspeltProgram(in line: String) -> Diagnosis? {
    misspelt(line).map { diagnosis(.connectMisspeltProgram, nil, bad: $0.bad, suggestion: opening($0.line)) }
  }

  func isMailCommand(_ word: String) -> Bool {
    POP3Verb(rawValue: word.uppercased()) != nil || SMTPVerb(rawValue: word.uppercased()) != nil
  }

  /// `telent`, `tel net`, `telnetmail.example.net`, `openssl s_clinet`: the words that are wrong, and the line mended.
  private func misspelt(_ line: String) -> (bad: String, line: String)? {
    let words = line.split(separator: " ").map(String.init)
    guard let first = words.first else { return nil }
    func mended(_ count: Int, _ right: String) -> (bad: String, line: String) {
      (words.prefix(count).joined(separator: " "), ([right] + words.dropFirst(count)).joined(separator: " "))
    }
    if ClientCommandLine.isProgram(first) {
      // `openssl`, without or with another command than the one that is a client.
      guard words.count > 1 else { return nil }
      let client = ClientCommandLine.opensslCommand
      if VerbGuess.editDistance(words[1].lowercased(), client) <= 2 || words[1].lowercased() == "client" {
        return mended(2, "\(first) \(client)")
      }
      return nil
    }
    if words.count > 1, Self.programs.contains((first + words[1]).lowercased()) {
      return mended(2, (first + words[1]).lowercased())
    }
    if let near = Self.nearProgram(first.lowercased()) { return mended(1, near) }
    for name in Self.programs where first.lowercased().hasPrefix(name) {
      let rest = first.dropFirst(name.count).drop { !$0.isLetter && !$0.isNumber }
      let glued = mended(1, "\(name) \(rest)")
      if opens(glued.line) { return glued }
    }
    // Two letters are like every other two: what stands behind them decides.
    let short = mended(1, "nc")
    return first.count <= 3 && VerbGuess.editDistance(first.lowercased(), "nc") == 1
      && opens(short.line, orNearly: true)
      ? short : nil
  }

  private static let programs = ["telnet", "openssl", "netcat", "ncat", "nc"]

  private static func nearProgram(_ word: String) -> String? {
    let letters = word.filter { $0.isLetter || $0.isNumber }
    let near = programs.map { (name: $0, distance: VerbGuess.editDistance(letters, $0)) }
      .filter { $0.distance <= 2 && $0.name.count >= 6 }
    return near.min { ($0.distance, $0.name) < ($1.distance, $1.name) }?.name
  }

  /// - Parameter orNearly: it would with `-C`.
  private func opens(_ line: String, orNearly: Bool = false) -> Bool {
    switch read(line) {
    case .opens: true
    case .mistake(let diagnosis): orNearly && diagnosis.id == .connectNeedsCRLF
    }
  }
}
