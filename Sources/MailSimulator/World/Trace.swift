import MailProtocol

/// The lines that servers put on top of a letter on its way: Received from each hop, Return-Path from the
/// last. RFC 5321 §4.4. Deliveries add them.
struct Trace {
  /// The simulated servers' own address, of a block that is for examples (RFC 5737).
  static let serverAddress = "198.51.100.25"

  let octets: [UInt8]

  /// - Parameters:
  ///   - name: what the client called itself; only a claim.
  ///   - address: where it came from.
  init(
    from name: String, _ address: String, by host: String, _ extended: Bool, id: String, _ clock: MailDate
  ) {
    let lines = [
      "Received: from \(ByteSanitizer.visible(name)) ([\(address)])",
      "\tby \(host) with \(extended ? "ESMTP" : "SMTP") id \(id);",
      "\t\(clock.rfc5322)",
    ]
    octets = lines.flatMap { Array($0.utf8) + [UInt8].crlf }
  }

  static func returnPath(_ sender: ReversePath) -> [UInt8] {
    Array("Return-Path: <\(sender)>".utf8) + [UInt8].crlf
  }
}

/// What a submission server gives a letter that its writer left out. RFC 6409 §8.
enum Submission {
  /// Message-ID, Date and From, as far as they are missing, go to the end of what this server takes for the
  /// header: without an empty line that is the first line that is no field, and `Hi:` is one.
  static func completing(
    _ content: [UInt8], sender: ReversePath, domain: String, id: String, clock: MailDate
  ) -> [UInt8] {
    let letter = Letter(content)
    var fields: [String] = []
    if letter.value("Message-ID") == nil { fields.append("Message-ID: <\(clock.digits).\(id)@\(domain)>") }
    if letter.value("Date") == nil { fields.append("Date: \(clock.rfc5322)") }
    if letter.value("From") == nil {
      // A bounce comes from nobody, and says so by this name. RFC 3464 §2, RFC 5321 §4.5.5.
      fields.append("From: \(sender == .null ? "MAILER-DAEMON@\(domain)" : "\(sender)")")
    }
    if fields.isEmpty { return content }
    var added = fields.flatMap { Array($0.utf8) + [UInt8].crlf }
    let place = headerEnd(of: content, letter)
    switch letter.separation {
    case .emptyLine: break
    case .lineThatIsNoField: added += [UInt8].crlf
    case .none:
      // The letter is all header, and its last line may lack an ending.
      if place > 0, content.suffix(2) != [0x0D, 0x0A] { added = [UInt8].crlf + added }
    }
    return content[..<place] + added + content[place...]
  }

  /// The octet after the last line of the header, found from the number of lines that `Letter` left for the
  /// rest.
  private static func headerEnd(of content: [UInt8], _ letter: Letter) -> Int {
    var lineStarts = [0]
    for index in content.indices.dropFirst() where content[index] == 0x0A && content[index - 1] == 0x0D {
      lineStarts.append(index + 1)
    }
    let lines = lineStarts.last == content.count ? lineStarts.count - 1 : lineStarts.count
    switch letter.separation {
    case .emptyLine: return lineStarts[lines - letter.body.count - 1]
    case .lineThatIsNoField: return lineStarts[lines - letter.body.count]
    case .none: return content.count
    }
  }
}
