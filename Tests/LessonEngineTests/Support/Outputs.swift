import Foundation
import LessonEngine
import MailProtocol

extension [DialogueOutput] {
  var feedback: [Feedback] { compactMap { if case .show(let feedback) = $0 { feedback } else { nil } } }
  var events: [LearningEvent] { compactMap { if case .record(let event) = $0 { event } else { nil } } }
  var mistakes: [Diagnosis.ID] {
    feedback.compactMap { if case .mistake(let diagnosis, _, _) = $0 { diagnosis.id } else { nil } }
  }
  var cautions: [Diagnosis.ID] {
    feedback.compactMap { if case .caution(let diagnosis) = $0 { diagnosis.id } else { nil } }
  }
  var remarks: [Diagnosis.ID] {
    feedback.compactMap { if case .remark(let diagnosis, _, _) = $0 { diagnosis.id } else { nil } }
  }
  var notices: [MessageKey] { feedback.compactMap { if case .notice(let key, _) = $0 { key } else { nil } } }
  var passed: [Int] {
    feedback.compactMap {
      switch $0 {
      case .passed(let step), .passedOtherwise(let step, _): step
      default: nil
      }
    }
  }
  var hints: [Int] { feedback.compactMap { if case .hint(_, let number) = $0 { number } else { nil } } }
  var kinds: [LearningEvent.Kind] { events.map(\.event) }
  var verdicts: [LearningEvent.Verdict] { events.compactMap(\.verdict) }

  /// First lines of the server's replies.
  var replies: [String] {
    feedback.compactMap {
      if case .reply(let lines, _, _) = $0 { lines.first.map { String(decoding: $0, as: UTF8.self) } } else { nil }
    }
  }
}

/// A small generator of the tests' own: the same lines come on every run.
struct Numbers: RandomNumberGenerator {
  var state: UInt64
  mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return (state >> 32) << 32 | (state &* 0x9E37_79B9_7F4A_7C15) >> 32
  }
}
