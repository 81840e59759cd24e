import MailProtocol

/// Somebody at a prompt and a server behind it: lines and news in, effects out. `LessonDialogue` teaches a lesson,
/// `ConnectDialogue` annotates a session with any server; both are values that read no clock, file or socket.
/// `DialogueSession` joins one to a peer, and one loop plays either.
public protocol Dialogue: Sendable {
  mutating func handle(_ event: DialogueEvent) -> [DialogueEffect]

  /// The connection as it stands.
  var client: ClientSession { get }
  /// A question about the line that was typed last is open: `yes`, or anything else.
  var isConfirming: Bool { get }
  /// ASCII, and no word of a language: `pop3 transaction> `, `? ` where something was asked.
  var prompt: String { get }
  /// Words for the tutor that work here.
  var tutorWords: [TutorCommand.Name] { get }
  /// What may be typed where no connection is open, and the hosts that it may name.
  var programs: [String] { get }
  var hosts: [String] { get }
  /// The line as it may be written down.
  func masked(_ line: String) -> String
}

extension Dialogue {
  /// A line was sent whose reply has not come.
  public var isWaiting: Bool { client.isWaiting }
  public var stateName: String { client.state.rawValue }
  public var speaking: MailProtocolName? { client.speaking }
  /// `pop3 transaction> `; nil while no connection is open.
  var connectedPrompt: String? {
    guard let speaking else { return nil }
    return "\(speaking.rawValue) \(stateName)> "
  }
  var confirmingPrompt: String? { isConfirming ? "? " : nil }
}

public enum DialogueEvent: Sendable {
  case begin
  /// One line, without its ending.
  case typed(String)
  /// What the peer did, and what an all-seeing teacher knows after it.
  case peer(PeerEvent, Observation?)
  /// Nothing has come for so long that a person wonders.
  case silence
}

public enum DialogueEffect: Sendable {
  /// With the program that the learner works with; nil on a real server, where a connection is all there is.
  case connect(Endpoint, ClientProgram?)
  /// The octets, and the line as it may be written down.
  case send([UInt8], masked: String)
  /// The server has accepted STLS or STARTTLS.
  case startTLS
  case hangUp
  case show(Feedback)
  case record(LearningEvent)
  /// Back to the start of this step, or of the one before.
  case rewind(toPrevious: Bool)
  /// Do this step for the learner.
  case skip
  case language(Language)
  /// To a file that must be new.
  case save(SavedLetter)
  case quit(DialogueEnding)
}

/// What is left for the outermost layer to do.
public enum DialogueOutput: Sendable {
  case show(Feedback)
  case record(LearningEvent)
  /// A line that went to the server, as it may be written down.
  case sent(String)
  case language(Language)
  case save(SavedLetter)
  case quit(DialogueEnding)
}

public enum DialogueEnding: Hashable, Sendable {
  /// QUIT, or `/quit`.
  case done
  /// There is no server to talk to.
  case unreachable
  /// The server, or the network, ended it.
  case lost
}
