import MailProtocol

/// Puts a scenario's letters into a maildrop: files of the pack, single generated letters, batches.
/// `MailWorld` calls it once for each account.
struct MaildropFiller {
  let account: Account
  let seed: UInt64
  let clock: MailDate
  let mail: [String: [UInt8]]

  func fill(_ items: [ScenarioAccount.MailboxItem]) throws(ScenarioError) -> Maildrop {
    let own = SeededNumbers.mixed(seed &+ SeededNumbers.seed(from: account.user))
    var maildrop = Maildrop(seed: own)
    for item in items {
      switch item {
      case .file(let path):
        guard let octets = mail[path] else {
          throw ScenarioError(
            description: "the mailbox of `\(account.user)` names `\(path)`, and there is no such file")
        }
        maildrop.append(MessageSource(completingLinesOf: octets))
      case .letter(let octets, let subject, let from):
        maildrop.append(letter(octets, maildrop.messages.count, own, subject: subject, from: from))
      case .batch(let count, let octets):
        for size in LetterNames.sizes(count: count, octets: octets, seed: own) {
          maildrop.append(letter(size, maildrop.messages.count, own))
        }
      }
    }
    return maildrop
  }

  private func letter(
    _ octets: Int, _ index: Int, _ own: UInt64, subject: String? = nil, from: String? = nil
  ) -> MessageSource {
    var numbers = SeededNumbers(own, UInt64(index))
    let seed = numbers.next()
    // Written in the week before the scenario begins.
    let age = 60 + Int(numbers.next() % (7 * 86_400))
    return .generated(
      GeneratedLetter(
        size: octets, from: from ?? LetterNames.sender(seed), to: account.addresses[0].description,
        subject: subject ?? LetterNames.subject(seed), date: clock.adding(seconds: -age), seed: seed))
  }
}
