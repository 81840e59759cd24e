import MailProtocol

/// Finds out what a line that somebody wants explained is: a reply of either protocol, a bare code, a command.
/// `/explain LINE` and `mailtutor explain` both ask here.
public enum Explanation {
  /// - Parameters:
  ///   - speaking: the protocol when it is known; otherwise the line decides.
  ///   - command: the command that a reply answers, when it is known.
  public static func of(_ line: String, speaking: MailProtocolName?, after command: String? = nil) -> Feedback {
    let text = line.hasPrefix("S: ") || line.hasPrefix("C: ") ? String(line.dropFirst(3)) : line
    let octets = Array(text.utf8)
    if text.hasPrefix("+") || text.hasPrefix("-") { return pop3([octets], after: command) }
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    if digits.count == 3, text.count == 3 || " -".contains(text.dropFirst(3).first ?? "x") {
      return smtp([octets], after: command)
    }
    if EnhancedStatus(text) != nil, let first = text.first {
      return smtp([Array("\(first)00 \(text)".utf8)], after: command)
    }
    let word = VerbGuess.firstWord(of: text).uppercased()
    let isPOP3 = POP3Verb(rawValue: word) != nil
    let isSMTP = SMTPVerb(rawValue: word) != nil
    if isPOP3, speaking != .smtp || !isSMTP { return .verb(.pop3, word) }
    if isSMTP { return .verb(.smtp, word) }
    let verdict: Diagnosis =
      speaking == .smtp
      ? VerbGuess.diagnose(text, as: SMTPVerb.self) : VerbGuess.diagnose(text, as: POP3Verb.self)
    let legal = speaking == .smtp ? SMTPVerb.allCases.map(\.rawValue) : POP3Verb.allCases.map(\.rawValue)
    let diagnosis = InputMethod.diagnose(text, speaking: speaking ?? .pop3) ?? verdict
    return .mistake(diagnosis.adding("legal", legal.joined(separator: ", ")), step: nil)
  }

  /// Several lines that belong together: a multi-line reply.
  public static func of(lines: [String], speaking: MailProtocolName?, after command: String?) -> [Feedback] {
    var groups: [[String]] = []
    var isOpen = false
    for line in lines where !line.isEmpty {
      let isSMTPLine = line.count >= 4 && line.prefix(3).allSatisfy { $0.isASCII && $0.isNumber }
      if isOpen, isSMTPLine, groups[groups.count - 1][0].prefix(3) == line.prefix(3) {
        groups[groups.count - 1].append(line)
      } else {
        groups.append([line])
      }
      isOpen = isSMTPLine && line.dropFirst(3).first == "-"
    }
    return groups.map { group in
      group.count == 1
        ? of(group[0], speaking: speaking, after: command)
        : smtp(group.map { Array($0.utf8) }, after: command)
    }
  }

  private static func pop3(_ lines: [[UInt8]], after command: String?) -> Feedback {
    let reply = POP3Reply(line: lines[0])
    let parsed = command.map { POP3Command.parse($0) }
    let occasion: ReplyAnatomy.POP3Occasion =
      parsed?.command.map { .command($0) } ?? (command?.lowercased() == "greeting" ? .greeting : guess(lines[0]))
    return .reply(lines: lines, anatomy: ReplyAnatomy(reply, answering: occasion), isFull: true)
  }

  /// Without the command a reply's numbers can only be guessed at: two bare numbers are STAT's.
  private static func guess(_ line: [UInt8]) -> ReplyAnatomy.POP3Occasion {
    let words = String(decoding: line, as: UTF8.self).split(separator: " ")
    if APOPDigest.timestamp(inGreeting: line) != nil { return .greeting }
    return words.count == 3 && words.dropFirst().allSatisfy { $0.allSatisfy(\.isNumber) }
      ? .command(.stat) : .unspecified
  }

  private static func smtp(_ lines: [[UInt8]], after command: String?) -> Feedback {
    let code = Int(String(decoding: lines[0].prefix(3), as: UTF8.self)) ?? 0
    let word = command.map { VerbGuess.firstWord(of: $0).uppercased() }
    let occasion: ReplyAnatomy.SMTPOccasion =
      switch word {
      case "GREETING": .greeting
      case ".": .endOfData
      default: word.flatMap(SMTPVerb.init).map { .command($0) } ?? .unknown
      }
    return .reply(
      lines: lines,
      anatomy: ReplyAnatomy(SMTPReply(code: code, lines: lines), answering: occasion, digits: true), isFull: true)
  }
}
