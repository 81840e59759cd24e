import LessonEngine
import MailProtocol

/// What the source of lines must know of what is being typed into: a lesson, or an annotated session.
protocol Dialogue {
  /// ASCII; `pop3 transaction> `.
  var prompt: String { get }
  var isInData: Bool { get }
  /// `PASS` alone asks for the secret with echo off.
  var acceptsPassword: Bool { get }
  /// The line is an answer to a challenge: it is typed with echo off.
  var isInExchange: Bool { get }
  var legalVerbs: [String] { get }
  /// Words for the tutor.
  var tutorWords: [String] { get }
  /// What may be typed where no connection is open, and the hosts that it may name.
  var programs: [String] { get }
  var hosts: [String] { get }
  /// The line as it may be written down.
  func masked(_ line: String) -> String
}

extension LessonRunner: Dialogue {
  /// ASCII, protocol and state; `$ ` where one would start telnet.
  var prompt: String {
    if isConfirming { return "yes/no> " }
    if isReading { return "> " }
    if isAsking { return "answer> " }
    return protocolName.map { "\($0.rawValue) \(stateName)> " } ?? "$ "
  }

  var tutorWords: [String] { LessonWord.names }
  var programs: [String] { protocolName == nil ? ClientCommandLine.names : [] }
  var hosts: [String] { protocolName == nil ? lesson.hosts.keys.sorted() : [] }
}

extension ConnectRunner: Dialogue {
  var prompt: String {
    if isAsking { return "yes/no> " }
    return protocolName.map { "\($0.rawValue) \(stateName)> " } ?? "> "
  }

  var tutorWords: [String] { Self.words.map(\.typed) }
  var programs: [String] { [] }
  var hosts: [String] { [] }
}
