/// A server's text with gaps, `+OK message {i} deleted`: read from a personality's file, filled in by the
/// sessions.
struct Template: Hashable, Sendable {
  private enum Piece: Hashable, Sendable {
    case text(String)
    case value(ReplyValue)
    /// `{n|message|messages}`: the first form for 1, the second for every other number.
    case plural(ReplyValue, one: String, many: String)
  }

  /// Why a text is no template; the sentence tells how to mend it.
  struct Mistake: Error { let sentence: String }

  private let pieces: [Piece]

  init(_ text: String, allowing allowed: Set<ReplyValue>) throws(Mistake) {
    var pieces: [Piece] = []
    var rest = Substring(text)
    while let open = rest.firstIndex(of: "{") {
      pieces.append(.text(String(rest[..<open])))
      guard let close = rest[open...].firstIndex(of: "}") else {
        throw Mistake(sentence: "`\(text)` opens a brace and never closes it")
      }
      pieces.append(try Self.gap(rest[rest.index(after: open)..<close], in: text, allowed))
      rest = rest[rest.index(after: close)...]
    }
    pieces.append(.text(String(rest)))
    self.pieces = pieces
  }

  private static func gap(
    _ inside: Substring, in text: String, _ allowed: Set<ReplyValue>
  ) throws(Mistake) -> Piece {
    let parts = inside.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
    guard let value = ReplyValue(rawValue: parts[0]), allowed.contains(value) else {
      let names = allowed.map { "{\($0.rawValue)}" }.sorted().joined(separator: " ")
      throw Mistake(
        sentence: "`\(text)` asks for {\(parts[0])}, which is not known here; it may use \(names)")
    }
    switch parts.count {
    case 1: return .value(value)
    case 3: return .plural(value, one: parts[1], many: parts[2])
    default:
      throw Mistake(sentence: "`{\(inside)}` needs two forms, as in {n|message|messages}, or none")
    }
  }

  /// A value that is not there leaves its gap empty.
  func filled(with values: ReplyValues) -> String {
    var filled = ""
    for piece in pieces {
      switch piece {
      case .text(let text): filled += text
      case .value(let value): filled += values[value] ?? ""
      case .plural(let value, let one, let many): filled += values[value] == "1" ? one : many
      }
    }
    return filled
  }

  /// The text itself where it has no gaps.
  var fixed: String? {
    if pieces.count == 1, case .text(let text) = pieces[0] { text } else { nil }
  }
}
