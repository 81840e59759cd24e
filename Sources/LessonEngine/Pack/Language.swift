/// The three languages of mailtutor, and how a name from the outside becomes one of them.
public enum Language: String, CaseIterable, Codable, Hashable, Sendable {
  case en
  case vi
  case zh

  /// The language's own name, as a menu shows it.
  public var title: String {
    switch self {
    case .en: "English"
    case .vi: "Tiếng Việt"
    case .zh: "中文"
    }
  }

  /// `zh`, `zh-Hans`, `zh_CN.UTF-8` and `Chinese` are one; nil for a language that mailtutor does not speak.
  public init?(naming name: String) {
    let lowered = name.lowercased()
    let code = String(lowered.prefix { $0.isASCII && $0.isLetter })
    switch code {
    case "en", "english": self = .en
    case "vi", "vn", "vietnamese": self = .vi
    case "zh", "cn", "chinese": self = .zh
    default:
      guard let known = Self.allCases.first(where: { $0.title.lowercased() == lowered }) else { return nil }
      self = known
    }
  }

  /// From `LC_ALL`, `LC_MESSAGES`, `LANG`: the first one that is set decides, as in every program of the system.
  public init?(environment: [String: String]) {
    for name in ["LC_ALL", "LC_MESSAGES", "LANG"] {
      if let value = environment[name], !value.isEmpty {
        self.init(naming: value)
        return
      }
    }
    return nil
  }
}
