/// A pack's files, or those of `Locales`, as the engine sees them: names below the folder, and their octets. The executables pass in
/// a real folder, tests a dictionary; no path leaves the pack, because only names without `..` are asked for.
public struct PackFiles: Sendable {
  /// Names of files below the folder, `pop3/first-session/en.md`.
  public let names: @Sendable () -> [String]
  /// nil when there is no such file.
  public let read: @Sendable (String) -> [UInt8]?

  public init(names: @escaping @Sendable () -> [String], read: @escaping @Sendable (String) -> [UInt8]?) {
    self.names = names
    self.read = read
  }

  public init(_ files: [String: String]) {
    self.init(names: { files.keys.sorted() }, read: { files[$0].map { Array($0.utf8) } })
  }

  /// Text of a file; a finding when it is missing or no UTF-8.
  public func text(_ name: String) throws(Findings) -> String {
    guard Self.isInside(name) else {
      throw Findings([
        Finding(name, "this path leads out of the pack: use a path below the pack's folder", rule: "pack.path")
      ])
    }
    guard let octets = read(name) else {
      throw Findings([Finding(name, "this file is missing: add it, or take its name out", rule: "pack.missing-file")])
    }
    guard let text = String(validating: octets, as: UTF8.self) else {
      throw Findings([Finding(name, "this file is not UTF-8: save it as UTF-8", rule: "text.not-utf8")])
    }
    return text
  }

  public static func isInside(_ name: String) -> Bool {
    !name.isEmpty && !name.hasPrefix("/") && !name.contains("\\")
      && !name.split(separator: "/", omittingEmptySubsequences: false).contains { $0 == ".." || $0.isEmpty }
  }
}
