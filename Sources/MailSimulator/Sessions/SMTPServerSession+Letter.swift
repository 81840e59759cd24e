import MailProtocol

/// Taking a letter: after 354 until the dot, or in BDAT's pieces.
extension SMTPServerSession {
  /// One BDAT and its octets. RFC 3030 §2.
  struct Piece: Sendable {
    let command: SMTPCommand
    let octets: Int
    var left: Int
    let isLast: Bool
    /// Nothing of it is kept, and this is said when all of it has gone by.
    let refusal: [UInt8]?
    /// Strikes when it is answered.
    let fault: Fault?

    init(octets: Int, isLast: Bool, refusal: [UInt8]?, fault: Fault? = nil) {
      command = .bdat(octets: octets, last: isLast)
      self.octets = octets
      left = octets
      self.isLast = isLast
      self.refusal = refusal
      self.fault = fault
    }
  }

  /// Octets of the letter; the reply once the dot or the end of the piece came.
  mutating func take(_ octets: inout ArraySlice<UInt8>, _ world: inout MailWorld) -> ServerOutput.Reply? {
    if piece != nil { return takePiece(&octets, &world) }
    // Nothing else may hold the letter meanwhile, or each feed would copy it.
    guard var incoming = letter.take() else { preconditionFailure("no letter is on its way in \(smtp.state.name)") }
    guard let end = incoming.feed(octets) else {
      letter = incoming
      octets = []
      return nil
    }
    octets = octets[end...]
    let reply = finish(incoming, &world)
    if !isClosed { smtp.letterAnswered(SMTPReply(codeOf: reply)) }
    return .octets(reply)
  }

  private mutating func takePiece(_ octets: inout ArraySlice<UInt8>, _ world: inout MailWorld) -> ServerOutput.Reply? {
    guard var piece else { return nil }
    let here = octets.prefix(piece.left)
    octets = octets.dropFirst(here.count)
    piece.left -= here.count
    if piece.refusal == nil {
      var incoming = letter.take() ?? IncomingLetter(limit: letterLimit(world), world.letterReading)
      incoming.append(here)
      letter = incoming
    }
    self.piece = piece
    guard piece.left == 0 else { return nil }
    self.piece = nil
    let reply = piece.refusal ?? answer(piece, &world)
    if !isClosed { smtp.advance(after: piece.command, SMTPReply(codeOf: reply)) }
    if smtp.state.envelope == nil { letter = nil }
    return sent(.octets(reply), despite: piece.fault, &world)
  }

  private mutating func answer(_ piece: Piece, _ world: inout MailWorld) -> [UInt8] {
    guard let incoming = letter else { preconditionFailure("a piece of no letter") }
    if piece.isLast || incoming.content == nil {
      letter = nil
      return finish(incoming, &world)
    }
    return say(.bdat, world, values(world).setting(.octets, String(piece.octets)))
  }

  /// The final dot, or the last piece: from 250 on the letter is this server's to deliver. RFC 5321 §4.2.5.
  private mutating func finish(_ letter: IncomingLetter, _ world: inout MailWorld) -> [UInt8] {
    guard let envelope = smtp.state.envelope else { preconditionFailure("a letter without an envelope") }
    if let flaw = letter.flaw { return refusal(flaw, Self.hidden, world) }
    guard let content = letter.content else { return decline(.tooLarge, world, values(of: letter, world)) }
    switch world.room(for: envelope.recipients, octets: content.count) {
    case .enough: break
    case .mailboxFull: return decline(.mailboxFull, world, values(of: letter, world))
    case .worldFull: return decline(.storageFull, world, values(of: letter, world))
    }
    let fault = strike(at: .letter, Fault.Subject(addresses: envelope.recipients), &world)
    if let fault, let reply = instead(fault, values(of: letter, world), world) {
      return sent(reply, despite: fault, &world)
    }
    let reply = say(.accepted, world, values(of: letter, world))
    let handover = MailWorld.Handover(
      helo: envelope.hello?.name ?? Self.namelessClient, address: connection.client,
      extended: envelope.hello?.isExtended ?? false, session: ordinal, user: user)
    world.deliver(content, from: envelope.sender, to: envelope.recipients, handover)
    return sent(reply, despite: fault, &world)
  }

  /// Before it is delivered: the queue id is the next letter's afterwards.
  private func values(of letter: IncomingLetter, _ world: MailWorld) -> ReplyValues {
    values(world).setting(.octets, String(letter.octets)).setting(.limit, String(letter.limit))
      .setting(.id, world.queueID(hop: 0))
  }

  func letterLimit(_ world: MailWorld) -> Int {
    world.limits.message ?? world.smtp.half.extensions.announced.sizeLimit ?? IncomingLetter.defaultLimit
  }
}
