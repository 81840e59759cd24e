/// LOGIN: the user name, then the password, each asked for by a prompt. In no RFC (draft-murchison-sasl-login);
/// nearly every server has it.
public struct LOGINExchange: Hashable, Sendable {
  private var user: String?

  static let passwordPrompt = "Password:"

  mutating func respond(_ response: [UInt8], _ server: SASLServer) -> SASLOutcome {
    let text = String(decoding: response, as: UTF8.self)
    guard let user else {
      self.user = text
      return .challenge(Array(Self.passwordPrompt.utf8))
    }
    if server.password(user)?.reveal() == text { return .authenticated(user: user) }
    return .refused(server.password(text)?.reveal() == user ? .base64Order : .authWrong)
  }
}
