import MailProtocol

/// Taking a letter: after 354 until the dot, or in BDAT's pieces. `SMTPSession` comes here while octets are no commands.
extension SMTPSession {
  /// What arrives now is no command.
  var isTakingLetter: Bool {
    switch stage {
    case .data, .chunking(_, _, _, expected: .some): true
    case .connected, .turnedAway, .greeted, .sasl, .handshake, .mail, .chunking, .closed: false
    }
  }

  /// The octets of a refused BDAT; the refusal once all have gone by.
  mutating func skip(_ octets: inout ArraySlice<UInt8>) -> [UInt8]? {
    guard let (count, reply) = skipping else { return nil }
    let here = min(count, octets.count)
    octets = octets.dropFirst(here)
    skipping = here == count ? nil : (count - here, reply)
    return skipping == nil ? reply : nil
  }

  /// Octets of the letter; the reply once the dot or the end of the piece came.
  mutating func take(_ octets: inout ArraySlice<UInt8>, _ world: inout MailWorld) -> [UInt8]? {
    let current = stage
    // Nothing else may hold the letter meanwhile, or each feed would copy it.
    stage = .closed
    switch current {
    case .data(let hello, let envelope, var letter):
      let end = letter.feed(octets)
      stage = .data(hello, envelope, letter)
      guard let end else {
        octets = []
        return nil
      }
      octets = octets[end...]
      return finish(letter, envelope, hello, &world)
    case .chunking(let hello, let envelope, var letter, .some(var chunk)):
      let here = octets.prefix(chunk.left)
      letter.append(here)
      chunk.left -= here.count
      octets = octets.dropFirst(here.count)
      stage = .chunking(hello, envelope, letter, expected: chunk)
      if chunk.left > 0 { return nil }
      if chunk.isLast || letter.content == nil { return finish(letter, envelope, hello, &world) }
      stage = .chunking(hello, envelope, letter, expected: nil)
      return say(.bdat, world, values(world).setting(.octets, String(chunk.size)))
    case .connected, .turnedAway, .greeted, .sasl, .handshake, .mail, .chunking, .closed:
      preconditionFailure("no letter is on its way in \(state.name)")
    }
  }

  /// The final dot: from 250 on the letter is this server's to deliver. RFC 5321 §4.2.5.
  mutating func finish(
    _ letter: IncomingLetter, _ envelope: Envelope, _ hello: Hello, _ world: inout MailWorld
  ) -> [UInt8] {
    if let flaw = letter.flaw {
      stage = .greeted(hello)
      return refusal(Diagnosis(flaw, .smtp), Self.hidden, world)
    }
    // The envelope ends with its letter, but the words that say so may still name it.
    defer { if state != .closed { stage = .greeted(hello) } }
    guard let content = letter.content else { return say(.tooLarge, world, values(of: letter, world)) }
    if world.isFull(for: envelope.recipients, octets: content.count) {
      return say(.mailboxFull, world, values(of: letter, world))
    }
    let fault = world.fault(at: .letter, .smtp, Fault.Subject(addresses: envelope.recipients), &faultCounts)
    let handover = MailWorld.Handover(helo: hello.name, address: client, extended: hello.extended)
    return suffering(fault, &world, values: { $0.values(of: letter, $1) }, refused: { _ in }) { session, world in
      let reply = session.say(.accepted, world, session.values(of: letter, world))
      world.deliver(content, from: envelope.sender, to: envelope.recipients, handover)
      return reply
    }
  }

  /// Before it is delivered: the queue id is the next letter's afterwards.
  private func values(of letter: IncomingLetter, _ world: MailWorld) -> WordValues {
    values(world).setting(.octets, String(letter.octets)).setting(.limit, String(letter.limit))
      .setting(.id, world.queueID(hop: 0))
  }

  func letterLimit(_ world: MailWorld) -> Int {
    world.limits.message ?? world.smtp.side.extensions.sizeLimit ?? IncomingLetter.defaultLimit
  }
}
