import ArgumentParser
import Foundation
import LessonEngine
import MailProtocol
import TerminalUI

/// The learner in front of the program, before, between and in lessons: where lines come from, how things are said, and
/// the questions that are no lesson's.
final class LearnerTerminal {
  let place: Installation
  let theme: Theme
  let source: LineSource
  let current: CurrentDialogue
  /// Events are printed in place of text.
  let isJSON: Bool
  private(set) var language: Language

  init(_ place: Installation, plain: Bool, script: String?, isJSON: Bool) throws {
    self.place = place
    self.isJSON = isJSON
    language = place.language
    let current = CurrentDialogue()
    self.current = current
    // Lines from a pipe or a script: nobody looks at colours, even where the output is a terminal.
    let isInteractive = script == nil && LineSource.isTerminal && Output.isTerminal
    theme = place.theme(plain: plain, isTerminal: isInteractive)
    source = try LineSource.open(script: script, isInteractive: isInteractive && !isJSON, theme: theme) {
      Completion.words($0, current.dialogue, place.languages)
    }
  }

  func choose(_ language: Language) {
    self.language = language
    place.save(language)
  }

  func say(_ key: MessageKey, _ values: MessageValues = [:], _ tone: Paragraph.Tone) {
    if !isJSON { write([narrator().notice(key, values, tone)]) }
  }

  func complain(_ key: MessageKey, _ values: MessageValues = [:]) {
    Output.complain(place.catalog(language).ui(key, values))
  }

  func narrator(_ lesson: Lesson? = nil, _ prose: Prose? = nil, isReal: Bool = false) -> Narrator {
    Narrator(.init(catalog: place.catalog(language), prose: prose), lesson: lesson, isReal: isReal)
  }

  /// The window may have another size each time.
  func write(_ paragraphs: [Paragraph]) {
    Output.write(Renderer(theme: theme, on: STDOUT_FILENO).render(paragraphs))
  }

  // MARK: Questions

  func chooseLanguage() throws {
    let menu = LanguageMenu(place.languages)
    while true {
      write(inEachLanguage(.startChoose) + menu.options)
      guard let line = try nextLine() else { continue }
      if let chosen = menu.choice(line, usual: language) { return choose(chosen) }
      write(inEachLanguage(.startNoLanguage, ["bad": line]) + [.gap])
    }
  }

  /// Nobody knows yet which one the learner reads.
  private func inEachLanguage(_ key: MessageKey, _ values: MessageValues = [:]) -> [Paragraph] {
    place.languages.all.map { .text(place.catalog($0).ui(key, values)) }
  }

  /// Whether to go on with another lesson.
  func offer(_ title: String, minutes: Int) -> Bool {
    say(.finishedNext, ["title": title, "minutes": String(minutes)], .note)
    say(.finishedGoOn, .dim)
    while true {
      switch source.next(nil, theme) {
      case .line(let line):
        if line.allSatisfy({ $0 == " " }) { return true }
        if TutorCommand(line, isInData: false) == .quit { return false }
        say(.finishedGoOn, .dim)
      case .news: continue
      case .interrupted, .endOfInput, .terminated: return false
      }
    }
  }

  /// - Throws: a usage error where nobody can answer.
  func ask(_ key: MessageKey, _ values: MessageValues = [:]) throws -> String {
    guard source.isInteractive else {
      complain(.realNoAnswer)
      throw ExitCode.usage
    }
    while true {
      say(key, values, .note)
      if let answer = try nextLine()?.split(separator: " ").joined(), !answer.isEmpty { return answer }
    }
  }

  func askAddress() throws -> String {
    while true {
      let answer = try ask(.realAddress)
      if MailPath(address: answer) != nil { return answer }
      say(.realBadAddress, ["bad": ByteSanitizer.visible(answer)], .bad)
    }
  }

  /// A line outside a lesson; nil when there is none yet.
  private func nextLine() throws -> String? {
    switch source.next(nil, theme) {
    case .line(let line): return line
    case .news: return nil
    case .interrupted: throw ExitCode.interrupted
    case .endOfInput: throw ExitCode.success
    case .terminated: throw ExitCode(143)
    }
  }

  private func say(_ key: MessageKey, _ tone: Paragraph.Tone) { say(key, [:], tone) }
}
