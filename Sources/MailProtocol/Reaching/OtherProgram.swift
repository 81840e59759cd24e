/// What a program is for that people try in the place of telnet. The `$ ` prompt of a lesson has none of them.
public enum OtherProgram: Hashable, Sendable {
  /// It speaks a protocol of its own: `SSH`.
  case speaks(String)
  /// It looks a host up, or sees whether it is there, and talks to no service.
  case looks
  /// It speaks the mail protocols by itself.
  case automatic
  case mailtutor

  /// - Parameter name: the first word of a line.
  public init?(_ name: String) {
    let name = name.split(separator: "/").last?.lowercased() ?? ""
    if name == "mailtutor" {
      self = .mailtutor
    } else if let spoken = Self.spoken.first(where: { $0.value.contains(name) }) {
      self = .speaks(spoken.key)
    } else if Self.looking.contains(name) {
      self = .looks
    } else if Self.mailing.contains(name) {
      self = .automatic
    } else {
      return nil
    }
  }

  private static let spoken: [String: Set<String>] = [
    "SSH": ["ssh", "slogin", "mosh", "scp", "sftp"], "FTP": ["ftp", "lftp", "ncftp"], "rlogin": ["rlogin", "rsh"],
    "HTTP": [
      "http", "https", "firefox", "chrome", "google-chrome", "chromium", "safari", "edge", "msedge", "lynx", "w3m",
      "links", "iexplore", "browser", "xdg-open", "get", "post", "head",
    ],
    "RDP": ["rdesktop", "mstsc", "xfreerdp"],
  ]
  private static let looking: Set<String> = [
    "ping", "ping6", "fping", "traceroute", "tracert", "tracepath", "mtr", "nslookup", "dig", "host", "whois", "nmap",
    "getent", "arp", "netstat", "ss", "ip", "ifconfig", "ipconfig",
  ]
  private static let mailing: Set<String> = [
    "curl", "wget", "swaks", "mail", "mailx", "s-nail", "mutt", "neomutt", "alpine", "pine", "thunderbird", "outlook",
    "evolution", "sendmail", "msmtp", "fetchmail", "getmail", "mpop",
  ]
}
