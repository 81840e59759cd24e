import MailProtocol

/// A text that somebody wants explained, and what is known of it: the reply in it, its codes, what it answers.
struct FieldText: Sendable {
  enum Form: String, Decodable, Sendable {
    /// Nothing but a server's reply.
    case reply
    /// What a program wrote, a line of a log, a letter.
    case text
  }

  let form: Form
  let speaking: MailProtocolName?
  /// `550`, `+OK`, `-ERR`; nil where no reply is in it.
  let status: String?
  let enhanced: EnhancedStatus?
  /// A verb, `greeting`, `end-of-data`.
  let answers: String?
  /// The words of the reply alone, and of everything.
  let reply: TextWords
  let whole: TextWords

  /// A reply as it came.
  init(_ reply: Reply, answering command: String?) {
    form = .reply
    speaking = reply.speaking
    status = reply.status
    answers = command
    switch reply {
    case .smtp(let reply):
      enhanced = reply.enhanced
      self.reply = TextWords(Self.words(of: reply))
    case .pop3(let reply):
      enhanced = nil
      let line = String(decoding: reply.line, as: UTF8.self)
      self.reply = TextWords(line + Self.decoded(reply.status == .proceed ? line.dropFirst(2) : ""))
    }
    whole = self.reply
  }

  /// A text, and the reply that was found in it.
  init(_ text: String, found: EmbeddedReply?, answering command: String?, speaking: MailProtocolName?) {
    form = .text
    self.speaking = found?.reply.speaking ?? speaking
    status = found?.reply.status
    whole = TextWords(text)
    answers = command ?? EmbeddedReply.command(in: text)
    switch found?.reply {
    case .smtp(let reply):
      enhanced = reply.enhanced ?? EmbeddedReply.enhanced(in: text)
      self.reply = TextWords(Self.words(of: reply))
    case .pop3(let reply):
      enhanced = nil
      self.reply = TextWords(String(decoding: reply.line, as: UTF8.self))
    case nil:
      enhanced = EmbeddedReply.enhanced(in: text)
      self.reply = whole
    }
  }

  /// The lines without their codes, as one text. What a 334 says in base64 is read.
  private static func words(of reply: SMTPReply) -> String {
    let lines = reply.lines.map { String(decoding: $0.dropFirst(4), as: UTF8.self) }
    return lines.joined(separator: " ") + (reply.code == 334 ? decoded(lines.first ?? "") : "")
  }

  private static func decoded(_ base64: some StringProtocol) -> String {
    guard !base64.isEmpty, let octets = Base64.decode(base64) else { return "" }
    return " " + String(decoding: octets, as: UTF8.self)
  }
}

extension MailProtocolName: Decodable {}
