import MailSimulator
import NIOConcurrencyHelpers

/// The one mail world of `serve`. Sessions of all connections work on it, one at a time and only while they have
/// something to do; time passes in it as it does outside.
///
/// A lock and not an actor: a command takes microseconds, and a connection would wait longer for its turn on another
/// executor than for the lock.
final class SharedWorld: Sendable {
  private struct Content {
    var world: MailWorld
    /// When the world's clock was right.
    var time = ContinuousClock.now
  }

  private let content: NIOLockedValueBox<Content>

  init(_ world: MailWorld) { content = NIOLockedValueBox(Content(world: world)) }

  func use<Result>(_ work: (inout MailWorld) -> Result) -> Result {
    content.withLockedValue { content in
      let seconds = (ContinuousClock.now - content.time).components.seconds
      if seconds > 0 {
        content.world.advance(seconds: Int(seconds))
        content.time += .seconds(seconds)
        // The machine's clock may have been set; no need to ask it more often.
        if content.world.followsRealClock { content.world.setClock(.now) }
      }
      return work(&content.world)
    }
  }
}
