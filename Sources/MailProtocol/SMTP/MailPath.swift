/// Addresses of the envelope: reverse-path and forward-path, and their parser. RFC 5321 §4.1.2.
public struct MailPath: Hashable, Sendable, CustomStringConvertible {
  /// Case matters here and is the receiving host's business. RFC 5321 §2.4.
  public let localPart: String
  /// nil only for `<Postmaster>`.
  public let domain: String?

  public init(localPart: String, domain: String?) {
    self.localPart = localPart
    self.domain = domain
  }

  public var description: String { domain.map { "\(localPart)@\($0)" } ?? localPart }

  /// Equal as an address: domains do not know case, and a host should not have mailboxes that differ by case alone,
  /// nor by quotes that none needs. RFC 5321 §§2.4, 4.1.2.
  public func names(_ other: MailPath) -> Bool {
    guard domain == other.domain || domain?.lowercased() == other.domain?.lowercased() else { return false }
    return localPart == other.localPart
      || unquotedLocalPart.lowercased() == other.unquotedLocalPart.lowercased()
  }

  /// `fred` of `"fred"`, and `a"b` of `"a\"b"`.
  private var unquotedLocalPart: String {
    guard localPart.count >= 2, localPart.hasPrefix("\"") else { return localPart }
    var isEscaped = false
    return localPart.dropFirst().dropLast().reduce(into: "") { text, character in
      if character == "\\", !isEscaped {
        isEscaped = true
      } else {
        text.append(character)
        isEscaped = false
      }
    }
  }

  /// An address without brackets; nil when it is none. Limits: local part 64, domain 255, with a source route and the
  /// brackets 256 (RFC 5321 §4.5.3.1).
  public init?(address: String) {
    guard address.utf8.count <= 254 else { return nil }
    if let at = Self.plainAddress(address) {
      self.init(localPart: String(address[..<at]), domain: String(address[address.utf8.index(after: at)...]))
      return
    }
    // A source route before the address is obsolete; it is read and forgotten. RFC 5321 §4.1.2, appendix C.
    var text = Substring(address)
    if text.first == "@", let colon = text.firstIndex(of: ":") { text = text[text.index(after: colon)...] }
    guard let at = text.lastIndex(of: "@") else { return nil }
    let local = String(text[..<at])
    let domain = String(text[text.index(after: at)...])
    guard local.utf8.count <= 64, domain.utf8.count <= 255, Self.isLocalPart(local), Self.isDomain(domain)
    else { return nil }
    self.init(localPart: local, domain: domain)
  }

  /// Where the `@` is in an address of letters, digits and single dots, which most are; nil says nothing about others.
  private static func plainAddress(_ address: String) -> String.Index? {
    var at: String.Index?
    var previous = UInt8(ascii: ".")
    for index in address.utf8.indices {
      let octet = address.utf8[index]
      switch octet {
      case UInt8(ascii: "@"):
        if at != nil || previous == UInt8(ascii: ".") { return nil }
        at = index
      case UInt8(ascii: "."): if previous == octet || previous == UInt8(ascii: "@") { return nil }
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"):
        break
      default: return nil
      }
      previous = octet
    }
    // Short enough for every limit of length.
    guard let at, previous != UInt8(ascii: "."), previous != UInt8(ascii: "@"), address.utf8.count <= 63 else {
      return nil
    }
    return at
  }

  private static func isLocalPart(_ text: String) -> Bool {
    if text.hasPrefix("\"") { return QuotedString.end(in: Substring(text)) == text.endIndex }
    let atoms = text.split(separator: ".", omittingEmptySubsequences: false)
    return atoms.allSatisfy { !$0.isEmpty && $0.unicodeScalars.allSatisfy(isAtomText) }
  }

  private static func isAtomText(_ scalar: Unicode.Scalar) -> Bool {
    !scalar.isASCII || scalar.properties.isAlphabetic || (0x30...0x39).contains(scalar.value)
      || "!#$%&'*+-/=?^_`{|}~".unicodeScalars.contains(scalar)
  }

  static func isDomain(_ text: String) -> Bool {
    if text.hasPrefix("["), text.hasSuffix("]") { return AddressLiteral.isOne(text.dropFirst().dropLast()) }
    let labels = text.split(separator: ".", omittingEmptySubsequences: false)
    return labels.allSatisfy { label in
      !label.isEmpty && label.utf8.count <= 63 && label.first != "-" && label.last != "-"
        && label.unicodeScalars.allSatisfy {
          !$0.isASCII || $0.properties.isAlphabetic || (0x30...0x39).contains($0.value) || $0 == "-"
        }
    }
  }
}

/// `MAIL FROM:`'s argument: an address, or `<>`, to which nothing is ever returned. RFC 5321 §4.5.5.
public enum ReversePath: Hashable, Sendable, CustomStringConvertible {
  case null
  case mailbox(MailPath)

  public var description: String {
    switch self {
    case .null: ""
    case .mailbox(let path): path.description
    }
  }
}

/// A MAIL or RCPT parameter of an extension, `SIZE=1000`. RFC 5321 §4.1.1.11.
public struct MailParameter: Hashable, Sendable {
  /// As it stands in the line.
  public let typed: String
  /// In upper case.
  public let keyword: String
  public let value: String?

  init(typed: String) {
    let equals = typed.firstIndex(of: "=")
    self.typed = typed
    keyword = (equals.map { typed[..<$0] } ?? typed[...]).uppercased()
    value = equals.map { String(typed[typed.index(after: $0)...]) }
  }

  /// Whether its keyword could be one; an address could not.
  var hasKeyword: Bool {
    guard let first = keyword.first, first.isLetter || first.isNumber else { return false }
    return !keyword.contains { "<>()[]@,;:\"\\".contains($0) }
  }

  /// The keyword does not know case.
  public static func == (left: MailParameter, right: MailParameter) -> Bool {
    left.keyword == right.keyword && left.value == right.value
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(keyword)
    hasher.combine(value)
  }
}
