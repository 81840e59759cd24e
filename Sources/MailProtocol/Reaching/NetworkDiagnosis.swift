/// Why there is no conversation with a server: the network, TLS, or something else that answers there. Made by the
/// network's client and by `GreetingGuess`.
extension Diagnosis {
  /// - Parameters:
  ///   - service: what answers in place of the service that was hoped for.
  ///   - reason: a detail from outside, as it came; it is made safe to show here.
  public static func network(
    _ id: ID, at endpoint: Endpoint, speaking: MailProtocolName, service: String = "", reason: String = ""
  ) -> Diagnosis {
    let shortened = String(String.UnicodeScalarView(reason.unicodeScalars.prefix(200)))
    // The cure of both mix-ups of TLS is the same address with the other scheme.
    let tls = id == .networkTLSNeeded ? true : id == .networkNoTLS ? false : endpoint.tls
    let other = Endpoint(host: endpoint.host, port: endpoint.port, tls: tls, speaking: speaking)
    return Diagnosis(
      id, speaking,
      [
        "host": ByteSanitizer.visible(endpoint.host), "port": String(endpoint.port), "protocol": speaking.title,
        "service": ByteSanitizer.visible(service), "reason": ByteSanitizer.visible(shortened),
        "suggestion": ByteSanitizer.visible(ServerURL(other, speaking: speaking).description),
      ])
  }
}
