import Testing

@testable import MailProtocol

/// Good lines spoilt at random: whatever comes out, nothing stops, and a suggestion is a command without a flaw.
@Suite struct MutationTests {
  private static let lines: [(speaking: MailProtocolName, line: String)] =
    [
      "USER dewey", "PASS tanstaaf", "STAT", "LIST", "LIST 2", "RETR 12", "DELE 3", "TOP 1 10", "UIDL 4", "RSET",
      "NOOP", "CAPA", "STLS", "AUTH PLAIN", "APOP dewey c4c9334b", "LANG vi", "QUIT",
    ].map { (.pop3, $0) }
    + [
      "HELO pc.example.org", "EHLO [192.0.2.1]", "MAIL FROM:<dewey@c.example>", "MAIL FROM:<>",
      "MAIL FROM:<dewey@c.example> SIZE=100 BODY=8BITMIME", "RCPT TO:<\"a b\"@c.example>", "RCPT TO:<Postmaster>",
      "RCPT TO:<bob.jones@mail.c.example> NOTIFY=NEVER", "RCPT TO:<@a.example:bob@c.example>", "DATA", "RSET", "QUIT",
      "VRFY bob", "EXPN staff", "STARTTLS", "AUTH LOGIN", "BDAT 10 LAST", "ETRN c.example", "NOOP", "HELP",
    ].map { (.smtp, $0) }

  private static let signs = Array(" \t:;,.<>()[]{}\"'`@@-_=+*/\\|#!?&%0123456789aAbBzZ")

  @Test(arguments: 1...200) func spoilt(_ seed: UInt64) {
    var noise = Noise(state: seed)
    func random(_ count: Int) -> Int { Int(noise.next() % UInt64(count)) }
    for (speaking, line) in Self.lines {
      var spoilt = Array(line)
      for _ in 0...random(3) {
        let index = random(spoilt.count + 1)
        switch random(5) {
        case 0: spoilt.insert(Self.signs[random(Self.signs.count)], at: index)
        case 1: if index < spoilt.count { spoilt.remove(at: index) }
        case 2: if index + 1 < spoilt.count { spoilt.swapAt(index, index + 1) }
        case 3: if index < spoilt.count { spoilt[index] = Self.signs[random(Self.signs.count)] }
        default: if index < spoilt.count { spoilt.insert(spoilt[index], at: index) }
        }
      }
      check(String(spoilt), speaking)
    }
  }

  private func check(_ line: String, _ speaking: MailProtocolName) {
    guard let diagnosis = Slip.diagnosis(of: line, speaking) else { return }
    for key in ["suggestion", "otherwise"] {
      guard let better = diagnosis.values[key] else { continue }
      #expect(Slip.isFlawless(better, speaking), "\(line): \(better)")
      #expect(better != line)
    }
    #expect((diagnosis.values["bad"] ?? "").count <= 60, "\(line)")
    if let range = diagnosis.range { #expect(range.upperBound <= line.utf8.count, "\(line)") }
  }
}
