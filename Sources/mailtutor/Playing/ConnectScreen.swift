import Foundation
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
  private let theme: Theme
  private let isInteractive: Bool
  private var narrator: Narrator

  init(_ place: Installation, _ records: Records, _ theme: Theme, isInteractive: Bool) {
    self.place = place
    self.records = records
    self.theme = theme
    self.isInteractive = isInteractive
    narrator = Narrator(.init(catalog: place.catalog(place.language), prose: nil))
  }

  func take(_ outputs: [DialogueOutput], _ dialogue: any Dialogue) {
    for output in outputs {
      if records.isJSON,
        let record = ConnectRecord(output, state: dialogue.stateName, catalog: narrator.words.catalog)
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
      case .save(let letter):
        let told = LetterFile.write(letter)
        let notice = DialogueOutput.show(.notice(told.key, told.values))
        take([notice], dialogue)
      case .record, .quit: break
      }
    }
  }

  func notice(_ key: MessageKey) {
    if !records.isJSON { write([narrator.notice(key, [:], .dim)]) }
  }

  /// A recording shows the line in any case.
  func echo(_ line: String) {
    if isInteractive { records.cast?.show(line) } else if !records.isJSON { write(line) }
  }

  func interrupted(_ times: Int) -> Bool {
    notice(.connectInterrupted)
    return false
  }

  func inputEnded(_ dialogue: any Dialogue) {
    if isInteractive { write("\n") }
  }

  /// The window may have another size each time.
  private func write(_ paragraphs: [Paragraph]) {
    write(Renderer(theme: theme, on: STDOUT_FILENO).render(paragraphs))
  }

  private func write(_ text: String) {
    Output.write(text)
    records.cast?.show(text)
  }
}
