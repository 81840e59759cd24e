import MailProtocol

/// Somebody who has mail here. `MailWorld` makes one from each account of the scenario.
struct Account: Sendable {
  /// What a lesson calls it, `me`.
  let name: String?
  let user: String
  let password: Secret
  let addresses: [MailPath]
}
