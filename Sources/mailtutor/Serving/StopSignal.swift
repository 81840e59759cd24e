import Foundation

/// SIGINT and SIGTERM, waited for instead of suffered. `serve` stops when one comes.
enum StopSignal {
  static func wait() async {
    let (signals, arrived) = AsyncStream.makeStream(of: Void.self)
    let sources = [SIGINT, SIGTERM].map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number)
      source.setEventHandler { arrived.yield() }
      source.resume()
      return source
    }
    for await _ in signals { break }
    for source in sources { source.cancel() }
  }
}
