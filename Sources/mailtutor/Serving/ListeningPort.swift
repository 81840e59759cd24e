import MailProtocol

/// A port that `serve` was asked to open, and what is spoken there.
struct ListeningPort: Hashable, Sendable {
  let speaking: MailProtocolName
  let tls: Bool
  /// 0 for a free one.
  let number: Int

  /// `pop3s`
  var name: String { speaking.rawValue + (tls ? "s" : "") }

  /// That names it: `--pop3s`.
  var option: String { "--\(name)" }
}
