/// Numbers of letters as a lesson lists them: `[1, 2]`, and ranges such as `"4-303"`.
struct MessageNumbers: Decodable {
  let numbers: Set<Int>

  /// No maildrop of a lesson comes near it.
  private static let largest = 100_000

  init(from decoder: Decoder) throws {
    let texts = try [String](from: decoder)
    var numbers: Set<Int> = []
    for text in texts {
      let ends = text.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
      guard ends.count <= 2, let first = ends[0], let last = ends[ends.count - 1], first > 0, first <= last,
        last <= Self.largest
      else {
        throw DecodingError.dataCorrupted(
          .init(
            codingPath: decoder.codingPath,
            debugDescription: "`\(text)` is no message number: write 3, or \"4-303\" for all from 4 to 303"))
      }
      numbers.formUnion(first...last)
    }
    self.numbers = numbers
  }
}
