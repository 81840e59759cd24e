import MailProtocol

/// What went wrong, as far as a reply or a program's message tells: its cause, who can mend it, and where a lesson shows
/// it. The sentences are in `Locales/TAG/field.yaml`. `FieldGuide` finds it.
public struct Trouble: Hashable, Sendable {
  public enum Mender: String, CaseIterable, Hashable, Sendable {
    case you
    /// Whoever runs the server that you log in to.
    case provider
    /// The recipient, or whoever runs the recipient's server.
    case recipient
    /// Whoever runs the network that your machine is in.
    case network
    /// Waiting is all that there is to do.
    case nobody
  }

  /// What the cause was read from.
  public enum Basis: String, Hashable, Sendable {
    case words
    /// The words are not known; the enhanced code, or the code and what it answers, have one usual meaning.
    case code
  }

  /// Its name in `Locales/patterns.yaml`.
  public let cause: String
  public let mender: Mender
  public let basis: Basis
  /// An enhanced code beside the words whose meaning in the registry is another one. Real servers use codes loosely.
  public var disagreeing: EnhancedStatus?
  /// The lesson that shows it by hand, where the pack has it.
  public var lesson: String?
  /// Of a bounce: the address that it is about, and the server that said no.
  public var recipient: String?
  public var host: String?

  public init(_ cause: String, _ mender: Mender, _ basis: Basis) {
    self.cause = cause
    self.mender = mender
    self.basis = basis
  }

  /// Nothing went wrong.
  public static let accepted = "accepted"
}
