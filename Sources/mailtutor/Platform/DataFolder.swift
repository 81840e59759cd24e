import ArgumentParser
import Foundation
import LessonEngine
import MailProtocol

/// The folder with Lessons and Locales that came with the program, or that somebody names.
struct DataFolder {
  let url: URL
  let languages: Languages
  /// Of the folder `Locales`.
  let locales: PackFiles

  /// - Parameter named: `--data`, which goes before `$MAILTUTOR_DATA`.
  init(_ named: String?) throws {
    guard let url = Self.find(named ?? ProcessInfo.processInfo.environment["MAILTUTOR_DATA"]) else {
      Output.complain(
        "the lessons were not found. --data DIR or MAILTUTOR_DATA names the folder that holds Lessons and Locales.")
      throw ExitCode.ioError
    }
    self.url = url
    do {
      locales = PackFolder(url.appendingPathComponent("Locales").path).files ?? PackFiles([:])
      languages = try Languages(locales)
    } catch {
      for finding in error.all { Output.complain("Locales/\(finding)") }
      throw ExitCode.dataError
    }
  }

  /// `../share/mailtutor` beside the program, or the source tree that it was built in.
  private static func find(_ named: String?) -> URL? {
    func holdsData(_ folder: URL) -> Bool {
      let locales = folder.appendingPathComponent("Locales")
      let names = (try? FileManager.default.contentsOfDirectory(atPath: locales.path)) ?? []
      return names.contains {
        FileManager.default.fileExists(atPath: locales.appendingPathComponent("\($0)/language.yaml").path)
      }
    }
    if let named {
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

  func catalog(_ language: Language) -> MessageCatalog {
    let folder = url.appendingPathComponent("Locales/\(language.tag)")
    return MessageCatalog(language) { section in
      try String(contentsOf: folder.appendingPathComponent("\(section.rawValue).yaml"), encoding: .utf8)
    } report: { error in
      let findings = (error as? Findings)?.all.map(\.description) ?? [error.localizedDescription]
      for finding in findings { Output.complain(finding) }
    }
  }

  /// The language of `--lang`.
  func language(named name: String) throws -> Language {
    guard let language = languages.named(name) else {
      let known = languages.all.map { "\($0.tag) (\($0.title))" }
      throw refusal(.errorUnknownLanguage, MessageValues(["bad": name], lists: ["languages": known]), .usage)
    }
    return language
  }

  /// Says why the program cannot go on.
  ///
  /// - Parameter language: nil for the one that was chosen once, or is the system's.
  func refusal(
    _ key: MessageKey, _ values: MessageValues, in language: Language? = nil, _ code: ExitCode
  ) -> ExitCode {
    let spoken = language ?? SpokenLanguage(nil, languages, ProcessInfo.processInfo.environment).language
    Output.complain(catalog(spoken).ui(key, values))
    return code
  }
}
