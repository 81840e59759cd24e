/// What is wrong with a path that is none: which sign does not belong there, and the path without it. `PathReader` asks
/// here. One fault is mended at a time; the parser reads the mended line again.
struct PathSlips {
  /// Without the parameters behind it.
  private let text: Substring
  private let parameters: Substring
  private let verb: SMTPVerb

  init(_ text: Substring, verb: SMTPVerb) {
    let end = Self.parameters(of: text)
    self.text = text[..<end].withoutTrailingSpaces
    parameters = text[end...]
    self.verb = verb
  }

  var slip: PathSlip {
    empty ?? strange ?? several ?? linkOrKeyword ?? doubled ?? commaInDomain ?? spaced ?? around ?? withoutAt
      ?? dots ?? PathSlip(id: .pathBadAddress, bad: String(text))
  }

  // MARK: The text as a whole

  private var empty: PathSlip? {
    let isEmpty = !text.contains { !" <>()[]{}\"'`".contains($0) }
    guard isEmpty else { return nil }
    // Only a sender may be empty, and then the brackets stand close together.
    let isNull = verb == .mail && text.filter { $0 != " " } == "<>"
    return PathSlip(
      id: isNull ? .pathSpaceInside : .pathEmpty, bad: text.isEmpty ? "<>" : String(text),
      suggestion: isNull ? mended("<>") : nil)
  }

  /// Quoted strings and address literals that are wrong are not for guessing.
  private var strange: PathSlip? {
    let isQuoted =
      text.contains("\\") || zip(text, text.dropFirst()).contains { $0 == ("\"", "@") || $0 == ("\"", ".") }
    let isLiteral = zip(text, text.dropFirst()).contains { $0 == ("@", "[") }
    guard isQuoted || (isLiteral && addresses.isEmpty) else { return nil }
    return PathSlip(id: .pathBadAddress, bad: String(text))
  }

  /// One command, one address. RFC 5321 §4.1.1.3.
  private var several: PathSlip? {
    let all = addresses
    guard all.count > 1 else { return nil }
    // Some programs write the address where the name of a person would stand: `a@b.example <a@b.example>`.
    if text.contains("<"), Set(all.map { String($0) }).count == 1, text.filter({ $0 == "<" }).count == 1 { return nil }
    return PathSlip(id: .pathTwoRecipients, bad: String(all[1]), suggestion: mended("<\(all[0])>"))
  }

  /// `mailto:a@b`, `FROM:<…>` once more, a second colon.
  private var linkOrKeyword: PathSlip? {
    var start = text
    while let first = start.first, " <\"'(".contains(first) { start = start.dropFirst() }
    let word = start.prefix { $0.isLetter }
    guard word.count < 10, start.dropFirst(word.count).first == ":" else { return nil }
    let extra = start[..<start.index(after: word.endIndex)]
    let rest = start.dropFirst(extra.count).drop { $0 == " " || $0 == "/" }
    return PathSlip(
      id: .pathExtraSign, bad: String(extra), suggestion: mended(text[..<start.startIndex] + rest))
  }

  /// `<<a@b>>`, `a@@b`.
  private var doubled: PathSlip? {
    for sign in ["<", ">", "@"] as [Character] {
      // `<Bob <a@b>>` has two of each, and no sign too many.
      guard let first = text.firstIndex(of: sign), sign != ">" || text.filter({ $0 == "<" }).count < 2 else { continue }
      let rest = text[text.index(after: first)...]
      let behind = rest.drop { $0 == sign || ($0 == " " && sign != "@") }
      guard rest[..<behind.startIndex].contains(sign) else { continue }
      let once = "\(text[...first])\(behind)"
      return PathSlip(
        id: .pathExtraSign, bad: String(text[first..<behind.startIndex]).trimmedSpaces, suggestion: mended(once))
    }
    return nil
  }

  /// `a@b,com`: another sign in the place of a dot.
  private var commaInDomain: PathSlip? {
    guard let at = text.firstIndex(of: "@") else { return nil }
    let domain = text[at...].dropFirst()
    guard let sign = domain.firstIndex(where: { ",;:/".contains($0) }), sign > domain.startIndex else { return nil }
    let before = domain[..<sign]
    let after = domain[domain.index(after: sign)...]
    let label = after.prefix { $0.isLetter || $0.isNumber || $0 == "-" || $0 == "." }
    // `a@b.example,bob` has a domain before the comma and a name behind it.
    if domain[sign] == ":", !label.isEmpty, label.allSatisfy(\.isNumber) {
      // A port.
      return PathSlip(
        id: .pathExtraSign, bad: ":\(label)", suggestion: mended("\(text[..<sign])\(after.dropFirst(label.count))"))
    }
    guard before.last?.isLetter == true || before.last?.isNumber == true, !label.isEmpty, label.first != ".",
      !after.contains("@"), !before.contains(".") || (2...4).contains(label.count) || label.contains(".")
    else { return nil }
    return PathSlip(
      id: .pathExtraSign, bad: String(domain[sign]), suggestion: mended("\(text[..<sign]).\(after)"))
  }

  /// `< a@b >`, `a @ b`: spaces at the brackets, at the `@` and at a dot can only be too many.
  private var spaced: PathSlip? {
    guard text.contains(" ") else { return nil }
    var kept: [Character] = []
    let signs = Array(text)
    for (index, sign) in signs.enumerated() {
      if sign == " " {
        let before = kept.last ?? "<"
        let after = signs[(index + 1)...].first { $0 != " " } ?? ">"
        let isAtDot = (before == "." && after != "<") || (after == "." && before != ">")
        if before == "<" || after == ">" || before == "@" || after == "@" || isAtDot { continue }
      }
      kept.append(sign)
    }
    let mended = String(kept)
    guard mended != text else { return nil }
    return PathSlip(id: .pathSpaceInside, bad: String(text), suggestion: self.mended(mended))
  }

  // MARK: One address and what stands around it

  /// `(a@b)`, `<a@b>;`, `<a@b`, `Bob <a@b>`.
  private var around: PathSlip? {
    guard let address = addresses.first else { return nil }
    let before = text[..<address.startIndex]
    let after = text[address.endIndex...]
    let plain = mended("<\(address)>")
    var signs = (before + after).filter { $0 != " " }
    if signs.contains(where: { $0.isLetter || $0.isNumber }) { return beside(address, before, after, plain) }
    let isBracketed = before.contains("<") && after.contains(">")
    if isBracketed {
      signs.remove(at: signs.firstIndex(of: "<")!)
      signs.remove(at: signs.firstIndex(of: ">")!)
    }
    let brackets = signs.filter { "<>()[]{}\"'`".contains($0) }
    if !isBracketed, brackets == "<" || brackets == ">" {
      return PathSlip(id: .pathOneBracket, bad: String(text), suggestion: plain)
    }
    if isBracketed ? Self.arePaired(brackets) : !brackets.isEmpty {
      return PathSlip(
        id: .pathWrongBrackets, bad: String(text), sign: Self.named(brackets),
        suggestion: plain)
    }
    return signs.isEmpty ? nil : PathSlip(id: .pathExtraSign, bad: signs, suggestion: plain)
  }

  /// A word beside the address: a person's name, or something glued to the bracket.
  private func beside(
    _ address: Substring, _ before: Substring, _ after: Substring, _ plain: String
  ) -> PathSlip? {
    let isGlued = before.last.map { !" <\"'(".contains($0) } ?? false
    if isGlued || (before.last == "\"" && before.first == "\"") || (before.last == "\"" && before.hasPrefix("<\"")) {
      return PathSlip(id: .pathBadAddress, bad: String(text))
    }
    if before == "<", after.first == ">", let next = after.dropFirst().first, next != " ", next != "(", next != "<" {
      let tail = after.dropFirst()
      // Only the space is missing before a parameter.
      let isParameter = tail.contains("=") && !tail.contains(" ")
      return PathSlip(
        id: .pathExtraSign, bad: String(tail), suggestion: isParameter ? mended("<\(address)> \(tail)") : plain)
    }
    // `<a@b c>`: a name behind an address, or a dot that is missing?
    if before == "<", after.first == " ", after.last == ">", !address.contains(".") {
      return PathSlip(id: .pathSpaceInside, bad: String(text))
    }
    // `<b ob@c>`: a name and an address, or one address torn apart?
    let words = before.drop { $0 == "<" }.split(separator: " ")
    if before.first == "<", words.count == 1, words[0].first?.isLowercase == true, !words[0].contains("\"") {
      return PathSlip(id: .pathSpaceInside, bad: String(text))
    }
    return PathSlip(id: .pathDisplayName, bad: String(text), suggestion: plain)
  }

  // MARK: No address at all

  /// `a at b.example`, `a,b.example`, `bob`.
  private var withoutAt: PathSlip? {
    guard !text.contains("@") else { return nil }
    let inside = text.filter { !"<>".contains($0) }.trimmedSpaces
    for word in [" at ", "(at)", "[at]", "{at}", " (at) ", " [at] ", ",", ";", "#", "\"", "%"] {
      let parts = inside.lowercased().parted(at: word)
      guard parts.count == 2 else { continue }
      // Nothing typed changes its case.
      let address = "\(inside.prefix(parts[0].count))@\(inside.suffix(parts[1].count))"
      if MailPath(address: address) != nil {
        return PathSlip(id: .pathNoAt, bad: String(text), suggestion: mended("<\(address)>"))
      }
    }
    return PathSlip(id: .pathNoDomain, bad: String(text))
  }

  /// A dot at an end of the name or of the domain, or two dots together.
  private var dots: PathSlip? {
    let inside = text.filter { !"<> ".contains($0) }
    let parts = inside.split(separator: "@", omittingEmptySubsequences: false)
    guard parts.count == 2 else { return nil }
    if parts[1].isEmpty, !parts[0].isEmpty { return PathSlip(id: .pathNoDomain, bad: String(text)) }
    let mended = parts.map { $0.split(separator: ".").joined(separator: ".") }.joined(separator: "@")
    guard mended != inside else { return nil }
    return PathSlip(id: .pathStrayDot, bad: String(text), suggestion: self.mended("<\(mended)>"))
  }

  // MARK: Parts

  /// The wrong ones among the brackets, or all where even `<` and `>` stand the wrong way round.
  private static func named(_ brackets: String) -> String {
    let wrong = brackets.filter { !"<>".contains($0) }
    return (wrong.isEmpty ? brackets : wrong).map(String.init).joined(separator: " ")
  }

  private func mended(_ path: some StringProtocol) -> String { "\(path)\(parameters)" }

  /// Whether something is opened and closed among them.
  private static func arePaired(_ brackets: String) -> Bool {
    brackets.enumerated().contains { index, opener in
      VerbSlips.closers[opener].map { brackets.dropFirst(index + 1).contains($0) } ?? false
    }
  }

  /// Every word that is an address, without the signs around it.
  private var addresses: [Substring] {
    text.split { " ,;<>()[]\":".contains($0) }.compactMap { word in
      // These may begin a name, and are hardly ever meant to.
      let unquoted = word.trimming { "{}`'".contains($0) }
      return [unquoted, word, word.trimmingSigns(except: ".")].first(where: isAddress)
    }
  }

  /// RFC 5321 §4.1.1.3: a recipient may be the postmaster without a domain.
  private func isAddress(_ word: Substring) -> Bool {
    if verb == .rcpt, word.lowercased() == "postmaster" { return !text.contains("@") }
    return word.contains("@") && MailPath(address: String(word)) != nil
  }

  /// Where the parameters begin: words such as `SIZE=100` at the end.
  private static func parameters(of text: Substring) -> Substring.Index {
    var end = text.endIndex
    while let space = text[..<end].lastIndex(of: " ") {
      let word = text[text.index(after: space)..<end]
      guard word.isEmpty || (word.contains("=") && MailParameter(typed: String(word)).hasKeyword) else { break }
      end = space
    }
    return end
  }
}

extension StringProtocol {
  fileprivate var trimmedSpaces: String {
    var text = self[...]
    while text.first == " " { text = text.dropFirst() }
    while text.last == " " { text = text.dropLast() }
    return String(text)
  }
}

extension String {
  /// The texts before, between and behind each `word`.
  fileprivate func parted(at word: String) -> [Substring] {
    var parts: [Substring] = []
    var start = startIndex
    var index = startIndex
    while index < endIndex {
      if self[index...].hasPrefix(word) {
        parts.append(self[start..<index])
        index = self.index(index, offsetBy: word.count)
        start = index
      } else {
        index = self.index(after: index)
      }
    }
    return parts + [self[start...]]
  }
}
