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

  private let lessons: LessonWorld

  init(_ pack: Pack) { lessons = LessonWorld(files: pack.files, digests: .library, now: .now) }

  /// - Parameter path: of the scenario's YAML.
  func scenario(_ path: String) throws -> MailWorld {
    guard let octets = FileManager.default.contents(atPath: path) else {
      Output.complain("the scenario \(path) cannot be read: \(String(cString: strerror(errno)))")
      throw ExitCode.ioError
    }
    return try world(String(decoding: octets, as: UTF8.self), file: path)
  }

  func standard(personality: String?) throws -> MailWorld {
    if let personality, try personalities()[personality] == nil {
      Output.complain("there is no personality \(personality); --personality list names them.")
      throw ExitCode.usage
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
          mailbox:
            - {size: 1205, subject: Welcome}
            - {size: 4380, subject: Picnic on Sunday}
            - {size: 61440, subject: Holiday photos}
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
    var world = try findings { () throws(Findings) in try lessons.world(StrictYAML(yaml, file: file)) }
    // No lesson looks at them, and a server runs for long.
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
