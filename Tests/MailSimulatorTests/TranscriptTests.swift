import MailProtocol
import TestSupport
import Testing

@testable import MailSimulator

/// Every file of Tests/Transcripts, whole, octet by octet and at random cuts.
@Suite struct TranscriptTests {
  @Test(arguments: RecordedSession.all, TranscriptRunner.Manner.allCases)
  func session(_ session: RecordedSession, _ manner: TranscriptRunner.Manner) throws {
    for seed: UInt64 in manner == .cuts ? 1...5 : 1...1 {
      var runner = try TranscriptRunner(session)
      runner.play(manner, seed: seed)
      #expect(runner.differences.isEmpty, "\(session.name), \(manner), seed \(seed)")
    }
  }

  /// No personality, and no half of one, without a session that was written down.
  @Test(arguments: Fixtures.personalities.keys.sorted()) func everyPersonalityIsHeard(_ id: String) throws {
    let personality = try #require(Fixtures.personalities[id])
    for speaking in personality.speaks {
      #expect(
        RecordedSession.all.contains { session in
          session.scenario.personality[speaking] == id
            && session.exchanges.contains { $0.target.hasPrefix(speaking.rawValue) }
        }, "\(id) in \(speaking.title)")
    }
  }

  @Test func allAreThere() {
    #expect(RecordedSession.all.count >= 15)
  }
}
