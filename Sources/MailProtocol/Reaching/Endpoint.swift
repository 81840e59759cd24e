/// Where a service waits. Connect lines and URLs are read into one; peers connect to it.
public struct Endpoint: Hashable, Sendable {
  public let host: String
  public let port: Int
  /// TLS from the first octet (RFC 8314).
  public let tls: Bool
  /// What is expected there; nil where the other side knows it.
  public let speaking: MailProtocolName?

  public init(host: String, port: Int, tls: Bool = false, speaking: MailProtocolName? = nil) {
    self.host = host
    self.port = port
    self.tls = tls
    self.speaking = speaking
  }
}
