import Crypto
import Foundation
import NIOSSL
import Testing
import X509

@testable import MailNetwork

/// What is read of a server's certificate, whoever made it.
@Suite struct ServerCertificateTests {
  private let key = P256.Signing.PrivateKey()
  private let first = try! Date("2026-03-01T12:00:00Z", strategy: .iso8601)
  private let last = try! Date("2055-12-31T23:59:59Z", strategy: .iso8601)

  private func read(
    version: Certificate.Version = .v3, issuer: DistinguishedName = DistinguishedName(),
    subject: DistinguishedName = DistinguishedName(), names: [GeneralName]? = nil
  ) throws -> ServerCertificate {
    try ServerCertificate(der: der(version: version, issuer: issuer, subject: subject, names: names))
  }

  private func der(
    version: Certificate.Version = .v3, issuer: DistinguishedName = DistinguishedName(),
    subject: DistinguishedName = DistinguishedName(), names: [GeneralName]? = nil
  ) throws -> [UInt8] {
    let extensions = try Certificate.Extensions(
      names.map { [try Certificate.Extension(SubjectAlternativeNames($0), critical: false)] } ?? [])
    return try Certificate(
      version: version, serialNumber: .init(7), publicKey: .init(key.publicKey), notValidBefore: first,
      notValidAfter: last, issuer: issuer, subject: subject, extensions: extensions, issuerPrivateKey: .init(key)
    ).serializeAsPEM().derBytes
  }

  /// The second day is after 2049, so that it is written as another type of time. RFC 5280 §4.1.2.5.
  @Test func days() throws {
    let certificate = try read()
    #expect(certificate.firstDay == "2026-03-01")
    #expect(certificate.lastDay == "2055-12-31")
  }

  @Test func issuer() throws {
    let both = try DistinguishedName {
      CountryName("VN")
      OrganizationName("Test Authority, Ltd.")
      OrganizationName("Another")
      CommonName("Root 1")
      CommonName("Root 2")
    }
    #expect(try read(issuer: both).issuer == "Test Authority, Ltd., Root 1, Root 2")
    #expect(try read(issuer: DistinguishedName { CommonName("Chứng chỉ") }).issuer == "Chứng chỉ")
    #expect(try read(issuer: DistinguishedName { CountryName("VN") }).issuer == "")
  }

  @Test func hostNamesAndAddresses() throws {
    let names: [GeneralName] = [
      .dnsName("mail.example.net"), .rfc822Name("anna@example.net"), .ipAddress(.init(contentBytes: [192, 0, 2, 1])),
      .ipAddress(.init(contentBytes: [0x20, 0x01, 0x0D, 0xB8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1])),
      .uniformResourceIdentifier("https://example.net"), .dnsName("*.example.net"),
    ]
    let certificate = try read(subject: DistinguishedName { CommonName("not this one") }, names: names)
    #expect(certificate.names == ["mail.example.net", "192.0.2.1", "2001:db8::1", "*.example.net"])
  }

  @Test func manyNames() throws {
    let names = (1...500).map { "host\($0).example.net" }
    #expect(try read(names: names.map(GeneralName.dnsName)).names == names)
  }

  @Test(arguments: [Certificate.Version.v1, .v3]) func noAlternativeNames(
    _ version: Certificate.Version
  ) throws {
    let subject = try DistinguishedName {
      OrganizationName("Example")
      CommonName("pop.example.net")
    }
    #expect(try read(version: version, subject: subject).names == ["pop.example.net"])
    #expect(try read(version: version).names.isEmpty)
  }

  /// An address of five octets, and a list of names that is none.
  @Test func namesThatAreNone() throws {
    let odd: [GeneralName] = [.ipAddress(.init(contentBytes: [1, 2, 3, 4, 5])), .dnsName("mail.example.net")]
    #expect(try read(names: odd).names == ["mail.example.net"])
    let list = Certificate.Extension(oid: [2, 5, 29, 17], critical: false, value: [0x04, 0x01, 0x00])
    let made = try Certificate(
      version: .v3, serialNumber: .init(7), publicKey: .init(key.publicKey), notValidBefore: first,
      notValidAfter: last, issuer: DistinguishedName(), subject: DistinguishedName { CommonName("pop.example.net") },
      extensions: Certificate.Extensions([list]), issuerPrivateKey: .init(key))
    #expect(try ServerCertificate(der: made.serializeAsPEM().derBytes).names == ["pop.example.net"])
  }

  @Test func octetsThatAreNoCertificate() throws {
    let whole = try der(subject: DistinguishedName { CommonName("pop.example.net") }, names: [.dnsName("a.example")])
    for length in 0..<whole.count {
      #expect(throws: (any Error).self) { try ServerCertificate(der: Array(whole.prefix(length))) }
    }
    for place in whole.indices {
      var damaged = whole
      damaged[place] ^= 0x11
      _ = try? ServerCertificate(der: damaged)
    }
  }

  /// An RSA key of 1024 bits: TLS may still take it, swift-certificates does not. It is an error and no crash.
  @Test func aKeyOfOldTimes() throws {
    let pem = """
      -----BEGIN CERTIFICATE-----
      MIICNDCCAZ2gAwIBAgIUDsjEd21MSx5fjrka4k7V40EjQlowDQYJKoZIhvcNAQEL
      BQAwLDEQMA4GA1UECgwHT2xkIEJveDEYMBYGA1UEAwwPb2xkLmV4YW1wbGUubmV0
      MB4XDTI2MTEyNzA2MTM1MFoXDTM2MTEyNDA2MTM1MFowLDEQMA4GA1UECgwHT2xk
      IEJveDEYMBYGA1UEAwwPb2xkLmV4YW1wbGUubmV0MIGfMA0GCSqGSIb3DQEBAQUA
      A4GNADCBiQKBgQCsS0LtOsICPCvv1a/k6zalsbServGpU55iQW7OzGESQJk8VQzR
      sBWsGbBBTEcRC0mcVjtQ974cI6nta3a/ip+oo9uHvM1pCKTnkw4YZzZerrFp69wH
      04D1RvKSaKkDOXoJAIeEO1/BhX+zpsBuNaxH1whCsvCG7TEBInODdqWxNQIDAQAB
      o1MwUTAdBgNVHQ4EFgQUNrKMqkSB/pkZeW50Pa7tHmI8uKwwHwYDVR0jBBgwFoAU
      NrKMqkSB/pkZeW50Pa7tHmI8uKwwDwYDVR0TAQH/BAUwAwEB/zANBgkqhkiG9w0B
      AQsFAAOBgQCYzBVylOa92vSOfxLOZ0HLl2FL9iOiGpI19GQuoVgwIz0d/tP9AYks
      HTgFU0uqrl5wdbTNiEhbM1ddGad06kh882L4rowC9wWW5ZA4zIHEbhquI/cXxa+v
      dWcWVV7/QoRIS6lhpJ5oxvYJgGhLgnedZg4XCAIbUiiDUTMBXRvr5g==
      -----END CERTIFICATE-----

      """
    let certificate = try NIOSSLCertificate(bytes: Array(pem.utf8), format: .pem)
    #expect(throws: (any Error).self) { try ServerCertificate(certificate) }
  }
}
