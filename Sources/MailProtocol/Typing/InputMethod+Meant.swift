/// The lines and words that were meant, where an input method or a lost key has made others of them.
extension InputMethod {
  /// The command that was meant by a line: letters that Telex, VNI or VIQR have marked or eaten, full-width letters and
  /// Chinese punctuation, characters that pinyin has made of keys, quotes around the whole, a verb with a space in it.
  ///
  /// - Parameter lines: what may have been meant, the likeliest first: the lines that a step asks for, then those whose
  ///   names, addresses, hosts and passwords the lesson shows. A line or a word of them that some input method turns
  ///   into what was typed is what was meant; without them only the protocol's own verbs and usual names are known.
  /// - Returns: plain ASCII, not yet judged by any rule; nil when nothing sure is found, or only capitals differ.
  public static func meant<Verb: WireVerb>(_ line: String, as: Verb.Type, expecting lines: [String] = []) -> String? {
    guard line.utf8.count <= longestMended else { return nil }
    return LineMender(Verb.allCases.map { VerbShape($0) }, expecting: lines).meant(applyingBackspaces(line), sent: line)
  }

  /// The line that was meant at a shell's prompt: a program's name, options, a host and a port.
  ///
  /// - Parameters:
  ///   - programs: names that a line may begin with.
  ///   - lines: as above.
  /// - Returns: as above, but also a line that starts with no such program, as long as it is plain ASCII.
  public static func meant(_ line: String, programs: [String], expecting lines: [String] = []) -> String? {
    guard line.utf8.count <= longestMended else { return nil }
    return ProgramLineMender(programs, expecting: lines).meant(applyingBackspaces(line), sent: line)
  }

  /// The word of a list that an input method has made this text of: `ýe` was `yes`, 也是, too.
  public static func word(_ text: String, among words: [String]) -> String? {
    guard text.utf8.count <= longestMended else { return nil }
    return Typed(text).readings.lazy.compactMap { TypedSource.of($0, among: words) ?? Pinyin.word($0, among: words) }
      .first
  }

  /// A word for the tutor with what an input method has made of its slash or its letters, `、hint`, `/ẽplain 250`.
  ///
  /// - Parameter names: with their slashes.
  public static func slashWord(_ line: String, among names: [String]) -> String? {
    guard line.utf8.count <= longestMended else { return nil }
    var text = ChineseKeys.zhuyin(line) ?? LookAlikes.replaced(in: line)
    // The key `\` of a Chinese layout, and in some engines `/` itself.
    if line.hasPrefix("、") { text = "/" + text.dropFirst() }
    guard text.hasPrefix("/") else { return nil }
    let word = text.firstWord
    return TypedSource.of(word, among: names).map { $0 + text[word.endIndex...] }
  }

  /// A line of a letter's header that came with Chinese signs, `To：a@b.example，c@d.example`; nil for any other line.
  public static func headerLine(_ line: String) -> String? {
    guard let colon = line.firstIndex(of: "："), colon > line.startIndex else { return nil }
    let name = LookAlikes.replaced(in: line[..<colon])
    guard name.utf8.allSatisfy({ (0x21..<0x7F).contains($0) && $0 != UInt8(ascii: ":") }) else { return nil }
    let value = line[line.index(after: colon)...]
    guard addressFields.contains(name.lowercased()) else { return "\(name): \(value.drop { $0 == " " })" }
    let addresses = LookAlikes.replaced(in: value).split { $0 == "," || $0 == ";" }
      .map { $0.split(separator: " ").joined(separator: " ") }
    return "\(name): \(addresses.joined(separator: ", "))"
  }

  /// A line of nothing but dots, where the key gave 。: one of them ends a letter. nil for any other line.
  public static func dots(_ line: String) -> String? {
    guard !line.isPlain, line.unicodeScalars.count <= 3,
      line.unicodeScalars.allSatisfy({ "。．｡.".unicodeScalars.contains($0) })
    else { return nil }
    return line.unicodeScalars.map { _ in "." }.joined()
  }

  private static let addressFields: Set<String> = ["from", "to", "cc", "bcc", "reply-to", "sender"]

  /// Longer than any command that is not base64.
  private static let longestMended = 512

  /// What the screen shows: an input method that mends it with backspaces sends these, too.
  static func applyingBackspaces(_ line: String) -> String {
    guard line.utf8.contains(0x08) || line.utf8.contains(0x7F) else { return line }
    var result = String.UnicodeScalarView()
    for scalar in line.unicodeScalars {
      if scalar.value == 0x08 || scalar.value == 0x7F { _ = result.popLast() } else { result.append(scalar) }
    }
    return String(result)
  }
}
