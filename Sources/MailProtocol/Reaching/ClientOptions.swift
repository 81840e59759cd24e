/// The options that each client program has, as far as a conversation can be held with them. What is missing here (to
/// listen, to scan, UDP, DTLS, no standard input) makes none.
struct ClientOptions: Sendable {
  /// Single letters, which may be written together: `-Cv`.
  let letters: Set<Character>
  /// The same, and what follows belongs to them: `-w 5`, `-w5`.
  let lettersWithValue: Set<Character>
  let words: Set<String>
  let wordsWithValue: Set<String>
  /// A word has one dash or two: `-connect`, `--connect`.
  let hasLongWordsWithOneDash: Bool

  static func of(_ kind: ClientProgram.Kind, name: String) -> ClientOptions {
    switch kind {
    case .telnet: telnet
    // To ncat, `-c` is a program to run.
    case .netcat: name == "ncat" ? ncat : netcat
    case .openssl: sClient
    }
  }

  /// inetutils and netkit.
  private static let telnet = ClientOptions(
    letters: Set("468acdEfFKLrx"), lettersWithValue: Set("beklnSX"),
    words: ["ipv4", "ipv6", "binary", "login", "no-rc", "debug", "no-escape", "no-login", "binary-output", "rlogin"],
    wordsWithValue: ["bind", "escape", "user", "trace", "realm"], hasLongWordsWithOneDash: false)

  /// OpenBSD's, the one of Debian; and `-c` of macOS's.
  private static let netcat = ClientOptions(
    letters: Set("46bCcDNnrStv"), lettersWithValue: Set("IiMmOPpqsTVWwXx"), words: ["crlf"], wordsWithValue: [],
    hasLongWordsWithOneDash: false)

  private static let ncat = ClientOptions(
    letters: Set("46CnNtv"), lettersWithValue: Set("dgGipswx"),
    words: ["crlf", "ssl", "ssl-verify", "telnet", "verbose", "no-shutdown", "nodns"],
    wordsWithValue: [
      "delay", "wait", "idle-timeout", "source", "source-port", "proxy", "proxy-type", "proxy-auth", "ssl-trustfile",
      "ssl-servername", "ssl-ciphers", "ssl-alpn", "ssl-cert", "ssl-key",
    ], hasLongWordsWithOneDash: false)

  private static let sClient = ClientOptions(
    letters: [], lettersWithValue: [],
    words: [
      "4", "6", "crlf", "quiet", "ign_eof", "no_ign_eof", "nocommands", "adv", "brief", "prexit", "showcerts", "debug",
      "msg", "trace", "state", "nbio", "nbio_test", "tlsextdebug", "status", "noservername", "ct", "noct", "bugs",
      "comp", "no_comp", "no_ticket", "serverpref", "legacy_renegotiation", "client_renegotiation", "no_renegotiation",
      "legacy_server_connect", "no_legacy_server_connect", "no-CAfile", "no-CApath", "no-CAstore", "build_chain",
      "verify_return_error", "verify_quiet", "tls1", "tls1_1", "tls1_2", "tls1_3", "no_ssl3", "no_tls1", "no_tls1_1",
      "no_tls1_2", "no_tls1_3", "no_etm", "no_middlebox", "enable_pha", "fallback_scsv", "security_debug", "async",
      "security_debug_verbose", "ignore_unexpected_eof", "x509_strict", "trusted_first", "partial_chain",
      "no_check_time", "crl_check", "crl_check_all", "strict", "prioritize_chacha", "no-interactive",
    ],
    wordsWithValue: [
      "connect", "host", "port", "starttls", "name", "xmpphost", "servername", "bind", "proxy", "proxy_user",
      "proxy_pass", "CAfile", "CApath", "CAstore", "cert", "certform", "cert_chain", "key", "keyform", "pass", "verify",
      "verify_depth", "verify_hostname", "verify_email", "verify_ip", "purpose", "nameopt", "cipher", "ciphersuites",
      "curves", "groups", "sigalgs", "alpn", "nextprotoneg", "min_protocol", "max_protocol", "sess_out", "sess_in",
      "keylogfile", "msgfile", "engine", "maxfraglen", "max_send_frag", "read_buf", "rand", "writerand", "attime",
      "dane_tlsa_domain", "dane_tlsa_rrdata", "keymatexport", "keymatexportlen", "requestCAfile", "serverinfo",
    ], hasLongWordsWithOneDash: true)
}
