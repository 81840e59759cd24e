import MailProtocol

/// A goal of a step: predicates over the session, the maildrop and the letters sent. All must hold; any way there
/// is right.
public struct Goal: Hashable, Sendable, Decodable {
  public enum Predicate: Hashable, Sendable {
    case session(StateName)
    case maildropCount(Int)
    case maildropOctets(Int)
    /// Marked now, or removed by the QUIT that ended the session; no others.
    case maildropDeleted(Set<Int>)
    /// These are there and not marked, and no others; numbers as they were at the first login.
    case maildropLeft(Set<Int>)
    /// These are there and not marked; numbers as they were at the first login.
    case maildropKeep(Set<Int>)
    /// None of them was answered with success since the step began.
    case never([CommandPattern])
    /// Answered with success since the step began.
    case sent([CommandPattern])
    case deliveredFrom(String)
    case deliveredTo(String)
    /// `*` for any.
    case deliveredSubject(String)
    /// `*` for any body that is not empty, else text that it contains.
    case deliveredBody(String)
    case deliveredHeader([String])

    /// Only the simulator knows; with a real server the step is left out.
    public var needsSimulator: Bool {
      switch self {
      case .maildropCount, .maildropOctets, .maildropDeleted, .maildropLeft, .maildropKeep: true
      // A letter that a real server took was seen on the client.
      case .session, .sent, .never, .deliveredFrom, .deliveredTo, .deliveredSubject, .deliveredBody, .deliveredHeader:
        false
      }
    }
  }

  public let predicates: [Predicate]

  enum CodingKeys: String, CodingKey, CaseIterable {
    case session, sent, never
    case count = "maildrop.count"
    case octets = "maildrop.octets"
    case deleted = "maildrop.deleted"
    case left = "maildrop.left"
    case keep = "maildrop.keep"
    case from = "delivered.from"
    case to = "delivered.to"
    case subject = "delivered.subject"
    case body = "delivered.body"
    case header = "delivered.header"
  }

  public init(from decoder: Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    var predicates: [Predicate] = []
    for key in CodingKeys.allCases where values.contains(key) {
      switch key {
      case .session:
        if let state = try values.stateName(forKey: key) { predicates.append(.session(state)) }
      case .sent:
        predicates.append(.sent(try values.decode([String].self, forKey: key).map(CommandPattern.init)))
      case .count: predicates.append(.maildropCount(try values.decode(Int.self, forKey: key)))
      case .octets: predicates.append(.maildropOctets(try values.decode(Int.self, forKey: key)))
      case .deleted:
        predicates.append(.maildropDeleted(try values.decode(MessageNumbers.self, forKey: key).numbers))
      case .left: predicates.append(.maildropLeft(try values.decode(MessageNumbers.self, forKey: key).numbers))
      case .keep: predicates.append(.maildropKeep(try values.decode(MessageNumbers.self, forKey: key).numbers))
      case .never:
        predicates.append(.never(try values.decode([String].self, forKey: key).map(CommandPattern.init)))
      case .from: predicates.append(.deliveredFrom(try values.decode(String.self, forKey: key)))
      case .to: predicates.append(.deliveredTo(try values.decode(String.self, forKey: key)))
      case .subject: predicates.append(.deliveredSubject(try values.decode(String.self, forKey: key)))
      case .body: predicates.append(.deliveredBody(try values.decode(String.self, forKey: key)))
      case .header: predicates.append(.deliveredHeader(try values.decode([String].self, forKey: key)))
      }
    }
    guard !predicates.isEmpty else {
      throw DecodingError.dataCorrupted(
        .init(
          codingPath: values.codingPath,
          debugDescription: "a goal needs a predicate: \(CodingKeys.allCases.map(\.rawValue).joined(separator: ", "))"))
    }
    self.predicates = predicates
  }

  init(_ predicates: [Predicate]) { self.predicates = predicates }

  /// What the goal is checked against.
  struct Situation {
    let state: StateName
    let observation: Observation?
    /// Answered with success since the step began.
    let succeeded: [SentLine]
    /// The same, with what was taken back or lost with its connection.
    var ever: [SentLine] = []
    var letters: LetterNumbers?
    /// Letters taken since the step began, oldest first.
    let deliveries: [Observation.Delivery]
  }

  func isReached(in situation: Situation) -> Bool { unmet(in: situation).isEmpty }

  /// What does not hold. One letter must be all that is asked of a letter.
  func unmet(in situation: Situation) -> [Predicate] {
    let letters = predicates.filter(\.isAboutLetter)
    let others = predicates.filter { !$0.isAboutLetter && !Self.holds($0, situation) }
    let isSent = situation.deliveries.contains { delivery in letters.allSatisfy { Self.holds($0, delivery) } }
    return others + (isSent ? [] : letters)
  }

  var isAboutLetters: Bool { predicates.contains(where: \.isAboutLetter) }

  /// What the first thing is that a letter lacks to be the one that is asked for.
  func shortfall(of delivery: Observation.Delivery) -> LetterShortfall? {
    guard let predicate = predicates.first(where: { $0.isAboutLetter && !Self.holds($0, delivery) }) else { return nil }
    let letter = delivery.letter
    if letter.fields.isEmpty, letter.body.allSatisfy(\.isEmpty) { return LetterShortfall(.empty) }
    switch predicate {
    case .deliveredFrom(let address):
      return LetterShortfall(.sender, expected: address, given: delivery.from.description)
    case .deliveredTo(let address):
      let given = delivery.to.map(\.description).joined(separator: ", ")
      return LetterShortfall(.recipient, expected: address, given: given)
    case .deliveredSubject(let text):
      guard let given = letter.value("Subject") else { return LetterShortfall(.noSubject) }
      if given.allSatisfy(\.isWhitespace) { return LetterShortfall(.emptySubject) }
      return LetterShortfall(.otherSubject, expected: "Subject: \(text)", given: "Subject: \(given)")
    case .deliveredBody(let text):
      if letter.body.allSatisfy({ $0.allSatisfy(\.isWhitespace) }) { return LetterShortfall(.noBody) }
      return LetterShortfall(.otherBody, expected: text)
    case .deliveredHeader(let names):
      return LetterShortfall(.noField, expected: names.first { letter.value($0) == nil }.map { "\($0):" })
    case .session, .maildropCount, .maildropOctets, .maildropDeleted, .maildropLeft, .maildropKeep, .sent, .never:
      return nil
    }
  }

  /// Whom the letter that is asked for is from; nil when that does not matter.
  var sender: String? {
    predicates.lazy.compactMap { if case .deliveredFrom(let address) = $0 { address } else { nil } }.first
  }

  private static func holds(_ predicate: Predicate, _ situation: Situation) -> Bool {
    switch predicate {
    case .session(let name): situation.state == name
    case .maildropCount(let count): situation.observation?.maildrop?.count == count
    case .maildropOctets(let octets): situation.observation?.maildrop?.octets == octets
    case .maildropDeleted(let numbers): situation.observation?.maildrop?.deleted == numbers
    case .maildropLeft(let numbers): situation.letters?.left == numbers
    case .maildropKeep(let numbers): situation.letters?.left.map(numbers.isSubset) ?? false
    case .never(let patterns): !situation.ever.contains { line in patterns.contains { $0.matches(line) } }
    case .sent(let patterns):
      patterns.allSatisfy { pattern in situation.succeeded.contains { pattern.matches($0) } }
        && situation.succeeded.allSatisfy { line in isWelcome(line, patterns) }
    case .deliveredFrom, .deliveredTo, .deliveredSubject, .deliveredBody, .deliveredHeader: false
    }
  }

  /// An envelope with another recipient beside the right one is another envelope.
  private static func isWelcome(_ line: SentLine, _ patterns: [CommandPattern]) -> Bool {
    guard let verb = line.verb else { return true }
    let same = patterns.filter { $0.verb == verb }
    return !["MAIL", "RCPT"].contains(verb) || same.isEmpty || same.contains { $0.matches(line) }
  }

  private static func holds(_ predicate: Predicate, _ delivery: Observation.Delivery) -> Bool {
    let letter = delivery.letter
    switch predicate {
    case .deliveredFrom(let address): return delivery.from.description.lowercased() == address.lowercased()
    case .deliveredTo(let address):
      return delivery.to.contains { $0.description.lowercased() == address.lowercased() }
    case .deliveredSubject(let text):
      return letter.value("Subject").map { text == "*" ? !$0.isEmpty : $0 == text } ?? false
    case .deliveredBody(let text):
      let isBody = letter.separation == .emptyLine && letter.missingEmptyLine == nil
      let body = letter.body.joined(separator: "\n")
      return isBody && (text == "*" ? body.contains { !$0.isWhitespace } : body.contains(text))
    case .deliveredHeader(let names): return names.allSatisfy { letter.value($0) != nil }
    case .session, .maildropCount, .maildropOctets, .maildropDeleted, .maildropLeft, .maildropKeep, .sent, .never:
      return true
    }
  }
}

extension Goal.Predicate {
  var isAboutLetter: Bool {
    switch self {
    case .deliveredFrom, .deliveredTo, .deliveredSubject, .deliveredBody, .deliveredHeader: true
    case .session, .maildropCount, .maildropOctets, .maildropDeleted, .maildropLeft, .maildropKeep, .sent, .never: false
    }
  }
}
