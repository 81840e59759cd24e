// How wide the terminal is, asked anew for each thing that is shown, because learners resize their windows.

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

public enum TerminalSize {
  /// Columns of the terminal on `fileDescriptor`, else of the variable COLUMNS, else 80; always in 20...200.
  public static func columns(of fileDescriptor: Int32 = STDOUT_FILENO) -> Int {
    var size = winsize()
    if ioctl(fileDescriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 {
      return clamped(Int(size.ws_col))
    }
    return clamped(getenv("COLUMNS").flatMap { Int(String(cString: $0)) } ?? 80)
  }

  /// Columns to wrap text at: longer lines than 100 are hard to read, however wide the window is.
  public static func textColumns(of fileDescriptor: Int32 = STDOUT_FILENO) -> Int {
    min(columns(of: fileDescriptor), 100)
  }

  /// Columns of the terminal on `fileDescriptor`; nil where there is none.
  public static func window(of fileDescriptor: Int32 = STDOUT_FILENO) -> Int? {
    isatty(fileDescriptor) == 1 ? columns(of: fileDescriptor) : nil
  }

  private static func clamped(_ columns: Int) -> Int { min(max(columns, 20), 200) }
}
