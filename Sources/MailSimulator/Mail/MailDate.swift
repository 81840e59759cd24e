/// A moment in the simulator's world, and how mail writes it. Scenarios start the clock with one; greetings
/// and trace lines print it. Civil-calendar arithmetic only: no clock and no locale is read.
public struct MailDate: Hashable, Sendable {
  /// Since 1970-01-01T00:00:00Z.
  public private(set) var seconds: Int
  /// East of UTC, in minutes.
  public let offset: Int

  public init(seconds: Int, offset: Int) {
    self.seconds = seconds
    self.offset = offset
  }

  /// - Parameter text: `2001-06-25T12:41:51+08:00`, or with `Z` for UTC; the years 1970 to 9999. Nil when it
  ///   is anything else, or no such day exists.
  public init?(iso8601 text: String) {
    var rest = Substring(text)
    guard let year = rest.number(4), rest.take("-"), let month = rest.number(2), rest.take("-"),
      let day = rest.number(2), rest.take("T") || rest.take(" "), let hour = rest.number(2), rest.take(":"),
      let minute = rest.number(2), rest.take(":"), let second = rest.number(2), let offset = rest.offset(),
      rest.isEmpty
    else { return nil }
    guard year >= 1970, (1...12).contains(month), hour < 24, minute < 60, second < 60,
      (1...Self.days(inMonth: month, of: year)).contains(day)
    else { return nil }
    let local = Self.daysSince1970(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second
    self.init(seconds: local - offset * 60, offset: offset)
  }

  mutating func advance(seconds: Int) { self.seconds += seconds }

  func adding(seconds: Int) -> MailDate { MailDate(seconds: self.seconds + seconds, offset: offset) }

  /// `Mon, 25 Jun 2001 12:41:51 +0800`. RFC 5322 §3.3.
  var rfc5322: String {
    let civil = Civil(self)
    let zone = "\(offset < 0 ? "-" : "+")\(padded(abs(offset) / 60))\(padded(abs(offset) % 60))"
    return "\(civil.weekday), \(civil.day) \(civil.monthName) \(civil.year) \(civil.time) \(zone)"
  }

  /// `Mon Jun 25 12:41:51 2001`, as the greetings of old servers have it.
  var ctime: String {
    let civil = Civil(self)
    let day = civil.day < 10 ? " \(civil.day)" : "\(civil.day)"
    return "\(civil.weekday) \(civil.monthName) \(day) \(civil.time) \(civil.year)"
  }

  /// `20010625124151`, in local time, as identifiers have it.
  var digits: String {
    let civil = Civil(self)
    return "\(civil.year)\(padded(civil.month))\(padded(civil.day))\(civil.time.filter { $0 != ":" })"
  }

  /// `2027-01-01`, as certificates are spoken of.
  var day: String {
    let civil = Civil(self)
    return "\(civil.year)-\(padded(civil.month))-\(padded(civil.day))"
  }

  /// The Gregorian calendar in cycles of 400 years that start on 1 March, so that the leap day comes last.
  private static func daysSince1970(_ year: Int, _ month: Int, _ day: Int) -> Int {
    let shifted = month <= 2 ? year - 1 : year
    let yearOfEra = shifted % 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    return shifted / 400 * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }

  private static func days(inMonth month: Int, of year: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  private struct Civil {
    let year: Int
    let month: Int
    let day: Int
    let weekday: String
    let time: String

    var monthName: String { Self.months[month - 1] }

    init(_ date: MailDate) {
      let local = date.seconds + date.offset * 60
      let (days, second) = local.flooredDivision(by: 86_400)
      let shifted = days + 719_468
      let (era, dayOfEra) = shifted.flooredDivision(by: 146_097)
      let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
      let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
      let monthFromMarch = (5 * dayOfYear + 2) / 153
      month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
      year = era * 400 + yearOfEra + (month <= 2 ? 1 : 0)
      day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
      // 1970-01-01 was a Thursday.
      weekday = Self.weekdays[(days + 4).flooredDivision(by: 7).remainder]
      time = "\(padded(second / 3600)):\(padded(second / 60 % 60)):\(padded(second % 60))"
    }

    private static let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    private static let months = [
      "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
  }
}

private func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

extension Int {
  fileprivate func flooredDivision(by divisor: Int) -> (quotient: Int, remainder: Int) {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
  }
}

extension Substring {
  fileprivate mutating func take(_ sign: Character) -> Bool {
    guard first == sign else { return false }
    removeFirst()
    return true
  }

  fileprivate mutating func number(_ digits: Int) -> Int? {
    let text = prefix(digits)
    guard text.count == digits, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
    removeFirst(digits)
    return Int(text)
  }

  /// `Z`, `+08:00`, `-0700`: minutes east of UTC.
  fileprivate mutating func offset() -> Int? {
    if take("Z") { return 0 }
    let isEast = take("+")
    guard isEast || take("-"), let hours = number(2) else { return nil }
    _ = take(":")
    guard let minutes = number(2), hours < 24, minutes < 60 else { return nil }
    return (isEast ? 1 : -1) * (hours * 60 + minutes)
  }
}
