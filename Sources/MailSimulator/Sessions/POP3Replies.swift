import MailProtocol

/// POP3's TRANSACTION commands on an open maildrop. RFC 1939 §§5, 7 and, for LAST, RFC 1460. The session
/// calls it with commands that the rules allowed.
struct POP3Replies {
  let words: ReplyTexts<POP3ReplyKind>
  /// What the words may name, for the maildrop as it was before the command.
  let values: ReplyValues

  func perform(_ command: POP3Command, on maildrop: inout MaildropSnapshot) -> ServerOutput.Reply {
    switch command {
    case .stat: return say(.stat)
    case .list(nil):
      return say(.list, lines: maildrop.remaining.map { "\($0.number) \($0.message.octets)" })
    case .list(let number?): return say(.listOne, number)
    case .uidl(nil):
      return say(.uidl, lines: maildrop.remaining.map { "\($0.number) \($0.message.uniqueID)" })
    case .uidl(let number?): return say(.uidlOne, number)
    case .retr(let number):
      maildrop.access(number)
      return .letter(OutgoingLetter(head: head(.retr, number), maildrop[number].source))
    case .top(let number, let lines):
      maildrop.access(number)
      return .letter(OutgoingLetter(head: head(.top, number), maildrop[number].source, bodyLines: lines))
    case .dele(let number):
      maildrop.access(number)
      return say(.dele, number)
    case .last: return .octets(words[.last].octets(with: values.setting(.i, String(maildrop.lastAccessed))))
    case .noop: return say(.noop)
    case .rset:
      maildrop.reset()
      return .octets(
        words[.rset].octets(
          with: values.setting(.n, String(maildrop.count)).setting(.octets, String(maildrop.octets))))
    // The session answers CAPA and LANG, which belong to both states.
    case .user, .pass, .apop, .quit, .rpop, .capa, .stls, .auth, .utf8, .lang:
      preconditionFailure("\(command.verb) is no command of the TRANSACTION state, or not offered here")
    }
  }

  private func say(_ word: POP3ReplyKind, lines: [String]? = nil) -> ServerOutput.Reply {
    .octets(words[word].octets(with: values) + (lines.map(Self.multiline) ?? []))
  }

  private func say(_ word: POP3ReplyKind, _ number: Int) -> ServerOutput.Reply { .octets(head(word, number)) }

  private func head(_ word: POP3ReplyKind, _ number: Int) -> [UInt8] { words[word].octets(with: values.about(number)) }

  static func multiline(_ lines: [String]) -> [UInt8] {
    var octets: [UInt8] = []
    for line in lines { octets += Array(line.utf8) + [UInt8].crlf }
    return DotStuffing.stuff(octets)
  }
}
