import MailProtocol

/// One reply before its values are known: a line, or the lines of an SMTP reply (RFC 5321 §4.2.1). `Words`
/// and `Refusals` hold them; the sessions turn them into octets.
struct Wording: Hashable, Sendable {
  private let lines: [Template]
  /// The whole reply, where no line has a gap: most replies are said as they stand.
  private let fixed: [UInt8]?

  /// Reads a text, or a list of texts where the protocol is SMTP, and checks how each begins.
  init(
    from container: KeyedDecodingContainer<AnyKey>, _ key: AnyKey, allowing values: Set<ReplyValue>,
    startingWith starts: [String], _ speaking: MailProtocolName
  ) throws {
    func corrupted(_ sentence: String) -> DecodingError {
      .dataCorruptedError(forKey: key, in: container, debugDescription: sentence)
    }
    let texts: [String]
    if let text = try? container.decode(String.self, forKey: key) {
      texts = [text]
    } else {
      texts = try container.decode([String].self, forKey: key)
      if speaking == .pop3 {
        throw corrupted("a POP3 reply has one line of words; write one text, not a list")
      }
    }
    guard let first = texts.first else { throw corrupted("`\(key.stringValue)` says nothing; write a line") }
    for text in texts {
      guard Self.begins(text, with: starts, speaking), text.hasPrefix(first.prefix(3)) else {
        throw corrupted(Self.advice(text, starts, speaking))
      }
      guard text.unicodeScalars.allSatisfy({ $0.isASCII && $0.value >= 0x20 && $0.value != 0x7F }) else {
        throw corrupted("`\(ByteSanitizer.visible(text))` is not plain ASCII on one line, as replies are")
      }
    }
    self.init(
      try texts.map { text in
        do throws(Template.Mistake) {
          return try Template(text, allowing: values)
        } catch {
          throw corrupted(error.sentence)
        }
      })
  }

  /// A text of our own, known to be right.
  init(plain text: String, allowing values: Set<ReplyValue>) {
    guard let template = try? Template(text, allowing: values) else {
      preconditionFailure("\(text) is no template")
    }
    self.init([template])
  }

  private init(_ lines: [Template]) {
    self.lines = lines
    let texts = lines.compactMap(\.fixed)
    fixed = texts.count == lines.count ? Self.octets(texts) : nil
  }

  /// The code of an SMTP reply, 0 for a POP3 line.
  func code(with values: ReplyValues) -> Int { Int(lines[0].filled(with: values).prefix(3)) ?? 0 }

  /// The reply as it travels. Each line stays within 512 octets (RFC 1939 §3, RFC 5321 §4.5.3.1.5).
  /// - Parameters:
  ///   - values: asked for only where there are gaps.
  ///   - more: further lines of an SMTP reply, without code.
  func octets(with values: @autoclosure () -> ReplyValues, more: [String] = []) -> [UInt8] {
    if more.isEmpty, let fixed { return fixed }
    let values = values()
    return Self.octets(lines.map { $0.filled(with: values) }, more)
  }

  private static func octets(_ texts: [String], _ more: [String] = []) -> [UInt8] {
    guard texts.count + more.count > 1 else { return line(texts[0]) }
    let code = texts[0].prefix(3)
    let all = texts.map { $0.dropFirst(4) } + more.map { $0[...] }
    return all.enumerated().flatMap { index, text in
      line("\(code)\(index == all.count - 1 ? " " : "-")\(text)")
    }
  }

  private static func line(_ text: String) -> [UInt8] {
    var text = text
    while text.utf8.count > 510 { text.removeLast() }
    return Array(text.utf8) + [UInt8].crlf
  }

  private static func begins(_ text: String, with starts: [String], _ speaking: MailProtocolName) -> Bool {
    guard let start = starts.first(where: text.hasPrefix) else { return false }
    switch speaking {
    case .pop3: return text.count == start.count || text.dropFirst(start.count).first == " "
    case .smtp:
      let separator = text.dropFirst(3).first
      return text.count >= 3 && text.utf8.prefix(3).allSatisfy { (0x30...0x39).contains($0) }
        && (separator == nil || separator == " " || separator == "-")
    }
  }

  private static func advice(_ text: String, _ starts: [String], _ speaking: MailProtocolName) -> String {
    switch speaking {
    case .pop3: "`\(text)` must begin with `\(starts[0])` and a space"
    case .smtp:
      "`\(text)` must begin with a code of three digits and a space, the same code on every line; "
        + "here the code starts with \(starts.joined(separator: " or "))"
    }
  }
}

extension [UInt8] {
  static let crlf: [UInt8] = [0x0D, 0x0A]
}
