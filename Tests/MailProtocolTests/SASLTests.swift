import Crypto
import Testing

@testable import MailProtocol

/// The mechanisms against their RFCs' own examples, and each way to get them wrong.
@Suite struct SASLTests {
  static let digests = Digests(
    md5: { Array(Insecure.MD5.hash(data: $0)) },
    hmacMD5: { Array(HMAC<Insecure.MD5>.authenticationCode(for: $1, using: SymmetricKey(data: $0))) },
    sha256: { Array(SHA256.hash(data: $0)) },
    hmacSHA256: { Array(HMAC<SHA256>.authenticationCode(for: $1, using: SymmetricKey(data: $0))) })

  static let server = SASLServer(digests: digests, nonce: "1896.697170952", host: "postoffice.reston.mci.net") {
    $0 == "tim" ? Secret("tanstaaftanstaaf") : nil
  }

  @Test(arguments: [
    ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
    ("foobar", "Zm9vYmFy"), ("Username:", "VXNlcm5hbWU6"), ("Password:", "UGFzc3dvcmQ6"),
  ])
  func base64(_ text: String, _ encoded: String) {
    #expect(Base64.encode(Array(text.utf8)) == encoded)
    #expect(Base64.decode(encoded) == Array(text.utf8))
  }

  @Test(arguments: ["Z", "Zg", "Zg=", "Zg===", "Z===", "Zh==", "=Zg=", "Zm9v Zg==", "Zm9-", "Zm8=Zm8=", "Zé=="])
  func isNoBase64(_ text: String) { #expect(Base64.decode(text) == nil) }

  @Test(
    arguments: [
      ("dewey", .base64PlainText), ("fred12", .base64PlainText), ("a@b.example", .base64PlainText),
      ("Zg=", .base64NotBase64), ("ZGV3ZXk", .base64NotBase64), ("ab-_", .base64URLSafe), ("ZGV3ZXkK", .base64Newline),
      ("dewe", .base64PlainText), ("ZGV3ZXk=", nil), ("", nil), ("*", .authCancelled),
    ] as [(String, Diagnosis.ID?)])
  func lines(_ line: String, _ id: Diagnosis.ID?) {
    #expect(SASLResponse.judge(line, speaking: .smtp).diagnosis?.id == id)
  }

  @Test(
    arguments: [
      ("\0tim\0tanstaaftanstaaf", .authenticated(user: "tim")),
      ("tim\0tim\0tanstaaftanstaaf", .authenticated(user: "tim")),
      ("root\0tim\0tanstaaftanstaaf", .refused(.authWrong)), ("\0tim\0wrong", .refused(.authWrong)),
      ("\0nobody\0x", .refused(.authWrong)), ("tim\0tanstaaftanstaaf", .refused(.base64Order)),
      ("\0tanstaaftanstaaf\0tim", .refused(.base64Order)), ("", .refused(.authWrong)),
      ("\0\0\0\0", .refused(.authWrong)),
    ] as [(String, SASLOutcome)])
  func plain(_ response: String, _ outcome: SASLOutcome) throws {
    var exchange = try #require(SASLExchange(.plain))
    #expect(exchange.opening(Self.server) == [])
    #expect(exchange.respond(Array(response.utf8), Self.server) == outcome)
  }

  @Test(
    arguments: [
      ("tim", "tanstaaftanstaaf", .authenticated(user: "tim")), ("tim", "x", .refused(.authWrong)),
      ("nobody", "x", .refused(.authWrong)), ("tanstaaftanstaaf", "tim", .refused(.base64Order)),
      ("", "", .refused(.authWrong)),
    ] as [(String, String, SASLOutcome)])
  func login(_ user: String, _ password: String, _ outcome: SASLOutcome) throws {
    var exchange = try #require(SASLExchange(.login))
    #expect(exchange.opening(Self.server) == Array("Username:".utf8))
    #expect(exchange.respond(Array(user.utf8), Self.server) == .challenge(Array("Password:".utf8)))
    #expect(exchange.respond(Array(password.utf8), Self.server) == outcome)
  }

  /// RFC 2195 §2.
  @Test func cramMD5() throws {
    var exchange = try #require(SASLExchange(.cramMD5))
    #expect(exchange.opening(Self.server) == Array("<1896.697170952@postoffice.reston.mci.net>".utf8))
    let right = "tim b913a602c7eda7a495b4e6e7334d3890"
    #expect(exchange.respond(Array(right.utf8), Self.server) == .authenticated(user: "tim"))
    for wrong in ["tim B913A602C7EDA7A495B4E6E7334D3890", "tim", "", "joe b913a602c7eda7a495b4e6e7334d3890"] {
      #expect(exchange.respond(Array(wrong.utf8), Self.server) == .refused(.authWrong))
    }
    // What a client makes of the same challenge.
    #expect(
      CRAMMD5Exchange.answer(
        to: exchange.opening(Self.server), secret: Secret("tanstaaftanstaaf"), digests: Self.digests)
        == "b913a602c7eda7a495b4e6e7334d3890")
  }

  /// RFC 7677 §3: its user, password, salt and messages.
  @Test func scramKeys() throws {
    let salt = try #require(Base64.decode("W22ZaJ0SNY7soEsUEjb6gQ=="))
    let keys = SCRAMKeys(secret: Secret("pencil"), salt: salt, iterations: 4096, Self.digests)
    let nonce = "rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0"
    let message = Array(
      "n=user,r=rOprNGfwEbeRWgbNEkqO,r=\(nonce),s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096,c=biws,r=\(nonce)".utf8)
    #expect(Base64.encode(keys.proof(of: message)) == "dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=")
    #expect(Base64.encode(keys.signature(of: message)) == "6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=")
  }

  @Test(arguments: [("tim", "tanstaaftanstaaf", true), ("tim", "wrong", false), ("nobody", "x", false)])
  func scram(_ user: String, _ password: String, _ succeeds: Bool) throws {
    var exchange = try #require(SASLExchange(.scramSHA256))
    let bare = "n=\(user),r=abc"
    guard case .challenge(let first) = exchange.respond(Array("n,,\(bare)".utf8), Self.server) else {
      Issue.record("no challenge")
      return
    }
    let serverFirst = String(decoding: first, as: UTF8.self)
    let parts = serverFirst.split(separator: ",")
    let salt = try #require(Base64.decode(parts[1].dropFirst(2)))
    let keys = SCRAMKeys(secret: Secret(password), salt: salt, iterations: 4096, Self.digests)
    let final = "c=biws,\(parts[0])"
    let message = Array("\(bare),\(serverFirst),\(final)".utf8)
    let outcome = exchange.respond(
      Array("\(final),p=\(Base64.encode(keys.proof(of: message)))".utf8), Self.server)
    if succeeds {
      #expect(outcome == .challenge(Array("v=\(Base64.encode(keys.signature(of: message)))".utf8)))
      #expect(exchange.respond([], Self.server) == .authenticated(user: user))
    } else {
      #expect(outcome == .refused(.authWrong))
    }
  }

  @Test(arguments: [
    "", "n", "n,,", "n,,n=tim", "n,,n=tim,r=", "p=tls-unique,,n=tim,r=a", "n,a=root,n=tim,r=a", "n,,n=t=im,r=a",
  ])
  func scramBeginnings(_ wrong: String) throws {
    var exchange = try #require(SASLExchange(.scramSHA256))
    #expect(exchange.respond(Array(wrong.utf8), Self.server) == .refused(.authWrong))
  }

  /// Whatever comes, an exchange answers.
  @Test func randomOctets() throws {
    var state: UInt64 = 7
    for _ in 0..<2000 {
      var octets: [UInt8] = []
      for _ in 0..<Int(state >> 33 % 60) {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        octets.append(UInt8(truncatingIfNeeded: state >> 40))
      }
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      for mechanism in SASLMechanism.performed {
        var exchange = try #require(SASLExchange(mechanism))
        _ = exchange.respond(octets, Self.server)
        #expect(exchange.respond(octets, Self.server) != .authenticated(user: "tim"))
      }
      _ = SASLResponse.judge(String(decoding: octets, as: UTF8.self), speaking: .pop3)
    }
  }
}
