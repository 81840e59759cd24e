/// Whether a session is encrypted, or could be.
enum SessionTLS: Hashable, Sendable {
  /// Who runs the session has no certificate.
  case impossible
  case offered
  case active
}
