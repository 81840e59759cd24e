/// APOP's answer to the greeting's timestamp. RFC 1939 §7. The digest function is passed in, so that this module
/// needs no cryptography of its own.
public enum APOPDigest {
  /// MD5 of octets, as 16 octets.
  public typealias MD5 = @Sendable ([UInt8]) -> [UInt8]

  /// - Parameter timestamp: with its angle brackets.
  /// - Returns: 32 lower-case hexadecimal digits.
  public static func make(timestamp: String, secret: Secret, md5: MD5) -> String {
    Hexadecimal.lowerCase(md5(Array((timestamp + secret.reveal()).utf8)))
  }

  /// A digest, but for its letters: servers compare it as text.
  public static func hasCapitals(_ digest: String) -> Bool {
    digest != digest.lowercased() && digest.utf8.count == 32 && digest.allSatisfy(\.isHexDigit)
  }

  /// `<…@…>` in a greeting, brackets included; nil when the server offers no APOP.
  public static func timestamp(inGreeting line: [UInt8]) -> String? {
    place(ofTimestampIn: line).map { String(decoding: line[$0], as: UTF8.self) }
  }

  /// Its octets.
  static func place(ofTimestampIn line: [UInt8]) -> ClosedRange<Int>? {
    guard let open = line.firstIndex(of: UInt8(ascii: "<")), let close = line.lastIndex(of: UInt8(ascii: ">")),
      open < close, line[open..<close].contains(UInt8(ascii: "@"))
    else { return nil }
    return open...close
  }
}
