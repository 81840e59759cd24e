import ArgumentParser
import Foundation
import LessonEngine
import MailNetwork
import MailProtocol
import MailSimulator
import NIOCore
import NIOPosix
import TerminalUI

/// `mailtutor serve`: the simulator for any client.
struct ServeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve",
    discussion: """
      mailtutor serve --pop3 1110 --pop3s 1995
      mailtutor serve --smtp 0 --personality isp1997 --json
      mailtutor serve --scenario lab.yaml --cert lab.pem --key lab.key
      """)

  @Option(name: .long, help: ArgumentHelp(valueName: "port"))
  var pop3: Int?

  @Option(name: .long, help: ArgumentHelp(valueName: "port"))
  var smtp: Int?

  @Option(name: .long, help: ArgumentHelp(valueName: "port"))
  var pop3s: Int?

  @Option(name: .long, help: ArgumentHelp(valueName: "port"))
  var smtps: Int?

  @Option(
    name: .long,
    help: ArgumentHelp(valueName: "address"))
  var listen = "127.0.0.1"

  @Option(
    name: .long,
    help: ArgumentHelp(valueName: "name"))
  var personality: String?

  @Option(
    name: .long,
    help: ArgumentHelp(valueName: "file"))
  var scenario: String?

  @Option(name: .long, help: ArgumentHelp(valueName: "file"))
  var cert: String?

  @Option(name: .long, help: ArgumentHelp(valueName: "file"))
  var key: String?

  @Option(name: .long, help: ArgumentHelp(valueName: "number"))
  var connections: Int?

  @Option(
    name: .long,
    help: ArgumentHelp(valueName: "number"))
  var perAddress: Int?

  @Option(
    name: .long,
    help: ArgumentHelp(valueName: "seconds"))
  var idle: Int?

  @Option(
    name: .long,
    help: ArgumentHelp(valueName: "seconds"))
  var login: Int?

  @Flag(name: .long)
  var quiet = false

  @Flag(name: .long)
  var json = false

  @OptionGroup var learner: LearnerOptions

  private func check(_ place: Installation) throws {
    if (cert == nil) != (key == nil) { throw place.usage(.usageCertificate) }
    if scenario != nil, personality != nil, personality != "list" { throw place.usage(.usagePersonality) }
    for (name, value) in [
      ("--connections", connections), ("--per-address", perAddress), ("--idle", idle), ("--login", login),
    ] {
      guard let value, !(1...1_000_000).contains(value) else { continue }
      throw place.usage(.usageRange, ["option": name, "value": String(value)])
    }
  }

  func run() throws {
    let stopSignal = StopSignal()
    // All connections work on one world, one at a time, so more loops would only wait for each other; and the clients
    // of a simulator often run on the same machine and want the rest of it.
    NIOSingletons.groupLoopCountSuggestion = max(1, System.coreCount / 2)
    let place = try Installation(learner)
    try check(place)
    let worlds = ServedWorld(place)
    if personality == "list" { return Output.write(try worlds.personalityList()) }
    let world =
      if let scenario { try worlds.scenario(scenario) } else {
        try worlds.standard(personality: personality)
      }
    let program = ServeProgram(
      ports: try ports(place), address: listen, world: SharedWorld(world), tls: try certificate(),
      limits: limits(world.limits),
      log: quiet ? nil : LiveLog(wording: wording(place)), stopSignal: stopSignal, announce: announce,
      isReady: welcome(place))
    // The rest of the program is synchronous: this thread waits until the servers have stopped.
    do {
      try MultiThreadedEventLoopGroup.singleton.any().makeFutureWithTask { try await program.run() }.wait()
    } catch let trouble as PortTrouble {
      place.complain(trouble.key, trouble.values)
      throw ExitCode.unavailable
    }
  }

  private func ports(_ place: Installation) throws -> [ListeningPort] {
    let named: [(MailProtocolName, Bool, Int?)] = [
      (.pop3, false, pop3), (.smtp, false, smtp), (.pop3, true, pop3s), (.smtp, true, smtps),
    ]
    let ports = named.compactMap { speaking, tls, port in
      port.map { ListeningPort(speaking: speaking, tls: tls, number: $0) }
    }
    for (index, port) in ports.enumerated() {
      guard (0...65535).contains(port.number) else {
        place.complain(.serveBadPort, ["option": port.option, "port": String(port.number)])
        throw ExitCode.usage
      }
      guard port.number != 0, let other = ports[..<index].first(where: { $0.number == port.number }) else { continue }
      place.complain(
        .servePortTwice, ["port": String(port.number), "option": other.option, "other": port.option])
      throw ExitCode.usage
    }
    return ports.isEmpty
      ? [.init(speaking: .pop3, tls: false, number: 1110), .init(speaking: .smtp, tls: false, number: 1025)] : ports
  }

  private func certificate() throws -> ServerTLS {
    do {
      if let cert, let key { return try ServerTLS(certificate: cert, key: key) }
    } catch {
      Output.complain("\(error).")
      throw ExitCode.ioError
    }
    return try ServerTLS(
      selfSignedFor: [ServedWorld.hostname, "localhost", "127.0.0.1", "::1"], now: Date())
  }

  /// An option goes before the scenario's `limits:`, and that before the usual.
  private func limits(_ scenario: ScenarioLimits) -> ListenerLimits {
    let usual = ListenerLimits()
    // The program itself needs some files, and refused connections are open until they have been told so.
    let affordable = max(16, OpenFiles.raiseLimit() * 9 / 10)
    return ListenerLimits(
      connections: min(connections ?? scenario.connections ?? usual.connections, affordable),
      connectionsPerAddress: perAddress ?? scenario.connectionsPerAddress ?? usual.connectionsPerAddress,
      silence: (idle ?? scenario.idle).map { .seconds($0) } ?? usual.silence,
      login: (login ?? scenario.login).map { .seconds($0) } ?? usual.login)
  }

  private func wording(_ place: Installation) -> any LogWording {
    json
      ? JSONLogWording()
      : PlainLogWording(
        catalog: place.catalog(place.language), theme: place.theme(plain: learner.plain, isTerminal: Output.isTerminal))
  }

  private var announce: @Sendable (ListeningPort, Int) -> Void {
    { [json, listen] port, number in
      let address = listen.contains(":") ? "[\(listen)]:\(number)" : "\(listen):\(number)"
      Output.write(
        json
          ? #"{"address":"\#(address)","event":"listening","name":"\#(port.name)"}"# + "\n"
          : "listening \(port.name) \(address)\n")
    }
  }

  /// Who can log in, when no scenario says it.
  private func welcome(_ place: Installation) -> @Sendable () -> Void {
    guard scenario == nil, !quiet, !json else { return {} }
    let renderer = Renderer(
      theme: place.theme(plain: learner.plain, isTerminal: Output.isTerminal), on: STDOUT_FILENO)
    let narrator = Narrator(.init(catalog: place.catalog(place.language), prose: nil))
    let sentence = renderer.render([
      narrator.notice(.serveLearner, ["address": "learner@\(ServedWorld.hostname)"], .dim),
      narrator.notice(.serveTroubles, [:], .dim),
    ])
    return { Output.write(sentence) }
  }
}
