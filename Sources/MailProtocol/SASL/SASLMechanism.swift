/// The ways to log in that mailtutor knows, and the server's side of each as a value. AUTH in both protocols runs
/// these: RFC 4954 (SMTP), RFC 5034 (POP3).
public enum SASLMechanism: Hashable, Sendable {
  case plain
  case login
  case cramMD5
  case scramSHA256
  /// Servers announce others, and clients may try them: `XOAUTH2`. The name is in upper case.
  case other(String)

  /// Those whose server side is here.
  public static let performed: [SASLMechanism] = [.plain, .login, .cramMD5, .scramSHA256]

  /// Names do not know case. RFC 4422 §3.1.
  public init(_ name: some StringProtocol) {
    let name = name.uppercased()
    self = Self.performed.first { $0.name == name } ?? .other(name)
  }

  /// As CAPA and EHLO announce it.
  public var name: String {
    switch self {
    case .plain: "PLAIN"
    case .login: "LOGIN"
    case .cramMD5: "CRAM-MD5"
    case .scramSHA256: "SCRAM-SHA-256"
    case .other(let name): name
    }
  }

  /// Whoever listens to the line can read the password. Of an unknown one nobody says so.
  public var sendsPassword: Bool {
    switch self {
    case .plain, .login: true
    case .cramMD5, .scramSHA256, .other: false
    }
  }
}

/// What a server brings to an exchange. Nothing in it is random: who runs the session makes the nonce.
public struct SASLServer: Sendable {
  public let digests: Digests
  /// Another one for each session.
  public let nonce: String
  /// In CRAM-MD5's challenge.
  public let host: String
  /// What LOGIN asks first; Coremail writes it in another way.
  public let userPrompt: String
  /// The secret of a user, nil for nobody. Mechanisms treat both alike.
  public let password: @Sendable (String) -> Secret?

  public init(
    digests: Digests, nonce: String, host: String, userPrompt: String = "Username:",
    password: @escaping @Sendable (String) -> Secret?
  ) {
    self.digests = digests
    self.nonce = nonce
    self.host = host
    self.userPrompt = userPrompt
    self.password = password
  }
}

/// What a server does after a response of the client.
public enum SASLOutcome: Hashable, Sendable {
  /// Ask on, with these octets in base64.
  case challenge([UInt8])
  case authenticated(user: String)
  case refused(Diagnosis.ID)
}

/// The server's side of one login by AUTH, between its first line and the reply that ends it.
public enum SASLExchange: Sendable {
  case plain(PLAINExchange)
  case login(LOGINExchange)
  case cramMD5(CRAMMD5Exchange)
  case scramSHA256(SCRAMExchange)

  /// nil for a mechanism that is not performed here.
  public init?(_ mechanism: SASLMechanism) {
    switch mechanism {
    case .plain: self = .plain(PLAINExchange())
    case .login: self = .login(LOGINExchange())
    case .cramMD5: self = .cramMD5(CRAMMD5Exchange())
    case .scramSHA256: self = .scramSHA256(SCRAMExchange())
    case .other: return nil
    }
  }

  public var mechanism: SASLMechanism {
    switch self {
    case .plain: .plain
    case .login: .login
    case .cramMD5: .cramMD5
    case .scramSHA256: .scramSHA256
    }
  }

  /// What the server says when the client sent no initial response: its challenge, or nothing where the client
  /// speaks first.
  public func opening(_ server: SASLServer) -> [UInt8] {
    switch self {
    case .plain, .scramSHA256: []
    case .login: Array(server.userPrompt.utf8)
    case .cramMD5: CRAMMD5Exchange.challenge(server)
    }
  }

  /// In CRAM-MD5 the server speaks first, and an initial response answers nothing. RFC 4954 §4.
  public var takesInitialResponse: Bool { mechanism != .cramMD5 }

  public mutating func respond(_ response: [UInt8], _ server: SASLServer) -> SASLOutcome {
    switch self {
    case .plain(let exchange): return exchange.respond(response, server)
    case .login(var exchange):
      defer { self = .login(exchange) }
      return exchange.respond(response, server)
    case .cramMD5(let exchange): return exchange.respond(response, server)
    case .scramSHA256(var exchange):
      defer { self = .scramSHA256(exchange) }
      return exchange.respond(response, server)
    }
  }
}

extension SASLMechanism {
  /// Those that have a sentence in `Locales/*/replies.yaml`.
  public static let explained: Set<String> = [
    "PLAIN", "LOGIN", "CRAM-MD5", "DIGEST-MD5", "NTLM", "GSSAPI", "SCRAM-SHA-1", "SCRAM-SHA-256", "XOAUTH2",
    "OAUTHBEARER",
    "EXTERNAL", "ANONYMOUS",
  ]
}
