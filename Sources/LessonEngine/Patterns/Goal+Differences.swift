/// How a step was passed in another way than its text speaks of, for a sentence that is true all the same.
public enum Difference: Hashable, Sendable {
  /// Letters, by the numbers that they had at the first login.
  case marked([Int])
  case removed([Int])
  /// How many letters are there and not marked.
  case left(Int)
  case anotherLetter
  case anotherWay
}

extension Goal {
  /// What is not as the predicates say; nothing where all hold.
  func differences(in situation: Situation) -> [Difference] {
    let unmet = unmet(in: situation)
    var differences: [Difference] = []
    if unmet.contains(where: \.isAboutMaildrop) { differences += Self.letters(situation) }
    if unmet.contains(where: \.isAboutLetter) { differences.append(.anotherLetter) }
    return differences.isEmpty && !unmet.isEmpty ? [.anotherWay] : differences
  }

  private static func letters(_ situation: Situation) -> [Difference] {
    guard let letters = situation.letters, let left = letters.left else { return [] }
    let marked = letters.marked.isEmpty ? [] : [Difference.marked(letters.marked.sorted())]
    let removed = letters.removed.isEmpty ? [] : [Difference.removed(letters.removed.sorted())]
    return removed + marked + [.left(left.count)]
  }
}

extension Goal.Predicate {
  fileprivate var isAboutMaildrop: Bool {
    switch self {
    case .maildropCount, .maildropOctets, .maildropDeleted, .maildropLeft, .maildropKeep: true
    case .session, .sent, .never, .deliveredFrom, .deliveredTo, .deliveredSubject, .deliveredBody, .deliveredHeader:
      false
    }
  }
}
