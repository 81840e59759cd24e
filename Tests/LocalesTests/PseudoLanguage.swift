import Foundation

/// A data folder with one language more, made by `Tests/Terminal/pseudo.py`: accented, bracketed and longer English.
enum PseudoLanguage {
  static let tag = "en-XA"

  /// nil where there is no Python, which nothing else here needs.
  static let data: URL? = {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("mailtutor-\(UUID().uuidString)")
    atexit { PseudoLanguage.remove() }
    let program = Process()
    program.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    program.arguments = [
      "python3", "-B", Catalogs.root.appendingPathComponent("Tests/Terminal/pseudo.py").path, folder.path,
    ]
    guard (try? program.run()) != nil else { return nil }
    program.waitUntilExit()
    if program.terminationStatus == 127 { return nil }
    precondition(program.terminationStatus == 0, "pseudo.py made no language")
    return folder
  }()

  private static func remove() {
    if let data { try? FileManager.default.removeItem(at: data) }
  }
}
