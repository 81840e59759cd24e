import MailProtocol

/// A reply of either protocol.
public enum Reply: Hashable, Sendable {
  case pop3(POP3Reply)
  case smtp(SMTPReply)

  /// The server did, or goes on with, what was asked.
  public var isPositive: Bool {
    switch self {
    case .pop3(let reply): reply.status == .ok || reply.status == .proceed
    case .smtp(let reply): (200..<400).contains(reply.code)
    }
  }

  /// The status word or the code, as a learner would name it.
  public var status: String {
    switch self {
    case .pop3(let reply):
      switch reply.status {
      case .ok: "+OK"
      case .err: "-ERR"
      case .proceed: "+"
      case .unknown: "?"
      }
    case .smtp(let reply): String(reply.code)
    }
  }

  /// All lines as they came, the closing dot line included.
  public var lines: [[UInt8]] {
    switch self {
    case .pop3(let reply): [reply.line] + (reply.lines.map { $0 + [[UInt8(ascii: ".")]] } ?? [])
    case .smtp(let reply): reply.lines
    }
  }
}
