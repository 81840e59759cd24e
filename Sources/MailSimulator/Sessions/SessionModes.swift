import MailProtocol

extension Scenario.Mode {
  /// People use `nc`, which ends lines with LF alone; a strict server waits for CRLF.
  var lineEnds: LineFramer.Strictness {
    switch self {
    case .lenient: .lfAccepted
    case .strict: .crlfOnly
    }
  }
}

extension MailWorld {
  /// What a letter's lines may look like between 354 and the dot.
  var letterReading: IncomingLetter.Reading {
    switch (endOfData, mode) {
    case (.lf, _): .lineFeedEnds
    case (.crlf, .lenient): .plain
    case (.crlf, .strict): .strict
    }
  }
}
