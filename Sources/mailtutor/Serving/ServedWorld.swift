import ArgumentParser
import Foundation
import LessonEngine
import LessonStage
import MailProtocol
import MailSimulator

/// The world that `serve` opens to its clients: a scenario's, or the default one with the account `learner`.
struct ServedWorld {
  /// Of the default world.
  static let hostname = "mail.example.net"

  private let place: Installation
  private let lessons: LessonWorld

  init(_ place: Installation) {
    self.place = place
    lessons = LessonWorld(files: place.pack.files, digests: .library, now: .now)
  }

  /// - Parameter path: of the scenario's YAML.
  func scenario(_ path: String) throws -> MailWorld {
    let text = String(decoding: try contents(of: path), as: UTF8.self)
    do throws(Findings) {
      return Self.served(try lessons.world(StrictYAML(text, file: path)))
    } catch {
      if error.all.contains(where: { $0.rule == "yaml.missing-key" && $0.message.contains("`accounts`") }) {
        place.complain(.serveScenarioAccounts, ["file": ByteSanitizer.visible(path)])
      } else {
        for finding in error.all { Output.complain(finding.description) }
      }
      throw ExitCode.dataError
    }
  }

  private func contents(of path: String) throws -> Data {
    func complain(_ key: MessageKey, _ reason: String = "") -> ExitCode {
      place.complain(key, ["file": ByteSanitizer.visible(path), "reason": reason])
      return .ioError
    }
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw complain(.serveScenarioMissing)
    }
    if isFolder.boolValue { throw complain(.serveScenarioFolder) }
    do {
      return try Data(contentsOf: URL(fileURLWithPath: path))
    } catch {
      throw complain(.serveScenarioUnreadable, error.localizedDescription)
    }
  }

  func standard(personality: String?) throws -> MailWorld {
    if let personality, try personalities()[personality] == nil {
      throw place.usage(.usageNoPersonality, ["bad": personality])
    }
    return try world(
      """
      format: 1
      personality: \(personality ?? "modern")
      hostname: \(Self.hostname)
      clock: real
      relay: accept
      accounts:
        - user: learner
          password: secret
          addresses: [\(TroubleNames.addresses(at: Self.hostname, besides: "learner").joined(separator: ", "))]
          mailbox:
            - {size: 1205, subject: Welcome}
            - {size: 4380, subject: Picnic on Sunday}
            - {size: 61440, subject: Holiday photos}
      faults:
      \(TroubleNames.faults.map { "  - \($0)" }.joined(separator: "\n"))
      """, file: "default scenario")
  }

  /// `rfc1939   POP3        RFC 1939's example`
  func personalityList() throws -> String {
    let all = try personalities().values.sorted { $0.id < $1.id }
    let width = all.map(\.id.count).max() ?? 0
    return all.map { personality in
      let speaks = personality.speaks.map(\.title).joined(separator: ", ")
      return personality.id.padding(toLength: width + 2, withPad: " ", startingAt: 0)
        + speaks.padding(toLength: 12, withPad: " ", startingAt: 0)
        + ByteSanitizer.visible(personality.name) + "\n"
    }.joined()
  }

  private func personalities() throws -> [String: Personality] {
    try findings { () throws(Findings) in try lessons.personalities() }
  }

  private func world(_ yaml: String, file: String) throws -> MailWorld {
    Self.served(try findings { () throws(Findings) in try lessons.world(StrictYAML(yaml, file: file)) })
  }

  /// No lesson looks at deliveries, and a server runs for long.
  private static func served(_ world: MailWorld) -> MailWorld {
    var world = world
    world.recordsDeliveries = false
    return world
  }

  private func findings<Value>(_ body: () throws(Findings) -> Value) throws -> Value {
    do {
      return try body()
    } catch {
      for finding in error.all { Output.complain(finding.description) }
      throw ExitCode.dataError
    }
  }
}
