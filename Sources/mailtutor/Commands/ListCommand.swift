import ArgumentParser
import Foundation
import LessonEngine
import TerminalUI

/// `mailtutor list`: the lessons, and what is done of them.
struct ListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "Show the lessons, what is done, and how long each takes.",
    discussion: "With --json: one object with the courses, their lessons and your progress in each.")

  @OptionGroup var learner: LearnerOptions

  @Flag(name: .long, help: "Print JSON.")
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
    var lines: [String] = []
    var course = ""
    let idWidth = rows.map { TextWidth.columns($0.id) }.max() ?? 0
    let titleWidth = rows.map { TextWidth.columns($0.title) }.max() ?? 0
    for row in rows {
      if row.course != course {
        lines += [course.isEmpty ? nil : "", theme.apply(.heading, row.course)].compactMap { $0 }
        course = row.course
      }
      let state =
        row.finished
        ? theme.apply(.good, catalog.ui(.listDone))
        : row.passed > 0
          ? catalog.ui(.listStarted, ["done": String(row.passed), "steps": String(row.steps)])
          : catalog.ui(.listOpen)
      lines.append(
        "  " + theme.apply(.code, row.id) + spaces(idWidth, row.id) + row.title + spaces(titleWidth, row.title)
          + catalog.ui(.listMinutes, ["minutes": String(row.minutes)]) + "  " + state)
    }
    let footer = Renderer(theme: theme, columns: TerminalSize.textColumns())
      .render([.gap, .text(catalog.ui(.listFooter))])
    return lines.map { $0 + "\n" }.joined() + footer
  }

  private func spaces(_ width: Int, _ text: String) -> String {
    String(repeating: " ", count: width - TextWidth.columns(text) + 2)
  }
}
