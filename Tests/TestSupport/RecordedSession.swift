import Foundation
import MailProtocol
import MailSimulator
import Testing
import Yams

/// A file of Tests/Transcripts. Its head is a comment: prose, then `# scenario:` and from there on YAML, with the
/// scenario and `hosts:`, the services that can be reached and their ports. The `C:` and `S:` lines follow; `@ pop3s host`
/// begins with a handshake, and where a reply agrees to TLS, one follows it.
package struct RecordedSession: Sendable, CustomTestStringConvertible {
  private struct Head: Decodable {
    let scenario: Scenario
    let hosts: [String: [String: Int]]
  }

  /// One connection: what the client sends, what it must hear, how it ends.
  package struct Exchange: Sendable {
    package let target: String
    /// Each client line with the server lines that answer it; the first has no client line.
    package var turns: [(client: [UInt8]?, server: [Transcript.Line])]
    package var end = End.open
  }

  package enum End { case open, closed, hangup }

  package let name: String
  package let scenario: Scenario
  package let hosts: [String: [MailService: Int]]
  package let exchanges: [Exchange]

  package var testDescription: String { name }

  package static let all: [RecordedSession] = Fixtures.files(under: "Tests/Transcripts", "txt").map { file in
    do {
      return try RecordedSession(file)
    } catch {
      fatalError("\(file.path): \(error)")
    }
  }

  package init(_ file: URL) throws {
    let text = try Fixtures.text(file)
    name = file.deletingPathExtension().pathComponents.suffix(2).joined(separator: "/")
    let yaml = text.split(separator: "\n", omittingEmptySubsequences: false)
      .drop { $0 != "# scenario:" }.prefix { $0.hasPrefix("#") }.map { $0.dropFirst(2) }
    let head = try YAMLDecoder().decode(Head.self, from: yaml.joined(separator: "\n"))
    scenario = head.scenario
    hosts = head.hosts.mapValues { ports in
      Dictionary(uniqueKeysWithValues: ports.map { (MailService(rawValue: $0)!, $1) })
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
