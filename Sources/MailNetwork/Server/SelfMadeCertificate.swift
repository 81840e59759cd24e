import Crypto
import Foundation
import NIOCore
import SwiftASN1

/// A server's certificate that is signed with its own key. RFC 5280 §4.1, with ECDSA on P-256 (RFC 5758 §3.2).
/// `ServerTLS` shows it when nobody gave a certificate.
struct SelfMadeCertificate {
  /// DER.
  let certificate: [UInt8]
  let key: [UInt8]

  private static let lifetime: TimeInterval = 365 * 86_400

  /// - Parameter names: the first is the subject; all are its alternative names.
  init(names: [String], now: Date) throws {
    precondition(!names.isEmpty, "a certificate is for somebody")
    let key = P256.Signing.PrivateKey()
    let content = try Self.content(names, now: now, key.publicKey)
    let signature = try key.signature(for: content).derRepresentation
    var whole = DER.Serializer()
    try whole.appendConstructedNode(identifier: .sequence) { whole in
      try whole.serialize(ASN1Any(derEncoded: content))
      try Self.appendAlgorithm(to: &whole)
      try whole.serialize(ASN1BitString(bytes: Array(signature)[...]))
    }
    certificate = whole.serializedBytes
    self.key = Array(key.derRepresentation)
  }

  /// TBSCertificate, RFC 5280 §4.1.2.
  private static func content(_ names: [String], now: Date, _ key: P256.Signing.PublicKey) throws -> [UInt8] {
    var content = DER.Serializer()
    try content.appendConstructedNode(identifier: .sequence) { content in
      // Version 3, which is written as 2.
      try content.serialize(2, explicitlyTaggedWithTagNumber: 0, tagClass: .contextSpecific)
      try content.serialize(UInt64.random(in: 1...UInt64.max >> 1))
      try appendAlgorithm(to: &content)
      try appendName(names[0], to: &content)
      // Clocks differ: valid from yesterday.
      try content.appendConstructedNode(identifier: .sequence) { validity in
        try validity.serialize(utcTime(now - 86_400))
        try validity.serialize(utcTime(now + lifetime))
      }
      try appendName(names[0], to: &content)
      try content.serialize(ASN1Any(derEncoded: Array(key.derRepresentation)))
      try content.appendConstructedNode(identifier: .contextSpecific(3)) { extensions in
        try extensions.appendConstructedNode(identifier: .sequence) { extensions in
          try appendAlternativeNames(names, to: &extensions)
        }
      }
    }
    return content.serializedBytes
  }

  /// ecdsa-with-SHA256.
  private static func appendAlgorithm(to serializer: inout DER.Serializer) throws {
    try serializer.appendConstructedNode(identifier: .sequence) { algorithm in
      try algorithm.serialize([1, 2, 840, 10045, 4, 3, 2] as ASN1ObjectIdentifier)
    }
  }

  /// A distinguished name that is a common name only.
  private static func appendName(_ name: String, to serializer: inout DER.Serializer) throws {
    try serializer.appendConstructedNode(identifier: .sequence) { sequence in
      try sequence.appendConstructedNode(identifier: .set) { set in
        try set.appendConstructedNode(identifier: .sequence) { attribute in
          try attribute.serialize([2, 5, 4, 3] as ASN1ObjectIdentifier)
          // At most 64 characters. RFC 5280 appendix A.1.
          try attribute.serialize(ASN1UTF8String(String(name.prefix(64))))
        }
      }
    }
  }

  /// RFC 5280 §4.2.1.6: dNSName is [2], iPAddress is [7].
  private static func appendAlternativeNames(_ names: [String], to serializer: inout DER.Serializer) throws {
    var list = DER.Serializer()
    list.appendConstructedNode(identifier: .sequence) { list in
      for name in names {
        let address = addressOctets(name)
        list.appendPrimitiveNode(identifier: .contextSpecific(address == nil ? 2 : 7)) {
          $0.append(contentsOf: address ?? Array(name.utf8))
        }
      }
    }
    try serializer.appendConstructedNode(identifier: .sequence) { alternativeNames in
      try alternativeNames.serialize([2, 5, 29, 17] as ASN1ObjectIdentifier)
      try alternativeNames.serialize(ASN1OctetString(contentBytes: list.serializedBytes[...]))
    }
  }

  private static func addressOctets(_ name: String) -> [UInt8]? {
    switch try? SocketAddress(ipAddress: name, port: 0) {
    case .v4(let address): withUnsafeBytes(of: address.address.sin_addr) { Array($0) }
    case .v6(let address): withUnsafeBytes(of: address.address.sin6_addr) { Array($0) }
    case .unixDomainSocket, nil: nil
    }
  }

  private static func utcTime(_ date: Date) throws -> UTCTime {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = .gmt
    let parts = calendar.dateComponents([.year, .month, .day, .hour, .minute, .second], from: date)
    guard let year = parts.year, let month = parts.month, let day = parts.day, let hour = parts.hour,
      let minute = parts.minute, let second = parts.second
    else { preconditionFailure("a date without parts") }
    return try UTCTime(year: year, month: month, day: day, hours: hour, minutes: minute, seconds: second)
  }
}

extension ASN1Identifier {
  fileprivate static func contextSpecific(_ number: UInt) -> ASN1Identifier {
    ASN1Identifier(tagWithNumber: number, tagClass: .contextSpecific)
  }
}
