import MailProtocol

/// An account as a lesson may speak of it: who it is, and what waits there now.
public struct NamedAccount: Sendable {
  public let name: String
  public let user: String
  public let password: Secret
  public let addresses: [MailPath]
  public let maildrop: Observation.Maildrop
}

extension MailWorld {
  /// The accounts that have a name, `as: me`. Where none has one, the first account is `me`.
  public var namedAccounts: [NamedAccount] {
    let hasNames = accounts.contains { $0.name != nil }
    return zip(accounts, maildrops).enumerated().compactMap { index, pair in
      let (account, maildrop) = pair
      guard let name = account.name ?? (index == 0 && !hasNames ? "me" : nil) else { return nil }
      return NamedAccount(
        name: name, user: account.user, password: account.password, addresses: account.addresses,
        maildrop: Observation.Maildrop(user: account.user, sizes: maildrop.messages.map(\.octets), deleted: []))
    }
  }
}
