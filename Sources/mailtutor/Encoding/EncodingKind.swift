import MailProtocol

/// What `mailtutor encode` can make, from its arguments.
enum EncodingKind: String, CaseIterable {
  case base64, plain, apop
  case cramMD5 = "cram-md5"
  case xoauth2, oauthbearer

  /// What the kind takes. The last value is not asked from an argument when it is missing.
  struct Given {
    let values: [String]
    /// The text of `base64`, octet by octet; else the secret.
    let last: [UInt8]
    /// It stood in the arguments, for everyone on this machine to see, so that there is nothing to hide on the screen.
    let wasArgument: Bool

    var secret: Secret { Secret(String(decoding: last, as: UTF8.self)) }
  }

  var form: String { "mailtutor encode \(rawValue) \(names.joined(separator: " "))" }

  private var names: [String] {
    switch self {
    case .base64: ["text"]
    case .plain: ["user", "password"]
    case .apop: ["greeting", "secret"]
    case .cramMD5: ["challenge", "user", "secret"]
    case .xoauth2, .oauthbearer: ["user", "token"]
    }
  }

  /// nil when there are too few values, or too many: a text of several words that was not quoted.
  func given(_ values: [String], _ report: EncodingReport) throws -> Given? {
    let before = Array(values.prefix(names.count - 1))
    guard before.count == names.count - 1, !before.contains(""), values.count <= names.count else { return nil }
    if values.count == names.count, let last = values.last, last != "-" {
      guard self == .base64 || !last.isEmpty else { return nil }
      return Given(values: before, last: Array(last.utf8), wasArgument: true)
    }
    let last = self == .base64 ? try report.standardInput() : Array(try report.secret().utf8)
    return Given(values: before, last: last, wasArgument: false)
  }

  func encode(_ given: Given) throws(UnreadableLine) -> EncodedLine {
    switch self {
    case .base64: return .base64(given.last)
    case .plain: return try .plain(user: given.values[0], password: given.secret)
    case .apop: return try .apop(banner: given.values[0], secret: given.secret, md5: Digests.library.md5)
    case .cramMD5:
      return try .cramMD5(
        challenge: given.values[0], user: given.values[1], secret: given.secret, digests: .library)
    case .xoauth2, .oauthbearer: return .oauth(rawValue.uppercased(), user: given.values[0], token: given.secret)
    }
  }

  /// What is typed to the server.
  func typed(_ result: String) -> String {
    switch self {
    case .base64, .cramMD5: result
    case .plain: "AUTH PLAIN \(result)"
    case .xoauth2, .oauthbearer: "AUTH \(rawValue.uppercased()) \(result)"
    case .apop: "APOP name \(result)"
    }
  }
}
