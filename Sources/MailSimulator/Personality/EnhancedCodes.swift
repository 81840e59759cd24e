import MailProtocol

/// Makes ENHANCEDSTATUSCODES true for every personality: a reply of class 2, 4 or 5 that has no code of this kind
/// yet is given the one that its words mean. RFC 2034 §4, RFC 3463; sessions send replies through here.
enum EnhancedCodes {
  static func added(to reply: [UInt8], saying word: SMTPReplyKind? = nil, diagnosis: Diagnosis.ID? = nil) -> [UInt8] {
    // Replies to HELO and EHLO have none, whatever they say. RFC 2034 §4.
    if diagnosis == .helloNoName || diagnosis == .helloBadName { return reply }
    guard word != .greeting, word != .helo, word != .ehlo, let first = reply.first, [0x32, 0x34, 0x35].contains(first)
    else { return reply }
    let code = Int(String(decoding: reply.prefix(3), as: UTF8.self)) ?? 0
    let detail = Self.detail(code, word, diagnosis)
    var result: [UInt8] = []
    for line in reply.split(separator: 0x0A) {
      let text = String(decoding: line.dropLast(), as: UTF8.self)
      let words = text.dropFirst(4).prefix { $0 != " " }
      let separator = text.dropFirst(3).first ?? " "
      result += Array(
        (EnhancedStatus(String(words)) == nil
          ? "\(text.prefix(3))\(separator)\(text.prefix(1)).\(detail) \(text.dropFirst(4))" : text).utf8)
      result += [UInt8].crlf
    }
    return result
  }

  private static func detail(_ code: Int, _ word: SMTPReplyKind?, _ diagnosis: Diagnosis.ID?) -> String {
    if let detail = word.flatMap({ details[$0] }) ?? diagnosis.flatMap({ diagnosed[$0] }) { return detail }
    switch code {
    case 235, 432, 454, 530: return "7.0"
    case 421: return "4.2"
    case 450: return "2.0"
    case 451: return "3.0"
    case 452: return "5.3"
    case 500: return "5.2"
    case 501, 504, 555: return "5.4"
    case 502, 503: return "5.1"
    case 534: return "7.9"
    case 535: return "7.8"
    case 538: return "7.11"
    case 550, 551: return "1.1"
    case 552: return "3.4"
    case 553: return "1.3"
    default: return "0.0"
    }
  }

  private static let details: [SMTPReplyKind: String] = [
    // RFC 6531 §3.5.
    .mailNeedsUTF8: "6.7", .rcptNeedsUTF8: "6.7",
    .mail: "1.0", .rcpt: "1.5", .rcptForward: "1.5", .rcptRelayDenied: "7.1", .mailboxFull: "2.2", .storageFull: "3.1",
    // RFC 3463 §3.4: system not accepting messages.
    .tooManyConnections: "3.2", .shutdown: "3.2",
    .tooManyConnectionsPerAddress: "7.0", .helloTooSlow: "7.0",
  ]

  private static let diagnosed: [Diagnosis.ID: String] = [
    .base64NotBase64: "5.2", .base64PlainText: "5.2", .base64URLSafe: "5.2", .authCancelled: "7.0",
    .dataBareLF: "6.0", .dataBareCR: "6.0", .dataLineTooLong: "6.0",
  ]
}
