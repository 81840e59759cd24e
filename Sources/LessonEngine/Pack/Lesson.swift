import MailProtocol

/// A lesson's structure, `lesson.yaml`: never prose. The runner plays it, the lint rules prove it.
public struct Lesson: Sendable {
  public let id: String
  /// nil for a journey through both.
  public let speaks: MailProtocolName?
  public let minutes: Int
  /// Lessons that should be done before.
  public let needs: [String]
  /// What a client program can reach in this lesson's world: the port of each service of a host.
  public let hosts: [String: [MailService: Int]]
  /// What no step may harm.
  public let keep: Keep?
  public let steps: [Step]
  public let file: String
  private let text: String

  /// The scenario, for whoever builds the world.
  public func server() throws(Findings) -> StrictYAML? { try yaml().section("server") }

  /// The file again, for whoever wants to know where something stands in it.
  public func yaml() throws(Findings) -> StrictYAML { try StrictYAML(text, file: file) }

  private init(_ lesson: Lesson, keep: Keep?, steps: [Step]) {
    id = lesson.id
    speaks = lesson.speaks
    minutes = lesson.minutes
    needs = lesson.needs
    hosts = lesson.hosts
    file = lesson.file
    text = lesson.text
    self.keep = keep
    self.steps = steps
  }

  /// The same lesson with other steps.
  func with(_ steps: [Step], keep: Keep?) -> Lesson { Lesson(self, keep: keep, steps: steps) }

  public init(_ text: String, file name: String) throws(Findings) {
    let form: LessonForm = try StrictYAML(text, file: name).decode()
    file = name
    self.text = text
    id = form.id
    speaks = form.speaks
    minutes = form.minutes
    needs = form.needs ?? []
    hosts = form.hosts
    keep = form.keep
    steps = form.steps
  }
}

/// A number that only the server's side knows for certain.
public enum LiveValue: Sendable, Hashable, CustomStringConvertible {
  case maildropCount
  case maildropOctets
  /// The number of the largest message.
  case maildropLargest
  case maildropSize(Int)

  public init?(_ text: String) {
    switch text {
    case "maildrop.count": self = .maildropCount
    case "maildrop.octets": self = .maildropOctets
    case "maildrop.largest": self = .maildropLargest
    default:
      guard text.hasPrefix("maildrop.size."), let number = Int(text.dropFirst(14)), number > 0 else { return nil }
      self = .maildropSize(number)
    }
  }

  public var description: String {
    switch self {
    case .maildropCount: "maildrop.count"
    case .maildropOctets: "maildrop.octets"
    case .maildropLargest: "maildrop.largest"
    case .maildropSize(let number): "maildrop.size.\(number)"
    }
  }

  public func value(in observation: Observation?) -> Int? { value(of: observation?.maildrop) }

  func value(of maildrop: Observation.Maildrop?) -> Int? {
    guard let maildrop else { return nil }
    switch self {
    case .maildropCount: return maildrop.count
    case .maildropOctets: return maildrop.octets
    case .maildropLargest:
      return maildrop.sizes.indices.max { maildrop.sizes[$0] < maildrop.sizes[$1] }.map { $0 + 1 }
    case .maildropSize(let number):
      return maildrop.sizes.indices.contains(number - 1) ? maildrop.sizes[number - 1] : nil
    }
  }
}
