// Reads lines where no terminal is: from a pipe, a file, a script. The session loop takes it in LineEditor's place.

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Lines of a file descriptor, which end with LF or CRLF; the last one needs no line end. Invalid UTF-8 becomes U+FFFD.
/// It never prompts and never returns `.interrupted` or `.terminated`: without a terminal, a signal's default action is
/// what a script expects. A failing read ends the input, and `failure` keeps its errno.
public final class PlainInput {
  /// In bytes. No protocol line comes near it, and a file without line ends must not fill the memory.
  public static let longestLine = 64 * 1024

  /// Whether the latest line was longer than `longestLine` and lost its rest.
  public private(set) var lineWasCut = false
  public private(set) var failure: Int32?

  private let fileDescriptor: Int32
  private var block = [UInt8](repeating: 0, count: 16 * 1024)
  private var unread = 0..<0
  private var atEnd = false

  /// The descriptor stays the caller's.
  public init(fileDescriptor: Int32 = STDIN_FILENO) {
    self.fileDescriptor = fileDescriptor
  }

  public func readLine() -> LineEditor.Input {
    var line: [UInt8] = []
    var length = 0
    var sawLineEnd = false
    while !sawLineEnd, fillBlock() {
      let end = block[unread].firstIndex(of: UInt8(ascii: "\n"))
      let piece = block[unread.lowerBound..<(end ?? unread.upperBound)]
      // One more than the limit, for the CR of a line end.
      line += piece.prefix(max(0, Self.longestLine + 1 - line.count))
      length += piece.count
      sawLineEnd = end != nil
      unread = (end.map { $0 + 1 } ?? unread.upperBound)..<unread.upperBound
    }
    guard sawLineEnd || length > 0 else { return .endOfInput }
    if length == line.count, line.last == UInt8(ascii: "\r") {
      line.removeLast()
      length -= 1
    }
    lineWasCut = length > Self.longestLine
    if lineWasCut {
      // Back to the start of a character, so that the cut does not look like invalid UTF-8.
      var end = Self.longestLine
      while end > Self.longestLine - 4, line[end] & 0xC0 == 0x80 { end -= 1 }
      line.removeSubrange(end...)
    }
    return .line(String(decoding: line, as: UTF8.self))
  }

  /// False at the end. The end is final, even on a terminal, where another read would ask for more.
  private func fillBlock() -> Bool {
    while unread.isEmpty && !atEnd {
      let count = block.withUnsafeMutableBytes { read(fileDescriptor, $0.baseAddress, $0.count) }
      if count > 0 {
        unread = 0..<count
      } else if count == 0 {
        atEnd = true
      } else if errno != EINTR {
        failure = errno
        atEnd = true
      }
    }
    return !unread.isEmpty
  }
}
