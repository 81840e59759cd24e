import MailProtocol

/// What has happened since the open step began.
struct StepRecord: Sendable {
  /// Answered with success, in their order.
  private(set) var succeeded: [SentLine] = []
  /// The same, with what was taken back or lost with its connection.
  private(set) var ever: [SentLine] = []
  /// Letters that were taken before the step began.
  private(set) var deliveriesBefore = 0
  /// Something was refused, or the connection was lost or opened anew: what earlier steps asked for may have to be
  /// typed again, and needs no comment.
  var isRecovering = false
  /// The learner has connected since the step began.
  private(set) var isConnected = false

  init(after observation: Observation? = nil) { deliveriesBefore = observation?.deliveries.count ?? 0 }

  /// RSET and a new hello empty the envelope: what filled it counts no more. RFC 5321 §4.1.1.5, RFC 3207 §4.2.
  mutating func succeed(_ line: SentLine) {
    guard let parsed = line.parsed else { return }
    switch parsed.smtp {
    case .rset, .helo, .ehlo, .starttls: succeeded.removeAll { $0.parsed?.smtp?.fillsEnvelope ?? false }
    case nil, .mail, .rcpt, .data, .noop, .quit, .vrfy, .expn, .help, .auth, .bdat, .etrn, .verbose, .other: break
    }
    succeeded.append(line)
    ever.append(line)
  }

  mutating func reconnected() {
    succeeded = []
    isConnected = true
    isRecovering = true
  }
}

/// The connection that is open, or was last: how it was opened, and what is to be seen of its server.
struct ConnectionRecord: Sendable {
  var endpoint: Endpoint?
  /// As the learner typed it; nil where a client of their own connected.
  var line: String?
  /// The line before it: that one has opened a connection, this one may fail.
  var earlierLine: String?
  /// The line as it was read; nil on a real server and for a client of their own.
  var opened: ClientCommandLine?
  var isGreeted = false
  /// The latest line was a login that the server refused.
  var hasFailedLogin = false
  /// Lines that the program has sent by itself, and that are not answered.
  var programLines = 0
  var observation: Observation?
}

extension SMTPCommand {
  fileprivate var fillsEnvelope: Bool {
    switch self {
    case .mail, .rcpt, .data: true
    case .helo, .ehlo, .rset, .noop, .quit, .vrfy, .expn, .help, .starttls, .auth, .bdat, .etrn, .verbose, .other: false
    }
  }
}
