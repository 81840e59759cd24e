import Foundation

/// How many files this process may have open: each connection is one.
enum OpenFiles {
  /// Asks the system for all that it grants, and returns how many that is.
  static func raiseLimit() -> Int {
    #if os(Linux)
      let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
    #else
      let resource = RLIMIT_NOFILE
    #endif
    var limit = rlimit()
    guard getrlimit(resource, &limit) == 0 else { return 256 }
    let granted = limit
    limit.rlim_cur = limit.rlim_max
    if setrlimit(resource, &limit) != 0 { limit = granted }
    return Int(clamping: limit.rlim_cur)
  }
}
