/// The parameters that extensions give MAIL and RCPT, and the form of each value. The rule book asks here. RFC 1870
/// (SIZE), 6152 (BODY), 6531 (SMTPUTF8), 3461 (RET ENVID NOTIFY ORCPT), 4954 §5 (AUTH), 2852 (BY), 4865 (HOLDFOR
/// HOLDUNTIL), 6710 (MT-PRIORITY), 7293 (RRVS), 8689 (REQUIRETLS).
public enum SMTPParameters {
  /// Which parameters the extension with this keyword brings. The simulator performs some of these extensions, real
  /// servers announce the others.
  public static func introduced(by keyword: String) -> Set<String> { byExtension[keyword] ?? [] }

  private static let byExtension: [String: Set<String>] = [
    "SIZE": ["SIZE"], "8BITMIME": ["BODY"], "BINARYMIME": ["BODY"], "SMTPUTF8": ["SMTPUTF8"],
    "DSN": ["RET", "ENVID", "NOTIFY", "ORCPT"],
    "AUTH": ["AUTH"], "DELIVERBY": ["BY"], "FUTURERELEASE": ["HOLDFOR", "HOLDUNTIL"],
    "MT-PRIORITY": ["MT-PRIORITY"], "RRVS": ["RRVS"], "REQUIRETLS": ["REQUIRETLS"],
  ]

  /// Announced, at home in this command, given once, well formed, and within the size.
  static func objection(to command: SMTPCommand, _ position: SMTPPosition) -> Diagnosis? {
    let given: [MailParameter]
    let home: Set<String>
    let path: String
    switch command {
    case .mail(let sender, let parameters): (given, home, path) = (parameters, mail, "MAIL FROM:<\(sender)>")
    case .rcpt(let recipient, let parameters): (given, home, path) = (parameters, rcpt, "RCPT TO:<\(recipient)>")
    case .vrfy(let text, asksForUTF8: true), .expn(let text, asksForUTF8: true):
      let smtpUTF8 = "SMTPUTF8"
      (given, home, path) = ([MailParameter(typed: smtpUTF8)], [smtpUTF8], "\(command.verb.rawValue) \(text)")
    case .helo, .ehlo, .data, .rset, .noop, .quit, .vrfy, .expn, .help, .starttls, .auth, .bdat, .etrn, .verbose,
      .other:
      return nil
    }
    if given.isEmpty { return nil }
    let usable = position.parameters
    // A parameter that is called as an announced extension is: whoever announces it knows it.
    let believed =
      position.state.hello?.isExtended == true ? position.offers.keywords.subtracting(mail.union(rcpt)) : []
    var seen: Set<String> = []
    for parameter in given {
      let bad = ByteSanitizer.visible(parameter.typed)
      let values = ["bad": bad, "verb": command.verb.rawValue]
      let isKnown = { (keyword: String) in
        believed.contains(keyword) || usable.contains(keyword) && home.contains(keyword)
      }
      guard isKnown(parameter.keyword) else {
        if home.contains(parameter.keyword), position.mayHave(parameter.keyword),
          let needed = position.ehloNeeded(for: bad)
        {
          return needed
        }
        let line = path + given.filter { isKnown($0.keyword) }.map { " \($0.typed)" }.joined()
        return Diagnosis(.parameterUnknown, .smtp, values).adding("suggestion", ByteSanitizer.visible(line))
      }
      guard seen.insert(parameter.keyword).inserted, isWellFormed(parameter, position.offers.keywords) else {
        return Diagnosis(.parameterBadValue, .smtp, values)
      }
      if parameter.keyword == "SIZE", let limit = position.offers.sizeLimit, let size = parameter.value,
        Int(size).map({ $0 > limit }) ?? true
      {
        return Diagnosis(.parameterSizeTooBig, .smtp, ["bad": bad, "limit": String(limit)])
      }
    }
    return nil
  }

  private static let mail: Set<String> = [
    "SIZE", "BODY", "SMTPUTF8", "RET", "ENVID", "AUTH", "BY", "HOLDFOR", "HOLDUNTIL", "MT-PRIORITY", "REQUIRETLS",
  ]
  private static let rcpt: Set<String> = ["NOTIFY", "ORCPT", "RRVS"]

  private static func isWellFormed(_ parameter: MailParameter, _ announced: Set<String>) -> Bool {
    let value = parameter.value
    switch parameter.keyword {
    case "SIZE":
      return value.map(isSize) ?? false
    case "BODY":
      // RFC 3030 §3.
      let isBinary = value?.uppercased() == "BINARYMIME" && announced.contains("BINARYMIME")
      return isBinary || ["7BIT", "8BITMIME"].contains(value?.uppercased())
    case "SMTPUTF8": return value == nil
    case "RET": return ["FULL", "HDRS"].contains(value?.uppercased())
    case "ENVID": return value.map { (1...100).contains($0.utf8.count) && isXText($0[...]) } ?? false
    case "AUTH": return value.map { !$0.isEmpty && isXText($0[...]) } ?? false
    case "NOTIFY": return value.map { isNotify($0.uppercased()) } ?? false
    case "ORCPT":
      guard let value, value.utf8.count <= 500, let semicolon = value.firstIndex(of: ";"),
        semicolon > value.startIndex
      else { return false }
      return isXText(value[value.index(after: semicolon)...])
    default: return true
    }
  }

  /// Up to 20 digits. RFC 1870 §4.
  private static func isSize(_ value: String) -> Bool {
    (1...20).contains(value.utf8.count) && value.utf8.allSatisfy { (0x30...0x39).contains($0) }
  }

  /// NEVER alone, or any of the others. RFC 3461 §4.1.
  private static func isNotify(_ value: String) -> Bool {
    let words = value.split(separator: ",", omittingEmptySubsequences: false)
    if words == ["NEVER"] { return true }
    return words.allSatisfy { ["SUCCESS", "FAILURE", "DELAY"].contains($0) } && Set(words).count == words.count
  }

  /// Printable ASCII without `=`; `+` only before two upper-case hexadecimal digits. RFC 3461 §4.
  private static func isXText(_ text: Substring) -> Bool {
    let octets = Array(text.utf8)
    return octets.indices.allSatisfy { index in
      if octets[index] == UInt8(ascii: "+") {
        let digits = octets[(index + 1)...].prefix(2)
        return digits.count == 2 && digits.allSatisfy { (0x30...0x39).contains($0) || (0x41...0x46).contains($0) }
      }
      return (0x21...0x7E).contains(octets[index]) && octets[index] != UInt8(ascii: "=")
    }
  }
}
