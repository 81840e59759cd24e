/// PLAIN: identity, user and password in one response, with NUL between them. RFC 4616.
public struct PLAINExchange: Hashable, Sendable {
  func respond(_ response: [UInt8], _ server: SASLServer) -> SASLOutcome {
    let parts = response.split(separator: 0, omittingEmptySubsequences: false)
      .map { String(decoding: $0, as: UTF8.self) }
    // `user NUL password`, the NUL before them forgotten, is the mistake of everyone's first time.
    guard parts.count == 3 else { return .refused(parts.count == 2 ? .base64Order : .authWrong) }
    let (identity, user, given) = (parts[0], parts[1], parts[2])
    if let secret = server.password(user), secret.reveal() == given, identity.isEmpty || identity == user {
      return .authenticated(user: user)
    }
    return .refused(server.password(given)?.reveal() == user ? .base64Order : .authWrong)
  }
}
