/// SCRAM-SHA-256 without channel binding: both sides prove that they know the password, and neither sends it.
/// RFC 5802, RFC 7677. Names and passwords are compared as they come, without SASLprep (RFC 4013).
public struct SCRAMExchange: Hashable, Sendable {
  private enum Step: Hashable {
    case first
    /// The server's first message went out.
    case proof(user: String, header: String, clientFirst: String, serverFirst: String, nonce: String)
    /// The server's signature went out; an empty response ends it.
    case signature(user: String)
  }

  private var step = Step.first

  /// The least that RFC 7677 §4 wants.
  static let iterations = 4096

  mutating func respond(_ response: [UInt8], _ server: SASLServer) -> SASLOutcome {
    guard let text = String(validating: response, as: UTF8.self) else { return .refused(.authWrong) }
    switch step {
    case .first: return begin(text, server)
    case .proof(let user, let header, let clientFirst, let serverFirst, let nonce):
      return prove(text, user, header, clientFirst, serverFirst, nonce, server)
    case .signature(let user): return text.isEmpty ? .authenticated(user: user) : .refused(.authWrong)
    }
  }

  /// `n,,n=user,r=nonce`: a header, then the bare message. RFC 5802 §7.
  private mutating func begin(_ text: String, _ server: SASLServer) -> SASLOutcome {
    let parts = text.split(separator: ",", maxSplits: 2, omittingEmptySubsequences: false)
    // `y`: the client could bind to a channel and saw that the server does not offer it, which is true.
    guard parts.count == 3, parts[0] == "n" || parts[0] == "y" else { return .refused(.authWrong) }
    let attributes = Self.attributes(parts[2])
    guard attributes.count >= 2, attributes[0].key == "n", attributes[1].key == "r", !attributes[1].value.isEmpty,
      let user = Self.unescaped(attributes[0].value), parts[1].isEmpty || parts[1] == "a=\(attributes[0].value)"
    else { return .refused(.authWrong) }
    let nonce = attributes[1].value + server.nonce
    let salt = Base64.encode(Self.salt(of: user, server))
    let serverFirst = "r=\(nonce),s=\(salt),i=\(Self.iterations)"
    step = .proof(
      user: user, header: "\(parts[0]),\(parts[1]),", clientFirst: String(parts[2]), serverFirst: serverFirst,
      nonce: nonce)
    return .challenge(Array(serverFirst.utf8))
  }

  /// `c=header,r=nonce,p=proof`. RFC 5802 §3.
  private mutating func prove(
    _ text: String, _ user: String, _ header: String, _ clientFirst: String, _ serverFirst: String,
    _ nonce: String, _ server: SASLServer
  ) -> SASLOutcome {
    let attributes = Self.attributes(text[...])
    guard attributes.count >= 3, attributes[0].key == "c", let last = attributes.last, last.key == "p",
      attributes[0].value == Base64.encode(header.utf8), attributes[1].key == "r", attributes[1].value == nonce,
      let given = Base64.decode(last.value), let secret = server.password(user)
    else { return .refused(.authWrong) }
    let keys = SCRAMKeys(
      secret: secret, salt: Self.salt(of: user, server), iterations: Self.iterations, server.digests)
    let withoutProof = text.dropLast(last.value.count + 3)
    let message = Array("\(clientFirst),\(serverFirst),\(withoutProof)".utf8)
    guard keys.proof(of: message) == given else { return .refused(.authWrong) }
    step = .signature(user: user)
    return .challenge(Array("v=\(Base64.encode(keys.signature(of: message)))".utf8))
  }

  /// The same for each attempt, and for users that do not exist: else it would tell them apart.
  private static func salt(of user: String, _ server: SASLServer) -> [UInt8] {
    Array(server.digests.md5(Array("\(server.host) \(user)".utf8)))
  }

  private static func attributes(_ text: Substring) -> [(key: Substring, value: String)] {
    text.split(separator: ",", omittingEmptySubsequences: false).map { part in
      let equals = part.firstIndex(of: "=")
      return (equals.map { part[..<$0] } ?? part, equals.map { String(part[part.index(after: $0)...]) } ?? "")
    }
  }

  /// `=2C` is a comma, `=3D` an equals sign, and nothing else may follow `=`. RFC 5802 §5.1.
  private static func unescaped(_ name: String) -> String? {
    let parts = name.split(separator: "=", omittingEmptySubsequences: false)
    var result = String(parts[0])
    for part in parts.dropFirst() {
      if part.hasPrefix("2C") { result += "," } else if part.hasPrefix("3D") { result += "=" } else { return nil }
      result += part.dropFirst(2)
    }
    return result.isEmpty ? nil : result
  }
}

/// What both sides of SCRAM derive from the password. RFC 5802 §3; clients and tests use it too.
public struct SCRAMKeys: Sendable {
  private let clientKey: [UInt8]
  private let serverKey: [UInt8]
  private let hash: Digests.Hash
  private let hmac: Digests.HMAC

  public init(secret: Secret, salt: [UInt8], iterations: Int, _ digests: Digests) {
    let (hash, hmac) = (digests.sha256, digests.hmacSHA256)
    let password = Array(secret.reveal().utf8)
    var block = hmac(password, salt + [0, 0, 0, 1])
    var salted = block
    for _ in 1..<iterations {
      block = hmac(password, block)
      for index in salted.indices { salted[index] ^= block[index] }
    }
    clientKey = hmac(salted, Array("Client Key".utf8))
    serverKey = hmac(salted, Array("Server Key".utf8))
    self.hash = hash
    self.hmac = hmac
  }

  public func proof(of message: [UInt8]) -> [UInt8] {
    zip(clientKey, hmac(hash(clientKey), message)).map { $0 ^ $1 }
  }

  public func signature(of message: [UInt8]) -> [UInt8] { hmac(serverKey, message) }
}
