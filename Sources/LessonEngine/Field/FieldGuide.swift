import MailProtocol
import Synchronization

/// Reads from what servers and programs print what went wrong: the table of `Locales/patterns.yaml`. `mailtutor explain`,
/// `/explain`, and the lines below a real server's no all ask here. The table is read when it is first needed.
public final class FieldGuide: Sendable {
  private let table: Mutex<FieldTable?> = Mutex(nil)
  private let read: @Sendable () -> FieldTable
  private let lessons: Set<String>

  /// - Parameters:
  ///   - files: of the folder `Locales`.
  ///   - lessons: that the pack has.
  ///   - report: told once when the table cannot be read; nothing is recognised then.
  public init(_ files: PackFiles, lessons: [String], report: @escaping @Sendable (Findings) -> Void) {
    self.lessons = Set(lessons)
    read = {
      do throws(Findings) {
        return try FieldTable(files)
      } catch {
        report(error)
        return FieldTable()
      }
    }
  }

  /// Recognises nothing.
  public static let none = FieldGuide(PackFiles([:]), lessons: []) { _ in }

  /// What went wrong, by a reply as it came.
  ///
  /// - Parameter command: the verb that it answers, `greeting` or `end-of-data`.
  public func trouble(in reply: Reply, answering command: String?) -> Trouble? {
    trouble(in: FieldText(reply, answering: command))
  }

  public func trouble(in exchange: Exchange) -> Trouble? { trouble(in: exchange.reply, answering: exchange.answers) }

  func trouble(in text: FieldText) -> Trouble? {
    let table = table.withLock { table in
      let known = table ?? read()
      table = known
      return known
    }
    guard var trouble = table.trouble(in: text) else { return nil }
    let lesson = table.lesson(on: trouble.cause, text.speaking)
    trouble.lesson = lesson.flatMap { lessons.contains($0) ? $0 : nil }
    return trouble
  }
}

extension Exchange {
  /// What the reply answers, as `Locales/patterns.yaml` names it.
  fileprivate var answers: String? {
    switch cause {
    case .greeting: "greeting"
    case .nothing: nil
    case .line(let line):
      switch line.role {
      case .command: line.verb
      case .letterLine, .endOfLetter: "end-of-data"
      case .response: POP3Verb.auth.rawValue
      }
    }
  }
}
