/// Why a server says no to a line that the rules allow: what only the server knows. Whoever watches it may be told, as the
/// log of `serve` tells; `serve.declined.NAME` of `Locales/*/ui.yaml` says it.
public enum PolicyRefusal: String, CaseIterable, Hashable, Sendable {
  case noSuchUser = "no-such-user"
  case relayDenied = "relay-denied"
  case tooManyRecipients = "too-many-recipients"
  case mailboxFull = "mailbox-full"
  case storageFull = "storage-full"
  case letterTooLarge = "letter-too-large"
  case maildropInUse = "maildrop-in-use"
  case loginTooSoon = "login-too-soon"
  case tooManyFailedLogins = "too-many-failed-logins"
  case noSuchLanguage = "no-such-language"
  case noSuchTopic = "no-such-topic"
}
