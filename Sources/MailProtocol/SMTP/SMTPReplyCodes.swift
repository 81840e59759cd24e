/// Which codes may answer which command. RFC 5321 §4.3.2, RFC 3207 §4, RFC 4954 §§4, 6, RFC 3030 §2, RFC 1985 §5.3.
public enum SMTPReplyCodes {
  struct Codes {
    let positive: Set<Int>
    let negative: Set<Int>
  }

  static func codes(after occasion: ReplyAnatomy.SMTPOccasion) -> Codes? {
    switch occasion {
    case .greeting: Codes(positive: [220], negative: [554, 521, 421])
    case .endOfData: Codes(positive: [250], negative: [450, 451, 452, 500, 501, 550, 552, 554])
    case .command(let verb): table[verb]
    case .unknown: nil
    }
  }

  /// Whether the standard lets this code answer that. Servers refuse with many codes, so that only a yes, or a "go on", is
  /// ever out of place.
  public static func mayFollow(_ occasion: ReplyAnatomy.SMTPOccasion, _ code: Int) -> Bool {
    guard (200..<400).contains(code), let codes = codes(after: occasion) else { return true }
    return codes.positive.contains(code)
  }

  /// Whether the standard has this code among those that answer this command.
  public static func lists(_ verb: SMTPVerb, _ code: Int) -> Bool {
    guard let codes = table[verb] else { return false }
    return codes.positive.contains(code) || codes.negative.contains(code)
  }

  static let table: [SMTPVerb: Codes] = [
    .ehlo: Codes(positive: [250], negative: [501, 504, 550]),
    .helo: Codes(positive: [250], negative: [501, 504, 550]),
    .mail: Codes(positive: [250], negative: [451, 452, 455, 503, 530, 550, 552, 553, 555]),
    .rcpt: Codes(positive: [250, 251], negative: [450, 451, 452, 455, 503, 550, 551, 552, 553, 555]),
    .data: Codes(positive: [354], negative: [450, 451, 503, 550, 552, 554]),
    .bdat: Codes(positive: [250], negative: [450, 451, 452, 503, 550, 552, 554]),
    .rset: Codes(positive: [250], negative: []),
    .noop: Codes(positive: [250], negative: []),
    .quit: Codes(positive: [221], negative: []),
    .vrfy: Codes(positive: [250, 251, 252], negative: [502, 504, 550, 551, 553]),
    .expn: Codes(positive: [250, 252], negative: [502, 504, 550]),
    .help: Codes(positive: [211, 214], negative: [502, 504]),
    .auth: Codes(positive: [235, 334], negative: [432, 454, 500, 501, 503, 504, 530, 534, 535, 538]),
    .starttls: Codes(positive: [220], negative: [454, 501, 503]),
    .etrn: Codes(positive: [250, 251, 252, 253], negative: [458, 459, 501]),
  ]

  /// Codes that have a meaning of their own, in the standard or in wide use.
  public static let known: Set<Int> = [
    211, 214, 220, 221, 235, 250, 251, 252, 253, 334, 354, 421, 422, 431, 432, 441, 442, 446, 447, 449, 450, 451, 452,
    454,
    455, 458, 459, 500, 501, 502, 503, 504, 510, 511, 512, 515, 521, 523, 525, 530, 534, 535, 538, 541, 550, 551, 552,
    553,
    554, 555, 556,
  ]
}
