import Foundation
import NIOCore
import NIOSSL
import X509

/// What a person wants to know of a server's certificate. Its text is a server's: sanitise before showing.
struct ServerCertificate {
  /// Whom it is for: host names and addresses, else the subject's common names.
  let names: [String]
  /// The organisation and name that signed it.
  let issuer: String
  let notValidBefore: Date
  let notValidAfter: Date

  /// - Throws: what swift-certificates cannot read: no DER, or a kind of key that it does not know.
  init(_ certificate: NIOSSLCertificate) throws { try self.init(der: certificate.toDERBytes()) }

  init(der: [UInt8]) throws {
    let certificate = try Certificate(derEncoded: der)
    notValidBefore = certificate.notValidBefore
    notValidAfter = certificate.notValidAfter
    let issuer = certificate.issuer.flatMap { $0 }
    let organization = issuer.filter { $0.type == .RDNAttributeType.organizationName }.prefix(1)
    self.issuer = Self.texts(organization + Self.commonNames(issuer)).joined(separator: ", ")
    // An extension that cannot be read is no reason to say nothing of the rest.
    let alternatives = ((try? certificate.extensions.subjectAlternativeNames) ?? nil)?.compactMap(Self.text) ?? []
    names = alternatives.isEmpty ? Self.texts(Self.commonNames(certificate.subject.flatMap { $0 })) : alternatives
  }

  /// `2026-03-01`
  var firstDay: String { Self.day(notValidBefore) }
  /// `2027-03-01`
  var lastDay: String { Self.day(notValidAfter) }

  private static func day(_ date: Date) -> String { date.formatted(.iso8601.year().month().day()) }

  private static func commonNames(
    _ attributes: [RelativeDistinguishedName.Attribute]
  ) -> [RelativeDistinguishedName.Attribute] {
    attributes.filter { $0.type == .RDNAttributeType.commonName }
  }

  /// A text in a character set of before Unicode (TeletexString, BMPString) is left out.
  private static func texts(_ attributes: [RelativeDistinguishedName.Attribute]) -> [String] {
    attributes.compactMap { String($0.value) }
  }

  /// RFC 5280 §4.2.1.6; nil for names that no mail server goes by.
  private static func text(_ name: GeneralName) -> String? {
    switch name {
    case .dnsName(let name): name
    case .ipAddress(let address):
      try? SocketAddress(packedIPAddress: ByteBuffer(bytes: address.bytes), port: 0).ipAddress
    case .otherName, .rfc822Name, .x400Address, .directoryName, .ediPartyName, .uniformResourceIdentifier,
      .registeredID:
      nil
    }
  }
}
