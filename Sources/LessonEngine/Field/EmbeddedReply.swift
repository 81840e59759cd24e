import MailProtocol

/// A server's reply inside of what a program printed: `(550, b'5.1.1 No such user')`, `said: 550 …`, `<<< 550-…`,
/// `Diagnostic-Code: smtp; 550 …`, `responded: -ERR …`.
struct EmbeddedReply: Hashable, Sendable {
  let reply: Reply

  /// The likeliest one: a refusal rather than a yes, a code that an enhanced code follows, or one behind `said`.
  static func find(in text: String) -> EmbeddedReply? {
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map { Array($0.utf8) }
    for line in lines { if let reply = pop3(in: line) { return EmbeddedReply(reply: .pop3(reply)) } }
    var best: (score: Int, line: Int, place: Int)?
    for (index, line) in lines.enumerated() {
      for place in line.indices {
        guard let score = CodePlace(line, place)?.score, score >= 2, score > best?.score ?? 0 else { continue }
        best = (score, index, place)
      }
    }
    return best.map { EmbeddedReply(reply: .smtp(smtp(lines, $0.line, $0.place))) }
  }

  /// From `-ERR` to the end, without the quotes of whoever printed it.
  private static func pop3(in line: [UInt8]) -> POP3Reply? {
    let status = Array("-ERR".utf8)
    guard let place = line.firstRange(of: status)?.lowerBound else { return nil }
    if place > 0, line[place - 1].isLetterOrDigit { return nil }
    let isPacked = line[..<place].contains { "'\"(".utf8.contains($0) }
    return POP3Reply(line: isPacked ? withoutClosing(line[place...]) : Array(line[place...]))
  }

  /// The code's line and those that go on with it.
  private static func smtp(_ lines: [[UInt8]], _ first: Int, _ place: Int) -> SMTPReply {
    let code = Array(lines[first][place..<(place + 3)])
    var texts = pieces(lines[first][(place + 3)...])
    for line in lines[(first + 1)...].prefix(20) {
      let rest = line.drop { $0 == 0x20 }
      let goesOn = rest.starts(with: code) && rest.dropFirst(3).first.map { "- ".utf8.contains($0) } == true
      guard goesOn || enhanced(startingIn: rest) != nil else { break }
      texts += pieces(goesOn ? rest.dropFirst(3) : rest)
    }
    return SMTPReply(
      code: code.reduce(0) { $0 * 10 + Int($1 - 0x30) },
      lines: texts.enumerated().map { index, text in
        code + [index < texts.count - 1 ? UInt8(ascii: "-") : 0x20] + text
      })
  }

  /// What stands behind a code, cut where a program printed a line's end as `\n`.
  private static func pieces(_ rest: ArraySlice<UInt8>) -> [[UInt8]] {
    // Python: `, b'5.1.1 No such user')`.
    let packing = rest.prefix { ",:;-' \"".utf8.contains($0) || $0 == UInt8(ascii: "b") && rest.count > 2 }
    let isPython = packing.contains { "'\"".utf8.contains($0) }
    let text = isPython ? rest.dropFirst(packing.count) : rest.drop { ",:;- ".utf8.contains($0) }
    let bare = isPython ? withoutClosing(text) : Array(text)
    let end = Array("\\n".utf8)
    var pieces: [[UInt8]] = []
    var left = bare[...]
    while pieces.count < 20, let range = left.firstRange(of: end) {
      pieces.append(Array(left[..<range.lowerBound]))
      left = left[range.upperBound...]
    }
    return pieces + [Array(left)]
  }

  private static func withoutClosing(_ text: ArraySlice<UInt8>) -> [UInt8] {
    var text = text
    while let last = text.last, "'\"),}]> ".utf8.contains(last) { text.removeLast() }
    return Array(text)
  }

  // MARK: What else a text tells

  /// The first enhanced code that is no part of a longer number.
  static func enhanced(in text: String) -> EnhancedStatus? {
    let octets = Array(text.utf8)
    var index = 0
    while index < octets.count {
      let isStart = index == 0 || !(octets[index - 1].isLetterOrDigit || octets[index - 1] == UInt8(ascii: "."))
      if isStart, octets[index].isDigit, let status = enhanced(startingIn: octets[index...]) { return status }
      index += 1
    }
    return nil
  }

  static func enhanced(startingIn octets: ArraySlice<UInt8>) -> EnhancedStatus? {
    let number = octets.prefix(12).prefix { $0.isDigit || $0 == UInt8(ascii: ".") }
    if let next = octets.dropFirst(number.count).first, next.isLetterOrDigit { return nil }
    let text = String(decoding: number, as: UTF8.self)
    // A full stop may follow it.
    return EnhancedStatus(text.hasSuffix(".") ? String(text.dropLast()) : text)
  }

  /// Which command the reply answered, in the words of those who print it.
  static func command(in text: String) -> String? {
    let text = text.prefix(20_000).lowercased()
    return commands.first { text.contains($0.0) }?.1
  }

  private static let commands: [(String, String)] = [
    ("in reply to end of data", "end-of-data"), ("after end of data", "end-of-data"),
    ("sending end of data", "end-of-data"), ("sending message body", "end-of-data"),
    ("smtpdataerror", "end-of-data"), ("data command failed", "end-of-data"),
    ("in reply to rcpt", "RCPT"), ("after rcpt", "RCPT"), (">>> rcpt", "RCPT"), ("rcpt failed", "RCPT"),
    ("sending rcpt", "RCPT"), ("rcpt to command failed", "RCPT"), ("smtprecipientsrefused", "RCPT"),
    ("in reply to mail", "MAIL"), ("after mail from", "MAIL"), (">>> mail", "MAIL"), ("mail failed", "MAIL"),
    ("mail from command failed", "MAIL"), ("mail command failed", "MAIL"), ("smtpsenderrefused", "MAIL"),
    ("in reply to data", "DATA"), (">>> data", "DATA"),
    ("in reply to ehlo", "EHLO"), ("after ehlo", "EHLO"), ("in reply to helo", "HELO"), ("after helo", "HELO"),
    ("smtpheloerror", "EHLO"),
    ("after initial connection", "greeting"), ("initial server greeting", "greeting"),
    ("smtpconnecterror", "greeting"), ("invalid greeting", "greeting"),
    ("command: 'auth", "AUTH"), ("smtpauthenticationerror", "AUTH"),
  ]
}

/// A place of a line that may hold a reply's code, and how likely that is.
private struct CodePlace {
  let score: Int

  init?(_ line: [UInt8], _ place: Int) {
    guard place + 3 <= line.count, line[place..<(place + 3)].allSatisfy(\.isDigit), "245".utf8.contains(line[place]),
      (0x30...0x35).contains(line[place + 1]) || line[place + 1] == 0x37, Self.mayStand(behind: line[..<place])
    else { return nil }
    let rest = line[(place + 3)...]
    guard Self.mayStand(before: rest) else { return nil }
    let isNo = line[place] != UInt8(ascii: "2")
    let hasEnhanced = EmbeddedReply.enhanced(startingIn: rest.dropFirst()) != nil
    score = (isNo ? 2 : 0) + (hasEnhanced ? 3 : 0) + Self.favour(line[..<place])
  }

  /// No part of a word, a time, a port or an address. (`CODE :550` is fine, `host:587` is not.)
  private static func mayStand(behind before: ArraySlice<UInt8>) -> Bool {
    guard let last = before.last else { return true }
    if last == UInt8(ascii: ":") { return before.dropLast().last == 0x20 }
    return !last.isLetterOrDigit && !"._/-".utf8.contains(last)
  }

  private static func mayStand(before rest: ArraySlice<UInt8>) -> Bool {
    guard let first = rest.first else { return true }
    if ",'\";:)]\\".utf8.contains(first) { return true }
    guard first == 0x20 || first == UInt8(ascii: "-") else { return false }
    let text = rest.dropFirst().drop { $0 == 0x20 }
    guard let next = text.first else { return true }
    return next.isLetter || next >= 0x80 || "<\"'#*-[({".utf8.contains(next)
      || EmbeddedReply.enhanced(startingIn: text) != nil
  }

  /// What stands before it speaks for a code, or against one: `said: 550`, `after 300 seconds`.
  private static func favour(_ before: ArraySlice<UInt8>) -> Int {
    let signs = before.reversed().prefix { !$0.isLetterOrDigit }
    if signs.count == before.count { return 3 }
    if signs.contains(where: { "(<[".utf8.contains($0) }), signs.first != 0x20 { return 3 }
    let word = String(
      decoding: before.dropLast(signs.count).reversed().prefix { $0.isLetterOrDigit }.reversed(), as: UTF8.self
    ).lowercased()
    if signs.allSatisfy({ $0 == 0x20 }), measures.contains(word) { return -4 }
    return announcers.contains { word.hasPrefix($0) } ? 3 : 0
  }

  private static let announcers = [
    "said", "respon", "repl", "return", "error", "fail", "message", "was", "smtp", "reason", "code", "reject",
    "recipient",
    "status", "dsn",
  ]
  private static let measures: Set<String> = [
    "after", "in", "port", "line", "size", "over", "than", "for", "within", "every", "timeout", "errno", "version",
    "http", "exited", "of", "is", "to", "and",
  ]
}

extension UInt8 {
  fileprivate var isDigit: Bool { (0x30...0x39).contains(self) }
  fileprivate var isLetter: Bool { (0x41...0x5A).contains(self) || (0x61...0x7A).contains(self) }
  fileprivate var isLetterOrDigit: Bool { isDigit || isLetter }
}
