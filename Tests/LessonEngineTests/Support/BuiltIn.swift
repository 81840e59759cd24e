import Foundation
import LessonEngine
import LessonLint
import LessonStage
import MailProtocol
import MailSimulator

/// The built-in lessons as the tests play them: read once from the checkout, each in its simulated world.
enum BuiltIn {
  /// Tests/LessonEngineTests/Support/BuiltIn.swift is four levels down.
  private static let folder = (0..<4)
    .reduce(URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()) { url, _ in url.deletingLastPathComponent() }

  private static func files(_ name: String) -> PackFiles {
    let folder = folder.appendingPathComponent(name)
    return PackFiles(names: {
      FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? []
    }) { name in
      (try? Data(contentsOf: folder.appendingPathComponent(name))).map(Array.init)
    }
  }

  static let languages: Languages = {
    do throws(Findings) { return try Languages(files("Locales")) } catch { fatalError("\(error.all)") }
  }()

  static func catalog(_ language: Language) -> MessageCatalog {
    MessageCatalog(language) { section in
      try files("Locales").text("\(language.tag)/\(section.rawValue).yaml")
    } report: { error in
      fatalError("\(error)")
    }
  }

  static let pack: Pack = {
    do throws(Findings) {
      return try Pack(files("Lessons"), languages)
    } catch {
      fatalError("\(error.all)")
    }
  }()

  static let lessonIDs = pack.lessonIDs

  static func peer(_ lesson: Lesson) throws -> SimulatedPeer {
    try LessonWorld(files: pack.files, digests: .library).peer(for: lesson)
  }

  /// What the lesson's names stand for in its own world.
  static func bindings(_ id: String) throws -> Bindings {
    let lesson = try pack.lesson(id)
    return LessonWorld.bindings(of: lesson, in: try peer(lesson).world)
  }

  /// The lesson with its names in place, and its world.
  static func world(_ id: String) throws -> (lesson: Lesson, peer: SimulatedPeer) {
    let lesson = try pack.lesson(id)
    let peer = try peer(lesson)
    return (try lesson.bound(to: LessonWorld.bindings(of: lesson, in: peer.world)), peer)
  }

  /// Before its first line is typed.
  static func session(_ id: String) throws -> Session {
    let prose = try pack.prose(id, .en)
    let (lesson, peer) = try world(id)
    let hints = lesson.steps.map { prose.steps[$0.id]?.hints.count ?? 0 }
    let secrets = LessonSecrets(lesson, seed: peer.world.seedText, hmacSHA256: Digests.library.hmacSHA256)
    var session = Session(LessonDialogue(lesson, hintCounts: hints, languages: languages, secrets: secrets), peer: peer)
    _ = session.begin()
    return session
  }

  /// At the start of a step, having typed the solutions of those before it.
  static func session(_ id: String, at step: String) throws -> Session {
    var session = try session(id)
    while let current = session.dialogue.step, current.id != step { session.type(Session.solutionLines(current)) }
    guard session.dialogue.step != nil else { throw NoSuchStep(id: step) }
    return session
  }

  struct NoSuchStep: Error { let id: String }
}

extension Language {
  static let en = BuiltIn.languages["en"]!
  static let vi = BuiltIn.languages["vi"]!
  static let zh = BuiltIn.languages["zh"]!
}

typealias Session = LessonSession<SimulatedPeer>

extension Session {
  @discardableResult mutating func type(_ lines: [String]) -> [DialogueOutput] { lines.flatMap { typed($0) } }

  /// What of a session must come back when it is resumed.
  var standing: Standing {
    Standing(position: dialogue.position, state: dialogue.stateName, observation: peer.observe())
  }
}

struct Standing: Equatable {
  let position: Int
  let state: String
  let observation: Observation?
}
