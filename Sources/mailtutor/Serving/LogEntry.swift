import MailNetwork
import MailProtocol
import MailSimulator

/// One thing that the log of `serve` tells of a connection. Nothing secret is in it.
enum LogEntry: Sendable {
  case opened(MailProtocolName, from: String, tls: Bool)
  /// A line, masked. One of a letter is not a command.
  case client(String, isLetters: Bool)
  /// A whole reply.
  case server(ServerOutput.Reply)
  /// Of the line before.
  case annotation(ServerOutput.Annotation)
  case closed(ConnectionEnding)
}

extension ConnectionEnding {
  /// As the log names it.
  var name: String {
    switch self {
    case .finished: "finished"
    case .hungUp: "hung-up"
    case .limit(let limit): "limit-\(limit.rawValue)"
    case .failed: "failed"
    }
  }

  var detail: String? {
    if case .failed(let words) = self { ByteSanitizer.visible(words) } else { nil }
  }
}
