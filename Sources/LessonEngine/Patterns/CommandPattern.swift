import MailProtocol

/// A command as a lesson names it, compared by meaning: with what a parsed line says, not with how it is written. Case,
/// spacing, forgiven spellings and the case of domains do not matter; `*` stands for any one argument.
public struct CommandPattern: Hashable, Sendable {
  public let text: String
  private let meanings: [Meaning]

  public init(_ text: String) {
    self.text = text
    meanings = [.pop3(POP3Command.parse(Self.parseable(text))), .smtp(SMTPCommand.parse(Self.parseable(text)))]
      .compactMap { (line: ParsedLine) in line.meaning }
  }

  /// It stands for a command of one of the protocols.
  public var isCommand: Bool { !meanings.isEmpty }

  /// What parses as no command is compared octet by octet, `*` at the end standing for the rest.
  public func matches(_ line: ParsedLine) -> Bool {
    guard meanings.isEmpty else {
      guard let typed = line.meaning else { return false }
      return meanings.contains { $0.fits(typed) }
    }
    return text.hasSuffix("*") ? line.text.hasPrefix(text.dropLast()) : line.text == text
  }

  /// As if the line had been typed into a session of either protocol.
  public func matches(_ line: String) -> Bool {
    matches(.pop3(POP3Command.parse(line))) || matches(.smtp(SMTPCommand.parse(line)))
  }

  func matches(_ line: SentLine) -> Bool { line.parsed.map { matches($0) } ?? false }

  /// The keyword, upper case; of a text that is no command its first word.
  public var verb: String { meanings.first?.verb ?? text.prefix { $0 != " " }.uppercased() }
  public var arguments: [String] { meanings.first?.arguments ?? [] }

  /// A star is no number and no path: one stands for it that nobody means.
  private static func parseable(_ text: String) -> String {
    guard text.contains("*") else { return text }
    let verb = String(VerbGuess.firstWord(of: text))
    let rest = text.dropFirst(verb.count)
    switch verb.uppercased() {
    case "LIST", "RETR", "DELE", "TOP", "UIDL", "BDAT": return verb + rest.replacing("*", with: Meaning.anyNumber)
    case "MAIL", "RCPT":
      return verb
        + (rest.contains("<*>")
          ? rest.replacing("<*>", with: Meaning.anyPath) : rest.replacing(":*", with: ":" + Meaning.anyPath))
    default: return text
    }
  }
}

/// A command as a verb and the parts that carry meaning.
struct Meaning: Hashable, Sendable {
  let verb: String
  let arguments: [String]

  static let anyNumber = "2147483646"
  static let anyPath = "<any@any.invalid>"

  /// This pattern, with that line.
  func fits(_ typed: Meaning) -> Bool {
    verb == typed.verb && arguments.count == typed.arguments.count
      && zip(arguments, typed.arguments).allSatisfy { wanted, given in
        wanted == given || ["*", Self.anyNumber, Self.anyPath].contains(wanted)
      }
  }
}

extension SentLine {
  /// The parts that carry meaning; none where nothing stands there that a server could perform.
  var arguments: [String] { parsed?.meaning?.arguments ?? [] }
}

extension ParsedLine {
  /// As it was typed, made readable.
  var text: String {
    switch self {
    case .pop3(let parsed): parsed.line
    case .smtp(let parsed): parsed.line
    }
  }

  /// nil where nothing stands there that a server could perform.
  var meaning: Meaning? {
    switch self {
    case .pop3(let parsed):
      parsed.command.map { Meaning(verb: $0.verb.rawValue, arguments: $0.parts) }
    case .smtp(let parsed):
      parsed.command.map { Meaning(verb: $0.verb.rawValue, arguments: $0.parts) }
    }
  }
}

extension POP3Command {
  fileprivate var parts: [String] {
    switch self {
    case .user(let name), .rpop(let name): [name]
    case .pass(let secret): [secret.reveal()]
    case .apop(let name, let digest): [name, digest]
    case .list(let number), .uidl(let number): [number].compactMap { $0.map(String.init) }
    case .retr(let number), .dele(let number): [String(number)]
    case .top(let message, let lines): [String(message), String(lines)]
    case .auth(let mechanism, let response): [mechanism?.name, response?.reveal()].compactMap(\.self)
    case .lang(let language): [language?.lowercased()].compactMap(\.self)
    case .quit, .stat, .noop, .rset, .last, .capa, .stls, .utf8: []
    }
  }
}

extension SMTPCommand {
  fileprivate var parts: [String] {
    switch self {
    case .helo(let name), .ehlo(let name): name?.lowercased().split(separator: " ").map(String.init) ?? []
    case .mail(.null, let parameters): ["<>"] + parameters.map(\.part)
    case .mail(.mailbox(let path), let parameters), .rcpt(let path, let parameters):
      ["<\(path.part)>"] + parameters.map(\.part)
    case .vrfy(let text, _), .expn(let text, _), .etrn(let text): [text.lowercased()]
    case .help(let topic): [topic?.uppercased()].compactMap(\.self)
    case .auth(let mechanism, let response): [mechanism.name, response?.reveal()].compactMap(\.self)
    case .bdat(let octets, let isLast): [String(octets)] + (isLast ? ["LAST"] : [])
    case .other(_, let text): [text]
    // What follows NOOP means nothing. RFC 5321 §4.1.1.9.
    case .noop, .data, .rset, .quit, .starttls, .verbose: []
    }
  }
}

extension MailPath {
  /// A server may tell `Friend` from `friend` (RFC 5321 §2.4), but none of ours does, and hardly any other.
  fileprivate var part: String { description.lowercased() }
}

extension MailParameter {
  fileprivate var part: String { (value.map { "\(keyword)=\($0)" } ?? keyword).uppercased() }
}
