/// What may stand between `[` and `]` in place of a domain. `MailPath` asks here. RFC 5321 §4.1.3.
enum AddressLiteral {
  /// Four numbers, `IPv6:` and an address, or another tag and its text.
  static func isOne(_ text: Substring) -> Bool {
    guard let colon = text.firstIndex(of: ":") else { return isIPv4(text) }
    let tag = text[..<colon]
    let value = text[text.index(after: colon)...]
    if tag.uppercased() == "IPV6" { return isIPv6(value) }
    return MailPath.isDomain(String(tag)) && !value.isEmpty
      && value.utf8.allSatisfy { (0x21...0x7E).contains($0) && !(0x5B...0x5D).contains($0) }
  }

  /// The literal of an address that stands without brackets: `[192.0.2.1]` for `192.0.2.1`.
  static func bracketing(_ address: Substring) -> String? {
    if isIPv4(address) { return "[\(address)]" }
    let tag = "IPv6:"
    let value = address.uppercased().hasPrefix(tag.uppercased()) ? address.dropFirst(tag.count) : address
    return isIPv6(value) ? "[\(tag)\(value)]" : nil
  }

  private static func isIPv4(_ text: Substring) -> Bool {
    let numbers = text.split(separator: ".", omittingEmptySubsequences: false)
    return numbers.count == 4
      && numbers.allSatisfy { number in
        (1...3).contains(number.utf8.count) && number.utf8.allSatisfy { (0x30...0x39).contains($0) }
          && Int(number).map { $0 <= 255 } ?? false
      }
  }

  /// Eight groups of 16 bits, or fewer with one `::` for the rest, which are zero.
  private static func isIPv6(_ text: Substring) -> Bool {
    guard let gap = text.indices.first(where: { text[$0...].hasPrefix("::") }) else { return groups(text) == 8 }
    guard let before = groups(text[..<gap]), let after = groups(text[gap...].dropFirst(2)) else { return false }
    return before + after < 8
  }

  /// How many groups there are, an IPv4 address at the end being two; nil when something else stands there.
  private static func groups(_ text: Substring) -> Int? {
    if text.isEmpty { return 0 }
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard let last = parts.last else { return nil }
    let isMixed = isIPv4(last)
    let hexadecimal = isMixed ? parts.dropLast() : parts[...]
    guard
      hexadecimal.allSatisfy({ (1...4).contains($0.utf8.count) && $0.allSatisfy { $0.isASCII && $0.isHexDigit } })
    else { return nil }
    return hexadecimal.count + (isMixed ? 2 : 0)
  }
}
