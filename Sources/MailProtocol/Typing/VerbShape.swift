/// A keyword and what may follow it, as far as mending a line needs to know; read off the form that learners are shown,
/// so that the two cannot disagree.
struct VerbShape: Hashable, Sendable {
  enum Arguments: Hashable, Sendable {
    case none
    case numbers(ClosedRange<Int>)
    /// `FROM` or `TO`, a colon and an address in angle brackets.
    case path(keyword: String)
    case words
  }

  let verb: String
  let arguments: Arguments
  /// Keywords of the form itself: `LAST` of BDAT.
  let keywords: [String]

  /// One number and no less.
  var needsNumber: Bool { arguments == .numbers(1...1) }

  init(_ verb: some WireVerb) {
    self.verb = verb.rawValue
    let words = verb.form.split(separator: " ").dropFirst().map(String.init)
    let numbers = words.filter { ["message-number", "lines"].contains($0) }.count
    keywords = words.map { $0.filter { $0.isLetter } }.filter { $0 == $0.uppercased() }
    arguments =
      if words.isEmpty {
        .none
      } else if let path = words[0].split(separator: ":").first, path.count < words[0].count {
        .path(keyword: String(path))
      } else if numbers > 0 {
        .numbers(numbers...numbers)
      } else if words == ["[message-number]"] {
        .numbers(0...1)
      } else {
        .words
      }
  }
}
