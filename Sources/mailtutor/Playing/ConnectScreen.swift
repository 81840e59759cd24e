import LessonEngine
import TerminalUI

/// An annotated session on the screen, in the log, in a recording, or as JSON.
final class ConnectScreen: DialogueScreen {
  struct Records {
    let log: SessionLog?
    let cast: AsciicastFile?
    let isJSON: Bool
  }

  private let place: Installation
  private let records: Records
  private let isInteractive: Bool
  private var renderer: Renderer

  init(_ place: Installation, _ records: Records, _ theme: Theme, isInteractive: Bool) {
    self.place = place
    self.records = records
    self.isInteractive = isInteractive
    renderer = Renderer(
      words: .init(catalog: place.catalog(place.language), prose: nil), lesson: nil, theme: theme,
      columns: TerminalSize.textColumns())
  }

  func take(_ outputs: [DialogueOutput], _ dialogue: any Dialogue) {
    for output in outputs {
      if records.isJSON,
        let record = ConnectRecord(output, state: dialogue.stateName, catalog: renderer.words.catalog)
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
      case .record, .quit: break
      }
    }
  }

  func notice(_ key: MessageKey) {
    if !records.isJSON { write(renderer.notice(key, as: .dim)) }
  }

  /// A recording shows the line in any case.
  func echo(_ line: String) {
    if isInteractive { records.cast?.show(line) } else if !records.isJSON { write(line) }
  }

  func measure() { renderer.columns = TerminalSize.textColumns() }

  func interrupted(_ times: Int) -> Bool {
    notice(.connectInterrupted)
    return false
  }

  func inputEnded(_ dialogue: any Dialogue) {
    if isInteractive { write("\n") }
  }

  private func write(_ text: String) {
    Output.write(text)
    records.cast?.show(text)
  }
}
