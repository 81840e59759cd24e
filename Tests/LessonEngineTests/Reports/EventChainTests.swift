import LessonEngine
import MailProtocol
import Testing

/// A log whose lines were changed, taken out, put in or moved says where.
@Suite struct EventChainTests {
  private typealias Link = EventChain.Link
  private typealias Break = EventChain.Break

  private static func link(_ text: String, _ previous: Link?) -> Link {
    let digest = previous.map { EventChain.digest(of: $0.octets, Digests.library.sha256) }
    return Link(octets: Array("\(text) \(digest ?? "")".utf8), previous: digest)
  }

  /// Two lines of an older mailtutor, then six that are chained.
  private static let whole: [Link] = {
    var links = [link("old 0", nil), link("old 1", nil)]
    for number in 2..<8 { links.append(link("new \(number)", links.last)) }
    return links
  }()

  private func breaks(_ change: (inout [Link]) -> Void) -> [Break] {
    var links = Self.whole
    change(&links)
    return EventChain.breaks(in: links, Digests.library.sha256)
  }

  /// FIPS 180-2, the digest of `abc`.
  @Test func theDigest() {
    #expect(
      EventChain.digest(of: Array("abc".utf8), Digests.library.sha256)
        == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
  }

  @Test func aWholeChain() {
    #expect(breaks { _ in } == [])
    #expect(breaks { $0 = [] } == [])
    #expect(breaks { $0 = Array($0.prefix(2)) } == [], "an old log alone")
    #expect(breaks { $0.removeFirst(1) } == [], "of old lines the chain holds the last")
    #expect(breaks { $0 = [Self.link("first", nil)] } == [])
  }

  @Test(arguments: 1..<7) func aLineThatWasChanged(_ index: Int) {
    #expect(
      breaks { $0[index] = Link(octets: $0[index].octets + [0x20], previous: $0[index].previous) }
        == [Break(index: index + 1, reason: .predecessorMissing)])
  }

  @Test(arguments: 1..<7) func aLineThatWasTakenOut(_ index: Int) {
    #expect(breaks { $0.remove(at: index) } == [Break(index: index, reason: .predecessorMissing)])
  }

  @Test func theBeginningIsGone() {
    #expect(breaks { $0.removeFirst(3) } == [Break(index: 0, reason: .predecessorMissing)])
  }

  /// The one that was put in may name the right digest, a wrong one or none.
  @Test func aLineThatWasPutIn() {
    let after = Break(index: 5, reason: .outOfPlace(after: 3))
    #expect(breaks { $0.insert(Self.link("forged", $0[3]), at: 4) } == [after])
    #expect(breaks { $0.insert(Self.link("forged", nil), at: 4) } == [Break(index: 4, reason: .unchained), after])
    #expect(
      breaks { $0.insert(Link(octets: [0x7B], previous: "00"), at: 4) }
        == [Break(index: 4, reason: .predecessorMissing), after])
    #expect(breaks { $0.append(Self.link("older mailtutor", nil)) } == [Break(index: 8, reason: .unchained)])
  }

  @Test func linesThatWereMoved() {
    #expect(
      breaks { $0.swapAt(4, 5) } == [
        Break(index: 4, reason: .outOfPlace(after: 5)), Break(index: 5, reason: .outOfPlace(after: 3)),
        Break(index: 6, reason: .outOfPlace(after: 4)),
      ])
    #expect(
      breaks { $0.append($0[4]) } == [Break(index: 8, reason: .outOfPlace(after: 3))], "written twice")
  }

  /// After a break the chain goes on: one change is one place.
  @Test func everyPlaceIsTold() {
    let found = breaks {
      $0.remove(at: 6)
      $0.remove(at: 3)
    }
    #expect(found.map(\.index) == [3, 5] && found.allSatisfy { $0.reason == .predecessorMissing })
  }
}
