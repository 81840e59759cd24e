import MailProtocol

/// POP3's TRANSACTION commands on an open maildrop. RFC 1939 §§5, 7 and, for LAST, RFC 1460. The session
/// calls it with commands that the rules allowed.
struct POP3Replies {
  let words: Words<POP3Word>
  /// What the words may name, for the maildrop as it was before the command.
  let values: WordValues

  func perform(_ command: POP3Command, on maildrop: inout MaildropSnapshot) -> [UInt8] {
    switch command {
    case .stat: return say(.stat)
    case .list(nil):
      return say(.list) + Self.multiline(maildrop.remaining.map { "\($0.number) \($0.message.octets)" })
    case .list(let number?): return say(.listOne, number)
    case .uidl(nil):
      return say(.uidl) + Self.multiline(maildrop.remaining.map { "\($0.number) \($0.message.uniqueID)" })
    case .uidl(let number?): return say(.uidlOne, number)
    case .retr(let number):
      maildrop.access(number)
      return say(.retr, number, then: maildrop[number].content)
    case .top(let number, let lines):
      maildrop.access(number)
      return say(.top, number, then: maildrop[number].top(lines: lines))
    case .dele(let number):
      maildrop.access(number)
      return say(.dele, number)
    case .last: return words[.last].octets(with: values.setting(.i, String(maildrop.lastAccessed)))
    case .noop: return say(.noop)
    case .rset:
      maildrop.reset()
      return words[.rset].octets(
        with: values.setting(.n, String(maildrop.count)).setting(.octets, String(maildrop.octets)))
    // The session answers CAPA and LANG, which belong to both states.
    case .user, .pass, .apop, .quit, .rpop, .capa, .stls, .auth, .utf8, .lang:
      preconditionFailure("\(command.verb) is no command of the TRANSACTION state, or not offered here")
    }
  }

  private func say(_ word: POP3Word) -> [UInt8] { words[word].octets(with: values) }

  private func say(_ word: POP3Word, _ number: Int, then content: [UInt8]? = nil) -> [UInt8] {
    var reply = words[word].octets(with: values.about(number))
    if let content { DotStuffing.stuff(content, into: &reply) }
    return reply
  }

  static func multiline(_ lines: [String]) -> [UInt8] {
    var octets: [UInt8] = []
    for line in lines { octets += Array(line.utf8) + [UInt8].crlf }
    return DotStuffing.stuff(octets)
  }
}
