/// Something that answers octets, seen from the client's side: the simulator or a network connection. A lesson
/// talks to it and cannot tell which.
public protocol Peer {
  /// Opens a connection; a greeting may already be among the events.
  mutating func connect(to endpoint: Endpoint) -> [PeerEvent]
  mutating func send(_ octets: [UInt8]) -> [PeerEvent]
  /// The TLS handshake that a positive reply to STLS or STARTTLS asks for.
  mutating func startTLS() -> [PeerEvent]
  /// What has come since, within so much time for the first of it. A peer that answers at once has nothing more.
  mutating func wait(milliseconds: Int) -> [PeerEvent]
  /// Hangs up without a word, as a closed laptop does.
  mutating func disconnect() -> [PeerEvent]
  /// What an all-seeing teacher would know of the server; nil when it keeps it to itself.
  func observe() -> Observation?
}

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

public enum PeerEvent: Hashable, Sendable {
  case connected(MailProtocolName)
  case received([UInt8])
  /// From here on everything is encrypted.
  case secured(TLSReport)
  case closed
  /// No connection could be had, or TLS not; why, and what the sentences of that diagnosis name.
  case failed(Diagnosis.ID, values: [String: String] = [:])
}

/// What a TLS handshake has shown, for `/where`. Text from a certificate: sanitise it before it is shown.
public struct TLSReport: Hashable, Sendable {
  /// `TLSv1.3`
  public let version: String
  /// Names that the certificate is for.
  public let names: [String]
  public let issuer: String
  /// The last day on which the certificate is valid, `2027-03-01`.
  public let validUntil: String
  /// Somebody that this machine trusts vouches for it.
  public let isVerified: Bool

  public init(version: String, names: [String], issuer: String, validUntil: String, isVerified: Bool) {
    self.version = version
    self.names = names
    self.issuer = issuer
    self.validUntil = validUntil
    self.isVerified = isVerified
  }
}

/// The server's side of a lesson's world: what goals and questions are checked against.
public struct Observation: Hashable, Sendable {
  public struct Maildrop: Hashable, Sendable {
    /// Octets of each message, in the order of their numbers.
    public var sizes: [Int]
    /// Marked in the session, or removed by the QUIT that ended it.
    public var deleted: Set<Int>

    public init(sizes: [Int], deleted: Set<Int>) {
      self.sizes = sizes
      self.deleted = deleted
    }

    /// Messages that are not marked: what STAT counts.
    public var count: Int { sizes.count - deleted.count }
    public var octets: Int {
      sizes.indices.reduce(0) { $0 + (deleted.contains($1 + 1) ? 0 : sizes[$1]) }
    }
  }

  public struct Delivery: Hashable, Sendable {
    public let from: ReversePath
    public let to: [MailPath]
    public let letter: Letter

    public init(from: ReversePath, to: [MailPath], letter: Letter) {
      self.from = from
      self.to = to
      self.letter = letter
    }
  }

  /// The maildrop of the latest login; nil before the first.
  public var maildrop: Maildrop?
  /// Letters that the SMTP side took responsibility for, oldest first, as the client sent them.
  public var deliveries: [Delivery]
  /// What the rule books need to know of the server that is connected now.
  public var pop3Facts: POP3Rules.Facts?
  public var smtpFacts: SMTPRules.Facts?

  public init(
    maildrop: Maildrop?, deliveries: [Delivery], pop3Facts: POP3Rules.Facts?, smtpFacts: SMTPRules.Facts?
  ) {
    self.maildrop = maildrop
    self.deliveries = deliveries
    self.pop3Facts = pop3Facts
    self.smtpFacts = smtpFacts
  }
}
