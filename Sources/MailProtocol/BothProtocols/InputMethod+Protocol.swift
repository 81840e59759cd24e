extension InputMethod {
  /// The same for whoever knows only by name which protocol is spoken.
  public static func diagnose(_ line: String, speaking: MailProtocolName) -> Diagnosis? {
    switch speaking {
    case .pop3: diagnose(line, as: POP3Verb.self)
    case .smtp: diagnose(line, as: SMTPVerb.self)
    }
  }
}
