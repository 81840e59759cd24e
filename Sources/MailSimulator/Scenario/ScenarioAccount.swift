import MailProtocol

/// One account of a scenario: who may log in, which addresses it has, what waits in its mailbox.
public struct ScenarioAccount: Decodable, Hashable, Sendable {
  public enum MailboxItem: Hashable, Sendable {
    /// An `.eml` file of the pack.
    case file(String)
    case letter(octets: Int, subject: String?, from: String?)
    /// So many letters, so many octets all together.
    case batch(count: Int, octets: Int)
  }

  /// `as: me`: what a lesson calls it in its bindings, such as `{me.user}`.
  public let name: String?
  public let user: String
  public let password: Secret
  /// Empty for the default, `user@hostname`.
  public let addresses: [MailPath]
  public let mailbox: [MailboxItem]

  private enum CodingKeys: String, CodingKey {
    case name = "as"
    case user, password, addresses, mailbox
  }

  /// What else a lesson may name: services, a maildrop, what an exchange has shown, a variant.
  private static let otherNames = Set(
    MailService.allCases.map(\.rawValue) + ["maildrop", "reply", "session", "extension", "letter", "variant"])

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    name = try container.decodeIfPresent(String.self, forKey: .name)
    user = try container.decode(String.self, forKey: .user)
    password = Secret(try container.decode(String.self, forKey: .password))
    mailbox = try container.decodeIfPresent([MailboxItem].self, forKey: .mailbox) ?? []
    addresses = try (container.decodeIfPresent([String].self, forKey: .addresses) ?? []).map { text in
      guard let path = MailPath(address: text) else {
        throw DecodingError.dataCorruptedError(
          forKey: .addresses, in: container,
          debugDescription:
            "`\(ByteSanitizer.visible(text))` is no address; write it like dewey@mail.example.net")
      }
      return path
    }
    if let name, !Self.isName(name) || Self.otherNames.contains(name) {
      throw DecodingError.dataCorruptedError(
        forKey: .name, in: container,
        debugDescription: "`\(ByteSanitizer.visible(name))` can be no account's name: "
          + "write small letters, digits and hyphens, such as me or friend, and none of \(Self.otherNames.sorted().joined(separator: ", "))"
      )
    }
    // USER takes one word of printable ASCII, up to 40 octets (RFC 1939 §3); no other name could ever log in.
    guard (1...40).contains(user.utf8.count), user.utf8.allSatisfy({ (0x21..<0x7F).contains($0) }) else {
      throw DecodingError.dataCorruptedError(
        forKey: .user, in: container,
        debugDescription:
          "the user `\(ByteSanitizer.visible(user))` must be one word of 1 to 40 ASCII characters")
    }
    guard !password.reveal().isEmpty else {
      throw DecodingError.dataCorruptedError(
        forKey: .password, in: container,
        debugDescription: "the password of `\(user)` is empty; nobody could type it")
    }
  }

  private static func isName(_ text: String) -> Bool {
    text.first?.isLetter == true
      && text.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D }
  }
}

extension ScenarioAccount.MailboxItem: Decodable {
  private enum CodingKeys: String, CodingKey { case size, subject, from, count, octets }

  /// Packs are untrusted, and a letter is made in memory when it is asked for.
  static let largestLetter = 100_000_000
  static let largestBatch = 100_000

  public init(from decoder: any Decoder) throws {
    if let path = try? decoder.singleValueContainer().decode(String.self) {
      self = .file(path)
      return
    }
    let container = try decoder.container(keyedBy: CodingKeys.self)
    if container.contains(.count) || container.contains(.octets) {
      let count = try container.decode(Int.self, forKey: .count)
      let octets = try container.decode(Int.self, forKey: .octets)
      guard (1...Self.largestBatch).contains(count) else {
        throw DecodingError.dataCorruptedError(
          forKey: .count, in: container,
          debugDescription: "count is \(count); it may be 1 to \(Self.largestBatch)")
      }
      guard (2...Self.largestLetter).contains(octets / count) else {
        throw DecodingError.dataCorruptedError(
          forKey: .octets, in: container,
          debugDescription: "octets is what the \(count) letters have all together; "
            + "that leaves \(octets / count) for each, and it may be 2 to \(Self.largestLetter)")
      }
      self = .batch(count: count, octets: octets)
    } else {
      let size = try container.decode(Int.self, forKey: .size)
      guard (1...Self.largestLetter).contains(size) else {
        throw DecodingError.dataCorruptedError(
          forKey: .size, in: container,
          debugDescription: "size is \(size); it may be 1 to \(Self.largestLetter)")
      }
      self = .letter(
        octets: size, subject: try Self.headerText(.subject, in: container),
        from: try Self.headerText(.from, in: container))
    }
  }

  /// Text for one header line: nothing in it may start another. RFC 5322 §2.2.
  private static func headerText(
    _ key: CodingKeys, in container: KeyedDecodingContainer<CodingKeys>
  ) throws -> String? {
    guard let text = try container.decodeIfPresent(String.self, forKey: key) else { return nil }
    guard text.utf8.count <= 200,
      text.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control })
    else {
      throw DecodingError.dataCorruptedError(
        forKey: key, in: container,
        debugDescription: "`\(key.stringValue)` must be one line of at most 200 octets")
    }
    return text
  }
}
