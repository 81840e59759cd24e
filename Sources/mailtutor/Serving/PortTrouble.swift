import Foundation
import LessonEngine
import MailProtocol
import NIOCore

/// Why `serve` cannot listen where it was asked to.
struct PortTrouble: Error {
  let port: Int
  let address: String
  let cause: any Error

  var key: MessageKey {
    switch (cause as? IOError)?.errnoCode {
    case EADDRINUSE: .servePortTaken
    case EACCES: .servePortReserved
    case EADDRNOTAVAIL: .serveOtherAddress
    case .some: .servePortTrouble
    // Nothing was tried: the system knows no such address or name.
    case nil: .serveBadAddress
    }
  }

  var values: MessageValues {
    let reason = (cause as? IOError).map { String(cString: strerror($0.errnoCode)) } ?? ""
    return ["port": String(port), "address": ByteSanitizer.visible(address), "reason": reason]
  }
}
