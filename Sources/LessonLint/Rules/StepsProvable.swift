import LessonEngine
import MailProtocol
import MailSimulator

/// The proof: plays the lesson. A step does not pass before it is done; each listed mistake is caught with its diagnosis;
/// each accepted way passes; the solution passes with its last line and not before. Once, since nothing of it depends on
/// the language.
enum StepsProvable: LessonRule {
  typealias Session = LessonSession<SimulatedPeer>

  static func check(_ context: LessonContext) -> [Finding] {
    var findings: [Finding] = []
    var session = context.session()
    _ = session.begin()
    for (index, step) in context.lesson.steps.enumerated() {
      findings += prove(step, index, &session, context)
      // What follows stands on a world that this step did not reach.
      if session.dialogue.position != index + 1 { break }
    }
    return findings
  }

  private static func prove(
    _ step: Step, _ index: Int, _ session: inout Session, _ context: LessonContext
  ) -> [Finding] {
    let path: [StrictYAML.YAMLStep] = [.key("steps"), .index(index)]
    if session.dialogue.attempt.isGoalReached {
      return [
        context.finding(
          path, "step `\(step.id)` has passed before anything was typed: ask for something that is not so yet",
          "step.passes-before")
      ]
    }
    var findings: [Finding] = []
    for (number, wrong) in step.wrong.enumerated() {
      let place = path + [.key("wrong"), .index(number)]
      findings += mistake(wrong, session).map { context.finding(place, $0.message, $0.rule) }
    }
    for (number, line) in step.accept.enumerated() {
      var copy = session
      _ = copy.typed(line.replacing("*", with: "x"))
      if copy.dialogue.position == index {
        findings.append(
          context.finding(
            path + [.key("accept"), .index(number)],
            "`\(line)` does not pass step `\(step.id)`: \(said(copy))", "accept.does-not-pass"))
      }
    }
    return findings + solution(step, index, path, &session, context)
  }

  private static func solution(
    _ step: Step, _ index: Int, _ path: [StrictYAML.YAMLStep], _ session: inout Session, _ context: LessonContext
  ) -> [Finding] {
    let lines = Session.solutionLines(step)
    for (number, line) in lines.enumerated() {
      let outputs = session.typed(line)
      if session.dialogue.position == index + 1 {
        guard number + 1 < lines.count else { return praise(step, path, outputs, context) }
        return [
          context.finding(
            path + [.key("solution"), .index(number + 1)],
            "step `\(step.id)` has passed before this line: take it out of the solution", "solution.too-long")
        ]
      }
      if number + 1 == lines.count {
        return [
          context.finding(
            path + [.key("solution")],
            "the solution does not pass step `\(step.id)`: after `\(line)` \(heard(outputs))", "solution.does-not-pass")
        ]
      }
    }
    return []
  }

  /// Who solves a step as its author would must be told what its author has written for that.
  private static func praise(
    _ step: Step, _ path: [StrictYAML.YAMLStep], _ outputs: [DialogueOutput], _ context: LessonContext
  ) -> [Finding] {
    guard outputs.contains(where: { if case .show(.passedOtherwise) = $0 { true } else { false } }) else { return [] }
    return [
      context.finding(
        path + [.key("assumes")],
        "after the solution of step `\(step.id)` this does not hold, so that its `### done` is not shown: mend `assumes:`",
        "assumes.does-not-hold")
    ]
  }

  /// Why a listed mistake is not caught as listed; nothing when it is.
  private static func mistake(_ wrong: Step.Wrong, _ session: Session) -> [(message: String, rule: String)] {
    var copy = session
    var outputs: [DialogueOutput] = []
    for line in wrong.lines { outputs = copy.typed(line) }
    let shown = wrong.lines.map { "`\($0)`" }.joined(separator: ", ")
    if copy.dialogue.position != session.dialogue.position {
      let step = session.dialogue.step?.id ?? ""
      return [
        ("\(shown) passes step `\(step)`, though it is listed as \(wrong.diagnosis.rawValue)", "wrong.not-caught")
      ]
    }
    guard diagnoses(outputs).contains(wrong.diagnosis) else {
      return [("\(shown) is listed as \(wrong.diagnosis.rawValue), but \(heard(outputs))", "wrong.not-caught")]
    }
    guard let name = wrong.say, let texts = texts(outputs, wrong.diagnosis), texts.first != name else { return [] }
    let other = texts.first.map { ", but `### wrong \($0)` comes first: a line has one text" } ?? ", which is not shown"
    return [("\(shown) is to draw `### wrong \(name)`\(other)", "wrong.not-said")]
  }

  /// Names of the lesson's own texts that were shown for a mistake, best first.
  private static func texts(_ outputs: [DialogueOutput], _ id: Diagnosis.ID) -> [String]? {
    outputs.lazy.compactMap { output in
      switch output {
      case .show(.mistake(let diagnosis, _, let texts)), .show(.remark(let diagnosis, _, let texts)),
        .show(.letterRemark(let diagnosis, _, let texts)):
        diagnosis.id == id ? texts : nil
      case .show, .record, .sent, .language, .save, .quit: nil
      }
    }.last
  }

  private static func diagnoses(_ outputs: [DialogueOutput]) -> [Diagnosis.ID] {
    outputs.compactMap { output in
      switch output {
      case .show(.mistake(let diagnosis, _, _)), .show(.remark(let diagnosis, _, _)),
        .show(.letterRemark(let diagnosis, _, _)):
        diagnosis.id
      case .show, .record, .sent, .language, .save, .quit: nil
      }
    }
  }

  /// What the learner would have been told, for the author who wonders.
  private static func heard(_ outputs: [DialogueOutput]) -> String {
    let ids = diagnoses(outputs).map(\.rawValue)
    if !ids.isEmpty { return "it is diagnosed as \(ids.joined(separator: ", "))" }
    let replies = outputs.compactMap { output in
      if case .show(.reply(let lines, _, _)) = output { lines.first.map(ByteSanitizer.visible) } else { nil }
    }
    return replies.isEmpty ? "nothing is said" : "the server says `\(replies.joined(separator: "`, `"))`"
  }

  private static func said(_ session: Session) -> String {
    "state is `\(session.dialogue.stateName)` after it"
  }
}
