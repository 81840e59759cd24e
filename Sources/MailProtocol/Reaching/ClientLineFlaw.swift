/// Why a line starts no conversation, and what of it could be read. No text in it repeats a password.
public struct ClientLineFlaw: Error, Hashable, Sendable {
  public enum Reason: Hashable, Sendable {
    case empty
    case unknownProgram(String)
    /// The line begins with a host or a port.
    case noProgram(String)
    case noHost
    /// `telnet 110`
    case onlyPort(String)
    case noPort(String)
    /// `host:port`, where the program wants two words.
    case colon(String)
    /// `host/110`, `host110`; and `-connect host 995`, where the program wants one word.
    case joined(String)
    /// The port stands first.
    case swapped
    case badPort(String)
    /// Words besides host and port.
    case extra([String])
    /// `mail. example.net`
    case spaceInHost(String)
    case url(String)
    /// `user@host`
    case user(String)
    /// `user:•••@host`
    case password(String)
    /// Quotes, brackets or backticks as texts put them around a line or a word.
    case marks(String)
    /// What makes a shell do more than start one program: `|`, `>`.
    case shell(String)
    /// The program has no such option, or one that leads to no conversation.
    case unknownOption(String)
    /// An option without its hyphen.
    case noHyphen(String)
    /// The option stands without what must follow it.
    case missingValue(String)
    /// What follows `-starttls` is neither `pop3` nor `smtp`.
    case startTLSProtocol(String)
  }

  public let reason: Reason
  public let flags: ClientFlags?
  public let host: String?
  public let port: Int?

  init(_ reason: Reason, flags: ClientFlags? = nil, host: String? = nil, port: Int? = nil) {
    self.reason = reason
    self.flags = flags
    self.host = host
    self.port = port
  }
}
