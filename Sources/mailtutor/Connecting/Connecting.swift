import ArgumentParser
import Foundation
import LessonEngine
import MailNetwork
import MailProtocol
import TerminalUI

/// `mailtutor connect` at work: lines from the keyboard or a pipe to any server, and every reply with its meaning.
final class Connecting {
  struct Records {
    let log: SessionLog?
    let cast: AsciicastFile?
    let isJSON: Bool
  }

  private let place: Workplace
  private let records: Records
  private let theme: Theme
  private let source: LineSource
  private let peer: NetworkPeer
  private let current = Current()
  private var session: ConnectSession<NetworkPeer>
  private var renderer: Renderer
  private var unsolicited: UnsolicitedReplyLimit
  private var ending: ConnectRunner.Ending?

  /// What completion looks at.
  private final class Current {
    var runner: ConnectRunner?
  }

  init(to endpoint: Endpoint, _ peer: NetworkPeer, _ place: Workplace, plain: Bool, _ records: Records) throws {
    self.place = place
    self.peer = peer
    self.records = records
    let isInteractive = isatty(STDIN_FILENO) == 1 && Output.isTerminal && !records.isJSON
    theme = place.theme(plain: plain, isTerminal: isInteractive)
    source = try LineSource.open(script: nil, isInteractive: isInteractive, theme: theme) { [current] in
      Completion.words($0, current.runner, place.languages)
    }
    unsolicited = UnsolicitedReplyLimit(source, hearing: peer.readiness)
    session = ConnectSession(
      ConnectRunner(to: endpoint, asks: source.isInteractive, languages: place.languages), peer: peer)
    renderer = Renderer(
      words: .init(catalog: place.catalog(place.language), prose: nil), lesson: nil, theme: theme,
      columns: TerminalSize.textColumns())
  }

  func run() throws {
    handle(session.begin())
    try settle()
    while ending == nil {
      current.runner = session.runner
      let input = source.next(session.runner, theme)
      renderer.columns = TerminalSize.textColumns()
      switch input {
      case .line(let line):
        unsolicited.noteLine()
        echo(line)
        peer.forgetInterruptions()
        handle(session.typed(line))
        try settle()
      case .interrupted: notice(.connectInterrupted)
      case .news:
        let outputs = session.wait(milliseconds: 0)
        unsolicited.noteNews(outputs.count)
        handle(outputs)
        _ = try isInterrupted()
      case .endOfInput:
        if source.isInteractive { write("\n") }
        if let failure = source.failure {
          Output.complain("standard input cannot be read: \(failure)")
          throw ExitCode.ioError
        }
        handle(session.typed("/quit"))
      case .terminated: throw ExitCode(143)
      }
    }
    switch ending {
    case .done, nil: break
    case .unreachable, .lost: throw ExitCode.unavailable
    }
  }

  /// Shows what comes until no reply is due; Ctrl-C gives the prompt back before that.
  private func settle() throws {
    var replyWait = ReplyWait()
    _ = try isInterrupted()
    while ending == nil, session.runner.isWaiting {
      let outputs = session.wait(milliseconds: ReplyWait.slice)
      handle(outputs)
      if replyWait.isExhausted(afterSilence: outputs.isEmpty) { handle(session.silence()) }
      if replyWait.isOver, !source.isInteractive {
        notice(.connectGaveUp)
        ending = .lost
      }
      if try isInterrupted() { return notice(.connectStoppedWaiting) }
    }
    // A server that hangs up says its last words and closes in two packets.
    if ending == nil { handle(session.wait(milliseconds: ReplyWait.closing)) }
  }

  /// - Returns: whether Ctrl-C has ended the waiting.
  /// - Throws: the end of the program, when it was connecting or a handshake.
  private func isInterrupted() throws -> Bool {
    switch peer.takeInterruption() {
    case .connecting:
      handle([.show(.notice(.connectGivenUp))])
      throw ExitCode.interrupted
    case .waiting: return true
    case nil: return false
    }
  }

  private func handle(_ outputs: [ConnectSession<NetworkPeer>.Output]) {
    for output in outputs {
      if records.isJSON,
        let record = ConnectRecord(output, state: session.runner.stateName, catalog: renderer.words.catalog)
      {
        write(record.json)
      }
      switch output {
      case .sent(let masked): records.log?.writeSent(masked)
      case .show(let feedback):
        records.log?.write(feedback)
        if !records.isJSON { write(renderer.render(feedback)) }
      case .language(let language):
        place.save(language)
        renderer.words = .init(catalog: place.catalog(language), prose: nil)
        notice(.langNow)
      case .quit(let ending): self.ending = ending
      }
    }
  }

  /// In a pipe nobody typed the line on this screen; a recording shows it in any case.
  private func echo(_ line: String) {
    let text = session.runner.prompt + session.runner.masked(line) + "\n"
    if source.isInteractive { records.cast?.show(text) } else if !records.isJSON { write(text) }
  }

  private func notice(_ key: MessageKey) {
    if !records.isJSON { write(renderer.notice(key, as: .dim)) }
  }

  private func write(_ text: String) {
    Output.write(text)
    records.cast?.show(text)
  }
}
