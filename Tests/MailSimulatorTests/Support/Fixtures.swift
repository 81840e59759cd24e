import Crypto
import Foundation
import MailProtocol
import MailSimulator
import Yams

/// What every test of the simulator starts from: the built-in personalities, sample mail, MD5, worlds.
enum Fixtures {
  /// The checkout: Tests/MailSimulatorTests/Support/Fixtures.swift is four levels down.
  static let root = (0..<4).reduce(URL(fileURLWithPath: #filePath)) { url, _ in
    url.deletingLastPathComponent()
  }

  static let digests = Digests(
    md5: { Array(Insecure.MD5.hash(data: $0)) },
    hmacMD5: { Array(HMAC<Insecure.MD5>.authenticationCode(for: $1, using: SymmetricKey(data: $0))) },
    sha256: { Array(SHA256.hash(data: $0)) },
    hmacSHA256: { Array(HMAC<SHA256>.authenticationCode(for: $1, using: SymmetricKey(data: $0))) })

  static let personalities: [String: Personality] = {
    var personalities: [String: Personality] = [:]
    for file in files(under: "Lessons/personalities", "yaml") {
      do {
        let personality = try YAMLDecoder().decode(Personality.self, from: text(file))
        precondition(file.deletingPathExtension().lastPathComponent == personality.id, "\(file) is misnamed")
        personalities[personality.id] = personality
      } catch {
        fatalError("\(file.path): \(error)")
      }
    }
    return personalities
  }()

  static func scenario(_ yaml: String) throws -> Scenario {
    try YAMLDecoder().decode(Scenario.self, from: yaml)
  }

  static func world(_ yaml: String) throws -> MailWorld { try world(scenario(yaml)) }

  static func world(_ scenario: Scenario) throws -> MailWorld {
    var mail: [String: [UInt8]] = [:]
    for path in scenario.mailPaths {
      mail[path] = Array(try Data(contentsOf: root.appendingPathComponent("Lessons/\(path)")))
    }
    return try MailWorld(scenario, personalities: personalities, mail: mail, digests: digests)
  }

  static func files(under path: String, _ pathExtension: String) -> [URL] {
    let folder = root.appendingPathComponent(path).resolvingSymlinksInPath()
    let all = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)?.compactMap {
      $0 as? URL
    }
    return (all ?? []).filter { $0.pathExtension == pathExtension }.sorted { $0.path < $1.path }
  }

  static func text(_ file: URL) throws -> String { try String(contentsOf: file, encoding: .utf8) }
}

/// The sentence of a decoding error, whatever its kind.
func sentence(of error: any Error) -> String {
  switch error {
  case DecodingError.dataCorrupted(let context), DecodingError.keyNotFound(_, let context),
    DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context):
    context.debugDescription
  case let error as ScenarioError: error.description
  default: "\(error)"
  }
}

extension [ServerOutput.Reply] {
  /// Replies as lines of text, endings and all.
  var text: String { map(\.octets).text }
}

extension [[UInt8]] {
  /// Replies as lines of text, endings and all.
  var text: String { map { String(decoding: $0, as: UTF8.self) }.joined() }
}

extension String {
  var octets: [UInt8] { Array(utf8) }
}
