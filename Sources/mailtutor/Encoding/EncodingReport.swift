import ArgumentParser
import Foundation
import LessonEngine
import MailProtocol
import TerminalUI

/// Says what was encoded or decoded: the result first and alone, for a script; then, to a person, what it is made of.
/// `encode` and `decode` speak and ask through this.
struct EncodingReport {
  private let narrator: Narrator
  private let quiet: Bool
  private let json: Bool
  /// On standard output, and for what goes to standard error.
  private let renderer: Renderer
  private let warnings: Renderer

  init(_ place: Installation, plain: Bool, quiet: Bool, json: Bool) {
    narrator = Narrator(.init(catalog: place.catalog(place.language), prose: nil))
    self.quiet = quiet
    self.json = json
    func renderer(on descriptor: Int32) -> Renderer {
      Renderer(
        theme: place.theme(plain: plain, isTerminal: isatty(descriptor) == 1), on: descriptor)
    }
    self.renderer = renderer(on: STDOUT_FILENO)
    warnings = renderer(on: STDERR_FILENO)
  }

  // MARK: Telling

  func tell(_ line: EncodedLine, _ kind: EncodingKind, _ given: EncodingKind.Given) throws {
    if json {
      return try write(
        Report(
          kind: kind.rawValue, result: line.result, typed: kind.typed(line.result),
          parts: parts(line.parts, hidesSecrets: !given.wasArgument), remarks: remarks(line.remark)))
    }
    Output.write(line.result + "\n")
    explain(line.parts, hidesSecrets: !given.wasArgument, sentences: sentences(kind, line.result, given))
    warn(line.remark)
  }

  func tell(_ line: DecodedLine) throws {
    let text = ByteSanitizer.visible(line.octets)
    if json {
      return try write(
        Report(
          kind: "base64", result: text,
          octets: line.octets.hexadecimal,
          form: line.form.rawValue, parts: parts(line.parts, hidesSecrets: false), remarks: remarks(line.remark)))
    }
    Output.write(text + "\n")
    explain(
      line.parts, hidesSecrets: false, sentences: [(line.form, [:]), (MessageKey.decodeAnyone, [:])])
    warn(line.remark)
  }

  private func sentences(
    _ kind: EncodingKind, _ result: String, _ given: EncodingKind.Given
  ) -> [(key: any UIKey, values: MessageValues)] {
    let typed: MessageValues = ["line": kind.typed(result)]
    let told: [(MessageKey, MessageValues)] =
      switch kind {
      case .base64: [(.encodeBase64, [:])]
      case .plain: [(.encodePlain, [:]), (.encodeTyped, typed), (.encodeInClear, [:])]
      case .apop: [(.encodeAPOP, [:]), (.encodeTypedAPOP, typed), (.encodeOnce, [:])]
      case .xoauth2, .oauthbearer: [(.encodeOAuth, [:]), (.encodeTyped, typed), (.encodeInClear, [:])]
      case .cramMD5: [(.encodeCRAMMD5, [:]), (.encodeTypedAlone, [:]), (.encodeOnce, [:])]
      }
    return told + (kind != .base64 && given.wasArgument ? [(.encodeSeen, [:])] : [])
  }

  private func explain(
    _ parts: [LoginPart], hidesSecrets: Bool, sentences: [(key: any UIKey, values: MessageValues)]
  ) {
    guard !quiet, Output.isTerminal else { return }
    var told = [narrator.table(parts, hidesSecrets: hidesSecrets)]
    for sentence in sentences { told.append(narrator.notice(sentence.key, sentence.values)) }
    Output.write(renderer.render(told))
  }

  /// On the terminal below the rest, else where a script does not take it for the result.
  private func warn(_ remark: Diagnosis?) {
    guard let remark, !quiet else { return }
    var narrator = narrator
    let told = narrator.tell(.why(remark, step: nil)) + [narrator.notice(.encodeExactly)]
    if Output.isTerminal { Output.write(renderer.render(told)) } else { Output.remark(warnings.render(told)) }
  }

  // MARK: Refusing

  /// The text that was given cannot be used.
  func refuse(_ line: UnreadableLine, _ kind: EncodingKind?) throws -> ExitCode {
    if json {
      try write(Report(kind: kind?.rawValue ?? "base64", suggestion: line.suggestion, remarks: remarks(line.diagnosis)))
      return .dataError
    }
    var narrator = narrator
    var told = narrator.tell(.why(line.diagnosis, step: nil))
    if let suggestion = line.suggestion {
      told.append(narrator.notice(.decodeRepaired, ["line": suggestion]))
    } else if line.diagnosis.id == .apopNoBrackets {
      told.append(narrator.notice(.encodeBanner))
    } else if line.diagnosis.id.rawValue.hasPrefix("base64.") {
      told.append(narrator.notice(kind == .cramMD5 ? .encodeChallenge : .decodeToEncode))
    }
    Output.remark(warnings.render(told))
    return .dataError
  }

  /// How a kind of encoding is asked for, in the learner's words.
  func usage(_ kind: EncodingKind) -> ExitCode {
    usage(.encodeArguments, ["form": narrator.words.catalog.form(kind.form)])
  }

  func usage(_ key: MessageKey, _ values: MessageValues) -> ExitCode {
    Output.remark(warnings.render([narrator.notice(key, values)]))
    return .usage
  }

  // MARK: Asking

  private static let longest = 1 << 20

  /// Every octet of standard input; in a terminal one line that is asked for, without its end.
  func standardInput() throws -> [UInt8] {
    if let editor = try? LineEditor(program: "mailtutor", completions: { _ in [] }) {
      ask(.askText)
      return Array(try Self.answer(editor.readLine(prompt: .init("? "))).utf8)
    }
    var octets: [UInt8] = []
    do {
      while octets.count <= Self.longest, let block = try FileHandle.standardInput.read(upToCount: 65536),
        !block.isEmpty
      {
        octets += block
      }
    } catch {
      Output.complain(error.localizedDescription)
      throw ExitCode.ioError
    }
    guard octets.count <= Self.longest else { throw usage(.encodeTooLong, [:]) }
    return octets
  }

  /// The first line of standard input; in a terminal it is asked for without echo.
  func secret() throws -> String {
    let secret: String
    if let editor = try? LineEditor(program: "mailtutor", completions: { _ in [] }) {
      ask(.askPassword)
      secret = try Self.answer(editor.readSecret(prompt: .init("? ")))
    } else if isatty(STDIN_FILENO) == 1 {
      // The result goes to a program, but a person sits here.
      ask(.askPassword)
      guard let line = getpass("? ") else { throw ExitCode.ioError }
      secret = String(cString: line)
      memset(line, 0, strlen(line))
      // getpass takes Ctrl-C for a sign of the password.
      if secret.contains("\u{3}") { throw ExitCode.interrupted }
    } else {
      secret = try Self.answer(PlainInput().readLine(), orElse: "")
    }
    if secret.isEmpty { throw usage(.encodeNoSecret, [:]) }
    return secret
  }

  /// The prompt behind it is ASCII, and of no language.
  private func ask(_ key: MessageKey) { Output.remark(warnings.render([narrator.notice(key)])) }

  private static func answer(_ input: LineEditor.Input, orElse empty: String? = nil) throws -> String {
    switch input {
    case .line(let text): return text
    case .endOfInput:
      guard let empty else { throw ExitCode.interrupted }
      return empty
    case .interrupted, .news, .terminated: throw ExitCode.interrupted
    }
  }

  // MARK: JSON

  private struct Report: Encodable {
    let kind: String
    var result: String?
    var typed: String?
    var octets: String?
    var form: String?
    var suggestion: String?
    var parts: [Part] = []
    let remarks: [Remark]
  }

  private struct Part: Encodable {
    let role: String
    let text: String
    let meaning: String
  }

  private struct Remark: Encodable {
    let id: String
    let what: String
    let why: String
    let reference: String?
  }

  private func parts(_ parts: [LoginPart], hidesSecrets: Bool) -> [Part] {
    parts.map {
      Part(
        role: $0.role.rawValue, text: $0.isSecret && hidesSecrets ? Secret.mask : $0.text,
        meaning: narrator.meaning(of: $0))
    }
  }

  private func remarks(_ diagnosis: Diagnosis?) -> [Remark] {
    guard let diagnosis else { return [] }
    let words = DiagnosisText(narrator.words.catalog)
    return [
      Remark(
        id: diagnosis.id.rawValue, what: words.what(diagnosis) ?? "", why: words.why(diagnosis) ?? "",
        reference: diagnosis.reference)
    ]
  }

  private func write(_ report: Report) throws {
    Output.write(JSONText.line(report) + "\n")
  }
}
