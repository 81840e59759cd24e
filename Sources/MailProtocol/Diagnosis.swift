/// Why a line is wrong, as data. The sentences are in `Locales/*/diagnoses.yaml`; the rules, the input checks
/// and the lesson engine make diagnoses, the simulator turns them into a server's words, the screen into ours.
public struct Diagnosis: Hashable, Sendable {
  public let id: ID
  /// Octets of the typed line (UTF-8) that are wrong; nil when the whole line is.
  public let range: Range<Int>?
  /// What the sentence needs: `bad`, `suggestion`, `verb`, `form` …
  public var values: [String: String]
  public let speaking: MailProtocolName

  public init(
    _ id: ID, _ speaking: MailProtocolName, range: Range<Int>? = nil, _ values: [String: String] = [:]
  ) {
    self.id = id
    self.speaking = speaking
    self.range = range
    self.values = values
  }

  public func adding(_ key: String, _ value: String) -> Diagnosis {
    var copy = self
    copy.values[key] = value
    return copy
  }

  /// The same place and values under another name.
  public func `as`(_ id: ID) -> Diagnosis { Diagnosis(id, speaking, range: range, values) }
}

/// The two protocols, by name, where a value must say which one it speaks of.
public enum MailProtocolName: String, CaseIterable, Hashable, Sendable {
  case pop3
  case smtp

  /// As people write it.
  public var title: String {
    switch self {
    case .pop3: "POP3"
    case .smtp: "SMTP"
    }
  }
}

/// The answer of a rule book to "may this line be sent now?".
public enum Verdict: Hashable, Sendable {
  /// Legal; `remark` names a spelling that this server forgives and a stricter one would not.
  case allowed(remark: Diagnosis?)
  case refused(Diagnosis)

  public var diagnosis: Diagnosis? {
    switch self {
    case .allowed(let remark): remark
    case .refused(let diagnosis): diagnosis
    }
  }

  public var isAllowed: Bool {
    switch self {
    case .allowed: true
    case .refused: false
    }
  }
}
