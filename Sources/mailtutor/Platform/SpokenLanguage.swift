import Foundation
import LessonEngine
import ProgressStore

/// Which language to speak: chosen now, chosen once, or the system's.
struct SpokenLanguage {
  let language: Language
  /// Nobody has chosen yet.
  let isGuessed: Bool

  init(_ chosen: Language?, _ languages: Languages, _ environment: [String: String]) {
    let saved = Settings.read(from: UserFolders(environment).settings, languages).language
    language = chosen ?? saved ?? languages.preferred(in: environment) ?? languages.all[0]
    isGuessed = chosen == nil && saved == nil
  }
}

/// Where a learner's own files are, by the XDG Base Directory Specification.
struct UserFolders {
  let state: URL
  let settings: URL

  init(_ environment: [String: String]) {
    let home = environment["HOME"] ?? NSHomeDirectory()
    func folder(_ variable: String, _ fallback: String) -> URL {
      // An empty or relative value is to be ignored.
      let base = environment[variable].flatMap { $0.hasPrefix("/") ? $0 : nil } ?? "\(home)/\(fallback)"
      return URL(fileURLWithPath: base).appendingPathComponent("mailtutor")
    }
    state = folder("XDG_STATE_HOME", ".local/state")
    settings = folder("XDG_CONFIG_HOME", ".config")
  }
}
