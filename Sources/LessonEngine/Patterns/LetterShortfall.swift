import MailProtocol

/// Why a letter that a server took is not the one that a goal asks for. `Goal` finds it, the checker tells it.
struct LetterShortfall: Hashable {
  /// Each has sentences of its own under `lesson.wrong-letter`.
  enum Kind: String, CaseIterable {
    case empty
    case sender, recipient
    case noSubject = "no-subject"
    case emptySubject = "empty-subject"
    case otherSubject = "other-subject"
    case noBody = "no-body"
    case otherBody = "other-body"
    case noField = "no-field"
  }

  let kind: Kind
  private let expected: String?
  private let given: String?

  init(_ kind: Kind, expected: String? = nil, given: String? = nil) {
    self.kind = kind
    self.expected = expected
    self.given = given
  }

  /// The flaw of the letter's own text that it comes from, where there is one.
  func cause(in letter: Letter) -> Diagnosis? {
    switch kind {
    case .noBody, .otherBody: letter.missingEmptyLine
    case .noSubject, .noField: letter.brokenHeaderLine
    case .empty, .sender, .recipient, .emptySubject, .otherSubject: nil
    }
  }

  /// - Parameter start: the line that a second letter begins with.
  func diagnosis(startingAnew start: String) -> Diagnosis {
    var values = ["case": kind.rawValue, "suggestion": start]
    values["expected"] = expected.map { ByteSanitizer.visible($0) }
    values["bad"] = given.map { ByteSanitizer.visible($0) }
    return Diagnosis(.lessonWrongLetter, .smtp, values)
  }
}
