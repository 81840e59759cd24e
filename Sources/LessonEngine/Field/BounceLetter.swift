import MailProtocol

/// What a text tells of letters that were not delivered: one report for each recipient, from the part of a bounce that is
/// for programs (RFC 3464) or from its words. The letter that came back is not looked at.
struct BounceLetter {
  struct Report {
    var recipient: String?
    var host: String?
    let text: String
  }

  let reports: [Report]

  private static let mostReports = 20

  init(_ text: String) {
    let lines = LetterParts.readable(text).split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
      .map(String.init)
    let own = Array(lines.prefix { !Self.startsOriginal($0) })
    let forPrograms = Self.recipientFields(lines)
    let reports = forPrograms.isEmpty ? Self.sections(own) : forPrograms
    self.reports = Array(reports.prefix(Self.mostReports))
  }

  // MARK: For programs

  /// The fields of each recipient. RFC 3464 §2.3.
  private static func recipientFields(_ lines: [String]) -> [Report] {
    var groups: [[String]] = []
    for line in unfolded(lines) {
      guard let name = fieldName(line) else { continue }
      if name == "final-recipient" { groups.append([line]) }
      if ["action", "status", "remote-mta", "diagnostic-code"].contains(name), !groups.isEmpty {
        groups[groups.count - 1].append(line)
      }
    }
    return groups.map { fields in
      func value(_ name: String) -> String? {
        fields.first { fieldName($0) == name }.map { field in
          let value = field.drop { $0 != ":" }.dropFirst()
          return String((value.contains(";") ? value.drop { $0 != ";" }.dropFirst() : value).drop { $0 == " " })
        }
      }
      return Report(
        recipient: value("final-recipient"), host: value("remote-mta"),
        text: fields.dropFirst().joined(separator: "\n"))
    }
  }

  /// A line that starts with a space goes on with the one before. RFC 5322 §2.2.3.
  private static func unfolded(_ lines: [String]) -> [String] {
    lines.reduce(into: []) { result, line in
      if let first = line.first, first == " " || first == "\t", !result.isEmpty, result[result.count - 1].count < 4000 {
        result[result.count - 1] += " " + line.drop { $0 == " " || $0 == "\t" }
      } else {
        result.append(line)
      }
    }
  }

  private static func fieldName(_ line: String) -> String? {
    guard let colon = line.firstIndex(of: ":") else { return nil }
    let name = line[..<colon].drop { $0 == " " }.lowercased()
    return name.contains(" ") ? nil : name
  }

  // MARK: For people

  /// Postfix and qmail start what they say of a recipient with the address: `<anna@example.com>: host … said: …`.
  private static func sections(_ lines: [String]) -> [Report] {
    let starts = lines.indices.filter { lines[$0].hasPrefix("<") && lines[$0].contains(">:") }
    guard starts.count > 1 else {
      let text = lines.joined(separator: "\n")
      return [Report(recipient: recipient(lines), host: host(text), text: text)]
    }
    return starts.enumerated().map { number, start in
      let section = lines[start..<(number + 1 < starts.count ? starts[number + 1] : lines.count)]
      let text = section.joined(separator: "\n")
      return Report(recipient: recipient(Array(section)), host: host(text), text: text)
    }
  }

  /// An address that stands alone on its line, or starts one.
  private static func recipient(_ lines: [String]) -> String? {
    for line in lines.prefix(500) {
      var text = line.drop { " \t".contains($0) }
      if text.lowercased().hasPrefix("x-failed-recipients:") {
        text = text.drop { $0 != ":" }.dropFirst().drop { $0 == " " }
      }
      let isMarked = text.hasPrefix("<")
      let address = text.drop { $0 == "<" }.prefix { !" \t<>,:".contains($0) }
      guard address.dropFirst().dropLast().contains("@") else { continue }
      let rest = text.drop { $0 == "<" }.dropFirst(address.count)
      if isMarked && rest.hasPrefix(">:") || rest.allSatisfy({ " \t>:".contains($0) }) { return String(address) }
    }
    return nil
  }

  /// Whose reply it is: `host mx.example.com[192.0.2.25] said`, `while talking to mx.example.com.:`.
  private static func host(_ text: String) -> String? {
    let words = text.split { " \n\t()".contains($0) }
    for (word, next) in zip(words, words.dropFirst()) {
      guard ["host", "by", "to", "with", "server", "dns;"].contains(word.lowercased()) else { continue }
      let name = next.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "." || $0 == "-") }
      let parts = name.split(separator: ".")
      if parts.count > 1, parts.last?.contains(where: \.isLetter) == true {
        return parts.joined(separator: ".")
      }
    }
    return nil
  }

  /// The words with which servers announce that the letter itself follows.
  private static func startsOriginal(_ line: String) -> Bool {
    let text = line.drop { "- *#".contains($0) }.lowercased()
    return [
      "this is a copy of the message", "below this line is a copy", "original message", "unsent message follows",
      "original message follows", "message header follows", "message headers follow", "return-path: <",
      "the header of the original message", "included is a copy", "included below is the message",
      "content-type: message/rfc822", "content-type: text/rfc822-headers",
    ].contains { text.hasPrefix($0) }
  }
}
