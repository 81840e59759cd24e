/// Where an SMTP session stands, whoever asks. RFC 5321 §§3, 4.1.4. TLS is a property beside it.
public enum SMTPState: Hashable, Sendable {
  /// Greeting sent, no HELO or EHLO yet.
  case connected
  case greeted
  /// MAIL accepted, nobody to deliver to.
  case mail
  /// That many recipients accepted.
  case recipients(Int)
  /// 354 sent: every line is the letter's, until the one with the single dot.
  case data
  case chunking
  case sasl(mechanism: String, step: Int)
  case closed

  /// The name that the prompt, `/where`, lessons and the classroom use.
  public var name: String {
    switch self {
    case .connected: "connected"
    case .greeted: "greeted"
    case .mail: "mail"
    case .recipients: "recipients"
    case .data: "data"
    case .chunking: "chunking"
    case .sasl: "sasl"
    case .closed: "closed"
    }
  }

  /// A transaction is open: EHLO, RSET or the final dot would end it.
  public var isInTransaction: Bool {
    switch self {
    case .mail, .recipients, .data, .chunking: true
    case .connected, .greeted, .sasl, .closed: false
    }
  }
}
