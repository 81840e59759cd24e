import ArgumentParser
import LessonEngine
import MailNetwork
import MailProtocol

/// Which server, and whom to believe that it is the one: what every command that goes out to the network understands.
struct TrustOptions: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp(
      "Believe certificates that this authority vouches for, a PEM file, instead of those of the system.",
      valueName: "file"))
  var ca: String?

  @Flag(
    name: .long,
    help: """
      Do not check the certificate: the line is encrypted, and who is at its other end, you cannot know. For a server \
      of your own, on your own machine.
      """)
  var insecure = false

  func validate() throws {
    if ca != nil, insecure { throw ValidationError("--ca checks the certificate and --insecure does not; choose one.") }
  }

  func server(_ url: String, _ place: Installation) throws -> ServerURL {
    do throws(ServerURL.Mistake) {
      return try ServerURL(url)
    } catch {
      let catalog = place.catalog(place.language)
      let values = MessageValues(error.values)
      let mended = error.values["suggestion"] == nil ? nil : catalog.ui(.urlMended, values)
      let sentences = [catalog.ui(error.kind, values), mended].compactMap(\.self)
      Output.complain(sentences.joined(separator: place.language.sentenceSpace).filter { $0 != "`" })
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
