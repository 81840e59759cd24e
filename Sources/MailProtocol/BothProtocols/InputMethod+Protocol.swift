extension InputMethod {
  /// The same for whoever knows only by name which protocol is spoken.
  public static func diagnose(_ line: String, speaking: MailProtocolName) -> Diagnosis? {
    switch speaking {
    case .pop3: diagnose(line, as: POP3Verb.self)
    case .smtp: diagnose(line, as: SMTPVerb.self)
    }
  }

  /// The same of `meant(_:as:expecting:)`.
  public static func meant(
    _ line: String, speaking: MailProtocolName, expecting lines: [String] = []
  ) -> String? {
    switch speaking {
    case .pop3: meant(line, as: POP3Verb.self, expecting: lines)
    case .smtp: meant(line, as: SMTPVerb.self, expecting: lines)
    }
  }
}
