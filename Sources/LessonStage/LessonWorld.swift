import LessonEngine
import MailProtocol
import MailSimulator

/// Builds the simulated world that a lesson describes: its scenario, the personalities and letters of its pack. The
/// lint rules prove lessons in it, `mailtutor learn` plays them in it, `mailtutor serve` lets any client into it.
public struct LessonWorld: Sendable {
  public let files: PackFiles
  public let digests: Digests
  /// Where a scenario with `clock: real` begins; nil for proofs, which must not depend on the day.
  private let now: MailDate?

  public init(files: PackFiles, digests: Digests, now: MailDate? = nil) {
    self.files = files
    self.digests = digests
    self.now = now
  }

  /// - Throws: findings that name the place in `lesson.yaml` or in a personality's file.
  public func peer(for lesson: Lesson) throws(Findings) -> SimulatedPeer {
    guard let server = try lesson.server() else {
      throw Findings([Finding(lesson.file, "the key `server` is missing", rule: "yaml.missing-key")])
    }
    return SimulatedPeer(world: try world(server), hosts: lesson.hosts)
  }

  /// The world of a scenario: a lesson's `server`, or a file of its own.
  public func world(_ server: StrictYAML) throws(Findings) -> MailWorld {
    let scenario: Scenario = try server.decode()
    let place = server.place(of: [])
    func fail(_ message: String, _ rule: String) -> Findings {
      Findings([Finding(server.file, line: place.line, column: place.column, message, rule: rule)])
    }
    var mail: [String: [UInt8]] = [:]
    for path in scenario.mailPaths.sorted() {
      guard PackFiles.isInside(path), let octets = files.read(path) else {
        throw fail("the letter `\(path)` is not in the pack: add it under mail/, or mend its name", "server.mail-file")
      }
      mail[path] = Self.withCRLF(octets)
    }
    do {
      return try MailWorld(
        scenario, personalities: try personalities(scenario.personalityNames), mail: mail,
        digests: digests, now: now)
    } catch let error as ScenarioError {
      throw fail(error.description, "server.scenario")
    } catch let findings as Findings {
      throw findings
    } catch {
      throw fail("\(error)", "server.scenario")
    }
  }

  /// Every personality of the pack, by id.
  public func personalities() throws(Findings) -> [String: Personality] {
    let files = files.names().filter { $0.hasPrefix("personalities/") && $0.hasSuffix(".yaml") }
    return try personalities(Set(files.map { String($0.dropFirst("personalities/".count).dropLast(".yaml".count)) }))
  }

  /// Letters are stored with LF and served with CRLF.
  private static func withCRLF(_ octets: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(octets.count + octets.count / 20)
    var previous: UInt8 = 0
    for octet in octets {
      if octet == 0x0A, previous != 0x0D { result.append(0x0D) }
      result.append(octet)
      previous = octet
    }
    return result
  }

  /// Only those that the scenario needs: reading all would make every start slower.
  private func personalities(_ names: Set<String>) throws(Findings) -> [String: Personality] {
    var known: [String: Personality] = [:]
    for name in names.sorted() {
      let file = "personalities/\(name).yaml"
      // Whether a name must exist is the world's to say: a fallback may be missing.
      guard let octets = files.read(file) else { continue }
      known[name] = try StrictYAML(String(decoding: octets, as: UTF8.self), file: file).decode(Personality.self)
    }
    return known
  }
}
