/// A server's text with gaps, `+OK message {i} deleted`: read from a personality's file, filled in by the
/// sessions.
struct Template: Hashable, Sendable {
  private enum Piece: Hashable, Sendable {
    case text(String)
    case value(WordValue)
    /// `{n|message|messages}`: the first form for 1, the second for every other number.
    case plural(WordValue, one: String, many: String)
  }

  /// Why a text is no template; the sentence tells how to mend it.
  struct Mistake: Error { let sentence: String }

  private let pieces: [Piece]

  init(_ text: String, allowing allowed: Set<WordValue>) throws(Mistake) {
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
    _ inside: Substring, in text: String, _ allowed: Set<WordValue>
  ) throws(Mistake) -> Piece {
    let parts = inside.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
    guard let value = WordValue(rawValue: parts[0]), allowed.contains(value) else {
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
  func filled(with values: [WordValue: String]) -> String {
    pieces.map { piece in
      switch piece {
      case .text(let text): text
      case .value(let value): values[value] ?? ""
      case .plural(let value, let one, let many): values[value] == "1" ? one : many
      }
    }.joined()
  }
}

/// What a server's text can name. The raw value is public: personality files use it in braces.
enum WordValue: String, Hashable, Sendable {
  /// Messages; in a refusal, how many there are.
  case n
  case octets
  /// A message's number.
  case i
  case user
  case host
  /// The host's mail domain, `21cn.com` for `smtp.21cn.com`.
  case domain
  case from
  case to
  /// The client's address.
  case ip
  /// What the client called itself in HELO or EHLO.
  case helo
  /// RFC 5322's form.
  case date
  /// `Mon Jun 25 12:41:51 2001`.
  case ctime
  /// Seconds since 1970.
  case clock
  /// A process number, another one for each session.
  case process
  /// A unique-id or a queue id.
  case id
  /// The line that is answered, its first word, and the part of it that is wrong.
  case line
  case verb
  case text
  /// How the command should be written, and which commands may come now.
  case form
  case legal
  case limit

  /// What every text of a server may name.
  static let everywhere: Set<WordValue> = [.host, .domain, .ip, .date, .ctime, .clock]
}
