import MailProtocol

extension Feedback {
  /// What a handshake has shown.
  ///
  /// - Parameter isUpgrade: the greeting was heard before: it does not come again, and SMTP begins anew. RFC 3207 §4.2.
  static func secured(
    _ report: TLSReport, isUpgrade: Bool, _ speaking: MailProtocolName
  ) -> [Feedback] {
    tls(report) + (isUpgrade && speaking == .smtp ? [.notice(.connectHelloAgain)] : [])
  }

  /// How the connection is protected, and whom the certificate is for.
  static func tls(_ report: TLSReport) -> [Feedback] {
    let secured = Feedback.notice(
      .connectSecured,
      MessageValues(
        ["version": report.version, "issuer": report.issuer, "until": report.validUntil],
        lists: ["names": report.names]))
    return [secured] + (report.isVerified ? [] : [.notice(.connectUnverified)])
  }
}
