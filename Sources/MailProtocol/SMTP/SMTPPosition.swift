/// Where an SMTP session stands. Server and client each hold one, and the rule book alone moves it (`SMTPRules.swift`).
public struct SMTPPosition: Hashable, Sendable {
  public internal(set) var state = SMTPState.greeting
  public internal(set) var isTLS: Bool
  public internal(set) var isAuthenticated = false
  public internal(set) var offers: SMTPOffers
  /// Where `offers` comes from.
  public internal(set) var knowledge: Knowledge

  /// A server's own position, before its greeting.
  ///
  /// - Parameter isTLS: encrypted from the first octet. RFC 8314 §3.
  public init(of offers: SMTPOffers, isTLS: Bool) {
    self.isTLS = isTLS
    self.offers = offers
    knowledge = .told
  }

  /// A client's, of a server that it knows nothing of.
  public init(isTLS: Bool = false) {
    self.isTLS = isTLS
    offers = .unheard
    knowledge = .heard
  }

  /// The next line answers a challenge.
  public var isInExchange: Bool { if case .sasl = state { true } else { false } }
  /// Every octet is the letter's.
  public var isInData: Bool { if case .data = state { true } else { false } }
  /// The server has agreed to STARTTLS.
  public var isTLSDue: Bool { if case .handshake = state { true } else { false } }
  /// By a pattern, like those above: they are asked for every line, and `==` would copy the envelope.
  public var isClosed: Bool { if case .closed = state { true } else { false } }

  /// MAIL's and RCPT's parameters that may be used now; none after HELO. RFC 5321 §4.1.1.1.
  public var parameters: Set<String> { state.hello?.isExtended == true ? offers.parameters : [] }

  /// The server has the extension of this parameter, as far as anybody has said.
  func mayHave(_ parameter: String) -> Bool {
    switch knowledge {
    case .told: offers.parameters.contains(parameter)
    case .heard: offers.parameters.isEmpty || offers.parameters.contains(parameter)
    }
  }

  /// What of an extension comes after HELO is refused for that: HELO opens a session without extensions. RFC 5321 §2.2.1.
  /// nil where the client has said EHLO, or nothing.
  func ehloNeeded(for bad: String?) -> Diagnosis? {
    guard let hello = state.hello, !hello.isExtended, let bad else { return nil }
    var values = ["bad": bad]
    values["suggestion"] = hello.name.map { "EHLO \($0)" }
    return Diagnosis(.helloEHLONeeded, .smtp, values)
  }

  /// What somebody who sees into the server tells of it.
  public mutating func learn(from server: SMTPPosition) { (offers, knowledge) = (server.offers, .told) }
}
