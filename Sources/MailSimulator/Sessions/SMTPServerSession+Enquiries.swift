import MailProtocol

/// What may be asked of the server itself: HELP, VRFY and EXPN. RFC 5321 §3.5, §4.1.1.6 to §4.1.1.8.
extension SMTPServerSession {
  mutating func help(on topic: String?, _ world: MailWorld) -> [UInt8] {
    let topics = world.smtp.half.helpTopics
    guard let topic, !topics.isEmpty else { return say(.help, world) }
    guard let wording = topics[topic.uppercased()] else {
      return decline(.helpUnknown, world, values(world).setting(.text, ByteSanitizer.visible(topic)))
    }
    return wording.octets(with: values(world))
  }

  /// VRFY and EXPN know users by name or address; there are no lists. RFC 5321 §3.5.
  mutating func verify(
    _ text: String, _ known: SMTPReplyKind, _ unknown: SMTPReplyKind, _ world: MailWorld
  ) -> [UInt8] {
    let address = text.filter { !"<>".contains($0) }
    let path = MailPath(address: address) ?? MailPath(localPart: address, domain: nil)
    let account = world.accounts.first { account in
      account.user == address || account.addresses.contains(where: path.names)
    }
    let values = values(world)
    guard let account else {
      return decline(unknown, world, values.setting(.text, ByteSanitizer.visible(text)))
    }
    let shown = account.addresses.first(where: path.names) ?? account.addresses[0]
    return say(
      known, world, values.setting(.user, account.user).setting(.to, shown.shown))
  }
}
