import Crypto
import Testing

@testable import MailProtocol

/// APOP's digest, the timestamp in a greeting, and secrets that do not print.
@Suite struct APOPDigestTests {
  /// RFC 1939 §7's own numbers.
  @Test func rfc1939() {
    let digest = APOPDigest.make(
      timestamp: "<1896.697170952@dbc.mtview.ca.us>", secret: Secret("tanstaaf")
    ) { Array(Insecure.MD5.hash(data: $0)) }
    #expect(digest == "c4c9334bac560ecc979e58001b3e22fb")
  }

  @Test func smallOctetsKeepTheirZero() {
    #expect(APOPDigest.make(timestamp: "", secret: Secret("")) { _ in [0, 1, 0x0A, 0xFF] } == "00010aff")
  }

  @Test(arguments: [
    ("+OK POP3 server ready <1896.697170952@dbc.mtview.ca.us>", "<1896.697170952@dbc.mtview.ca.us>"),
    ("+OK <a@b> ready", "<a@b>"), ("+OK ready", nil), ("+OK <ready>", nil), ("+OK >a@b<", nil), ("+OK <a@b", nil),
    ("", nil),
  ])
  func timestamps(_ greeting: String, _ timestamp: String?) {
    #expect(APOPDigest.timestamp(inGreeting: Array(greeting.utf8)) == timestamp)
  }

  @Test func secretsAreNeverPrinted() {
    let secret = Secret("tanstaaf")
    #expect("\(secret) \(String(reflecting: secret))" == "••• •••")
    #expect(!String(describing: POP3Command.pass(secret)).contains("tanstaaf"))
    #expect(!String(reflecting: Optional(secret)).contains("tanstaaf"))
  }
}
