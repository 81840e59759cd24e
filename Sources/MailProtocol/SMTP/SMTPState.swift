/// Where an SMTP session stands, whoever asks. RFC 5321 §§3, 4.1.4. TLS and login are beside it, in the position.
public enum SMTPState: Hashable, Sendable {
  /// The server has not spoken yet; what is typed ahead is judged as if it had welcomed the client.
  case greeting
  /// The greeting was no welcome: only QUIT is answered as usual. RFC 5321 §3.1.
  case turnedAway
  /// Greeted, no HELO or EHLO yet.
  case connected
  case greeted(SMTPHello)
  /// AUTH was accepted: the next line answers its `step`th challenge. RFC 4954 §4.
  case sasl(SMTPHello?, SASLMechanism, step: Int)
  /// STARTTLS was accepted: TLS begins with the next octet. RFC 3207 §4.
  case handshake
  /// MAIL accepted, nobody to deliver to.
  case mail(SMTPEnvelope)
  /// At least one recipient accepted.
  case recipients(SMTPEnvelope)
  /// 354 sent: every line is the letter's, until the one with the single dot.
  case data(SMTPEnvelope)
  /// Pieces of the letter came by BDAT, and the last one is still to come. RFC 3030 §2.
  case chunking(SMTPEnvelope)
  /// QUIT or 421 was said, or the connection is gone.
  case closed

  public var name: StateName {
    switch self {
    case .greeting, .turnedAway, .connected, .handshake: .connected
    case .greeted: .greeted
    case .sasl: .sasl
    case .mail: .mail
    case .recipients: .recipients
    case .data: .data
    case .chunking: .chunking
    case .closed: .closed
    }
  }

  /// The open transaction's; nil when none is open.
  public var envelope: SMTPEnvelope? {
    switch self {
    case .mail(let envelope), .recipients(let envelope), .data(let envelope), .chunking(let envelope): envelope
    case .greeting, .turnedAway, .connected, .greeted, .sasl, .handshake, .closed: nil
    }
  }

  /// How the client introduced itself; nil before it has.
  public var hello: SMTPHello? {
    switch self {
    case .greeted(let hello): hello
    case .sasl(let hello, _, _): hello
    case .mail(let envelope), .recipients(let envelope), .data(let envelope), .chunking(let envelope): envelope.hello
    case .greeting, .turnedAway, .connected, .handshake, .closed: nil
    }
  }
}

/// HELO or EHLO, accepted. RFC 5321 §4.1.1.1.
public struct SMTPHello: Hashable, Sendable {
  /// What the client calls itself; only a claim. nil where a server forgave that there was none.
  public let name: String?
  /// By EHLO: extensions may be used.
  public let isExtended: Bool

  public init(name: String?, isExtended: Bool) {
    self.name = name
    self.isExtended = isExtended
  }
}

/// Whom a letter is from and whom it is for, apart from anything that stands in it. RFC 5321 §2.3.1.
public struct SMTPEnvelope: Hashable, Sendable {
  /// Of the session in which it was opened; nil where a server did not ask for one.
  public let hello: SMTPHello?
  public let sender: ReversePath
  /// MAIL had SMTPUTF8: addresses may be beyond ASCII. RFC 6531 §3.4.
  public let isInternational: Bool
  /// Those that were accepted, in their order.
  public internal(set) var recipients: [MailPath]

  public init(
    hello: SMTPHello?, sender: ReversePath, isInternational: Bool = false, recipients: [MailPath] = []
  ) {
    self.hello = hello
    self.sender = sender
    self.isInternational = isInternational
    self.recipients = recipients
  }
}
