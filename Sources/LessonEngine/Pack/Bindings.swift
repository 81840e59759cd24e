import MailProtocol

/// What the names in a lesson stand for: `{me.user}`, `{pop3.host}`. Made in one place, from the lesson's scenario; on a
/// real server (`on(_:)`) the same names mean what the learner has there. `Lesson.bound(to:)` and `Prose.bound(to:)` put
/// the values in, once, before a lesson is played or proven.
public struct Bindings: Sendable {
  /// Somebody who has mail in the lesson's world.
  public struct Account: Sendable {
    let name: String
    let user: String
    let password: Secret
    let addresses: [String]

    /// - Parameters:
    ///   - name: what the scenario calls it, `as: me`.
    ///   - addresses: all of them, the account's first one first.
    public init(_ name: String, user: String, password: Secret, addresses: [String]) {
      self.name = name
      self.user = user
      self.password = password
      self.addresses = addresses
    }
  }

  enum Value: Hashable, Sendable {
    case text(String)
    /// The learner's own password, which nobody else knows.
    case secret
    /// What only a simulated world could say, such as the size of a maildrop before anybody has logged in.
    case unknown
  }

  private let accounts: [Account]
  private let services: [MailService: Endpoint]
  private let maildrop: Observation.Maildrop?
  private var server: RealServer?

  /// - Parameters:
  ///   - services: where each can be reached; without those that are at several hosts.
  ///   - maildrop: of `me`, when the lesson begins.
  public init(_ accounts: [Account], services: [MailService: Endpoint], maildrop: Observation.Maildrop?) {
    self.accounts = accounts
    self.services = services
    self.maildrop = maildrop
  }

  /// The same names on a real server: everybody is the learner there, so that no letter goes to anybody else.
  public func on(_ server: RealServer) -> Bindings {
    var copy = self
    copy.server = server
    return copy
  }

  /// nil when there is no such name here.
  func value(of name: BindingName) -> Value? {
    switch name {
    case .account(let who, let field):
      guard let account = accounts.first(where: { $0.name == who }) else { return nil }
      return value(of: field, account)
    case .host(let service): return endpoint(service).map { .text($0.host) }
    case .port(let service): return endpoint(service).map { .text(String($0.port)) }
    case .maildrop(let value):
      if server != nil { return maildrop == nil ? nil : .unknown }
      return value.value(of: maildrop).map { .text(String($0)) }
    }
  }

  private func value(of field: BindingName.Field, _ account: Account) -> Value? {
    if case .address(let number) = field, !account.addresses.indices.contains(number - 1) { return nil }
    guard let server else {
      return switch field {
      case .user: .text(account.user)
      case .password: .text(account.password.reveal())
      case .address(let number): .text(account.addresses[number - 1])
      }
    }
    return switch field {
    case .user: server.user.map(Value.text) ?? .unknown
    case .password: .secret
    case .address: server.address.map(Value.text) ?? .unknown
    }
  }

  private func endpoint(_ service: MailService) -> Endpoint? {
    guard let known = services[service], let server else { return services[service] }
    // The other protocol's server is not known to be anywhere else.
    let isSpoken = server.endpoint.speaking == nil || server.endpoint.speaking == service.speaking
    return Endpoint(host: server.endpoint.host, port: isSpoken ? server.endpoint.port : known.port)
  }

  /// Every name that has a value here, for an author who wonders.
  var names: [String] {
    let ofAccounts = accounts.flatMap { account in
      [.user, .password].map { BindingName.account(account.name, $0) }
        + account.addresses.indices.map { .account(account.name, .address($0 + 1)) }
    }
    let ofServices = MailService.allCases.filter { services[$0] != nil }
      .flatMap { [BindingName.host($0), .port($0)] }
    let live: [LiveValue] = [.maildropCount, .maildropOctets, .maildropLargest]
    let ofMaildrop = live.map(BindingName.maildrop).filter { value(of: $0) != nil }
    return (ofAccounts + ofServices + ofMaildrop).map(\.description)
  }
}

/// Values in their places.
extension Bindings {
  /// What the text is for, and so what stands in it for the password that only the learner knows.
  enum Use {
    /// What is compared with what was typed: any password is right until the server says otherwise.
    case pattern
    /// What is typed or shown.
    case line
    /// What is shown between backticks.
    case codeSpan
  }

  struct Bound {
    var text = ""
    /// The first one, and where it begins.
    var mistake: (mistake: BindingMistake, start: String.Index)?
    /// Whether something in it is known only to the learner, or to nobody.
    var hasSecret = false
    var hasUnknown = false
  }

  func bind(_ text: String, as use: Use) -> Bound {
    guard text.contains("{") else { return Bound(text: text) }
    var bound = Bound()
    for (part, start) in BindableText(text).parts {
      switch part {
      case .text(let literal): bound.text += literal
      case .open: bound.mistake = bound.mistake ?? (.open, start)
      case .binding(let inside):
        guard let binding = Binding(inside), let value = value(of: binding.name) else {
          bound.mistake = bound.mistake ?? (unknown(inside), start)
          continue
        }
        switch value {
        case .text(let value): bound.text += shown(binding.function.map { $0(value) } ?? value, use)
        case .secret:
          bound.text += use == .pattern ? "*" : Secret.mask
          bound.hasSecret = true
        case .unknown:
          bound.text += "…"
          bound.hasUnknown = true
        }
      }
    }
    return bound
  }

  /// A learner's own name may hold anything; a backtick would end the span.
  private func shown(_ value: String, _ use: Use) -> String {
    switch use {
    case .pattern, .line: value
    case .codeSpan: ByteSanitizer.visible(value).replacing("`", with: "'")
    }
  }

  private func unknown(_ inside: Substring) -> BindingMistake {
    let names = names
    let word = inside.split(separator: " ").last.map { $0.lowercased() } ?? ""
    return .unknown(String(inside), suggestion: VerbGuess.closest(to: word, among: names), names: names)
  }
}

/// What is wrong with a brace in a lesson's text.
enum BindingMistake: Hashable {
  case unknown(String, suggestion: String?, names: [String])
  case open

  var rule: String {
    switch self {
    case .unknown: "binding.unknown"
    case .open: "binding.open"
    }
  }

  var sentence: String {
    switch self {
    case .unknown(let inside, let suggestion, let names):
      "`{\(inside)}` stands for nothing here"
        + (suggestion.map { ": did you mean {\($0)}?" } ?? ".")
        + " There is \(names.map { "{\($0)}" }.joined(separator: " ")), and {base64 NAME};"
        + " a brace that is meant as it stands is written {{"
    case .open: "this brace begins a binding and is not closed: write {me.user}, or {{ for a brace as it stands"
    }
  }
}
