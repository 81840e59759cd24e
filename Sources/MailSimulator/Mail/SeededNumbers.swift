/// Numbers that look random and are the same each time (SplitMix64). Generated letters, batches of sizes and
/// identifiers come from the scenario's seed through here.
struct SeededNumbers: RandomNumberGenerator, Sendable {
  private var state: UInt64

  init(_ seed: UInt64...) {
    state = seed.reduce(0) { Self.mixed($0 &+ 0x9E37_79B9_7F4A_7C15 &+ $1) }
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    return Self.mixed(state)
  }

  /// A permutation of all 64-bit numbers: different inputs never give the same output.
  static func mixed(_ number: UInt64) -> UInt64 {
    var mixed = number
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// A seed made from text (FNV-1a).
  static func seed(from text: String) -> UInt64 {
    text.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
  }
}
