import ArgumentParser
import LessonEngine
import MailNetwork
import MailProtocol

/// Which server, and whom to believe that it is the one: what every command that goes out to the network understands.
struct TrustOptions: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp(valueName: "file"))
  var ca: String?

  @Flag(
    name: .long)
  var insecure = false

  func server(_ url: String, _ place: Installation) throws -> ServerURL {
    if ca != nil, insecure { throw place.usage(.usageTrust) }
    do throws(ServerURL.Mistake) {
      return try ServerURL(url)
    } catch {
      let catalog = place.catalog(place.language)
      let values = MessageValues(error.values)
      let mended = error.values["suggestion"] == nil ? nil : catalog.ui(.urlMended, values)
      let sentences = [catalog.ui(error.kind, values), mended].compactMap(\.self)
      Output.complain(sentences.joined(separator: place.language.sentenceSpace))
      throw ExitCode.usage
    }
  }

  /// Ctrl-C interrupts it, except while the line editor reads.
  func peer() throws -> NetworkPeer {
    do throws(NetworkPeer.Unusable) {
      return try NetworkPeer(
        trust: insecure ? .insecure : ca.map { .file($0) } ?? .system, hearsInterruptSignal: true)
    } catch {
      Output.complain("\(error).")
      throw ExitCode.ioError
    }
  }
}
