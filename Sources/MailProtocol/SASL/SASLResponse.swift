/// A client's line inside an AUTH exchange, or the initial response of the AUTH command, read once. RFC 4954 §4,
/// RFC 5034 §4. Simulator and checker both read it here, so that both give the same reason.
public enum SASLResponse: Hashable, Sendable {
  /// `*`
  case cancelled
  /// `remark` names what is probably a mistake though it is base64: a newline that was encoded too.
  case octets([UInt8], remark: Diagnosis?)
  case unreadable(Diagnosis)

  public init(line: String, speaking: MailProtocolName) {
    self = line == "*" ? .cancelled : Self.reading(line, speaking)
  }

  /// `AUTH PLAIN =` sends an empty response at once.
  public init(initial response: Secret, speaking: MailProtocolName) {
    let text = response.reveal()
    self = text == "=" ? .octets([], remark: nil) : Self.reading(text, speaking)
  }

  private static func reading(_ text: String, _ speaking: MailProtocolName) -> SASLResponse {
    guard let octets = Base64.decode(text) else { return .unreadable(Diagnosis(reason(text), speaking)) }
    if octets.last == .lf { return .octets(octets, remark: Diagnosis(.base64Newline, speaking)) }
    // A word of four letters is base64 by chance, of octets that are no text.
    let isText = String(validating: octets, as: UTF8.self) != nil
    return .octets(octets, remark: isText ? nil : Diagnosis(.base64PlainText, speaking))
  }

  /// No values: the line may be a password.
  private static func reason(_ text: String) -> Diagnosis.ID {
    let standard = text.map { $0 == "-" ? "+" : $0 == "_" ? "/" : $0 }
    if standard != Array(text), Base64.decode(String(standard)) != nil { return .base64URLSafe }
    let padded = text + String(repeating: "=", count: (4 - text.utf8.count % 4) % 4)
    if text.contains("=") || isText(padded) { return .base64NotBase64 }
    return .base64PlainText
  }

  private static func isText(_ base64: String) -> Bool {
    guard let octets = Base64.decode(base64), !octets.isEmpty else { return false }
    return octets.allSatisfy { $0 >= 0x20 || $0 == 0 || $0 == .lf } && String(validating: octets, as: UTF8.self) != nil
  }
}
