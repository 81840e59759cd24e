/// A letter that exists as a recipe until somebody reads it: exactly as large as the scenario says, the same
/// each time. Maildrops of any size cost nothing this way.
struct GeneratedLetter: Hashable, Sendable {
  /// Octets with CRLF line ends.
  let size: Int
  let from: String
  let to: String
  let subject: String
  let date: MailDate
  let seed: UInt64
  /// Of the sender's address.
  private let domain: String

  init(size: Int, from: String, to: String, subject: String, date: MailDate, seed: UInt64) {
    self.size = size
    self.from = from
    self.to = to
    self.subject = subject
    self.date = date
    self.seed = seed
    let domain = from.drop { $0 != "@" }.dropFirst().prefix { $0 != ">" }
    self.domain = domain.isEmpty ? "mail.example.net" : String(domain)
  }

  /// Octets of a body line with its ending, at most.
  fileprivate static let longestLine = 76

  /// Makes its octets piece by piece, the header first: a few thousand at a time.
  struct Reader: Sendable {
    private let letter: GeneratedLetter
    private var page: LetterText?
    private var line = 0
    private var made = 0

    init(_ letter: GeneratedLetter) { self.letter = letter }

    /// nil at the end.
    mutating func next() -> ArraySlice<UInt8>? {
      guard let page else { return begin() }
      guard made < letter.size else { return nil }
      let piece = piece(of: page)
      made += piece.count
      return piece
    }

    private mutating func begin() -> ArraySlice<UInt8>? {
      let header = letter.header()
      made = header.count
      page = LetterText(letter.seed, octets: letter.size - made)
      return header.isEmpty ? next() : header[...]
    }

    /// A page of text, over and over: a large letter is cheap to make and still no single repeated line.
    private mutating func piece(of page: LetterText) -> ArraySlice<UInt8> {
      var left = letter.size - made
      if line == 0, left - page.text.count > 1 { return page.text[...] }
      let start = page.lines[line].lowerBound
      var end = start
      // The last line fills what is left exactly; one octet alone could hold no line ending.
      while line < page.lines.count, left == page.lines[line].count || left - page.lines[line].count > 1 {
        end = page.lines[line].upperBound
        left -= page.lines[line].count
        line += 1
      }
      defer { if line == page.lines.count { line = 0 } }
      if end > start { return page.text[start..<end] }
      let text = page.text[page.lines[line]]
      line += 1
      return GeneratedLetter.line(exactly: left <= longestLine ? left : text.count - 2, from: text)[...]
    }
  }

  /// As many fields as fit; the less telling ones go first.
  fileprivate func header() -> [UInt8] {
    let identifier = String(SeededNumbers.mixed(seed), radix: 36)
    let crlf = [UInt8].crlf
    let fields = [
      ("From: ", from), ("To: ", to), ("Subject: ", subject), ("Date: ", date.rfc5322),
      ("Message-ID: ", "<\(identifier)@\(domain)>"),
    ]
    for wanted in [[0, 1, 2, 3, 4], [0, 1, 2, 3], [0, 1, 2], [0, 2], [2], [0], []] {
      let count = wanted.reduce(2) { $0 + fields[$1].0.utf8.count + fields[$1].1.utf8.count + 2 }
      guard count == size || count + 2 <= size else { continue }
      var octets: [UInt8] = []
      octets.reserveCapacity(count)
      for (name, value) in wanted.map({ fields[$0] }) {
        octets += name.utf8
        octets += value.utf8
        octets += crlf
      }
      octets += crlf
      return octets
    }
    // One octet, or three: not even an empty line leaves room for a line of text.
    return []
  }

  /// `text` cut or filled up to `count` octets with its ending.
  fileprivate static func line(exactly count: Int, from text: ArraySlice<UInt8>) -> [UInt8] {
    if count < 2 { return Array(text.prefix(count)) }
    var line = Array(text.dropLast(2).prefix(count - 2))
    while line.count < count - 2 { line.append(UInt8(ascii: "-")) }
    // Looks less torn off; but a line that is one dot would look like an end.
    if line.count > 1 { line[line.count - 1] = UInt8(ascii: ".") }
    return line + [UInt8].crlf
  }
}

/// Paragraphs of a letter, in lines with their endings: what its seed makes it write, as one piece.
private struct LetterText: Sendable {
  private(set) var text: [UInt8] = []
  private(set) var lines: [Range<Int>] = []

  /// - Parameter octets: how much of it will be read. What is never read is not written.
  init(_ seed: UInt64, octets: Int) {
    var numbers = SeededNumbers(seed)
    let places = Self.places
    text.reserveCapacity(min(max(octets, 0), 4096) + 1024)
    lines.reserveCapacity(64)
    // A pointer, since a hundred short arrays for each letter would be counted in and out.
    Self.sentences.withUnsafeBufferPointer { sentences in
      for _ in 0..<12 where text.count <= octets + 2 * GeneratedLetter.longestLine {
        for _ in 0..<(3 + numbers.next() % 4) {
          write(UnsafeBufferPointer(rebasing: sentences[places[Int(numbers.next() % UInt64(places.count))]]))
        }
        endLine()
        endLine()
      }
    }
  }

  /// As many words as fit go on the line, the others on the next.
  private mutating func write(_ sentence: UnsafeBufferPointer<UInt8>) {
    if text.count > lineStart { text.append(UInt8(ascii: " ")) }
    let room = GeneratedLetter.longestLine - 2 - (text.count - lineStart)
    guard sentence.count > room else { return text.append(contentsOf: sentence) }
    if let space = sentence.prefix(max(0, room + 1)).lastIndex(of: UInt8(ascii: " ")) {
      text.append(contentsOf: UnsafeBufferPointer(rebasing: sentence[..<space]))
      endLine()
      text.append(contentsOf: UnsafeBufferPointer(rebasing: sentence[(space + 1)...]))
    } else {
      text.removeLast()
      endLine()
      text.append(contentsOf: sentence)
    }
  }

  private mutating func endLine() {
    text.append(0x0D)
    text.append(0x0A)
    lines.append(lineStart..<text.count)
  }

  private var lineStart: Int { lines.last?.upperBound ?? 0 }

  private static let texts = [
    "The garden club meets on Thursday.", "Please bring the list from last time.",
    "We walked along the river until the rain came.", "The bridge is closed until May.",
    "There is soup on the stove.", "Nobody has seen the blue umbrella.", "The train was late again.",
    "Your books came back yesterday, all of them.", "It rained all night, and the windows were open.",
    "The children painted the fence, and themselves.", "We counted eleven boats from the old mill.",
    "He asked about the piano; I said it was yours.", "She sends her regards.", "More about that soon.",
    "The key is under the stone, as always.", "Did you find the photographs?",
    "In the afternoon we shall be at the library.", "The timetable changes at the end of the month.",
    "Nothing else has happened here.", "The baker has a new oven and is very proud of it.",
  ]
  /// All of them in one piece, and where each is.
  private static let sentences = texts.flatMap { Array($0.utf8) }
  private static let places = texts.indices.map { index in
    let start = texts[..<index].reduce(0) { $0 + $1.utf8.count }
    return start..<(start + texts[index].utf8.count)
  }
}

/// Names for generated letters, and the sizes of a batch of them.
enum LetterNames {
  /// So many sizes that look like mail and add up to `octets` exactly.
  static func sizes(count: Int, octets: Int, seed: UInt64) -> [Int] {
    var numbers = SeededNumbers(seed, UInt64(count))
    let average = octets / count
    var sizes = (0..<count).map { average + ($0 < octets % count ? 1 : 0) }
    // What one letter of a pair has more, the other has less.
    let spread = UInt64(max(0, average - 512) * 3 / 4)
    for first in stride(from: 0, to: count - 1, by: 2) where spread > 0 {
      let shift = Int(numbers.next() % spread)
      sizes[first] -= shift
      sizes[first + 1] += shift
    }
    return sizes
  }

  static func sender(_ seed: UInt64) -> String { senders[Int(seed % UInt64(senders.count))] }

  static func subject(_ seed: UInt64) -> String { subjects[Int((seed >> 8) % UInt64(subjects.count))] }

  private static let senders = [
    "Huey <huey@example.net>", "Louie <louie@example.net>", "Mai <mai@example.org>",
    "Minh <minh@example.org>",
    "Li Hua <lihua@example.com>", "Garden Club <club@example.org>", "Wang Fang <wangfang@example.com>",
    "Lan Anh <lananh@example.net>", "Daisy <daisy@example.com>", "Town Library <books@example.org>",
  ]
  private static let subjects = [
    "Picnic on Sunday", "The minutes of last week", "Re: your question", "Photographs", "A book for you",
    "Train times", "The new timetable", "Recipe, as promised", "Greetings from the coast",
    "Re: Re: the piano",
    "Moving house", "A short note",
  ]
}
