/// Where a POP3 session stands. Server and client each hold one, and the rule book alone moves it (`POP3Rules.swift`).
public struct POP3Position: Hashable, Sendable {
  public internal(set) var state = POP3State.greeting
  public internal(set) var isTLS: Bool
  /// The greeting's, with its brackets, for APOP to digest. RFC 1939 §7.
  public internal(set) var timestamp: String?
  public internal(set) var offers: POP3Offers
  /// Where `offers` comes from.
  public internal(set) var knowledge: Knowledge

  /// A server's own position, before its greeting.
  ///
  /// - Parameter isTLS: encrypted from the first octet. RFC 8314 §3.
  public init(of offers: POP3Offers, isTLS: Bool) {
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

  /// nil outside a session that is logged in.
  public var maildrop: NumberedMaildrop? {
    if case .transaction(let maildrop) = state { maildrop } else { nil }
  }

  /// The name that USER gave, until PASS.
  public var user: String? {
    if case .authorization(.userGiven(let name)) = state { name } else { nil }
  }

  /// The next line answers a challenge.
  public var isInExchange: Bool { state == .authorization(.sasl) }
  /// The server has agreed to STLS.
  public var isTLSDue: Bool { state == .authorization(.handshake) }

  /// The server has numbered the maildrop that a login opened.
  public mutating func numbered(_ count: Int) {
    guard case .transaction(var maildrop) = state else { return }
    maildrop.count = count
    state = .transaction(maildrop)
  }

  /// What somebody who sees into the server tells of it.
  public mutating func learn(from server: POP3Position) {
    (offers, knowledge) = (server.offers, .told)
    if let count = server.maildrop?.count { numbered(count) }
  }
}

/// How a position came to know what a server offers.
public enum Knowledge: Hashable, Sendable {
  /// From its replies: what it has not announced may still be there.
  case heard
  /// From the server itself; replies add nothing.
  case told
}
