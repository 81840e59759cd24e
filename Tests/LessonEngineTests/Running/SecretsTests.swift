import Foundation
import MailProtocol
import Testing

@testable import LessonEngine

/// Events are written down and handed in: no password is ever in one.
@Suite struct SecretsTests {
  private func encoded(_ outputs: [Session.Output]) throws -> String {
    try outputs.events.map { String(decoding: try JSONEncoder().encode($0), as: UTF8.self) }.joined(separator: "\n")
      .lowercased()
  }

  /// The passwords of the built-in accounts; the letters of the lessons do not contain these words.
  private static let secrets = ["tanstaaf", "tanstaff", "secret"]

  @Test(arguments: BuiltIn.lessonIDs) func noEventOfALessonHasAPassword(_ id: String) throws {
    var session = try BuiltIn.session(id)
    for step in session.runner.lesson.steps {
      for lines in step.wrong.map(\.lines) + step.accept.map({ [$0] }) {
        var copy = session
        let events = try encoded(copy.type(lines) + copy.type(["/redo", "/skip", "/back", "/show"]))
        for secret in Self.secrets { #expect(!events.contains(secret), "\(step.id): \(lines)") }
      }
      let events = try encoded(session.type(Session.solutionLines(step)))
      for secret in Self.secrets { #expect(!events.contains(secret), "\(step.id)") }
    }
  }

  /// Wherever a learner types the password, in whatever way.
  @Test(arguments: [
    "PASS tanstaaf", "pass tanstaaf", "PASS  tanstaaf", "PASS tanstaaf tanstaaf", "PSAS tanstaaf", "PAS tanstaaf",
    "PASStanstaaf", "PASS:tanstaaf", "PASStanstaaftanstaaftanstaaf", "ＰＡＳＳ tanstaaf", "PÁSS tanstaaf",
    "C: PASS tanstaaf", "> pass tanstaaf",
    "pop3 authorization> PASS tanstaaf", "USER dewey tanstaaf", "USER dewey PASS tanstaaf", "APOP dewey tanstaaf",
    "AUTH PLAIN tanstaaf", "RPOP tanstaaf", "PASS tan\u{8}nstaaf tanstaaf", "PASSWORD tanstaaf",
  ])
  func aPasswordIsMaskedWhereverItIsTyped(_ line: String) throws {
    for step in ["connect", "user", "pass", "stat", "closing"] {
      var session = try BuiltIn.session("pop3/first-session", at: step)
      #expect(!(try encoded(session.typed(line))).contains("tanstaaf"), "\(step)")
    }
    var journey = try BuiltIn.session("journey/send-and-receive")
    journey.type(["telnet smtp.21cn.com 25"])
    #expect(!(try encoded(journey.typed(line))).contains("tanstaaf"))
  }

  /// The server never asks for it, so a learner may type it alone.
  @Test(arguments: [
    ("tanstaaf", ["•••44855b15"]), ("ｔａｎｓｔａａｆ", ["•••", "PASS •••"]), ("my tanstaaf", ["•••", "PASS •••"]),
    ("password: tanstaaf", ["•••", "PASS •••"]),
  ])
  func theBareWordAfterUser(_ line: String, _ written: [String]) throws {
    var session = try BuiltIn.session("pop3/first-session", at: "pass")
    let events = session.typed(line).events
    #expect(written.contains(events.first?.line ?? "") && events.map(\.verdict) == [.mistake])
  }

  /// What is masked cannot be typed again when the learner comes back.
  @Test func whatIsNoSecretStays() throws {
    var session = try BuiltIn.session("pop3/first-session")
    #expect(session.typed("telnet mail.example.net 110").events.compactMap(\.line) == ["telnet mail.example.net 110"])
    #expect(session.type(["c", "b"]).events.compactMap(\.line) == ["c", "b"])
    #expect(session.typed("USER dewey").events.first?.line == "USER dewey")
    #expect(session.typed("PASS tanstaaf").events.first?.line == "PASS •••44855b15")
    #expect(session.typed("STAT").events.first?.line == "STAT")
  }
}
