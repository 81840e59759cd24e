import ArgumentParser
import LessonEngine
import MailNetwork
import TerminalUI

/// What a loop shows and records: a lesson's screen, or that of an annotated session.
protocol DialogueScreen: AnyObject {
  /// Outputs of one event, together.
  func take(_ outputs: [DialogueOutput], _ dialogue: any Dialogue) throws
  func notice(_ key: MessageKey)
  /// In a pipe nobody typed the line on this screen.
  func echo(_ line: String)
  /// Ctrl-C at the prompt.
  ///
  /// - Parameter times: in a row.
  /// - Returns: whether that ends the session.
  func interrupted(_ times: Int) -> Bool
  func inputEnded(_ dialogue: any Dialogue)
}

/// How a loop came to its end.
enum LoopEnding {
  case dialogue(DialogueEnding)
  /// The lesson is done.
  case finished
  case interrupted
  case terminated
}

/// The one loop behind every prompt: lines from a keyboard or a pipe go to a dialogue, and what comes of them to the
/// screen. `learn`, `learn --server` and `connect` run it.
struct DialogueLoop<Session: PlayableDialogue> {
  private(set) var session: Session
  private let source: LineSource
  private let theme: Theme
  private let screen: any DialogueScreen
  /// What is behind the session, where it is a real server.
  private let server: NetworkPeer?
  private let current: CurrentDialogue
  private let isFinished: (Session) -> Bool
  private var unsolicited: UnsolicitedReplyLimit?

  /// - Parameter isFinished: asked after everything that happens.
  init(
    _ session: Session, _ source: LineSource, _ theme: Theme, _ screen: any DialogueScreen, server: NetworkPeer?,
    current: CurrentDialogue, isFinished: @escaping (Session) -> Bool = { _ in false }
  ) {
    self.session = session
    self.source = source
    self.theme = theme
    self.screen = screen
    self.server = server
    self.current = current
    self.isFinished = isFinished
    unsolicited = server.map { UnsolicitedReplyLimit(source, hearing: $0.readiness) }
  }

  /// - Parameter first: what is shown before the first line is typed.
  mutating func run(first: (inout Session) -> [DialogueOutput]) throws -> LoopEnding {
    defer { current.dialogue = nil }
    if let ending = try take(first(&session)) ?? settle() { return ending }
    var interruptions = 0
    while true {
      current.dialogue = session.dialogue
      // One that came while nothing was waited for; the terminal has shown it as `^C`.
      if server?.forgetInterruptions() ?? false, source.isInteractive { Output.write("\n") }
      let input = source.next(session.dialogue, theme) { [screen] in screen.notice($0) }
      if case .interrupted = input {
        interruptions += 1
        if screen.interrupted(interruptions) { return .interrupted }
        continue
      }
      if let ending = try hear(input) { return ending }
      if case .line = input { interruptions = 0 }
    }
  }

  private mutating func hear(_ input: LineEditor.Input) throws -> LoopEnding? {
    switch input {
    case .line(let line):
      unsolicited?.noteLine()
      screen.echo(session.dialogue.prompt + session.dialogue.masked(line) + "\n")
      if source.lineWasCut { screen.notice(.endLineCut) }
      return try take(session.typed(line)) ?? settle()
    case .news:
      let outputs = session.wait(milliseconds: 0)
      unsolicited?.noteNews(outputs.count)
      if let ending = try take(outputs) { return ending }
      _ = try isInterrupted()
      return nil
    case .endOfInput:
      if let failure = source.failure { throw FileTrouble.broken(source.path, failure) }
      screen.inputEnded(session.dialogue)
      return try take(session.typed(TutorCommand.Name.quit.typed)) ?? .dialogue(.done)
    case .terminated: return .terminated
    case .interrupted: return nil
    }
  }

  /// nil to go on.
  ///
  /// Mutating, so that what makes the outputs has moved `session` before this looks at it.
  private mutating func take(_ outputs: [DialogueOutput]) throws -> LoopEnding? {
    try screen.take(outputs, session.dialogue)
    for case .quit(let ending) in outputs { return .dialogue(ending) }
    return isFinished(session) ? .finished : nil
  }

  /// Shows what a real server says until no reply is due; Ctrl-C gives the prompt back before that.
  private mutating func settle() throws -> LoopEnding? {
    guard server != nil else { return nil }
    var replyWait = ReplyWait()
    // Since the line was typed: it went out all the same.
    if try isInterrupted() {
      if session.dialogue.isWaiting { screen.notice(.connectStoppedWaiting) }
      return nil
    }
    while session.dialogue.isWaiting {
      let outputs = session.wait(milliseconds: ReplyWait.slice)
      if let ending = try take(outputs) { return ending }
      if replyWait.isExhausted(afterSilence: outputs.isEmpty), let ending = try take(session.silence()) {
        return ending
      }
      if replyWait.isOver, !source.isInteractive {
        screen.notice(.connectGaveUp)
        return .dialogue(.lost)
      }
      if try isInterrupted() {
        screen.notice(.connectStoppedWaiting)
        return nil
      }
    }
    // A server that hangs up says its last words and closes in two packets.
    return try take(session.wait(milliseconds: ReplyWait.closing))
  }

  /// - Returns: whether Ctrl-C has ended the waiting.
  /// - Throws: the end of the program, when it was connecting or a handshake.
  private func isInterrupted() throws -> Bool {
    switch server?.takeInterruption() {
    case .connecting:
      try screen.take([.show(.notice(.connectGivenUp))], session.dialogue)
      throw ExitCode.interrupted
    case .waiting: return true
    case nil: return false
    }
  }
}

/// What completion looks at: the dialogue that is being played.
final class CurrentDialogue {
  var dialogue: (any Dialogue)?
}
