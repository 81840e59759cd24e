import Crypto
import Foundation
import MailProtocol
import MailSimulator
import Yams

/// What every test of the simulator starts from: the built-in personalities, sample mail, MD5, worlds.
package enum Fixtures {
  /// The checkout: Tests/TestSupport/Fixtures.swift is three levels down.
  package static let root = (0..<3).reduce(URL(fileURLWithPath: #filePath)) { url, _ in
    url.deletingLastPathComponent()
  }

  package static let digests = Digests(
    md5: { Array(Insecure.MD5.hash(data: $0)) },
    hmacMD5: { Array(HMAC<Insecure.MD5>.authenticationCode(for: $1, using: SymmetricKey(data: $0))) },
    sha256: { Array(SHA256.hash(data: $0)) },
    hmacSHA256: { Array(HMAC<SHA256>.authenticationCode(for: $1, using: SymmetricKey(data: $0))) })

  package static let personalities: [String: Personality] = {
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

  package static func scenario(_ yaml: String) throws -> Scenario {
    try YAMLDecoder().decode(Scenario.self, from: yaml)
  }

  package static func world(_ yaml: String) throws -> MailWorld { try world(scenario(yaml)) }

  package static func world(_ scenario: Scenario) throws -> MailWorld {
    var mail: [String: [UInt8]] = [:]
    for path in scenario.mailPaths {
      mail[path] = Array(try Data(contentsOf: root.appendingPathComponent("Lessons/\(path)")))
    }
    return try MailWorld(scenario, personalities: personalities, mail: mail, digests: digests)
  }

  package static func files(under path: String, _ pathExtension: String) -> [URL] {
    let folder = root.appendingPathComponent(path).resolvingSymlinksInPath()
    let all = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)?.compactMap {
      $0 as? URL
    }
    return (all ?? []).filter { $0.pathExtension == pathExtension }.sorted { $0.path < $1.path }
  }

  package static func text(_ file: URL) throws -> String { try String(contentsOf: file, encoding: .utf8) }
}

/// The sentence of a decoding error, whatever its kind.
package func sentence(of error: any Error) -> String {
  switch error {
  case DecodingError.dataCorrupted(let context), DecodingError.keyNotFound(_, let context),
    DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context):
    context.debugDescription
  case let error as ScenarioError: error.description
  default: "\(error)"
  }
}

extension [[UInt8]] {
  /// Replies as lines of text, endings and all.
  package var text: String { map { String(decoding: $0, as: UTF8.self) }.joined() }
}

extension String {
  package var octets: [UInt8] { Array(utf8) }
}

/// Numbers of the tests' own, the same on every run, so that the simulator's are not tested with themselves.
package struct Noise {
  private var state: UInt64

  package init(seed: UInt64) { state = seed }

  package mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return state >> 33
  }

  package mutating func octets(_ count: Int) -> [UInt8] { (0..<count).map { _ in UInt8(truncatingIfNeeded: next()) } }

  package mutating func pick<Element>(_ elements: [Element]) -> Element {
    elements[Int(next() % UInt64(elements.count))]
  }
}
