import MailProtocol

/// Which fault of the scenario strikes. Sessions ask before they perform what the rules allowed.
extension MailWorld {
  /// The first fault that happens now. Those behind it still count the occasion.
  mutating func fault(
    at moment: Fault.Moment, _ speaking: MailProtocolName, _ subject: Fault.Subject,
    _ counts: inout FaultCounts
  ) -> Fault? {
    if faults.isEmpty { return nil }
    var happening: Int?
    for (index, fault) in faults.enumerated() where fault.waits(for: moment, speaking, subject) {
      let occasion = counts.count(index)
      guard happening == nil, fault.nth.map({ $0 == occasion }) ?? true,
        fault.times.map({ happened[index] < $0 }) ?? true
      else { continue }
      happening = index
    }
    guard let happening else { return nil }
    happened[happening] += 1
    return faults[happening]
  }
}
