import NIOCore
import NIOSSL
import SwiftASN1

/// What a person wants to know of a server's certificate. RFC 5280 §4.1. Its text is a server's: sanitise before showing.
struct ServerCertificate {
  /// Whom it is for: host names and addresses, else the subject's common name.
  let names: [String]
  /// The organisation and name that signed it.
  let issuer: String
  /// `2026-03-01`
  let firstDay: String
  let lastDay: String

  private struct Malformed: Error {}

  init(_ certificate: NIOSSLCertificate) throws { try self.init(der: certificate.toDERBytes()) }

  init(der: [UInt8]) throws {
    guard let content = try DER.parse(der).children.first else { throw Malformed() }
    // Version 1 is not written; from version 3 on it is [0].
    var fields = content.children[...]
    if fields.first?.identifier.tagClass == .contextSpecific { fields = fields.dropFirst() }
    // serialNumber, signature, issuer, validity, subject, subjectPublicKeyInfo
    guard fields.count >= 6 else { throw Malformed() }
    let parts = Array(fields)
    issuer =
      Self.attributes(Self.organization, of: parts[2]).first.map { organization in
        ([organization] + Self.attributes(Self.commonName, of: parts[2])).joined(separator: ", ")
      } ?? Self.attributes(Self.commonName, of: parts[2]).joined(separator: ", ")
    let days = try parts[3].children.map(Self.day)
    guard days.count == 2 else { throw Malformed() }
    (firstDay, lastDay) = (days[0], days[1])
    let alternatives = Self.alternativeNames(parts.dropFirst(6))
    names = alternatives.isEmpty ? Self.attributes(Self.commonName, of: parts[4]) : alternatives
  }

  private static let commonName: ASN1ObjectIdentifier = [2, 5, 4, 3]
  private static let organization: ASN1ObjectIdentifier = [2, 5, 4, 10]
  private static let subjectAltName: ASN1ObjectIdentifier = [2, 5, 29, 17]

  /// A Name is a sequence of sets of (kind, text). §4.1.2.4
  private static func attributes(_ kind: ASN1ObjectIdentifier, of name: ASN1Node) -> [String] {
    name.children.flatMap(\.children).compactMap { attribute in
      let pair = attribute.children
      guard pair.count == 2, (try? ASN1ObjectIdentifier(derEncoded: pair[0])) == kind else { return nil }
      return String(decoding: pair[1].octets, as: UTF8.self)
    }
  }

  /// UTCTime until 2049, GeneralizedTime from then on. §4.1.2.5
  private static func day(_ node: ASN1Node) throws -> String {
    if let time = try? UTCTime(derEncoded: node) { return day(time.year, time.month, time.day) }
    let time = try GeneralizedTime(derEncoded: node)
    return day(time.year, time.month, time.day)
  }

  private static func day(_ year: Int, _ month: Int, _ day: Int) -> String {
    [(year, 4), (month, 2), (day, 2)].map { number, digits in
      let text = String(number)
      return String(repeating: "0", count: max(0, digits - text.count)) + text
    }.joined(separator: "-")
  }

  /// dNSName is [2], iPAddress is [7]. §4.2.1.6
  private static func alternativeNames(_ fields: ArraySlice<ASN1Node>) -> [String] {
    let extensions = fields.filter { $0.identifier == ASN1Identifier(tagWithNumber: 3, tagClass: .contextSpecific) }
    for item in extensions.flatMap(\.children).flatMap(\.children) {
      guard let kind = item.children.first, let value = item.children.last,
        (try? ASN1ObjectIdentifier(derEncoded: kind)) == subjectAltName, let list = try? DER.parse(value.octets)
      else { continue }
      return list.children.compactMap { name in
        switch name.identifier.tagNumber {
        case 2: String(decoding: name.octets, as: UTF8.self)
        case 7: address(name.octets)
        default: nil
        }
      }
    }
    return []
  }

  private static func address(_ octets: ArraySlice<UInt8>) -> String? {
    try? SocketAddress(packedIPAddress: ByteBuffer(bytes: octets), port: 0).ipAddress
  }
}

extension ASN1Node {
  fileprivate var children: [ASN1Node] {
    switch content {
    case .constructed(let nodes): Array(nodes)
    case .primitive: []
    }
  }

  fileprivate var octets: ArraySlice<UInt8> {
    switch content {
    case .constructed: []
    case .primitive(let octets): octets
    }
  }
}
