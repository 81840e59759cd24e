public enum GreetingGuess {
  public static func diagnose(_ octets: [UInt8], expecting speaking: MailProtocolName) -> Diagnosis? {
    octets.starts(with: "220".utf8) && speaking == .pop3 ? Diagnosis(.networkOtherService, speaking) : nil
  }
}
