import ArgumentParser
import Foundation
import LessonEngine
import MailNetwork
import MailProtocol
import TerminalUI

/// `mailtutor connect` at work: lines from the keyboard or a pipe to any server, and every reply with its meaning.
struct ConnectProgram {
  private var loop: DialogueLoop<DialogueSession<ConnectDialogue, NetworkPeer>>

  init(
    to endpoint: Endpoint, _ peer: NetworkPeer, _ place: Installation, plain: Bool, _ records: ConnectScreen.Records
  ) throws {
    let isInteractive = isatty(STDIN_FILENO) == 1 && Output.isTerminal && !records.isJSON
    let theme = place.theme(plain: plain, isTerminal: isInteractive)
    let current = CurrentDialogue()
    let source = try LineSource.open(script: nil, isInteractive: isInteractive, theme: theme) {
      Completion.words($0, current.dialogue, place.languages)
    }
    let dialogue = ConnectDialogue(
      to: endpoint, asks: source.isInteractive, languages: place.languages, guide: place.guide)
    let screen = ConnectScreen(place, records, theme, isInteractive: source.isInteractive)
    loop = DialogueLoop(
      DialogueSession(dialogue, peer: peer), source, theme, screen, server: peer, current: current)
  }

  mutating func run() throws {
    switch try loop.run(first: { $0.begin() }) {
    case .dialogue(.done), .finished: break
    case .dialogue(.unreachable), .dialogue(.lost): throw ExitCode.unavailable
    case .interrupted: throw ExitCode.interrupted
    case .terminated: throw ExitCode(143)
    }
  }
}
