/// What both rule books say of AUTH: RFC 4954 §§4, 6 and RFC 5034 §4 are the same rules.
enum SASLRules {
  /// - Parameter announced: nil when nobody said which mechanisms there are.
  static func objection(
    to mechanism: SASLMechanism, _ initialResponse: Secret?, _ speaking: MailProtocolName,
    _ announced: [SASLMechanism]?,
    passwordsRefused: Bool
  ) -> Diagnosis? {
    let values = ["bad": ByteSanitizer.visible(mechanism.name), "verb": "AUTH"]
    if mechanism.sendsPassword, passwordsRefused { return Diagnosis(.authInClear, speaking, values) }
    if let announced, !announced.contains(mechanism) {
      return Diagnosis(.authNoSuchMechanism, speaking, values)
    }
    guard let initialResponse,
      case .unreadable(let diagnosis) = SASLResponse(initial: initialResponse, speaking: speaking)
    else { return nil }
    return diagnosis
  }
}

extension SASLResponse {
  /// A rule book's answer about a line of an exchange that is open.
  public static func judge(_ line: String, speaking: MailProtocolName) -> Verdict {
    switch SASLResponse(line: line, speaking: speaking) {
    case .cancelled: .refused(Diagnosis(.authCancelled, speaking))
    case .octets(_, let remark): .allowed(remark: remark)
    case .unreadable(let diagnosis): .refused(diagnosis)
    }
  }
}
