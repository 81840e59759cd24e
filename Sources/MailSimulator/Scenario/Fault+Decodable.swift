import MailProtocol

/// `- {at: RCPT, address: busy@example.org, reply: "450 4.2.0 Try again later", times: 1}`: reading a fault, with a
/// sentence for each way in which it could not happen.
extension Fault: Decodable {
  /// Seconds. The connection, and what the server keeps for it, stay as long.
  private static let longestDelay = 3600

  private enum Key: String, CaseIterable {
    case at, `protocol`, address, user, message, nth, times, reply, truncate, delay
    case action = "do"
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: AnyKey.self)
    let form = FaultForm(container: container)
    let name = try container.decode(String.self, forKey: form.key(.at))
    moment = try form.moment(name)
    speaking = try form.protocols(of: moment)
    address = try form.address(at: moment)
    user = try form.user(at: moment)
    message = try form.message(at: moment)
    nth = try form.number(.nth, 1...1_000_000)
    times = try form.number(.times, 1...1_000_000)
    delaySeconds = try form.delay()
    action = try form.action(at: moment, speaking, delays: delaySeconds > 0)
  }

  /// The container and its mistakes.
  private struct FaultForm {
    let container: KeyedDecodingContainer<AnyKey>

    func key(_ key: Key) -> AnyKey { AnyKey(key.rawValue) }

    func has(_ key: Key) -> Bool { container.contains(self.key(key)) }

    func mistake(_ key: Key, _ sentence: String) -> DecodingError {
      .dataCorruptedError(forKey: self.key(key), in: container, debugDescription: sentence)
    }

    func moment(_ name: String) throws -> Moment {
      switch name {
      case "greeting": return .greeting
      case "login": return .login
      case "letter": return .letter
      default:
        guard POP3Verb(rawValue: name) != nil || SMTPVerb(rawValue: name) != nil else {
          throw mistake(
            .at,
            "`\(ByteSanitizer.visible(name))` is no moment: name a command in upper case, or greeting, login, letter")
        }
        return .command(name)
      }
    }

    func protocols(of moment: Moment) throws -> Set<MailProtocolName> {
      let possible: Set<MailProtocolName> =
        switch moment {
        case .greeting, .login: [.pop3, .smtp]
        case .letter: [.smtp]
        case .command(let verb):
          Set(
            [POP3Verb(rawValue: verb).map { _ in .pop3 }, SMTPVerb(rawValue: verb).map { _ in .smtp }].compactMap(
              \.self))
        }
      if let text = try container.decodeIfPresent(String.self, forKey: key(.protocol)) {
        guard let named = MailProtocolName(rawValue: text), possible.contains(named) else {
          throw mistake(
            .protocol,
            "`\(ByteSanitizer.visible(text))` does not go with this `at`; it may be "
              + possible.map(\.rawValue).sorted().joined(separator: " or "))
        }
        return [named]
      }
      if (try? container.decode(String.self, forKey: key(.action))) == "lock" { return possible.intersection([.pop3]) }
      // What it says tells which protocol is meant.
      guard let reply = try? replies().first else { return possible }
      return possible.intersection([reply.hasPrefix("-") ? .pop3 : .smtp])
    }

    private func replies() throws -> [String] {
      if let text = try? container.decode(String.self, forKey: key(.reply)) { return [text] }
      return try container.decode([String].self, forKey: key(.reply))
    }

    func address(at moment: Moment) throws -> Addressee? {
      guard let text = try container.decodeIfPresent(String.self, forKey: key(.address)) else { return nil }
      guard [.letter, .command("RCPT"), .command("MAIL")].contains(moment) else {
        throw mistake(.address, "only MAIL, RCPT and letter have an address; leave it out here")
      }
      if text.hasSuffix("@*"), let any = MailPath(address: text.dropLast() + "example") {
        return .atAnyDomain(any.localPart)
      }
      guard let path = MailPath(address: text) else {
        throw mistake(
          .address,
          "`\(ByteSanitizer.visible(text))` is no address; write it like dewey@mail.example.net, or dewey@* for every domain"
        )
      }
      return .one(path)
    }

    func user(at moment: Moment) throws -> String? {
      guard let user = try container.decodeIfPresent(String.self, forKey: key(.user)) else { return nil }
      guard [.login, .command("USER"), .command("PASS"), .command("APOP")].contains(moment) else {
        throw mistake(.user, "only login, USER, PASS and APOP have a user; leave it out here")
      }
      return user
    }

    func message(at moment: Moment) throws -> Int? {
      let number = try number(.message, 1...1_000_000)
      let verbs: [POP3Verb] = [.retr, .dele, .top, .list, .uidl]
      guard number == nil || verbs.contains(where: { moment == .command($0.rawValue) }) else {
        throw mistake(
          .message, "only \(verbs.map(\.rawValue).joined(separator: ", ")) name a message; leave it out here")
      }
      return number
    }

    func number(_ key: Key, _ range: ClosedRange<Int>) throws -> Int? {
      guard let number = try container.decodeIfPresent(Int.self, forKey: self.key(key)) else { return nil }
      guard range.contains(number) else {
        throw mistake(key, "`\(key.rawValue)` is \(number); it may be \(range.lowerBound) to \(range.upperBound)")
      }
      return number
    }

    func delay() throws -> Int {
      guard has(.delay) else { return 0 }
      let seconds = try container.decode(ScenarioDuration.self, forKey: key(.delay)).seconds
      guard seconds <= Fault.longestDelay else { throw mistake(.delay, "`delay` may be 1h at most") }
      return seconds
    }

    func action(at moment: Moment, _ speaking: Set<MailProtocolName>, delays: Bool) throws -> Action {
      let given = [Key.action, .reply, .truncate].filter(has)
      if given.count > 1 {
        throw mistake(given[1], "one fault does one thing; make two of it, or leave out `\(given[0].rawValue)`")
      }
      switch given.first {
      case .reply: return .reply(try wording(at: moment, speaking))
      case .truncate: return .truncate(octets: try number(.truncate, 0...100_000_000) ?? 0)
      case .action: return try named(at: moment, speaking)
      default:
        guard delays else {
          throw mistake(.at, "nothing goes wrong here; add `do: drop`, `do: close`, `reply:`, `truncate:` or `delay:`")
        }
        return .none
      }
    }

    private func named(at moment: Moment, _ speaking: Set<MailProtocolName>) throws -> Action {
      let name = try container.decode(String.self, forKey: key(.action))
      switch name {
      case "drop": return .drop
      case "close": return .close
      case "lock":
        guard [.login, .command("PASS"), .command("APOP")].contains(moment), speaking.contains(.pop3) else {
          throw mistake(.action, "`lock` is for the moment at which a maildrop opens: login, PASS or APOP")
        }
        return .lock
      default:
        throw mistake(
          .action,
          "`\(ByteSanitizer.visible(name))` cannot be done; what can is drop, close and lock, "
            + "or a key of its own: reply, truncate, delay")
      }
    }

    /// A refusal: a fault does not make anything succeed.
    private func wording(at moment: Moment, _ speaking: Set<MailProtocolName>) throws -> Wording {
      guard let one = speaking.first, speaking.count == 1 else {
        throw mistake(.reply, "a reply here begins with -ERR in POP3, and with a code of 4 or 5 in SMTP")
      }
      return try Wording(
        from: container, key(.reply), allowing: ReplyValue.everywhere.union([.user, .from, .to, .helo, .i, .verb]),
        startingWith: one == .pop3 ? ["-ERR"] : ["4", "5"], one)
    }
  }
}
