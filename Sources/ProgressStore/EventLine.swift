import Foundation
import LessonEngine

/// A line of the log: an event, one of a later version, or neither.
struct EventLine: Sendable {
  enum Content: Sendable {
    case event(LearningEvent)
    /// A newer mailtutor wrote it; it is kept for that one.
    case later(previous: String?)
    case damaged
  }

  /// Without its ending.
  let octets: [UInt8]
  let content: Content

  init(_ octets: ArraySlice<UInt8>) {
    // A file that went through another system may have its line endings.
    self.octets = Array(octets.last == 0x0D ? octets.dropLast() : octets)
    let data = Data(self.octets)
    if let event = try? Self.decoder.decode(LearningEvent.self, from: data), event.v == 1 {
      content = .event(event)
    } else if let later = try? Self.decoder.decode(LaterEvent.self, from: data), later.v > 1 {
      content = .later(previous: later.previous)
    } else {
      content = .damaged
    }
  }

  private static let decoder = JSONDecoder()

  private struct LaterEvent: Decodable {
    let v: Int
    let previous: String?
  }

  /// nil for a damaged line, which is no part of the chain.
  var link: EventChain.Link? {
    switch content {
    case .event(let event): EventChain.Link(octets: octets, previous: event.previous)
    case .later(let previous): EventChain.Link(octets: octets, previous: previous)
    case .damaged: nil
    }
  }

  /// Of a whole file; empty lines are none.
  static func lines(of octets: [UInt8]) -> [EventLine] {
    octets.split(separator: 0x0A).lazy.map { EventLine($0) }.filter { !$0.octets.isEmpty }
  }
}

extension LearningEvent {
  /// The event as one line of JSON, without an ending: what `--json` prints and what the log keeps. Keys are sorted, so
  /// that one event is always the same octets.
  public var jsonLine: [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    do {
      return Array(try encoder.encode(self))
    } catch {
      preconditionFailure("an event has only texts and a finite time: \(error)")
    }
  }
}
