@testable import MailSimulator

/// Letters as a whole, for tests that look at all of one.
extension Message {
  var content: [UInt8] { whole(MessageReader(source)) }

  func top(lines: Int) -> [UInt8] { whole(MessageReader(source, bodyLines: lines)) }

  private func whole(_ reader: MessageReader) -> [UInt8] {
    var reader = reader
    var octets: [UInt8] = []
    while let piece = reader.next() { octets += piece }
    return octets
  }
}

extension GeneratedLetter {
  /// The first octets of it, `limit` or as many as there are.
  func prefix(_ limit: Int) -> [UInt8] {
    var reader = Reader(self)
    var octets: [UInt8] = []
    while octets.count < limit, let piece = reader.next() { octets += piece }
    return Array(octets.prefix(limit))
  }
}
