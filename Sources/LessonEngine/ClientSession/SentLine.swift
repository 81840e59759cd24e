import MailProtocol

/// A line on its way to the server, read once, with what the rule book says of it.
public struct SentLine: Hashable, Sendable {
  public enum Role: Hashable, Sendable {
    case command(ParsedLine)
    /// Of the letter, or of a piece of it: no reply comes.
    case letterLine
    /// The dot that ends the letter.
    case endOfLetter
    /// The answer to a challenge of AUTH.
    case response

    var isCommand: Bool { if case .command = self { true } else { false } }
  }

  /// Of an answer to a challenge only the mask.
  public let text: String
  public let role: Role
  /// At the position that is reached when all that was sent before has succeeded.
  public let verdict: Verdict
  /// The answer to a challenge itself.
  public let secret: Secret?

  public init(text: String, role: Role, verdict: Verdict, secret: Secret? = nil) {
    self.text = text
    self.role = role
    self.verdict = verdict
    self.secret = secret
  }

  /// An answer to a challenge of AUTH. `*` gives the exchange up, and is no secret. RFC 4954 §4.
  init(response line: [UInt8], verdict: Verdict) {
    let text = String(decoding: line, as: UTF8.self)
    let isGivenUp = text == "*"
    self.init(
      text: isGivenUp ? text : Secret.mask, role: .response, verdict: verdict, secret: isGivenUp ? nil : Secret(text))
  }

  public var parsed: ParsedLine? {
    if case .command(let parsed) = role { parsed } else { nil }
  }

  /// A name has been proven by it, or should have been.
  var isLogin: Bool {
    switch role {
    case .response: true
    case .letterLine, .endOfLetter: false
    case .command: [POP3Verb.pass, .apop, .auth].map(\.rawValue).contains(verb)
    }
  }

  /// The keyword in upper case; nil where no verb of the protocol stands there.
  public var verb: String? { parsed?.verb }
}

/// A command line of either protocol.
public enum ParsedLine: Hashable, Sendable {
  case pop3(Parsed<POP3Command>)
  case smtp(Parsed<SMTPCommand>)

  public var verb: String? {
    switch self {
    case .pop3(let parsed): parsed.verb?.rawValue
    case .smtp(let parsed): parsed.verb?.rawValue
    }
  }

  public var pop3: POP3Command? { if case .pop3(let parsed) = self { parsed.command } else { nil } }
  public var smtp: SMTPCommand? { if case .smtp(let parsed) = self { parsed.command } else { nil } }
}

/// A reply and what it answers.
public struct Exchange: Sendable {
  public enum Cause: Sendable {
    /// The connection was opened.
    case greeting
    case line(SentLine)
    /// The server spoke unasked.
    case nothing
  }

  public let cause: Cause
  public let reply: Reply
  public let anatomy: ReplyAnatomy
  /// Where the session stands now.
  public let state: StateName

  public var line: SentLine? { if case .line(let line) = cause { line } else { nil } }
}
