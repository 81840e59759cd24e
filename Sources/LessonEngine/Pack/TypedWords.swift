import MailProtocol
import Synchronization

/// What people type in place of a command, `Locales/TAG/typed.yaml`: `exit` for QUIT, `xem thư 2` for RETR 2. The words of
/// all languages count together, since one may think in one and learn in another. The files are read when a line is
/// first looked up.
public final class TypedWords: Sendable {
  /// What a line in everyday words means.
  enum Sense: Hashable, Sendable {
    /// A command, from the protocol's own verbs; `isWhole` when nothing is missing in it.
    case command(String, isWhole: Bool)
    /// Text that belongs in a letter.
    case letter
    /// A word for the tutor, `/help`.
    case tutor(String)

    var isForTutor: Bool { if case .tutor = self { true } else { false } }

    fileprivate var isWhole: Bool {
      switch self {
      case .command(_, let isWhole): isWhole
      case .letter, .tutor: true
      }
    }
  }

  public static let none = TypedWords { [] }

  private let read: @Sendable () -> [String]
  private let table = Mutex<Table?>(nil)

  private struct Table: Sendable {
    let entries: [Entry]
    /// Phrases that are meant to end an open letter.
    let endings: Set<String>
    let answers: AnswerWords

    init(_ files: [String]) {
      let forms = files.compactMap { text -> TypedWordsForm? in
        // What is wrong with a file the tests say; a learner goes on without it.
        try? StrictYAML(text, file: "typed.yaml").decode()
      }
      entries = forms.flatMap(Entry.entries)
      answers = AnswerWords(forms)
      endings = Set(forms.flatMap(\.ending).map(TypedWords.folded))
    }
  }

  /// - Parameter read: the text of each language's file; one that cannot be read is left out.
  public init(read: @escaping @Sendable () -> [String]) { self.read = read }

  /// What a line may mean, and the words that say so.
  struct Reading: Sendable {
    /// As typed.
    let words: String
    /// The likeliest first.
    let senses: [Sense]
  }

  /// - Returns: nil for a line that begins with none of the words.
  func reading(of line: String, speaking: MailProtocolName?) -> Reading? {
    let typed = Self.folded(line)
    var longest = 0
    var senses: [Sense] = []
    for entry in known.entries where entry.speaking == nil || entry.speaking == speaking {
      guard entry.words.count >= longest, let rest = entry.rest(of: typed),
        let sense = entry.sense(with: rest, in: line)
      else { continue }
      if entry.words.count > longest { senses = [] }
      longest = entry.words.count
      if !senses.contains(sense) { senses.append(sense) }
    }
    guard !senses.isEmpty else { return nil }
    // `show` is LIST, and `show 2` is RETR 2: what lacks nothing comes first.
    return Reading(
      words: Self.start(of: line, longest), senses: senses.filter(\.isWhole) + senses.filter { !$0.isWhole })
  }

  /// A line of a letter that is nothing but a word to end the letter with.
  func endsLetter(_ line: String) -> Bool {
    line.utf8.count <= Self.longestPhrase && known.endings.contains(Self.folded(line))
  }

  /// The word for the tutor that a line of a letter is meant as; nil when there is more in it.
  func tutorWord(_ line: String) -> String? {
    guard line.utf8.count <= Self.longestPhrase else { return nil }
    let typed = Self.folded(line)
    return known.entries.lazy.compactMap { entry -> String? in
      guard case .tutor(let word) = entry.meaning, entry.words == typed else { return nil }
      return word
    }.first
  }

  /// Octets.
  private static let longestPhrase = 100

  /// So much of the line as the phrase took.
  private static func start(of line: String, _ length: Int) -> String {
    var end = line.startIndex
    while end < line.endIndex, folded(String(line[..<end])).count < length { end = line.index(after: end) }
    return ByteSanitizer.visible(String(line[..<end]))
  }

  /// For questions.
  var answers: AnswerWords { known.answers }

  private var known: Table {
    table.withLock { table in
      if let table { return table }
      let read = Table(read())
      table = read
      return read
    }
  }

  /// Small letters without accents or the marks that end a sentence; signs of an input method as their ASCII twins.
  static func folded(_ text: String) -> String {
    var text = InputMethod.asciiTwin(of: text).lowercased()
    while let last = text.last, " .!,;".contains(last), text.count > 1 { text.removeLast() }
    return text.split(whereSeparator: { " -_\t".contains($0) }).joined(separator: " ")
  }
}

/// One phrase, and what it stands for.
private struct Entry: Sendable {
  let words: String
  /// nil where the protocol does not matter.
  let speaking: MailProtocolName?
  let meaning: Meaning

  enum Meaning: Sendable {
    /// With places such as `{n}`.
    case command(String)
    case letter
    case tutor(String)
  }

  /// What follows the phrase; nil when the line does not begin with it.
  func rest(of line: String) -> Substring? {
    guard line.hasPrefix(words) else { return nil }
    let rest = line.dropFirst(words.count)
    guard let next = rest.first else { return rest }
    // A word of letters ends where they end; Chinese has no spaces between words.
    if words.unicodeScalars.last?.isASCII == true, next.isLetter { return nil }
    return rest
  }

  /// - Parameter line: as it was typed.
  func sense(with rest: Substring, in line: String) -> TypedWords.Sense? {
    let rest = rest.trimmed
    switch meaning {
    // `help` alone is a word for the tutor; with more behind it nobody knows.
    case .tutor(let word): return rest.isEmpty ? .tutor(word) : nil
    case .letter: return .letter
    case .command(let template):
      guard let open = template.firstIndex(of: "{"), let close = template.firstIndex(of: "}") else {
        // `end of the world` is a sentence, and no QUIT.
        return rest.split(separator: " ").count <= 1
          ? .command(template, isWhole: template != "PASS" && template != "AUTH") : nil
      }
      let place = template[template.index(after: open)..<close]
      guard let value = Self.value(for: place, rest, line) else {
        // Words that fill no place are another sentence.
        guard rest.isEmpty || place != "n" || Self.isFiller(rest) else { return nil }
        return .command(template[..<open].trimmed.withoutPath, isWhole: false)
      }
      return .command(template[..<open] + value + template[template.index(after: close)...], isWhole: true)
    }
  }

  /// `all`, `it`, `my mail`: something that is no number, but may stand where one belongs.
  private static func isFiller(_ rest: Substring) -> Bool {
    rest.split(separator: " ").count <= 2 && rest.allSatisfy { $0.isLetter || $0 == " " || $0 == "*" }
  }

  private static func value(for place: Substring, _ rest: Substring, _ line: String) -> String? {
    switch place {
    case "n":
      let numbers = rest.split { !($0.isASCII && $0.isNumber) }
      return numbers.first.flatMap { Int($0) }.flatMap { $0 > 0 && $0 < 100_000 ? String($0) : nil }
    case "address":
      let word = InputMethod.asciiTwin(of: line).split(separator: " ").last { $0.contains("@") }
      guard let word else { return nil }
      let address = word.drop { !($0.isLetter || $0.isNumber) }
      return String(address.reversed().drop { !($0.isLetter || $0.isNumber) }.reversed())
    case "name", "host":
      let words = InputMethod.asciiTwin(of: line).split(separator: " ")
      guard let word = words.last, rest.split(separator: " ").count == 1, word.unicodeScalars.allSatisfy(\.isASCII)
      else {
        return nil
      }
      let name = word.drop { ":=\"'<(".contains($0) }
      let value = String(name.reversed().drop { "\"'>);,".contains($0) }.reversed())
      return value.isEmpty ? nil : value
    default: return nil
    }
  }

  /// The phrases of one language.
  static func entries(_ form: TypedWordsForm) -> [Entry] {
    func entries(_ words: [String], _ speaking: MailProtocolName?, _ meaning: Meaning) -> [Entry] {
      words.map { Entry(words: TypedWords.folded($0), speaking: speaking, meaning: meaning) }
    }
    func commands(_ words: [String: [String]], _ speaking: MailProtocolName) -> [Entry] {
      words.sorted { $0.key < $1.key }.flatMap { entries($0.value, speaking, .command($0.key)) }
    }
    return commands(form.pop3, .pop3) + commands(form.smtp, .smtp) + entries(form.letter, .smtp, .letter)
      + form.tutor.sorted { $0.key < $1.key }.flatMap { entries($0.value, nil, .tutor($0.key)) }
  }
}

/// The file of one language.
struct TypedWordsForm: Decodable {
  let pop3: [String: [String]]
  let smtp: [String: [String]]
  let letter: [String]
  let ending: [String]
  let tutor: [String: [String]]
  let answer: [String]
  let ordinals: [String: [String]]
  let numbers: [String: [String]]
}

extension Substring {
  fileprivate var trimmed: Substring {
    var text = drop { " :=#(".contains($0) }
    while let last = text.last, " )".contains(last) { text = text.dropLast() }
    return text
  }

  /// `MAIL FROM:<` without its open place is `MAIL FROM:`.
  fileprivate var withoutPath: String { hasSuffix("<") ? String(dropLast()) : String(self) }
}
