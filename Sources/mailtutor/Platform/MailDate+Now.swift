import Foundation
import MailSimulator

extension MailDate {
  /// The machine's time, in its own time zone.
  static var now: MailDate {
    let date = Date()
    return MailDate(
      seconds: Int(date.timeIntervalSince1970), offset: TimeZone.current.secondsFromGMT(for: date) / 60)
  }
}
