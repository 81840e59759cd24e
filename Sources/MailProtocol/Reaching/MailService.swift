/// The services of mail that a client can reach, with their well-known ports. RFC 1939 §3, RFC 5321 §4.5.4.2, RFC 6409
/// §3.1, RFC 8314 §3. URLs, lessons' hosts, connect lines, guesses and `serve` all look here.
public enum MailService: String, CaseIterable, Hashable, Sendable {
  case pop3
  case pop3s
  case smtp
  case submission
  case smtps

  /// - Parameter name: as `/etc/services` and people have it: `pop-3`, `submissions`.
  public init?(name: String) {
    switch name.lowercased() {
    case "pop3", "pop-3": self = .pop3
    case "pop3s": self = .pop3s
    case "smtp", "mail": self = .smtp
    case "submission": self = .submission
    case "smtps", "submissions", "ssmtp": self = .smtps
    default: return nil
    }
  }

  /// nil for a port that no service of mail's has.
  public init?(port: Int) {
    guard let service = Self.allCases.first(where: { $0.port == port }) else { return nil }
    self = service
  }

  public var port: Int {
    switch self {
    case .pop3: 110
    case .pop3s: 995
    case .smtp: 25
    case .submission: 587
    case .smtps: 465
    }
  }

  public var speaking: MailProtocolName {
    switch self {
    case .pop3, .pop3s: .pop3
    case .smtp, .submission, .smtps: .smtp
    }
  }

  /// As people write it.
  public var title: String {
    switch self {
    case .pop3, .pop3s, .smtp, .smtps: rawValue.uppercased()
    case .submission: "submission"
    }
  }

  /// TLS from the first octet.
  public var isTLS: Bool {
    switch self {
    case .pop3s, .smtps: true
    case .pop3, .smtp, .submission: false
    }
  }
}

/// Services beside mail's that learners and guesses meet on their ports. IANA's registry, RFC 6335.
public enum OtherService: String, CaseIterable, Hashable, Sendable {
  case ftp = "FTP"
  case ssh = "SSH"
  case telnet
  case dns = "DNS"
  case http = "HTTP"
  case nntp = "NNTP"
  case imap = "IMAP"
  case https = "HTTPS"
  case imaps = "IMAPS"

  /// - Parameter name: as `/etc/services` has it.
  public init?(name: String) {
    switch name.lowercased() {
    case "domain": self = .dns
    case "www": self = .http
    case "imap2": self = .imap
    case let name:
      guard let service = Self.allCases.first(where: { $0.rawValue.lowercased() == name }) else { return nil }
      self = service
    }
  }

  /// nil for a port that is mail's, or nobody's that is named here.
  public init?(port: Int) {
    guard let service = Self.allCases.first(where: { $0.port == port }) else { return nil }
    self = service
  }

  public var port: Int {
    switch self {
    case .ftp: 21
    case .ssh: 22
    case .telnet: 23
    case .dns: 53
    case .http: 80
    case .nntp: 119
    case .imap: 143
    case .https: 443
    case .imaps: 993
    }
  }

  /// TLS from the first octet.
  public var isTLS: Bool {
    switch self {
    case .https, .imaps: true
    case .ftp, .ssh, .telnet, .dns, .http, .nntp, .imap: false
    }
  }
}
