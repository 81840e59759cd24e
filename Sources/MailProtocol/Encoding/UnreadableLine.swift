/// Why a text that somebody gave cannot be encoded or decoded: it is no base64, or a banner without a timestamp.
public struct UnreadableLine: Error, Hashable, Sendable {
  public let diagnosis: Diagnosis
  /// What was probably meant, in base64.
  public let suggestion: String?

  init(_ diagnosis: Diagnosis, suggestion: String? = nil) {
    self.diagnosis = diagnosis
    self.suggestion = suggestion
  }
}
