import MailProtocol

/// What a server must answer, as a lesson names it: `+OK`, `-ERR`, `250`, `2xx`, `5.7.x`.
public struct ReplyPattern: Hashable, Sendable, CustomStringConvertible {
  public let description: String

  public init?(_ text: String) {
    let isStatus = text == "+OK" || text == "-ERR"
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    let isCode = text.count == 3 && text.allSatisfy { $0.isNumber || $0 == "x" }
    let isEnhanced = parts.count == 3 && parts.allSatisfy { !$0.isEmpty && $0.allSatisfy { $0.isNumber || $0 == "x" } }
    guard isStatus || isCode || isEnhanced else { return nil }
    description = text
  }

  public func matches(_ reply: Reply) -> Bool {
    switch reply {
    case .pop3(let reply):
      switch description {
      case "+OK": reply.status == .ok
      case "-ERR": reply.status == .err
      default: false
      }
    case .smtp(let reply):
      if description.contains(".") {
        reply.enhanced.map { Self.fits("\($0.statusClass).\($0.subject).\($0.detail)", description) } ?? false
      } else {
        Self.fits(String(reply.code), description)
      }
    }
  }

  private static func fits(_ text: String, _ pattern: String) -> Bool {
    let separator: Character = "."
    let texts = text.split(separator: separator)
    let patterns = pattern.split(separator: separator)
    if texts.count > 1 {
      return texts.count == patterns.count && zip(texts, patterns).allSatisfy { $1 == "x" || $0 == $1 }
    }
    return text.count == pattern.count && zip(text, pattern).allSatisfy { $1 == "x" || $0 == $1 }
  }
}
