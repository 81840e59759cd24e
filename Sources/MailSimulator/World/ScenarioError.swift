/// Why no world can be made from a scenario. The sentence says how to mend it.
public struct ScenarioError: Error, Hashable, Sendable, CustomStringConvertible {
  public let description: String
}
