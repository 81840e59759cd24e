/// Lines of a mail server's log: Postfix, Exim, Sendmail, Dovecot. Each begins with a time.
enum LogLine {
  static func isOne(_ line: String) -> Bool {
    let octets = Array(line.utf8.prefix(32))
    let digits = octets.prefix(10).filter { (0x30...0x39).contains($0) }.count
    // `2024-01-02 10:11:12`, `2024-01-02T10:11:12`, `Jan  2 10:11:12`.
    if digits == 8, octets.count > 18, octets[4] == UInt8(ascii: "-"), octets[13] == UInt8(ascii: ":") { return true }
    return octets.count > 15 && months.contains(String(line.prefix(3))) && octets[3] == 0x20
      && octets[6] == 0x20 && octets[9] == UInt8(ascii: ":")
  }

  /// Those that say that something did not work, each once: a queue says the same of a letter at every attempt.
  static func refusals(in lines: [String]) -> [String] {
    var told: Set<String> = []
    return lines.filter { line in
      let text = line.lowercased()
      guard signs.contains(where: text.contains) else { return false }
      return told.insert(String(text.drop { $0 != ":" }.filter { !$0.isNumber }.suffix(120))).inserted
    }
  }

  private static let months: Set<String> = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]
  private static let signs = [
    "said:", "status=bounced", "status=deferred", "reject", "fail", "refused", "error", "denied", "timed out",
    "lost connection",
    "dsn=4", "dsn=5", " ** ", " == ", "stat=service", "stat=user", "warning:", "unknown",
  ]
}
