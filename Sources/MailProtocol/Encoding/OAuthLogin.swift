/// The response of the two mechanisms that log in with a token in place of a password: OAUTHBEARER (RFC 7628 §3.1) and
/// XOAUTH2, its forerunner at Google and Microsoft. Who has the token brings it; nobody here fetches one.
public struct OAuthLogin: Hashable, Sendable {
  public static let bearer = "OAUTHBEARER"
  public static let forerunner = "XOAUTH2"

  /// One of the two names.
  public let mechanism: String
  public let user: String

  /// `AUTH XOAUTH2 dewey@example.net`: somebody who has a token, and not yet a response. nil for every other line.
  public init?(_ line: String) {
    let words = line.split(separator: " ").map(String.init)
    guard words.count == 3, words[0].uppercased() == "AUTH",
      case let name = words[1].uppercased(), [Self.bearer, Self.forerunner].contains(name),
      words[2].contains("@") || Base64.decode(words[2]) == nil
    else { return nil }
    (mechanism, user) = (name, words[2])
  }

  public init(_ mechanism: String, user: String) { (self.mechanism, self.user) = (mechanism, user) }

  /// The command with the response.
  public func line(token: Secret) -> String { "AUTH \(mechanism) \(response(token: token))" }

  /// In base64.
  public func response(token: Secret) -> String { Base64.encode(parts(token: token).flatMap(\.octets)) }

  /// What the response is made of.
  public func parts(token: Secret) -> [LoginPart] {
    let control = LoginPart(.control, [1])
    let isBearer = mechanism == Self.bearer
    // A comma and an equals sign would end the name. RFC 5801 §4.
    let name = isBearer ? user.replacing("=", with: "=3D").replacing(",", with: "=2C") : user
    return [
      LoginPart(.text, isBearer ? "n,a=" : "user="), LoginPart(.user, name), LoginPart(.text, isBearer ? "," : ""),
      control,
      LoginPart(.text, "auth=Bearer "), LoginPart(.token, token.reveal()), control, control,
    ].filter { !$0.octets.isEmpty }
  }
}
