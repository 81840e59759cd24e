// The load generator of `Benchmarks/`: POP3 sessions, idle connections, large letters, and a responder that does nothing.
import Foundation

let usage = """
  usage: mailload pop3 PORT CLIENTS SECONDS      sessions a second
         mailload idle PORT CONNECTIONS PID      resident memory of PID, for each idle connection
         mailload letters PORT CLIENTS PID       the most memory of PID while all fetch a letter
         mailload respond PORT LETTERS OCTETS    answers and does nothing
  """

let words = CommandLine.arguments.dropFirst()
let numbers = words.dropFirst().compactMap(Int.init)
guard let kind = words.first, numbers.count == 3, let port = UInt16(exactly: numbers[0]) else { give(usage) }

switch kind {
case "pop3":
  var load = POP3Load(port: port, clients: numbers[1], seconds: Double(numbers[2]))
  let rate = load.run()
  print("\(Int(rate)) sessions/s")
case "idle":
  let before = residentOctets(of: numbers[2])
  var wires = (0..<numbers[1]).map { _ in Wire.connect(port: port) }
  for index in wires.indices where !wires[index].receive() { give("connection \(index) got no greeting") }
  let after = residentOctets(of: numbers[2])
  print("\((after - before) / numbers[1]) octets/connection")
case "letters":
  var load = LetterLoad(port: port, clients: numbers[1], server: numbers[2])
  let result = load.run()
  print("\(result.octets / 1_000_000) MB over idle, \(String(format: "%.1f", result.seconds)) s")
case "respond": Responder(letters: numbers[1], octets: numbers[2]).run(port: port)
default: give(usage)
}

/// From `/proc`: Linux only.
func residentOctets(of process: Int) -> Int {
  guard let text = try? String(contentsOfFile: "/proc/\(process)/statm", encoding: .utf8),
    let pages = text.split(separator: " ").dropFirst().first.flatMap({ Int($0) })
  else { give("process \(process) cannot be looked at") }
  return pages * sysconf(Int32(_SC_PAGESIZE))
}
