import ArgumentParser
import Foundation
import LessonEngine
import MailProtocol
import ProgressStore
import TerminalUI

/// Where things are on this machine: the lessons, the sentences, the learner's files; and which language to speak.
struct Workplace {
  let data: URL
  let pack: Pack
  let eventLog: EventLog
  let settingsFolder: URL
  let environment: [String: String]
  /// Chosen now, chosen once, or the system's.
  let language: Language
  /// Nobody has chosen yet.
  let isLanguageGuessed: Bool
  private let catalogs: [Language: MessageCatalog]

  init(_ options: LearnerOptions) throws {
    let environment = ProcessInfo.processInfo.environment
    self.environment = environment
    let home = environment["HOME"] ?? NSHomeDirectory()
    func folder(_ variable: String, _ fallback: String) -> URL {
      // An empty or relative value is to be ignored (XDG Base Directory Specification).
      let base = environment[variable].flatMap { $0.hasPrefix("/") ? $0 : nil } ?? "\(home)/\(fallback)"
      return URL(fileURLWithPath: base).appendingPathComponent("mailtutor")
    }
    eventLog = EventLog(folder: folder("XDG_STATE_HOME", ".local/state"), sha256: Digests.library.sha256)
    settingsFolder = folder("XDG_CONFIG_HOME", ".config")
    let saved = Settings.read(from: settingsFolder).language
    language = options.lang ?? saved ?? Language(environment: environment) ?? .en
    isLanguageGuessed = options.lang == nil && saved == nil
    guard let data = Self.dataFolder(options.data, environment) else {
      Output.complain(
        "the lessons were not found. --data DIR or MAILTUTOR_DATA names the folder that holds Lessons and Locales.")
      throw ExitCode.ioError
    }
    self.data = data
    catalogs = Dictionary(uniqueKeysWithValues: Language.allCases.map { ($0, Self.catalog($0, in: data)) })
    let packPath = options.pack ?? data.appendingPathComponent("Lessons").path
    guard let files = PackFolder(packPath).files else {
      Output.complain("\(packPath): there is no such folder. Name the folder that holds pack.yaml.")
      throw ExitCode.ioError
    }
    do {
      pack = try Pack(files)
    } catch {
      for finding in error.all { Output.complain(finding.description) }
      throw ExitCode.dataError
    }
  }

  /// `--data`, `$MAILTUTOR_DATA`, `../share/mailtutor` beside the program, or the source tree that it was built in.
  private static func dataFolder(_ option: String?, _ environment: [String: String]) -> URL? {
    func holdsData(_ folder: URL) -> Bool {
      FileManager.default.fileExists(atPath: folder.appendingPathComponent("Locales/en/ui.yaml").path)
    }
    if let named = option ?? environment["MAILTUTOR_DATA"] {
      let folder = URL(fileURLWithPath: named)
      return holdsData(folder) ? folder : nil
    }
    var folder = (Bundle.main.executableURL ?? URL(fileURLWithPath: CommandLine.arguments[0]))
      .resolvingSymlinksInPath().deletingLastPathComponent()
    let shared = folder.deletingLastPathComponent().appendingPathComponent("share/mailtutor")
    if holdsData(shared) { return shared }
    while folder.path != "/" {
      if holdsData(folder) { return folder }
      folder.deleteLastPathComponent()
    }
    return nil
  }

  /// One for each language, since a catalog remembers what it has read.
  func catalog(_ language: Language) -> MessageCatalog { catalogs[language]! }

  private static func catalog(_ language: Language, in data: URL) -> MessageCatalog {
    let folder = data.appendingPathComponent("Locales/\(language.rawValue)")
    return MessageCatalog(language) { section in
      try String(contentsOf: folder.appendingPathComponent("\(section.rawValue).yaml"), encoding: .utf8)
    } report: { error in
      let findings = (error as? Findings)?.all.map(\.description) ?? [error.localizedDescription]
      for finding in findings { Output.complain(finding) }
    }
  }

  func theme(plain: Bool, isTerminal: Bool) -> Theme {
    Theme(
      isTerminal: isTerminal, environment: environment, plain: plain, isUTF8: Theme.isUTF8(environment))
  }

  /// What the learner has done. What is wrong with the file is told by a key of `ui.yaml` and its values.
  func readProgress(_ tell: (String, [String: String]) -> Void) -> LearnerProgress {
    do {
      let contents = try eventLog.read()
      switch contents.repair {
      case .notNeeded: break
      case .setAside(let aside):
        tell("start.damaged", ["file": aside.path, "kept": String(contents.events.count)])
      case .failed(let error): tellTrouble(error, tell)
      }
      return LearnerProgress(contents.events)
    } catch {
      tellTrouble(error, tell)
      return LearnerProgress()
    }
  }

  /// Why progress cannot be kept, and what to do about it.
  func tellTrouble(_ error: StorageError, _ tell: (String, [String: String]) -> Void) {
    switch error.cause {
    case .full: tell("start.disk-full", ["file": error.path])
    case .notAllowed: tell("start.not-allowed", ["file": error.path])
    case .other: tell("start.unwritable", ["reason": error.description])
    }
  }

  func save(_ language: Language) {
    // A choice that cannot be kept is asked for again; the lesson goes on.
    try? Settings(language: language).write(to: settingsFolder)
  }

  /// The learner's language where the pack speaks it, else the pack's first.
  func proseLanguage(_ language: Language) -> Language {
    pack.languages.contains(language) ? language : pack.languages[0]
  }

  func prose(_ id: String, _ language: Language) throws -> Prose {
    try readable { () throws(Findings) in try pack.prose(id, proseLanguage(language)) }
  }

  /// Does something with the pack's files; what is wrong with them is said and ends the program.
  func readable<Value>(_ body: () throws(Findings) -> Value) throws -> Value {
    do {
      return try body()
    } catch {
      for finding in error.all { Output.complain(finding.description) }
      throw ExitCode.dataError
    }
  }
}
