import MailProtocol

/// Somebody who has mail here. `MailWorld` makes one from each account of the scenario.
struct Account: Sendable {
  /// What a lesson calls it, `me`.
  let name: String?
  let user: String
  let password: Secret
  let addresses: [MailPath]
}

/// A host's part in naming mailboxes.
enum MailDomain {
  /// `21cn.com` for `smtp.21cn.com`: hosts are called after their service, addresses are not.
  static func of(host: String) -> String {
    guard let dot = host.firstIndex(of: ".") else { return host }
    let rest = host[host.index(after: dot)...]
    let services: Set<String> = ["smtp", "pop", "pop3", "mail", "mx"]
    return services.contains(host[..<dot].lowercased()) && rest.contains(".") ? String(rest) : host
  }
}
