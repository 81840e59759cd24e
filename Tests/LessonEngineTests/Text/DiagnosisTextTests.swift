import LessonEngine
import MailProtocol
import Testing

@Suite struct DiagnosisTextTests {
  private static let words = DiagnosisText(
    MessageCatalog(
      .en,
      read: { _ in
        """
        fix: {suggestion: "Type `{suggestion}`.", form: "In this form: `{form}`."}
        verb:
          typo: {what: "`{bad}` is no {protocol} command.", why: "Because.", fix: "Did you mean `{suggestion}`?"}
        argument:
          extra: {what: "`{bad}` is too much.", why: "Because."}
        """
      }, report: { _ in }))

  private static func diagnosis(_ id: Diagnosis.ID, _ values: [String: String] = [:]) -> Diagnosis {
    Diagnosis(id, .pop3, values)
  }

  @Test func itsOwnSentences() {
    let diagnosis = Self.diagnosis(.verbTypo, ["bad": "STTA", "suggestion": "STAT"])
    #expect(Self.words.what(diagnosis) == "`STTA` is no POP3 command.")
    #expect(Self.words.why(diagnosis) == "Because.")
    #expect(Self.words.fix(diagnosis) == "Did you mean `STAT`?")
    #expect(DiagnosisText.source(diagnosis) == ["verb.typo", "RFC 1939 §3"])
  }

  @Test(arguments: [
    ([:], nil), (["suggestion": "STAT"], "Type `STAT`."), (["form": "LIST [n]"], "In this form: `LIST [n]`."),
    (["suggestion": "LIST 1", "form": "LIST [n]"], "Type `LIST 1`."),
    // A form is no line that can be typed.
    (["suggestion": "RETR n", "form": "RETR n"], "In this form: `RETR n`."),
  ])
  func theUsualFix(_ values: [String: String], _ sentence: String?) {
    #expect(Self.words.fix(Self.diagnosis(.argumentExtra, values)) == sentence)
  }

  /// What was typed closes no code span, and moves no cursor.
  @Test(arguments: [("a`b", "a'b"), ("\u{1B}[2J", "\\x1B[2J"), ("{bad}", "{bad}"), ("`{protocol}`", "'{protocol}'")])
  func valuesAreSafe(_ bad: String, _ shown: String) {
    #expect(Self.words.what(Self.diagnosis(.argumentExtra, ["bad": bad])) == "`\(shown)` is too much.")
  }

  @Test func aSentenceThatIsMissing() {
    #expect(Self.words.what(Self.diagnosis(.lineNUL)) == nil && Self.words.why(Self.diagnosis(.lineNUL)) == nil)
    #expect(DiagnosisText.source(Self.diagnosis(.lessonRightIdea)) == ["lesson.right-idea"])
  }
}
