import LessonEngine
import MailProtocol

/// The parts of a line that somebody logs in with, as a table: `mailtutor encode` and `decode` show it.
extension Renderer {
  /// - Parameter hidesSecrets: a secret that was typed without echo does not appear now.
  public func table(_ parts: [LoginPart], hidesSecrets: Bool) -> String {
    let rows = parts.map { part in
      (
        part: MessageCatalog.safe(part.isSecret && hidesSecrets ? Secret.mask : part.text),
        meaning: meaning(of: part)
      )
    }
    return ReplyView(theme: theme, columns: columns, catalog: catalog).table(rows).map { $0 + "\n" }.joined()
  }

  public func meaning(of part: LoginPart) -> String {
    // More octets than that nobody compares.
    let values: MessageValues = ["n": String(part.octets.count), "octets": part.octets.hexadecimal]
    return part.role == .text && part.octets.count > 16
      ? catalog.ui(.encodeTextLong, values) : catalog.ui(part.role, values)
  }
}
