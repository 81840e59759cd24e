import MailProtocol

/// Which of a lesson's own texts were written for a line. A text belongs to the line under `wrong:` that names it, or to a
/// wrong option of a question, and to no other line.
extension Step {
  /// Names of sections `### wrong NAME`, best first; those that the prose has not are passed over.
  ///
  /// - Parameter line: as it was typed, or as an answer was understood.
  public func ownTexts(for line: String, _ diagnosis: Diagnosis.ID) -> [String] {
    let listed = wrong.filter { $0.diagnosis == diagnosis && $0.isMade(by: line) }
    var names = listed.compactMap(\.say)
    if case .question(let question) = task, diagnosis == .lessonWrongAnswer, question.kind == .choice {
      names.append(Self.textName(ofOption: line))
    }
    // Before there was `say:`, a text was found by its diagnosis alone.
    return names + (listed.isEmpty ? [] : [diagnosis.rawValue])
  }

  /// `### wrong option a`.
  public static func textName(ofOption option: String) -> String { "option \(option)" }
}

extension Step.Wrong {
  /// The lines before the last one led to where it is a mistake, which the diagnosis says already.
  fileprivate func isMade(by line: String) -> Bool {
    guard let mistake = lines.last else { return false }
    return line == mistake || Self.opensTheSame(line, mistake) || CommandPattern(mistake).matches(line)
  }

  private static func opensTheSame(_ line: String, _ other: String) -> Bool {
    guard let first = try? ClientCommandLine(line), let second = try? ClientCommandLine(other) else { return false }
    return first.endpoint == second.endpoint && first.program == second.program
  }
}
