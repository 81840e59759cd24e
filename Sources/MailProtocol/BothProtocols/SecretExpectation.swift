/// Whether a secret may come on a line of its own, as what was typed before tells: after AUTH, USER or LOGIN, whatever the
/// server said to it, until another command comes. People go on with the answers though nobody has asked.
public struct SecretExpectation: Hashable, Sendable {
  public private(set) var isOpen = false

  public init() {}

  /// A line was sent that is no letter's and answers no challenge.
  public mutating func sent(_ line: String) {
    switch MaskableWords(line).meaning {
    case .command, .password: isOpen = true
    case .verb: isOpen = false
    case .nothing: break
    }
  }
}
