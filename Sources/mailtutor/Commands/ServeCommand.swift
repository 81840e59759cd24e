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
    abstract: "Run the simulated servers for any client: telnet, openssl, curl, a mail program.",
    discussion: """
      Each port that is named is opened; 0 takes a free one. Without any it is --pop3 1110 --smtp 1025. For each \
      it prints a line such as
        listening pop3 127.0.0.1:1110
      and then, for every connection under its number, what client (C:) and server (S:) say, passwords masked, and \
      why a line was refused. SIGINT (Ctrl-C) or SIGTERM stops it, with exit code 0.

      Without --scenario there is one account, learner with the password secret and a few letters, and letters to \
      addresses that are not learner@mail.example.net are taken and forgotten. What SMTP delivers to an account is \
      in its maildrop at the next login. Some names make trouble, at every domain, after RCPT: busy@ 450, later@ 451, \
      full@ 452 and then 552, nobody@ 550 (no such user), spam@ 550 (policy), closing@ 421, slow@ ten seconds; the same \
      after MAIL with from- before the name (from-busy@), and after the letter with data- (data-busy@).

      Examples:
        mailtutor serve --pop3 1110 --pop3s 1995
        mailtutor serve --smtp 0 --personality isp1997 --json
        mailtutor serve --scenario lab.yaml --cert lab.pem --key lab.key

      Exit codes: 0 stopped, 64 usage, 65 the scenario is invalid, 69 a port cannot be had, 74 a file cannot be read.
      """)

  @Option(name: .long, help: ArgumentHelp("Serve POP3.", valueName: "port"))
  var pop3: Int?

  @Option(name: .long, help: ArgumentHelp("Serve SMTP.", valueName: "port"))
  var smtp: Int?

  @Option(name: .long, help: ArgumentHelp("Serve POP3 with TLS from the first octet.", valueName: "port"))
  var pop3s: Int?

  @Option(name: .long, help: ArgumentHelp("Serve SMTP with TLS from the first octet.", valueName: "port"))
  var smtps: Int?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Where clients may come from: this machine only, unless an address is given.", valueName: "address"))
  var listen = "127.0.0.1"

  @Option(
    name: .long,
    help: ArgumentHelp("Whose words the servers use; `list` names them.", valueName: "name"))
  var personality: String?

  @Option(
    name: .long,
    help: ArgumentHelp("The world to serve: accounts, letters, personality, clock, as YAML.", valueName: "file"))
  var scenario: String?

  @Option(name: .long, help: ArgumentHelp("Certificate, PEM. Without one, one is made.", valueName: "file"))
  var cert: String?

  @Option(name: .long, help: ArgumentHelp("The certificate's key, PEM.", valueName: "file"))
  var key: String?

  @Option(name: .long, help: ArgumentHelp("Connections at once: 20000, or as the scenario says.", valueName: "number"))
  var connections: Int?

  @Option(
    name: .long,
    help: ArgumentHelp("Connections at once from one address: 10000, or as the scenario says.", valueName: "number"))
  var perAddress: Int?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "A connection is closed after so long a silence: 600, or as the scenario says.", valueName: "seconds"))
  var idle: Int?

  @Option(
    name: .long,
    help: ArgumentHelp("Time to log in, or to say EHLO: 600, or as the scenario says.", valueName: "seconds"))
  var login: Int?

  @Flag(name: .long, help: "Print where it listens, and no log.")
  var quiet = false

  @Flag(name: .long, help: "Print JSON, one object a line.")
  var json = false

  @OptionGroup var learner: LearnerOptions

  func validate() throws {
    if (cert == nil) != (key == nil) { throw ValidationError("--cert and --key belong together; give both.") }
    if scenario != nil, personality != nil, personality != "list" {
      throw ValidationError("a scenario names its personality itself; leave --personality out.")
    }
    for (name, value) in [
      ("--connections", connections), ("--per-address", perAddress), ("--idle", idle), ("--login", login),
    ] {
      guard let value, !(1...1_000_000).contains(value) else { continue }
      throw ValidationError("\(name) is \(value); it may be 1 to 1000000.")
    }
  }

  func run() throws {
    let stopSignal = StopSignal()
    // All connections work on one world, one at a time, so more loops would only wait for each other; and the clients
    // of a simulator often run on the same machine and want the rest of it.
    NIOSingletons.groupLoopCountSuggestion = max(1, System.coreCount / 2)
    let place = try Installation(learner)
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
