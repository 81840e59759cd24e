import ArgumentParser
import Foundation
import LessonEngine
import MailProtocol
import ProgressStore
import TerminalUI

/// Where things are on this machine: the lessons, the sentences, the learner's files; and which language to speak.
struct Installation {
  let data: DataFolder
  let pack: Pack
  let eventLog: EventLog
  let settingsFolder: URL
  let environment: [String: String]
  /// Chosen now, chosen once, or the system's.
  let language: Language
  /// Nobody has chosen yet.
  let isLanguageGuessed: Bool
  /// What servers and programs say when something goes wrong.
  let guide: FieldGuide
  private let catalogs: [Language: MessageCatalog]

  init(_ options: LearnerOptions) throws {
    let environment = ProcessInfo.processInfo.environment
    self.environment = environment
    let folders = UserFolders(environment)
    eventLog = EventLog(folder: folders.state, sha256: Digests.library.sha256)
    settingsFolder = folders.settings
    data = try DataFolder(options.data)
    let spoken = SpokenLanguage(
      try options.lang.map { [data] in try data.language(named: $0) }, data.languages, environment)
    language = spoken.language
    isLanguageGuessed = spoken.isGuessed
    catalogs = Dictionary(uniqueKeysWithValues: data.languages.all.map { [data] in ($0, data.catalog($0)) })
    let packPath = options.pack ?? data.url.appendingPathComponent("Lessons").path
    guard let files = PackFolder(packPath).files else {
      throw data.refusal(.errorNoPack, ["folder": packPath], in: language, .ioError)
    }
    do {
      pack = try Pack(files, data.languages)
      guide = FieldGuide(data.locales, lessons: pack.lessonIDs) { findings in
        for finding in findings.all { Output.complain("Locales/\(finding)") }
      }
    } catch {
      for finding in error.all { Output.complain(finding.description) }
      throw ExitCode.dataError
    }
  }

  var languages: Languages { data.languages }

  /// Says what is wrong with the command line.
  func usage(_ key: MessageKey, _ values: MessageValues = [:]) -> ExitCode {
    data.refusal(key, values, in: language, .usage)
  }

  /// One for each language, since a catalog remembers what it has read.
  func catalog(_ language: Language) -> MessageCatalog { catalogs[language]! }

  /// What is wrong with how the program was called, in the learner's language.
  func complain(_ key: MessageKey, _ values: MessageValues = [:]) {
    Output.complain(catalog(language).ui(key, values))
  }

  func theme(plain: Bool, isTerminal: Bool) -> Theme {
    Theme(
      isTerminal: isTerminal, environment: environment, plain: plain, isUTF8: Theme.isUTF8(environment))
  }

  /// What the learner has done. What is wrong with the file is told, as a sentence and its values.
  func readProgress(_ tell: (MessageKey, MessageValues) -> Void) -> LearnerProgress {
    do {
      let contents = try eventLog.read()
      switch contents.repair {
      case .notNeeded: break
      case .setAside(let aside):
        tell(.startDamaged, ["file": aside.path, "kept": String(contents.events.count)])
      case .failed(let error): tellTrouble(error, tell)
      }
      return LearnerProgress(contents.events)
    } catch {
      tellTrouble(error, tell)
      return LearnerProgress()
    }
  }

  /// Why progress cannot be kept, and what to do about it.
  func tellTrouble(_ error: StorageError, _ tell: (MessageKey, MessageValues) -> Void) {
    switch error.cause {
    case .full: tell(.startDiskFull, ["file": error.path])
    case .notAllowed: tell(.startNotAllowed, ["file": error.path])
    case .other: tell(.startUnwritable, ["reason": error.description])
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

  /// A lesson's words, with values in the places of its names.
  func prose(_ id: String, _ language: Language, _ bindings: Bindings) throws -> Prose {
    try readable { () throws(Findings) in try pack.prose(id, proseLanguage(language)).bound(to: bindings) }
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
