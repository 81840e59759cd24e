/// What of a typed line may be written down. Screens, logs, history, events, hand-ins and diagnoses all ask here, so that a
/// password is hidden everywhere or nowhere.
///
/// It does not matter which protocol is spoken, nor whether any is: `PASS` is typed to SMTP, `LOGIN` to POP3, and
/// `curl -u` to both.
public enum SecretMask {
  /// - Parameter expectsSecret: a password may come by itself (a learner who answers the question that was never asked),
  ///   so that a line without a command is hidden as a whole.
  public static func mask(_ line: String, expectsSecret: Bool) -> String {
    masked(line, expectsSecret: expectsSecret).shown
  }

  public static func masked(_ line: String, expectsSecret: Bool) -> MaskedLine {
    let words = MaskableWords(line)
    switch words.meaning {
    case .command(let secretsFrom):
      guard let start = secretsFrom else { return MaskedLine(line) }
      return MaskedLine(line, prefix: words.prompts + words.plain[..<start], secret: words.plain[start...])
    case .password(let verb, let secret):
      return MaskedLine(line, prefix: "\(words.prompts)\(verb) ", secret: secret)
    case .verb: return LoginWords.hidingLogins(line, words)
    case .nothing:
      if expectsSecret, !words.isSlip { return MaskedLine(allOf: line) }
      if words.isEncodedText { return MaskedLine(allOf: line) }
      return LoginWords.hidingLogins(line, words)
    }
  }
}

/// A line with its secrets taken out.
public struct MaskedLine: Hashable, Sendable {
  /// The line as it may be written down.
  public let shown: String
  /// What the masks stand for.
  private let secrets: [String]

  public var hidesSomething: Bool { !secrets.isEmpty }

  /// A line without secrets.
  init(_ line: String) {
    shown = ByteSanitizer.visible(line)
    secrets = []
  }

  /// A line of a letter, which has no commands: `Pass me the salt` is a sentence.
  public init(ofLetter line: [UInt8]) {
    shown = ByteSanitizer.visible(line)
    secrets = []
  }

  /// A line of which nothing may be shown.
  public init(allOf line: String) {
    shown = Secret.mask
    secrets = [line, ByteSanitizer.visible(line), InputMethod.asciiTwin(of: line)]
  }

  /// A line that is secret from a place on.
  init(_ line: String, prefix: some StringProtocol, secret: some StringProtocol) {
    shown = prefix + Secret.mask
    // The word that is glued to its command, and what a quotation makes of the secret.
    let glued = line.split(separator: " ").filter { !secret.isEmpty && $0.hasSuffix(secret) && $0.count > secret.count }
    secrets = ([String(secret)] + String(secret).split(separator: " ").map(String.init) + glued.map(String.init))
      .filter { $0.count > 1 || $0.elementsEqual(secret) }
      .filter { !$0.isEmpty }
  }

  init(shown: String, secrets: [String]) {
    self.shown = shown
    self.secrets = secrets
  }

  /// A text that may quote the line, with `mask` in the place of each secret.
  public func hiding(in text: String, mask: String = Secret.mask) -> String {
    if secrets.isEmpty { return text }
    var text = text
    for secret in secrets.sorted(by: { $0.utf8.count > $1.utf8.count }) { text = text.replacing(secret, with: mask) }
    // An input method's letters, or others in their place: none of it is worth a guess.
    let twin = InputMethod.asciiTwin(of: text)
    return twin != text && secrets.contains { twin.contains($0) } ? mask : text
  }
}

extension Diagnosis {
  /// The same without the secrets of the line that it is about.
  ///
  /// - Parameter suggestionIsSafe: whoever made the suggestion has seen to it.
  public func hidingSecrets(of line: MaskedLine, suggestionIsSafe: Bool = false) -> Diagnosis {
    guard line.hidesSomething else { return self }
    var copy = self
    for (key, value) in values where key == "bad" || key == "expected" { copy.values[key] = line.hiding(in: value) }
    if !suggestionIsSafe, let suggestion = values["suggestion"] {
      copy.values["suggestion"] = line.hiding(in: SecretMask.mask(suggestion, expectsSecret: false))
    }
    return copy
  }
}
