import ArgumentParser
import Foundation
import LessonEngine
import TerminalUI

/// `mailtutor list`: the lessons, and what is done of them.
struct ListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "list")

  @OptionGroup var learner: LearnerOptions

  @Flag(name: .long)
  var json = false

  private struct Row: Encodable {
    let id: String
    let course: String
    let title: String
    let minutes: Int
    let steps: Int
    let passed: Int
    let finished: Bool
  }

  func run() throws {
    let place = try Installation(learner)
    let language = place.language
    let progress = place.readProgress { key, values in
      Output.complain(place.catalog(language).ui(key, values))
    }
    let catalog = place.catalog(language)
    let rows = try place.readable { () throws(Findings) in
      var rows: [Row] = []
      for course in place.pack.courses {
        for id in course.lessons {
          let lesson = try place.pack.lesson(id)
          let done = progress.lessons[place.pack.key(id)]
          rows.append(
            Row(
              id: id, course: course.title[place.proseLanguage(language).tag] ?? course.id,
              title: try place.pack.prose(id, place.proseLanguage(language)).title, minutes: lesson.minutes,
              steps: lesson.steps.count,
              passed: done?.passed.count ?? 0, finished: done?.isFinished ?? false))
        }
      }
      return rows
    }
    if json {
      Output.write(JSONText.page(["lessons": rows]) + "\n")
    } else {
      Output.write(text(rows, catalog, place.theme(plain: learner.plain, isTerminal: Output.isTerminal)))
    }
  }

  private func text(_ rows: [Row], _ catalog: MessageCatalog, _ theme: Theme) -> String {
    let renderer = Renderer(theme: theme, on: STDOUT_FILENO)
    let widths = (
      id: rows.map { TextWidth.columns($0.id) }.max() ?? 0, title: rows.map { TextWidth.columns($0.title) }.max() ?? 0
    )
    func state(_ row: Row) -> String {
      if row.finished { return theme.apply(.good, catalog.ui(.listDone)) }
      guard row.passed > 0 else { return catalog.ui(.listOpen) }
      return catalog.ui(.listStarted, ["done": String(row.passed), "steps": String(row.steps)])
    }
    func minutes(_ row: Row) -> String { catalog.ui(.listMinutes, ["minutes": String(row.minutes)]) }
    let widest = rows.map {
      2 + widths.id + 2 + widths.title + 2 + TextWidth.columns(minutes($0)) + 2 + Self.stateWidth
    }
    let isTable = widest.allSatisfy { $0 <= TerminalSize.columns() }
    let next = (rows.first { !$0.finished } ?? rows.first)?.id ?? ""
    var text = ""
    var course = ""
    for row in rows {
      if row.course != course {
        text += renderer.render((course.isEmpty ? [] : [.gap]) + [.text(row.course, .heading)])
        course = row.course
      }
      let id = "  " + theme.apply(.code, row.id)
      if isTable {
        text +=
          id + spaces(widths.id, row.id) + row.title + spaces(widths.title, row.title) + minutes(row) + "  "
          + state(row) + "\n"
      } else {
        // Too narrow for columns: a lesson has its lines below each other.
        text +=
          id + "\n" + renderer.render([.text(row.title, level: 2)]) + "    " + minutes(row) + "  " + state(row) + "\n"
      }
    }
    return text + renderer.render([.gap, .text(catalog.ui(.listFooter, ["lesson": next]))])
  }

  /// What `11/12 steps` takes in any language.
  private static let stateWidth = 12

  private func spaces(_ width: Int, _ text: String) -> String {
    String(repeating: " ", count: width - TextWidth.columns(text) + 2)
  }
}
