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
    let cast: Cast?
    let isJSON: Bool
  }

  private let place: Workplace
  private let records: Records
  private let theme: Theme
  private let source: LineSource
  private let current = Current()
  private var session: ConnectSession<NetworkPeer>
  private var narrator: Narrator
  private var chatter: Chatter
  private var ending: ConnectRunner.Ending?

  /// What completion looks at.
  private final class Current {
    var runner: ConnectRunner?
  }

  init(to endpoint: Endpoint, _ peer: NetworkPeer, _ place: Workplace, plain: Bool, _ records: Records) throws {
    self.place = place
    self.records = records
    let isInteractive = isatty(STDIN_FILENO) == 1 && Output.isTerminal && !records.isJSON
    theme = place.theme(plain: plain, isTerminal: isInteractive)
    source = try LineSource.open(script: nil, isInteractive: isInteractive, theme: theme) { [current] in
      Completion.words($0, current.runner, place.languages)
    }
    chatter = Chatter(source, hearing: peer.readiness)
    session = ConnectSession(
      ConnectRunner(to: endpoint, asks: source.isInteractive, languages: place.languages), peer: peer)
    narrator = Narrator(.init(catalog: place.catalog(place.language), prose: nil))
  }

  func run() throws {
    let interrupts = Interrupts()
    interrupts.forget()
    handle(session.begin())
    settle(interrupts)
    while ending == nil {
      current.runner = session.runner
      let input = source.next(session.runner, theme)
      switch input {
      case .line(let line):
        chatter.noteLine()
        echo(line)
        interrupts.forget()
        handle(session.typed(line))
        settle(interrupts)
      case .interrupted: notice(.connectInterrupted)
      case .news:
        let outputs = session.wait(milliseconds: 0)
        chatter.noteNews(outputs.count)
        handle(outputs)
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
  private func settle(_ interrupts: Interrupts) {
    var patience = Patience()
    while ending == nil, session.runner.isWaiting {
      let outputs = session.wait(milliseconds: Patience.slice)
      handle(outputs)
      if patience.isExhausted(afterSilence: outputs.isEmpty) { handle(session.silence()) }
      if patience.isOver, !source.isInteractive {
        notice(.connectGaveUp)
        ending = .lost
      }
      if interrupts.came { return notice(.connectStoppedWaiting) }
    }
    // A server that hangs up says its last words and closes in two packets.
    if ending == nil { handle(session.wait(milliseconds: Patience.breath)) }
  }

  private func handle(_ outputs: [ConnectSession<NetworkPeer>.Output]) {
    for output in outputs {
      if records.isJSON,
        let record = ConnectRecord(output, state: session.runner.stateName, catalog: narrator.words.catalog)
      {
        write(record.json)
      }
      switch output {
      case .sent(let masked): records.log?.writeSent(masked)
      case .show(let feedback):
        records.log?.write(feedback)
        if !records.isJSON { write(narrator.tell(feedback)) }
      case .language(let language):
        place.save(language)
        narrator.words = .init(catalog: place.catalog(language), prose: nil)
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
    if !records.isJSON { write([narrator.notice(key, [:], .dim)]) }
  }

  private func write(_ paragraphs: [Paragraph]) {
    write(Renderer(theme: theme, columns: TerminalSize.textColumns()).render(paragraphs))
  }

  private func write(_ text: String) {
    Output.write(text)
    records.cast?.show(text)
  }
}
