/// A piece of a line that somebody logs in with, and what it is there for. `EncodedLine` and `DecodedLine` are made of
/// these.
public struct LoginPart: Hashable, Sendable {
  public enum Role: String, CaseIterable, Hashable, Sendable {
    case text, newline, nul, identity, user, password, timestamp, secret, challenge, space, hmac, control, token
  }

  public let role: Role
  public let octets: [UInt8]

  init(_ role: Role, _ octets: some Sequence<UInt8>) {
    self.role = role
    self.octets = Array(octets)
  }

  init(_ role: Role, _ text: String) { self.init(role, text.utf8) }

  /// Safe to show. NUL is `\0`, as printf and its readers write it, and a space is not to be overlooked.
  public var text: String {
    switch role {
    case .nul: "\\0"
    case .space: "\\x20"
    case .control: "\\x01"
    case .text, .newline, .identity, .user, .password, .timestamp, .secret, .challenge, .hmac, .token:
      ByteSanitizer.visible(octets)
    }
  }

  /// What only its owner should know.
  public var isSecret: Bool {
    switch role {
    case .password, .secret, .token: true
    case .text, .newline, .nul, .identity, .user, .timestamp, .challenge, .space, .hmac, .control: false
    }
  }
}

extension [UInt8] {
  /// `64 65 77 65 79`
  public var hexadecimal: String { map { Hexadecimal.lowerCase([$0]).uppercased() }.joined(separator: " ") }
}

extension [LoginPart] {
  /// A text, and the line end behind it, which is so easily encoded by mistake, as a part of its own.
  static func text(_ octets: [UInt8], as role: LoginPart.Role = .text) -> [LoginPart] {
    guard octets.last == .lf else { return octets.isEmpty ? [] : [LoginPart(role, octets)] }
    let end = octets.suffix(octets.dropLast().last == .cr ? 2 : 1)
    let rest = octets.dropLast(end.count)
    return (rest.isEmpty ? [] : [LoginPart(role, rest)]) + [LoginPart(.newline, end)]
  }
}
