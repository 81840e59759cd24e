import MailProtocol

/// What is said of the lines of an open letter: of each kind of slip once, since the letter is its sender's and goes on.
/// Every dialogue has one.
struct LetterRemarks: Sendable {
  private var review: LetterReview?
  private var told: Set<Diagnosis.ID> = []

  /// A line that has just been sent.
  ///
  /// - Parameters:
  ///   - wasInData: the letter was open before it.
  ///   - asked: kinds that the step's own letter has: nobody is warned of what is asked for.
  ///   - words: what people type for the server or the tutor.
  ///   - tutorWords: those of the tutor that work here.
  mutating func remark(
    on sent: SentLine, wasInData: Bool, _ client: ClientSession, asked: Set<Diagnosis.ID>, words: TypedWords,
    tutorWords: [TutorCommand.Name]
  ) -> Diagnosis? {
    guard wasInData, sent.role == .letterLine else {
      (review, told) = (nil, [])
      return nil
    }
    var review = review ?? LetterReview(isInternational: client.isInternational)
    var found = review.take(sent.text)
    self.review = review
    if let meant = Self.wordMeantForTutor(sent.text, words, tutorWords) {
      found.insert(
        Diagnosis(.dataTutorWord, .smtp, ["bad": ByteSanitizer.visible(sent.text), "suggestion": meant]), at: 0)
    } else if words.endsLetter(sent.text) {
      found.insert(Diagnosis(.stateInData, .smtp, ["bad": ByteSanitizer.visible(sent.text)]), at: 0)
    }
    // What a line was meant as says more than what became of it.
    guard let first = found.first, !(isMeantElsewhere(first.id) && told.contains(first.id)) else { return nil }
    guard let remark = found.first(where: { !told.contains($0.id) && !asked.contains($0.id) }) else { return nil }
    told.insert(remark.id)
    return remark
  }

  private func isMeantElsewhere(_ id: Diagnosis.ID) -> Bool { id == .stateInData || id == .dataTutorWord }

  /// `help`, or a slip of `/hint`.
  private static func wordMeantForTutor(
    _ line: String, _ words: TypedWords, _ tutorWords: [TutorCommand.Name]
  ) -> String? {
    let typed = tutorWords.map(\.typed)
    if line.hasPrefix("/") {
      let name = line.dropFirst()
      guard name.count >= 2, name.allSatisfy({ $0.isASCII && $0.isLetter }) else { return nil }
      return VerbGuess.closest(to: line.lowercased(), among: typed)
    }
    return words.tutorWord(line).flatMap { typed.contains($0) ? $0 : nil }
  }

  /// The kinds of slip that a step's own letter has: a lesson may ask for one.
  static func asked(by step: Step?) -> Set<Diagnosis.ID> {
    guard let lines = step?.solution, lines.contains(".") else { return [] }
    let start = lines.lastIndex { $0.uppercased() == SMTPVerb.data.rawValue }.map { $0 + 1 } ?? 0
    var review = LetterReview()
    return Set(lines[start...].prefix { $0 != "." }.flatMap { review.take($0).map(\.id) })
  }
}
