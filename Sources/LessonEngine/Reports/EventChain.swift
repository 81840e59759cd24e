import MailProtocol

/// The lines of an event log as a chain: each names the digest of the line before it, so that a line that was changed,
/// taken out, put in or moved is noticed. The log writes it; whoever is handed a log verifies it.
///
/// What is hashed is the line before as it was written: the octets of its JSON text, from `{` to `}`, in UTF-8, without
/// the line ending (LF, or CRLF where a transfer made it that). A line that is no event is no part of the chain. Nobody
/// holds a key, so that the chain shows a damaged or patched log, not a forged one; and it cannot show that the last
/// lines are missing.
public enum EventChain {
  /// A line of a log.
  public struct Link: Hashable, Sendable {
    /// Without its ending.
    public let octets: [UInt8]
    /// `LearningEvent.previous` of the event that it is.
    public let previous: String?

    public init(octets: [UInt8], previous: String?) {
      self.octets = octets
      self.previous = previous
    }
  }

  /// A line that does not follow from the line before it.
  public struct Break: Hashable, Sendable {
    public enum Reason: Hashable, Sendable {
      /// No line has the digest that it names: one before it was changed or taken out.
      case predecessorMissing
      /// It was written after the line of that index: lines were put in between, or moved.
      case outOfPlace(after: Int)
      /// It names no digest, though lines before it do: it was put in, or an older mailtutor wrote it.
      case unchained
    }

    /// Counted from 0.
    public let index: Int
    public let reason: Reason

    public init(index: Int, reason: Reason) {
      self.index = index
      self.reason = reason
    }
  }

  /// What the line after this one has in `previous`: SHA-256, 64 lower-case hexadecimal digits.
  ///
  /// - Parameter line: its octets without the ending.
  public static func digest(of line: [UInt8], _ sha256: Digests.Hash) -> String { Hexadecimal.lowerCase(sha256(line)) }

  /// - Parameter links: a log's lines, from its first one on. The lines of an older mailtutor, which name no digest,
  ///   may come first; of them the chain holds the last.
  /// - Returns: every place where the chain is broken, in order.
  public static func breaks(in links: [Link], _ sha256: Digests.Hash) -> [Break] {
    let digests = links.map { digest(of: $0.octets, sha256) }
    var breaks: [Break] = []
    var isChained = false
    for (index, link) in links.enumerated() {
      guard let previous = link.previous else {
        if isChained { breaks.append(Break(index: index, reason: .unchained)) }
        continue
      }
      isChained = true
      if index > 0, digests[index - 1] == previous { continue }
      let reason = digests.lastIndex(of: previous).map { Break.Reason.outOfPlace(after: $0) } ?? .predecessorMissing
      breaks.append(Break(index: index, reason: reason))
    }
    return breaks
  }
}
