import LessonEngine
import MailProtocol
import MailSimulator

extension LessonWorld {
  /// What a lesson's names stand for in its simulated world. `Bindings.on(_:)` makes of it what they are on a real server.
  ///
  /// - Parameter world: as it is when the lesson begins.
  public static func bindings(of lesson: Lesson, in world: MailWorld) -> Bindings {
    let accounts = world.namedAccounts
    return Bindings(
      accounts.map {
        Bindings.Account(
          $0.name, user: $0.user, password: $0.password, addresses: $0.addresses.map(\.description))
      },
      services: services(of: lesson), maildrop: accounts.first { $0.name == "me" }?.maildrop)
  }

  /// A service that two hosts have is at neither for certain: there a lesson names the host.
  private static func services(of lesson: Lesson) -> [MailService: Endpoint] {
    let all = lesson.hosts.flatMap { host, ports in
      ports.map { ($0.key, Endpoint(host: host, port: $0.value)) }
    }
    return Dictionary(grouping: all, by: \.0).compactMapValues { $0.count == 1 ? $0[0].1 : nil }
  }
}
