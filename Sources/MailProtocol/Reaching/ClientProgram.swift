/// A program with which people speak mail by hand, and what it does with what they type: telnet, nc and its kin,
/// `openssl s_client`. Lessons read it from a line at the `$ ` prompt (`ClientCommandLine`) and never run it; the simulated
/// peer behaves as the server would towards it.
public struct ClientProgram: Hashable, Sendable {
  public enum Kind: Hashable, Sendable {
    case telnet
    /// nc, ncat, netcat.
    case netcat
    case openssl
  }

  public enum LineEnd: Hashable, Sendable { case crlf, lf }

  public enum Security: Hashable, Sendable {
    case clear
    /// The handshake comes before anything else. RFC 8314 §3.
    case tls
    /// `-starttls`: the program itself speaks the protocol up to STLS or STARTTLS, and then shakes hands.
    case startTLS(MailProtocolName)

    public var isEncrypted: Bool {
      switch self {
      case .clear: false
      case .tls, .startTLS: true
      }
    }

    /// Why no conversation with a service begins in this way; nil when one does.
    public func obstacle(at service: MailService) -> Diagnosis.ID? {
      switch (self, service.isTLS) {
      case (.clear, false), (.tls, true): nil
      // The one sends no handshake, the other waits for a greeting first: the server waits, too.
      case (.clear, true), (.startTLS, true): .connectNeedsTLS
      case (.tls, false): .connectTLSInClear
      case (.startTLS(let speaking), false): speaking == service.speaking ? nil : .connectStartTLSProtocol
      }
    }
  }

  /// What a typed line becomes.
  public enum Typed: Hashable, Sendable {
    /// Octets for the server.
    case sent([UInt8])
    /// The program takes the line for itself, and the server never sees it.
    case key(CommandKey)
  }

  /// Letters at the start of a line that are commands to `openssl s_client`, in capitals or not as they stand here. The
  /// rest of such a line is thrown away.
  public enum CommandKey: Character, CaseIterable, Hashable, Sendable {
    case quit = "Q"
    /// TLS 1.3 knows no renegotiation, and servers refuse that of TLS 1.2: the connection ends.
    case renegotiate = "R"
    /// A new connection in place of the old one (since OpenSSL 3.2).
    case reconnect = "C"
    case updateKey = "k"
    case updateBothKeys = "K"

    /// The connection is over after it.
    public var endsConnection: Bool {
      switch self {
      case .quit, .renegotiate, .reconnect: true
      case .updateKey, .updateBothKeys: false
      }
    }
  }

  public let kind: Kind
  public let lineEnd: LineEnd
  public let security: Security
  /// s_client without `-quiet`, `-ign_eof` or `-nocommands`.
  public let hasCommandKeys: Bool
  /// The latest version of TLS that it offers: `TLSv1.3`.
  public let tlsVersion: String
  /// What `-starttls smtp` says in EHLO.
  public let helloName: String

  public init(
    _ kind: Kind, lineEnd: LineEnd = .crlf, security: Security = .clear, hasCommandKeys: Bool = false,
    tlsVersion: String = "TLSv1.3", helloName: String = "mail.example.com"
  ) {
    self.kind = kind
    self.lineEnd = lineEnd
    self.security = security
    self.hasCommandKeys = hasCommandKeys
    self.tlsVersion = tlsVersion
    self.helloName = helloName
  }

  public static let telnet = ClientProgram(.telnet)

  /// - Parameter line: as it was typed, without its ending.
  public func typed(_ line: [UInt8]) -> Typed {
    if hasCommandKeys, let first = line.first, let key = CommandKey(rawValue: Character(Unicode.Scalar(first))) {
      return .key(key)
    }
    let octets: [UInt8] =
      switch kind {
      // "Interpret as command": twice for the octet itself. RFC 854.
      case .telnet: line.flatMap { $0 == 0xFF ? [0xFF, 0xFF] : [$0] }
      case .netcat, .openssl: line
      }
    switch lineEnd {
    case .crlf: return .sent(octets + [.cr, .lf])
    case .lf: return .sent(octets + [.lf])
    }
  }

  /// Lines that the program sends by itself, each after the reply to the one before, until the handshake. It reads none of
  /// the replies: a server that refuses gets the handshake all the same.
  public var openingLines: [String] {
    switch security {
    case .clear, .tls: []
    case .startTLS(.pop3): ["STLS"]
    case .startTLS(.smtp): ["EHLO \(helloName)", "STARTTLS"]
    }
  }
}
