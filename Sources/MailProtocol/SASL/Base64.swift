/// Octets as letters that fit into a line, and back. RFC 4648 §4; AUTH exchanges are written in it. Without
/// Foundation, and strict: what this decodes has exactly one spelling.
public enum Base64 {
  public static func encode(_ octets: some Collection<UInt8>) -> String {
    var text: [UInt8] = []
    text.reserveCapacity((octets.count + 2) / 3 * 4)
    var rest = Array(octets)[...]
    while !rest.isEmpty {
      let three = rest.prefix(3)
      rest = rest.dropFirst(3)
      let bits = three.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - three.count))
      for place in 0..<4 {
        text.append(place <= three.count ? alphabet[bits >> (18 - 6 * place) & 63] : UInt8(ascii: "="))
      }
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// nil when it is anything but base64: another sign, a wrong length, `=` in the middle, bits left over.
  public static func decode(_ text: some StringProtocol) -> [UInt8]? {
    let signs = Array(text.utf8)
    guard signs.count % 4 == 0 else { return nil }
    let padding = signs.reversed().prefix { $0 == UInt8(ascii: "=") }.count
    guard padding <= 2 else { return nil }
    var octets: [UInt8] = []
    octets.reserveCapacity(signs.count / 4 * 3)
    var bits = 0
    var count = 0
    for sign in signs.dropLast(padding) {
      guard let value = values[Int(sign)] else { return nil }
      bits = bits << 6 | value
      count += 6
      guard count >= 8 else { continue }
      count -= 8
      octets.append(UInt8(bits >> count & 255))
      bits &= (1 << count) - 1
    }
    return bits == 0 ? octets : nil
  }

  private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
  private static let values: [Int?] = {
    var values = [Int?](repeating: nil, count: 256)
    for (value, sign) in alphabet.enumerated() { values[Int(sign)] = value }
    return values
  }()
}
