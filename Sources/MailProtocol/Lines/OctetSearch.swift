/// Finds octets eight at a time. Every letter is looked through for its line ends, by the framer, by both directions of
/// dot-stuffing and by the simulator: octet by octet that costs more than all else that is done to it.
extension UnsafeRawBufferPointer {
  /// The first place of `octet` from `start` on.
  func firstIndex(of octet: UInt8, from start: Int) -> Int? {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let pattern = ones &* UInt64(octet)
    var index = start
    while index + 8 <= count {
      // The octets that are looked for become 0; borrowing then sets the high bit of the lowest of them (and perhaps of
      // higher ones, which do not matter).
      let word = UInt64(littleEndian: loadUnaligned(fromByteOffset: index, as: UInt64.self)) ^ pattern
      let found = (word &- ones) & ~word & (ones << 7)
      if found != 0 { return index + found.trailingZeroBitCount / 8 }
      index += 8
    }
    while index < count {
      if self[index] == octet { return index }
      index += 1
    }
    return nil
  }
}

extension ArraySlice<UInt8> {
  /// The first place of `octet` from `start` on.
  func firstIndex(of octet: UInt8, from start: Int) -> Int? {
    withUnsafeBytes { $0.firstIndex(of: octet, from: start - startIndex) }.map { $0 + startIndex }
  }
}

extension Array<UInt8> {
  /// The first place of `octet` from `start` on.
  func firstIndex(of octet: UInt8, from start: Int) -> Int? {
    withUnsafeBytes { $0.firstIndex(of: octet, from: start) }
  }
}
