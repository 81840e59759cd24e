import MailProtocol

/// A sentence's place in `Locales/TAG/ui.yaml`, `back.first`. Who conforms has a sentence for each of its cases.
public protocol UIKey: Sendable {
  var key: String { get }
}

/// What each word for the tutor does, in the list of `/help`.
extension TutorCommand.Name: UIKey {
  public var key: String { "help.\(rawValue)" }
}

/// What each piece of a login is there for.
extension LoginPart.Role: UIKey {
  public var key: String { "encode.part.\(rawValue)" }
}

/// What kind of line was decoded.
extension DecodedLine.Form: UIKey {
  public var key: String { "decode.form.\(rawValue)" }
}

/// Why a server said no that had nothing against the line.
extension PolicyRefusal: UIKey {
  public var key: String { "serve.declined.\(rawValue)" }
}

/// Why a URL cannot be used.
extension ServerURL.Mistake.Kind: UIKey {
  public var key: String { "url.\(rawValue)" }
}
