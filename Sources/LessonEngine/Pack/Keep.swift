/// What no step may harm: `keep:` of a lesson or of a step. A line that harms it is told at once, with the way back.
public struct Keep: Hashable, Sendable, Decodable {
  /// Numbers that the letters had when the lesson first logged in.
  public let letters: Set<Int>
  /// Commands that must not be sent.
  public let never: [CommandPattern]

  public static let nothing = Keep(letters: [], never: [])

  enum CodingKeys: String, CodingKey {
    case letters = "maildrop.keep"
    case never
  }

  public init(from decoder: Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    letters = try values.decodeIfPresent(MessageNumbers.self, forKey: .letters)?.numbers ?? []
    never = try values.decodeIfPresent([String].self, forKey: .never)?.map(CommandPattern.init) ?? []
    guard !letters.isEmpty || !never.isEmpty else {
      throw values.complaint(.letters, "`keep:` has `maildrop.keep: [1, 2]`, `never: [RETR *]`, or both")
    }
  }

  private init(letters: Set<Int>, never: [CommandPattern]) {
    self.letters = letters
    self.never = never
  }

  /// A lesson's and a step's hold together.
  func joined(_ other: Keep) -> Keep {
    Keep(letters: letters.union(other.letters), never: never + other.never)
  }

  /// The same with other texts.
  ///
  /// - Parameter replaced: gets each text, what it is for, and its path below `keep:`.
  func rewritten(_ replaced: (String, Bindings.Use, [StrictYAML.YAMLStep]) -> String) -> Keep {
    Keep(
      letters: letters,
      never: never.enumerated().map { index, pattern in
        CommandPattern(replaced(pattern.text, .pattern, [.key(CodingKeys.never.rawValue), .index(index)]))
      })
  }
}
