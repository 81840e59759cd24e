/// The names of the states, one list for the prompt, `/where`, a lesson's `state:` and `hint when`, and the classroom.
public enum StateName: String, CaseIterable, Hashable, Sendable {
  /// No connection is open. After QUIT both `closed` and this hold until the next one.
  case offline
  case authorization
  /// An AUTH exchange, in either protocol.
  case sasl
  case transaction
  case connected
  case greeted
  case mail
  case recipients
  case data
  case chunking
  case closed
}
