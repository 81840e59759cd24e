import MailProtocol

/// The secrets that a lesson itself prints (the passwords and answers of its solutions), and how they are written down:
/// whoever plays a log again must be able to tell a right password from a wrong one, and nobody may read a learner's
/// own. `PASS •••9d2f01ab` is the lesson's password, `PASS •••` any other one.
///
/// The eight digits are the first four octets of HMAC-SHA256(seed, secret), in lower-case hexadecimal. The key is the
/// seed's text in UTF-8; where a lesson has no seed of the learner's own, the scenario's `seed` in decimal. The message
/// is the secret alone, in UTF-8: what follows the command and its space, or the whole line where the line is the
/// secret. On a real server there are no digits.
public struct LessonSecrets: Sendable {
  private let secrets: [String: String]
  private let mark: @Sendable (String) -> String

  private static let digits = 8

  /// - Parameters:
  ///   - lesson: as it is played, its names in place.
  ///   - seed: of the world that it is played in.
  public init(_ lesson: Lesson, seed: String, hmacSHA256: @escaping Digests.HMAC) {
    let key = Array(seed.utf8)
    let mark: @Sendable (String) -> String = { secret in
      String(Hexadecimal.lowerCase(hmacSHA256(key, Array(secret.utf8)).prefix(Self.digits / 2)))
    }
    self.mark = mark
    // What follows a command; and a whole line, which may answer a challenge.
    let printed = lesson.steps.flatMap { $0.solution + $0.accept }.flatMap { line in
      [Self.split(line, masked: SecretMask.mask(line, expectsSecret: false))?.secret, line].compactMap { $0 }
    }
    secrets = Dictionary(printed.map { (mark($0), $0) }) { first, _ in first }
  }

  /// The line as it is written down.
  ///
  /// - Parameter masked: the line with its secret masked.
  public func written(_ line: String, masked: String) -> String {
    guard let (_, secret) = Self.split(line, masked: masked) else { return masked }
    let mark = mark(secret)
    // What is put back must be what was typed, so that two secrets of one mark would stay masked.
    return secrets[mark] == secret ? masked + mark : masked
  }

  /// The line as it was typed, where it was written with a mark of a secret that the lesson prints.
  public func typed(_ written: String) -> String? {
    let start = written.count - Self.digits
    guard start >= Secret.mask.count, let secret = secrets[String(written.suffix(Self.digits))] else { return nil }
    let masked = written.prefix(start)
    return masked.hasSuffix(Secret.mask) ? masked.dropLast(Secret.mask.count) + secret : nil
  }

  /// nil where the mask hides more than the end of the line (a glued or mistyped command): it could not be put back.
  private static func split(_ line: String, masked: String) -> (command: String, secret: String)? {
    guard masked.hasSuffix(Secret.mask), line != masked else { return nil }
    let command = String(masked.dropLast(Secret.mask.count))
    guard line.count > command.count, line.prefix(command.count).lowercased() == command.lowercased() else {
      return nil
    }
    return (command, String(line.dropFirst(command.count)))
  }
}
