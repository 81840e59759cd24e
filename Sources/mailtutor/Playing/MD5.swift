import Crypto

/// The digest that APOP rests on (RFC 1939 §7), from the library: the protocol modules take it as a function.
enum MD5 {
  @Sendable static func digest(_ octets: [UInt8]) -> [UInt8] { Array(Insecure.MD5.hash(data: octets)) }
}
