import MailProtocol

/// Something that goes wrong on purpose, as a scenario's `faults:` lists it: by command, address, message or count,
/// never by chance. Sessions ask the world for one before they perform what the rules allowed.
public struct Fault: Hashable, Sendable {
  /// What it waits for.
  enum Moment: Hashable, Sendable {
    /// The connection opens.
    case greeting
    /// A name and its secret were right, whatever the command.
    case login
    /// The final dot, or BDAT's last piece: the letter would be taken now.
    case letter
    /// A verb that the rules allow now.
    case command(String)
  }

  enum Action: Hashable, Sendable {
    /// Says this instead. 421 in SMTP, and a refused greeting in POP3, are the last words.
    case reply(Wording)
    /// No answer: the line is lost before anything is done.
    case drop
    /// It is done and answered, and then the line is lost.
    case close
    /// It is done, so many octets of the answer come, and then the line is lost.
    case truncate(octets: Int)
    /// The maildrop is in use, as if another session had it. RFC 1939 §4.
    case lock
    /// It is done as usual; `delay` is all that is wrong.
    case none
  }

  /// What an occasion is about; a fault names what it wants of this.
  struct Subject: Sendable {
    var addresses: [MailPath] = []
    var user: String?
    var message: Int?
  }

  /// Which address it waits for.
  enum Addressee: Hashable, Sendable {
    case one(MailPath)
    /// `busy@*`: the same name at every domain.
    case atAnyDomain(String)

    func includes(_ path: MailPath) -> Bool {
      switch self {
      case .one(let wanted): wanted.names(path)
      case .atAnyDomain(let name): MailPath(localPart: name, domain: path.domain).names(path)
      }
    }
  }

  let speaking: Set<MailProtocolName>
  let moment: Moment
  let address: Addressee?
  let user: String?
  let message: Int?
  /// Which of a session's occasions it is, from 1; nil for each.
  let nth: Int?
  /// How often it happens in all sessions together; nil for always.
  let times: Int?
  let action: Action
  let delaySeconds: Int

  /// What it waited for, as the scenario's `at:` says it.
  public var name: String {
    switch moment {
    case .greeting: "greeting"
    case .login: "login"
    case .letter: "letter"
    case .command(let verb): verb
    }
  }

  func waits(for moment: Moment, _ speaking: MailProtocolName, _ subject: Subject) -> Bool {
    self.moment == moment && self.speaking.contains(speaking)
      && (address.map { wanted in subject.addresses.contains(where: wanted.includes) } ?? true)
      && (user.map { $0 == subject.user } ?? true)
      && (message.map { $0 == subject.message } ?? true)
  }
}

/// How often each fault's occasion has come in one session, by the fault's place in the scenario.
struct FaultCounts: Sendable {
  private var occasions: [Int: Int] = [:]

  /// - Returns: which occasion this is, from 1.
  mutating func count(_ fault: Int) -> Int {
    occasions[fault, default: 0] += 1
    return occasions[fault]!
  }
}
