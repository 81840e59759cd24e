import Foundation
import MailProtocol
import MailSimulator
import Testing
import Yams

/// A file of Tests/Transcripts. Its head is a comment: prose, then `# scenario:` and from there on YAML, with the
/// scenario and `hosts:`, the ports that can be reached. The `C:` and `S:` lines follow.
struct RecordedSession: Sendable, CustomTestStringConvertible {
  private struct Head: Decodable {
    let scenario: Scenario
    let hosts: [String: [String: Int]]
  }

  /// One connection: what the client sends, what it must hear, how it ends.
  struct Exchange: Sendable {
    let target: String
    /// Each client line with the server lines that answer it; the first has no client line.
    var turns: [(client: [UInt8]?, server: [Transcript.Line])]
    var end = End.open
  }

  enum End { case open, closed, hangup }

  let name: String
  let scenario: Scenario
  let hosts: [String: [MailProtocolName: Int]]
  let exchanges: [Exchange]

  var testDescription: String { name }

  static let all: [RecordedSession] = Fixtures.files(under: "Tests/Transcripts", "txt").map { file in
    do {
      return try RecordedSession(file)
    } catch {
      fatalError("\(file.path): \(error)")
    }
  }

  init(_ file: URL) throws {
    let text = try Fixtures.text(file)
    name = file.deletingPathExtension().pathComponents.suffix(2).joined(separator: "/")
    let yaml = text.split(separator: "\n", omittingEmptySubsequences: false)
      .drop { $0 != "# scenario:" }.prefix { $0.hasPrefix("#") }.map { $0.dropFirst(2) }
    let head = try YAMLDecoder().decode(Head.self, from: yaml.joined(separator: "\n"))
    scenario = head.scenario
    hosts = head.hosts.mapValues { ports in
      Dictionary(uniqueKeysWithValues: ports.map { (MailProtocolName(rawValue: $0)!, $1) })
    }
    exchanges = try Self.exchanges(Transcript(parsing: text))
  }

  private static func exchanges(_ transcript: Transcript) -> [Exchange] {
    var exchanges: [Exchange] = []
    for line in transcript.lines {
      let last = exchanges.endIndex - 1
      switch line.entry {
      case .connect(let target): exchanges.append(Exchange(target: target, turns: [(nil, [])]))
      case .client(let octets): exchanges[last].turns.append((octets, []))
      case .server, .anything: exchanges[last].turns[exchanges[last].turns.endIndex - 1].server.append(line)
      case .closed: exchanges[last].end = .closed
      case .hangup: exchanges[last].end = .hangup
      }
    }
    return exchanges
  }
}
