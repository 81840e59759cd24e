/// A password or an answer made from one. It compares and travels, but never prints itself.
public struct Secret: Hashable, Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  private let text: String

  public init(_ text: String) { self.text = text }

  /// The only way to the text: for the wire and for comparing, never for a screen or a file.
  public func reveal() -> String { text }

  public static let mask = "•••"
  public var description: String { Self.mask }
  public var debugDescription: String { Self.mask }
  public var customMirror: Mirror { Mirror(self, children: [:]) }
}
