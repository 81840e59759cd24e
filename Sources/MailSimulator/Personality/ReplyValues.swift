/// What the texts of a server may name, and what that is at one moment. Sessions make these for a reply; a text asks
/// for its gaps, and only what is asked for is worked out: two dates for each reply would cost more than the reply.
struct ReplyValues: Sendable {
  /// Whose words they are, and to whom: `ReplyValue.everywhere` comes from here.
  struct Conversation: Sendable {
    let host: String
    let client: String
    let clock: MailDate
  }

  private let conversation: Conversation?
  /// Of a POP3 session that is logged in, and the number of the message that the reply is about.
  private let maildrop: MaildropSnapshot?
  private var message: Int?
  /// The last one counts. They are few: a dictionary would cost more than looking through them.
  private var own: [(value: ReplyValue, text: String)] = []

  init(_ conversation: Conversation? = nil, maildrop: MaildropSnapshot? = nil) {
    self.conversation = conversation
    self.maildrop = maildrop
  }

  subscript(_ value: ReplyValue) -> String? {
    get {
      if let own = own.last(where: { $0.value == value }) { return own.text }
      switch value {
      case .host: return conversation?.host
      case .domain: return conversation.map { MailDomain.of(host: $0.host) }
      case .ip: return conversation?.client
      case .date: return conversation?.clock.rfc5322
      case .ctime: return conversation?.clock.ctime
      case .clock: return conversation.map { String($0.clock.seconds) }
      case .user: return maildrop?.user
      case .n: return maildrop.map { String($0.count) }
      case .octets:
        guard let maildrop else { return nil }
        return String(message.map { maildrop[$0].octets } ?? maildrop.octets)
      case .i: return message.map { String($0) }
      case .id: return message.flatMap { maildrop?[$0].uniqueID }
      case .from, .to, .helo, .process, .line, .verb, .text, .form, .legal, .limit: return nil
      }
    }
    set {
      if let newValue { own.append((value, newValue)) } else { own.removeAll { $0.value == value } }
    }
  }

  consuming func setting(_ value: ReplyValue, _ text: String) -> ReplyValues {
    self[value] = text
    return self
  }

  consuming func about(_ message: Int) -> ReplyValues {
    self.message = message
    return self
  }

  consuming func merging(_ values: [ReplyValue: String]) -> ReplyValues {
    for (value, text) in values { self[value] = text }
    return self
  }
}

extension ReplyValues: ExpressibleByDictionaryLiteral {
  init(dictionaryLiteral elements: (ReplyValue, String)...) {
    self.init(nil)
    own = elements.map { ($0, $1) }
  }
}

/// What a server's text can name. The raw value is public: personality files use it in braces.
enum ReplyValue: String, Hashable, Sendable {
  /// Messages; in a refusal, how many there are.
  case n
  case octets
  /// A message's number.
  case i
  case user
  case host
  /// The host's mail domain, `21cn.com` for `smtp.21cn.com`.
  case domain
  case from
  case to
  /// The client's address.
  case ip
  /// What the client called itself in HELO or EHLO.
  case helo
  /// RFC 5322's form.
  case date
  /// `Mon Jun 25 12:41:51 2001`.
  case ctime
  /// Seconds since 1970.
  case clock
  /// A process number, another one for each session.
  case process
  /// A unique-id or a queue id.
  case id
  /// The line that is answered, its first word, and the part of it that is wrong.
  case line
  case verb
  case text
  /// How the command should be written, and which commands may come now.
  case form
  case legal
  case limit

  /// What every text of a server may name.
  static let everywhere: Set<ReplyValue> = [.host, .domain, .ip, .date, .ctime, .clock]
}
