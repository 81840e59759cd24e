/// Digests as APOP, CRAM-MD5 and the log's chain write them: two lower-case digits an octet. RFC 1939 §7, RFC 2195 §2.
public enum Hexadecimal {
  public static func lowerCase(_ octets: some Sequence<UInt8>) -> String {
    octets.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}
