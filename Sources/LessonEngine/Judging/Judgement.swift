import MailProtocol

/// What the open step has to say of an exchange.
public enum Judgement: Sendable {
  /// Done; the remark is about a spelling that other servers refuse.
  case passed(remark: Diagnosis?)
  case mistake(Diagnosis)
  /// It worked and does no harm, but is not what this step needs.
  case offTask(Diagnosis)
  case towardsGoal(remark: Diagnosis?)
  /// A real server answered the right command in its own way, which is nobody's mistake. The lesson goes on where the
  /// session stands as the step wants it to.
  case otherReply(Diagnosis, expected: String, goesOn: Bool)

  var mistake: Diagnosis? { if case .mistake(let diagnosis) = self { diagnosis } else { nil } }
}

/// An exchange, the step that was open, and what that step says of it; nil when it says nothing: nobody waited for a
/// reply.
public struct JudgedExchange: Sendable {
  public let exchange: Exchange
  public let step: Int
  public let judgement: Judgement?
}

/// What an attempt tells of something that has happened.
public enum Outcome: Sendable {
  case judged(JudgedExchange)
  /// The program asked, and reads the answer in the learner's place.
  case overheard(Exchange)
  /// The connection is as its line asked for: the handshake that the program wanted is done.
  case connected(Judgement?, step: Int)
  /// The connection is gone; why, where nobody had said goodbye.
  case hungUp(Diagnosis?)
  /// Where it went another way than the step's text speaks of: what is different.
  case passed(step: Int, otherwise: [Difference])
  case finished
}
