/// Digests as APOP and CRAM-MD5 write them: two lower-case digits an octet. RFC 1939 §7, RFC 2195 §2.
enum Hexadecimal {
  static func lowerCase(_ octets: [UInt8]) -> String {
    octets.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}
