import Testing

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

  @Test func allAreThere() {
    #expect(RecordedSession.all.count >= 15)
  }
}
