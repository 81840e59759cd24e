/// `FROM:<…>` or `TO:<…>` whose signs came from a Chinese keyboard: any of its colons, any pair of its brackets, one of
/// each kind. What ASCII signs do wrong in a path is `PathReader`'s.
struct MendedPath {
  let text: String

  /// - Parameter argument: all that follows the verb, with signs in ASCII.
  init?(_ argument: String, keyword: String, _ typed: Typed) {
    guard argument.lowercased().hasPrefix(keyword.lowercased()) else { return nil }
    let rest = argument.dropFirst(keyword.count)
    let path = rest.drop { ":;,. ".contains($0) }
    // A sign ends the keyword, or the bracket itself does.
    guard let first = path.first, path.count < rest.count || Typed.closing[first] != nil else { return nil }
    let (address, parameters) = Self.address(in: path, typed)
    guard !address.isEmpty || path.hasPrefix("<"), !address.contains(where: { $0 == " " || $0 == "<" || $0 == ">" })
    else { return nil }
    text = "\(keyword):<\(address)>\(parameters)"
  }

  /// The first address, and what stands behind it.
  private static func address(in path: Substring, _ typed: Typed) -> (address: Substring, parameters: String) {
    let closing = path.first.flatMap { Typed.closing[$0] }
    let inside = closing == nil ? path : path.dropFirst()
    // The right end first, then the one of its kind, then any.
    let ends = closing.map { [">", String($0), ")]}>\"'`"] } ?? ["> "]
    let end = ends.lazy.compactMap { signs in inside.firstIndex { signs.contains($0) } }.first ?? inside.endIndex
    let behind = end < inside.endIndex ? inside[inside.index(after: end)...].drop { $0 == " " } : ""
    // Two addresses are two commands, of which this is the first.
    let first = inside[..<end].prefix { $0 != "," && $0 != ";" }.drop { $0 == " " }
    var address = first
    while address.last == " " || address.last == "." { address = address.dropLast() }
    guard let start = behind.first, start.isLetter else { return (address, "") }
    return (address, " " + typed.withoutFullStop(behind))
  }
}
