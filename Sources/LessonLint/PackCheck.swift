import LessonEngine
import LessonStage
import MailProtocol

/// Proves a pack: every lesson can be read, every step can be done in every language, every listed mistake is caught
/// with its diagnosis. `mailtutor pack check` prints what this finds.
public struct PackCheck {
  private static var rules: [LessonRule.Type] {
    [
      UniqueStepIDs.self, SectionsComplete.self, HintsAndPraise.self, CodeSpansEqual.self, CodeSpanWidth.self,
      BindingPlaces.self, WrongTexts.self, WrongOptionTexts.self, Spoilers.self, StepsProvable.self,
    ]
  }

  private let files: PackFiles
  private let languages: Languages
  private let digests: Digests

  /// - Parameter languages: those that the program speaks.
  public init(_ files: PackFiles, _ languages: Languages, digests: Digests) {
    self.files = files
    self.languages = languages
    self.digests = digests
  }

  public struct Result: Sendable {
    public let findings: [Finding]
    public let lessons: Int
    public let steps: Int
    public let languages: Int
  }

  public func run() -> Result {
    do throws(Findings) {
      let pack = try Pack(files, languages)
      var findings = PackManifest.check(pack)
      var steps = 0
      for id in pack.lessonIDs {
        let (found, count) = check(id, in: pack)
        findings += found
        steps += count
      }
      return Result(
        findings: findings.sorted { ($0.file, $0.line, $0.column) < ($1.file, $1.line, $1.column) },
        lessons: pack.lessonIDs.count, steps: steps, languages: pack.languages.count)
    } catch {
      return Result(findings: error.all, lessons: 0, steps: 0, languages: 0)
    }
  }

  private func check(_ id: String, in pack: Pack) -> (findings: [Finding], steps: Int) {
    do throws(Findings) {
      let lesson = try pack.lesson(id)
      var findings: [Finding] = []
      if lesson.id != id {
        findings.append(
          Finding(
            lesson.file, "the id is `\(lesson.id)`, but pack.yaml lists `\(id)`: make them equal", rule: "lesson.id"))
      }
      let peer = try LessonWorld(files: files, digests: digests).peer(for: lesson)
      let bindings = LessonWorld.bindings(of: lesson, in: peer.world)
      var prose: [Language: Prose] = [:]
      var shownProse: [Language: Prose] = [:]
      for language in pack.languages {
        do {
          prose[language] = try pack.prose(id, language)
          shownProse[language] = try prose[language]?.bound(to: bindings)
        } catch { findings += error.all }
      }
      do {
        let context = LessonContext(
          pack: pack, lesson: try lesson.bound(to: bindings), prose: prose, shownProse: shownProse, peer: peer,
          yaml: try lesson.yaml())
        return (findings + Self.rules.flatMap { $0.check(context) }, lesson.steps.count)
      } catch {
        return (findings + error.all, lesson.steps.count)
      }
    } catch {
      return (error.all, 0)
    }
  }
}
