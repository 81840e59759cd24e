import MailProtocol

/// What is to be said, as data: the narrator turns it into paragraphs of the learner's language.
public enum Feedback: Sendable {
  case lessonTitle
  /// The task of a step, by index.
  case task(Int)
  /// A reply as it came, and what its parts mean. `isFull` also shows what was explained before.
  case reply(lines: [[UInt8]], anatomy: ReplyAnatomy, isFull: Bool)
  /// Why the line was wrong. `texts` are names of those that the step has for this very line, best first.
  case mistake(Diagnosis, step: Int?, texts: [String] = [])
  /// It worked, but a stricter server would not have liked it, or it is worth knowing.
  case remark(Diagnosis, step: Int?, texts: [String] = [])
  /// What is wrong with a line that is about to go to a real server.
  case caution(Diagnosis)
  /// What there is to say of a line of the open letter, in few words: the letter goes on.
  case letterRemark(Diagnosis, step: Int?, texts: [String] = [])
  /// The last lines of the open letter, and how many it has.
  case openLetter([String], of: Int)
  case passed(step: Int)
  /// In another way than its text speaks of.
  case passedOtherwise(step: Int, [Difference])
  /// `number` from 1.
  case hint(step: Int, number: Int)
  case solution(step: Int, lines: [String], isTyped: Bool)
  /// A sentence of `ui.yaml`, and its values.
  case notice(MessageKey, MessageValues = [:])
  /// The reasons behind the last diagnosis.
  case why(Diagnosis, step: Int?)
  /// What a command does: its verb, for `/explain STAT` and `/help`.
  case verb(MailProtocolName, String)
  /// The words for the tutor that work here.
  case help([TutorCommand.Name])
  /// What went wrong by a server's words or a program's, who can mend it, what to try.
  case trouble(Trouble)
  case finished
}

extension Feedback {
  /// What the handshake has shown.
  static func secured(_ report: TLSReport) -> Feedback {
    .notice(
      .connectSecured,
      MessageValues(
        ["version": report.version, "issuer": report.issuer, "until": report.validUntil],
        lists: ["names": report.names]))
  }
}
