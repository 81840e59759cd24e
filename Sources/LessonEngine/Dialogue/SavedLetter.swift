import MailProtocol

/// A letter to be kept in a file, octet by octet as the server has it.
public struct SavedLetter: Hashable, Sendable {
  public let number: Int
  /// As it was typed.
  public let file: String
  public let octets: [UInt8]
}

/// A letter that RETR has shown, for `/save`.
struct ShownLetter: Sendable {
  let number: Int
  private let lines: [[UInt8]]

  init?(_ exchange: Exchange) {
    guard case .retr(let number)? = exchange.line?.parsed?.pop3, case .pop3(let reply) = exchange.reply,
      reply.status == .ok, let lines = reply.lines
    else { return nil }
    (self.number, self.lines) = (number, lines)
  }

  /// Without stuffing dots; nil where more came than is kept.
  var octets: [UInt8]? {
    guard POP3ReplyReader.keepsAll(of: lines), lines.allSatisfy({ $0.count < POP3ClientSession.longestReplyLine })
    else {
      return nil
    }
    return lines.flatMap { DotStuffing.unstuff(line: $0) + [0x0D, 0x0A] }
  }
}
