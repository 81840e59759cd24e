import MailProtocol

/// What stands between the braces of `{me.user}` or `{base64 me.password}`. `BindableText` finds them in a lesson's texts,
/// `Bindings` says what they stand for. Documentation/lessons.md lists them.
struct Binding: Hashable, Sendable {
  /// What is made of a name's value: `{base64 NAME}`.
  enum Function: String, CaseIterable, Sendable {
    case base64

    func callAsFunction(_ value: String) -> String {
      switch self {
      case .base64: Base64.encode(Array(value.utf8))
      }
    }
  }

  let function: Function?
  let name: BindingName

  /// nil when it is no binding, whatever a scenario says.
  init?(_ inside: some StringProtocol) {
    let words = String(inside).split(separator: " ").map(String.init)
    guard let last = words.last, words.count <= 2, let name = BindingName(last) else { return nil }
    self.name = name
    guard words.count == 2 else {
      function = nil
      return
    }
    guard let function = Function(rawValue: words[0]) else { return nil }
    self.function = function
  }
}

/// A name that a scenario, or a learner's own server, gives a value to.
enum BindingName: Hashable, Sendable, CustomStringConvertible {
  enum Field: Hashable, Sendable {
    case user
    case password
    /// From 1, in the order of the scenario.
    case address(Int)
  }

  /// `me.user`: somebody who has mail in the scenario.
  case account(String, Field)
  /// `pop3.host`
  case host(MailService)
  /// `pop3.port`
  case port(MailService)
  /// `maildrop.largest`: as the maildrop of `me` is when the lesson begins.
  case maildrop(LiveValue)

  init?(_ text: String) {
    if let value = LiveValue(text) {
      self = .maildrop(value)
      return
    }
    let parts = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    guard parts.count >= 2, !parts.contains("") else { return nil }
    switch (MailService(rawValue: parts[0]), parts[1], parts.dropFirst(2).first) {
    case (let service?, "host", nil): self = .host(service)
    case (let service?, "port", nil): self = .port(service)
    case (.some, _, _): return nil
    case (nil, "user", nil): self = .account(parts[0], .user)
    case (nil, "password", nil): self = .account(parts[0], .password)
    case (nil, "address", nil): self = .account(parts[0], .address(1))
    case (nil, "address", let number?):
      guard parts.count == 3, let number = Int(number), number > 1 else { return nil }
      self = .account(parts[0], .address(number))
    case (nil, _, _): return nil
    }
  }

  var description: String {
    switch self {
    case .account(let who, .user): "\(who).user"
    case .account(let who, .password): "\(who).password"
    case .account(let who, .address(1)): "\(who).address"
    case .account(let who, .address(let number)): "\(who).address.\(number)"
    case .host(let service): "\(service.rawValue).host"
    case .port(let service): "\(service.rawValue).port"
    case .maildrop(let value): value.description
    }
  }
}
