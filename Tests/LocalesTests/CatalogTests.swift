import Foundation
import MailProtocol
import Testing

@testable import LessonEngine

/// A learner of one language never meets a gap, and the three languages say the same.
@Suite struct CatalogTests {
  typealias Section = MessageCatalog.Section
  @Test(arguments: Catalogs.translations, Section.allCases) func sameKeys(_ language: Language, _ section: Section) {
    let english = Set(Catalogs.messages(Catalogs.english, section).keys)
    let other = Set(Catalogs.messages(language, section).keys)
    #expect(english.subtracting(other).sorted() == [], "missing")
    #expect(other.subtracting(english).sorted() == [], "too much")
    #expect(!english.isEmpty)
  }

  @Test(arguments: Catalogs.languages) func everyDiagnosisHasItsSentences(_ language: Language) {
    let all = Catalogs.messages(language, .diagnoses)
    // These belong to no one of them.
    let shared: Set<String> = ["fix.dot", "name.fullwidth-space"]
    #expect(shared.subtracting(all.keys).sorted() == [])
    let messages = all.filter { !shared.contains($0.key) }
    let ids = Diagnosis.ID.allCases.map(\.rawValue)
    let names = MailProtocolName.allCases.map(\.rawValue)
    for (id, part) in ids.flatMap({ id in ["what", "why"].map { (id, $0) } }) {
      // One for both protocols, or one for each.
      let isThere = messages["\(id).\(part)"] != nil || names.allSatisfy { messages["\(id).\($0).\(part)"] != nil }
      #expect(isThere, "\(id) \(part)")
    }
    let cases = LetterShortfall.Kind.allCases.map(\.rawValue) + ["header"]
    let variants = names + cases + POP3Verb.allCases.map(\.rawValue) + SMTPVerb.allCases.map(\.rawValue)
    let known = Set(
      ids.flatMap { id in ([id] + variants.map { "\(id).\($0)" }).flatMap { ["\($0).what", "\($0).why", "\($0).fix"] } }
        + ["fix.suggestion", "fix.then", "fix.form"])
    #expect(Set(messages.keys).subtracting(known).sorted() == [], "sentences for no diagnosis")
    let usual = [messages["fix.suggestion"], messages["fix.form"]]
    let repeated = messages.filter { $0.key.hasSuffix(".fix") && usual.contains($0.value) }
    #expect(repeated.keys.sorted() == [], "the usual sentence comes by itself")
  }

  /// What happened and what to try, for each cause of the table; who can mend it, for everyone who may.
  @Test(arguments: Catalogs.languages) func everyCauseHasItsSentences(_ language: Language) throws {
    let causes = try MessageCatalog.flatten(Catalogs.patterns, file: "patterns.yaml").keys
      .compactMap { $0.firstMatch(of: /^causes\.([a-z0-9-]+)\.who$/).map { String($0.1) } }
    #expect(causes.count >= 78)
    let wanted =
      causes.flatMap { ["cause.\($0).what", "cause.\($0).try"] }
      + Trouble.Mender.allCases.map { "who.\($0.rawValue)" }
    #expect(Set(wanted) == Set(Catalogs.messages(language, .field).keys))
  }

  @Test(arguments: Catalogs.languages) func everyVerbHasItsSentence(_ language: Language) {
    let messages = Catalogs.messages(language, .commands)
    let verbs = POP3Verb.allCases.map { ("pop3", $0.rawValue) } + SMTPVerb.allCases.map { ("smtp", $0.rawValue) }
    for (name, verb) in verbs {
      #expect(messages["\(name).\(verb)"]?.contains("`\(verb)") == true, "\(name).\(verb)")
    }
    #expect(messages.count == verbs.count)
  }

  @Test(arguments: Catalogs.translations, Section.allCases) func samePlaceholdersAndCodeSpans(
    _ language: Language, _ section: Section
  ) {
    for (key, text) in Catalogs.messages(Catalogs.english, section) {
      guard let other = Catalogs.messages(language, section)[key] else { continue }
      let (here, there) = (Leaf(text: other), Leaf(text: text))
      #expect(here.placeholders == there.placeholders, "\(language) \(key)")
      #expect(here.plurals.isSubset(of: there.plurals), "\(language) \(key)")
      #expect(here.codeSpans == there.codeSpans, "\(language) \(key)")
    }
  }

  @Test(arguments: Catalogs.languages, Section.allCases) func plainText(_ language: Language, _ section: Section) {
    for (key, text) in Catalogs.messages(language, section) {
      let name = "\(language) \(key)"
      #expect(!text.isEmpty && text.first != " " && text.last != " " && !text.contains("  "), "\(name)")
      #expect(text == text.precomposedStringWithCanonicalMapping && isNFC(text), "\(name) is not NFC")
      #expect(ByteSanitizer.visible(text) == text, "\(name) has a control or an invisible character")
      #expect(!text.contains("!") && !text.contains("！"), "\(name) shouts")
      #expect(text.filter { $0 == "`" }.count.isMultiple(of: 2), "\(name) has an open code span")
      #expect(text.filter { $0 == "{" }.count == text.filter { $0 == "}" }.count, "\(name)")
      for brace in Leaf(text: text).braces {
        let parts = brace.split(separator: "|", omittingEmptySubsequences: false)
        #expect(parts.count == 1 || parts.count == 3, "\(name): {\(brace)}")
        #expect(parts[0].wholeMatch(of: /[a-z][a-z-]*/) != nil, "\(name): {\(brace)}")
      }
    }
  }

  /// Strings that are equal canonically compare as equal, so octets decide.
  private func isNFC(_ text: String) -> Bool {
    Array(text.utf8) == Array(text.precomposedStringWithCanonicalMapping.utf8)
  }

  /// A translation that is the English sentence was forgotten.
  @Test(arguments: Catalogs.translations, Section.allCases) func translated(_ language: Language, _ section: Section) {
    let same = Catalogs.messages(Catalogs.english, section).filter { key, text in
      Leaf(text: text).isSentence && Catalogs.messages(language, section)[key] == text
    }
    #expect(same.keys.sorted() == [])
  }

  /// The values that a diagnosis brings, so that no learner sees a `{suggestion}`.
  @Test(arguments: Catalogs.languages) func placeholdersThatDiagnosesKnow(_ language: Language) {
    let known: Set<String> = [
      "bad", "suggestion", "verb", "form", "protocol", "other", "host", "port", "service", "expected", "actual", "i",
      "n", "legal", "letters", "sign", "keyword",
      "code", "then", "limit", "since", "line", "reason",
    ]
    for (key, text) in Catalogs.messages(language, .diagnoses) {
      #expect(
        Leaf(text: text).placeholders.isSubset(of: known), "\(key): \(Leaf(text: text).placeholders.subtracting(known))"
      )
    }
  }
}

extension Leaf {
  /// More than protocol text, values and signs.
  var isSentence: Bool {
    text.replacing(/`[^`]*`|\{[^{}]*\}/, with: "").filter(\.isLetter).count > 3
  }
}
