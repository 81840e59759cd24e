import MailProtocol

/// A verdict may quote the line, and the line may hold a secret. The judge and `connect` ask here before they say it.
extension Diagnosis {
  /// - Parameters:
  ///   - client: where the session stood before the line.
  ///   - suggestionIsSafe: whoever made the suggestion has seen to it.
  func hidingSecrets(of sent: SentLine, _ client: ClientSession, suggestionIsSafe: Bool = false) -> Diagnosis {
    guard sent.role.isCommand else { return self }
    // A word that was recognised is none: `STTA`, `login`.
    let expectsSecret = client.expectsSecret && !isOfAKnownWord
    let line = SecretMask.masked(sent.text, expectsSecret: expectsSecret)
    return hidingSecrets(of: line, suggestionIsSafe: suggestionIsSafe)
  }

  private var isOfAKnownWord: Bool {
    [.verbTypo, .verbEveryday, .verbTutorWord, .verbOtherProtocol, .verbMyth, .verbObsolete].contains(id)
  }
}
