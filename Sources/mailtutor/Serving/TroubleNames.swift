/// Names in the default world of `serve` that make trouble at every domain, so that a program's answer to each kind of
/// failure can be tried without a scenario. `Documentation/scenarios.md` lists them.
enum TroubleNames {
  /// What happens, and the name for it; the reply is the last for as long as nothing else is said.
  private static let replies = [
    ("busy", "450 4.2.1 The mailbox is busy, try again later"), ("later", "451 4.7.1 Greylisted, try again later"),
    ("nobody", "550 5.1.1 No such user here"), ("spam", "550 5.7.1 Refused: this looks like spam"),
    ("closing", "421 4.3.2 The server is shutting down"),
  ]
  private static let full = [
    "nth: 1, reply: \"452 4.2.2 The mailbox is full, try again later\"", "reply: \"552 5.2.2 The mailbox is full\"",
  ]
  private static let slow = "delay: 10s"

  /// As a scenario's `faults:` has them.
  static var faults: [String] {
    [("RCPT", ""), ("MAIL", "from-"), ("letter", "data-")].flatMap { moment, prefix in
      func fault(_ name: String, _ what: String) -> String {
        "{at: \(moment), address: \"\(prefix)\(name)@*\", \(what)}"
      }
      return replies.map { fault($0.0, "reply: \"\($0.1)\"") } + full.map { fault("full", $0) } + [fault("slow", slow)]
    }
  }

  /// Where the trouble comes after RCPT, the address must be somebody's in the server's own domain, too.
  static func addresses(at host: String, besides user: String) -> [String] {
    let names = replies.map(\.0) + ["full", "slow"]
    return ([user, "slow"] + names.map { "data-\($0)" }).map { "\($0)@\(host)" }
  }
}
