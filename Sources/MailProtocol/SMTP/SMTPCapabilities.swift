/// EHLO's lines after the first: a server writes them, a client reads them. RFC 5321 §4.1.1.1.
public struct SMTPCapabilities: Hashable, Sendable {
  /// A keyword in upper case, and what follows it, as it stands.
  public struct Extension: Hashable, Sendable {
    public let keyword: String
    public let parameters: [String]

    public init(_ line: String) {
      let words = line.split(separator: " ").map(String.init)
      keyword = words.first?.uppercased() ?? ""
      parameters = Array(words.dropFirst())
    }

    public var line: String { ([keyword] + parameters).joined(separator: " ") }
  }

  /// In their order, each keyword once: a later line takes the place of an earlier one.
  public private(set) var extensions: [Extension] = []

  public init() {}

  public init(lines: some Sequence<String>) {
    for line in lines { add(Extension(line)) }
  }

  /// - Parameter reply: to EHLO.
  public init(_ reply: SMTPReply) {
    self.init(lines: reply.lines.dropFirst().map { String(decoding: $0.dropFirst(4), as: UTF8.self) })
  }

  public mutating func add(_ new: Extension) {
    guard !new.keyword.isEmpty else { return }
    if let index = extensions.firstIndex(where: { $0.keyword == new.keyword }) {
      extensions[index] = new
    } else {
      extensions.append(new)
    }
  }

  public mutating func remove(_ keyword: String) { extensions.removeAll { $0.keyword == keyword } }

  public subscript(_ keyword: String) -> Extension? { extensions.first { $0.keyword == keyword } }

  public var lines: [String] { extensions.map(\.line) }

  /// Keywords that are no commands.
  static let bringNoCommand: Set<String> = [
    "PIPELINING", "SIZE", "8BITMIME", "SMTPUTF8", "UTF8SMTP", "ENHANCEDSTATUSCODES", "DSN", "CHUNKING", "BINARYMIME",
    "DELIVERBY", "FUTURERELEASE", "MT-PRIORITY", "MTRK", "RRVS", "REQUIRETLS", "LIMITS", "PRDR", "NO-SOLICITING",
    "CONPERM",
    "CONNEG", "CHECKPOINT", "SUBMITTER", "VERP", "XVERP",
  ]

  /// Commands that the extensions bring. RFC 3030 §2 for CHUNKING, whose command is BDAT.
  public var verbs: Set<SMTPVerb> {
    Set(
      extensions.compactMap { offer in
        if offer.keyword == "CHUNKING" { return .bdat }
        return SMTPVerb(rawValue: offer.keyword.hasPrefix(Self.oldAUTH) ? "AUTH" : offer.keyword)
      })
  }

  /// Parameters of MAIL and RCPT that the extensions bring.
  public var parameters: Set<String> {
    extensions.reduce(into: []) { $0.formUnion(SMTPParameters.introduced(by: $1.keyword)) }
  }

  /// Octets that a letter may have; SIZE 0 and SIZE alone say nothing. RFC 1870 §4.
  public var sizeLimit: Int? {
    self["SIZE"]?.parameters.first.flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil }
  }

  /// `AUTH=LOGIN` is how servers of before RFC 2554 said it, and some say both.
  private static let oldAUTH = "AUTH="

  /// Of AUTH's line; nil without one. RFC 4954 §3.
  public var mechanisms: [SASLMechanism]? {
    get {
      let own = self["AUTH"]?.parameters
      let old = extensions.filter { $0.keyword.hasPrefix(Self.oldAUTH) }
        .flatMap { [String($0.keyword.dropFirst(Self.oldAUTH.count))] + $0.parameters }
      if own == nil, old.isEmpty { return nil }
      let names = own ?? []
      return (names + old.filter { !names.contains($0) }).map { SASLMechanism($0) }
    }
    set {
      guard let newValue, !newValue.isEmpty else { return remove("AUTH") }
      add(Extension("AUTH " + newValue.map(\.name).joined(separator: " ")))
    }
  }
}
