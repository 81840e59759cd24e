import MailProtocol

extension Slip {
  /// What people type in the place of an SMTP command, but for the paths of MAIL and RCPT.
  static let smtp = rows(
    .smtp,
    #"""
    RCPTO:<a@b.example>           => verb.typo             => RCPT TO:<a@b.example>
    RCPTT0:<a@b.example>          => verb.no-space         => RCPT TO:<a@b.example>
    RECIPIENT TO:<a@b.example>    => verb.typo             => RCPT TO:<a@b.example>
    MAIL: a@b.example             => verb.typo             => MAIL FROM:<a@b.example>
    MAIL:<a@b.example>            => verb.typo             => MAIL FROM:<a@b.example>
    MAIL:FROM:<a@b.example>       => verb.no-space         => MAIL FROM:<a@b.example>
    MAIL=<a@b.example>            => verb.typo             => MAIL FROM:<a@b.example>
    RCPR Ro:<a@b.example>         => verb.typo             => RCPT TO:<a@b.example>
    RCPR Ro: a@b.example          => verb.typo             => RCPT TO:<a@b.example>
    MAIL                          => argument.missing      => -
    MA IL FROM:<a@b.example>      => verb.stray-space      => MAIL FROM:<a@b.example>
    MAILFROM:<a@b.example>        => verb.no-space         => MAIL FROM:<a@b.example>
    MAILFROM <a@b.example>        => verb.no-space         => MAIL FROM:<a@b.example>
    MAILFORM:<a@b.example>        => verb.typo             => MAIL FROM:<a@b.example>
    MIAL FROM:<a@b.example>       => verb.typo             => MAIL FROM:<a@b.example>
    MIAL FORM <a@b.example>       => verb.typo             => MAIL FROM:<a@b.example>
    FROM:<a@b.example>            => verb.typo             => MAIL FROM:<a@b.example>
    From: a@b.example             => verb.typo             => MAIL FROM:<a@b.example>
    To: a@b.example               => verb.typo             => RCPT TO:<a@b.example>
    RCPT-TO:<a@b.example>         => verb.no-space         => RCPT TO:<a@b.example>
    rcpt_to:<a@b.example>         => verb.no-space         => RCPT TO:<a@b.example>
    EMAIL FROM:<a@b.example>      => verb.typo             => MAIL FROM:<a@b.example>
    RCTP TO:<a@b.example>         => verb.typo             => RCPT TO:<a@b.example>
    RCPTTO a@b.example            => verb.no-space         => RCPT TO:<a@b.example>
    HELOpc.example.org            => verb.no-space         => HELO pc.example.org
    EHLO: pc.example.org          => verb.extra-sign       => EHLO pc.example.org
    HELO=pc.example.org           => verb.no-space         => HELO pc.example.org
    HELO <pc.example.org>         => hello.bad-name        => HELO pc.example.org
    HELO "pc.example.org"         => hello.bad-name        => HELO pc.example.org
    helo pc.example.org please    => hello.bad-name        => HELO pc.example.org
    helo my pc                    => hello.bad-name        => HELO my-pc
    HELO my_pc                    => hello.bad-name        => HELO my-pc
    HELLO pc.example.org          => verb.typo             => HELO pc.example.org
    HELO[192.0.2.1]               => verb.no-space         => HELO [192.0.2.1]
    ␠EHLO pc.example.org          => verb.stray-space      => EHLO pc.example.org
    START TLS                     => verb.stray-space      => STARTTLS
    DATA.                         => verb.extra-sign       => DATA
    DATA now                      => argument.extra        => DATA
    "QUIT"                        => verb.extra-sign       => QUIT
    Quit!                         => verb.extra-sign       => Quit
    "MAIL FROM:<a@b.example>"     => verb.extra-sign       => MAIL FROM:<a@b.example>
    AUTHLOGIN                     => verb.no-space         => AUTH LOGIN
    AUTH=PLAIN abc                => verb.no-space         => AUTH PLAIN abc
    USER=dewey                    => verb.other-protocol   => -
    USER: dewey                   => verb.other-protocol   => -
    Subject: hello                => verb.unknown          => -
    Hello, how are you            => verb.unknown          => -
    MAIL␉FROM:<a@b.example>       => line.tab              => MAIL FROM:<a@b.example>
    ETRN <c.example>              => path.bad-address      => ETRN c.example
    ETRN c!                       => path.bad-address      => ETRN c
    List-Id: x                    => verb.unknown          => -
    RCPT:<a@b.example>            => verb.typo             => RCPT TO:<a@b.example>
    RCPT:TO:<a@b.example>         => verb.no-space         => RCPT TO:<a@b.example>
    RCPT=TO:<a@b.example>         => verb.no-space         => RCPT TO:<a@b.example>
    RCPT-TO <a@b.example>         => verb.no-space         => RCPT TO:<a@b.example>
    RCPTTO:<a@b.example>          => verb.no-space         => RCPT TO:<a@b.example>
    RCPTO a@b.example             => verb.typo             => RCPT TO:<a@b.example>
    RCP TO:<a@b.example>          => verb.typo             => RCPT TO:<a@b.example>
    RCPT2 TO:<a@b.example>        => verb.typo             => RCPT TO:<a@b.example>
    RECIPIENT:<a@b.example>       => verb.typo             => RCPT TO:<a@b.example>
    RECEIPT TO:<a@b.example>      => verb.typo             => RCPT TO:<a@b.example>
    RCT TO:<a@b.example>          => verb.typo             => RCPT TO:<a@b.example>
    TO:<a@b.example>              => verb.typo             => RCPT TO:<a@b.example>
    TO <a@b.example>              => verb.typo             => RCPT TO:<a@b.example>
    FROM <a@b.example>            => verb.typo             => MAIL FROM:<a@b.example>
    SENDER:<a@b.example>          => verb.typo             => MAIL FROM:<a@b.example>
    MAL FROM:<a@b.example>        => verb.typo             => MAIL FROM:<a@b.example>
    MAILS FROM:<a@b.example>      => verb.typo             => MAIL FROM:<a@b.example>
    MAIL-FROM:<a@b.example>       => verb.no-space         => MAIL FROM:<a@b.example>
    MAIL_FROM:<a@b.example>       => verb.no-space         => MAIL FROM:<a@b.example>
    MAILFROM: a@b.example         => verb.no-space         => MAIL FROM:<a@b.example>
    VRFY: bob                     => verb.extra-sign       => VRFY bob
    VRFYbob                       => verb.no-space         => VRFY bob
    EXPNstaff                     => verb.no-space         => EXPN staff
    HELPME                        => verb.typo             => HELP
    NOOPS                         => verb.typo             => NOOP
    QUIT()                        => verb.extra-sign       => QUIT
    quit;                         => verb.extra-sign       => quit
    (QUIT)                        => verb.extra-sign       => QUIT
    QUIT|x                        => verb.extra-sign       => QUIT
    DATA:                         => verb.extra-sign       => DATA
    DATA;                         => verb.extra-sign       => DATA
    DATA1                         => verb.typo             => DATA
    D ATA                         => verb.stray-space      => DATA
    DA TA                         => verb.stray-space      => DATA
    RSET.                         => verb.extra-sign       => RSET
    RSET now                      => argument.extra        => RSET
    NO OP                         => verb.stray-space      => NOOP
    START-TLS                     => verb.typo             => STARTTLS
    STARTTLS.                     => verb.extra-sign       => STARTTLS
    BDAT10                        => verb.no-space         => BDAT 10
    BDAT 10 LAST.                 => argument.extra        => BDAT 10 LAST
    BDAT ten                      => argument.not-a-number => -
    EHLO                          => hello.no-name         => -
    EHLO=pc.example.org           => verb.no-space         => EHLO pc.example.org
    EHLO,pc.example.org           => verb.no-space         => EHLO pc.example.org
    EHLO-pc.example.org           => verb.no-space         => EHLO pc.example.org
    EHLOpc                        => verb.no-space         => EHLO pc
    EHLO (pc.example.org)         => hello.bad-name        => EHLO pc.example.org
    EHLO pc.example.org.          => hello.bad-name        => EHLO pc.example.org
    EHLO pc..example.org          => hello.bad-name        => EHLO pc.example.org
    EHLO pc.example.org, hello    => hello.bad-name        => EHLO pc.example.org
    EHLO a_b.example.org          => hello.bad-name        => EHLO a-b.example.org
    EHLO bob@c.example            => hello.bad-name        => -
    EHLO this is my computer here => hello.bad-name        => -
    EHLO [192.0.2.1               => hello.bad-name        => EHLO [192.0.2.1]
    E HLO pc.example.org          => verb.stray-space      => EHLO pc.example.org
    EHL0 pc.example.org           => verb.typo             => EHLO pc.example.org
    HELOO pc.example.org          => verb.typo             => HELO pc.example.org
    HELO: my pc                   => verb.extra-sign       => HELO my-pc
    AUTH LOGIN x y                => argument.extra        => -
    AUTH:LOGIN                    => verb.no-space         => AUTH LOGIN
    AUTH-LOGIN                    => verb.no-space         => AUTH LOGIN
    AUTHENTICATE                  => verb.typo             => -
    hello server                  => verb.typo             => HELO server
    Mail, please                  => verb.extra-sign       => -
    From: Bob <bob@c.example>     => verb.typo             => MAIL FROM:<bob@c.example>
    To: "Bob" <bob@c.example>     => verb.typo             => RCPT TO:<bob@c.example>
    Cc: bob@c.example             => verb.unknown          => -
    Reply-To: bob@c.example       => verb.unknown          => -
    Date: Mon                     => verb.unknown          => -
    C: MAIL FROM:(a@b.example)    => input.pasted-prompt   => MAIL FROM:<a@b.example>
    > RCPT TO: a@b.example        => input.pasted-prompt   => RCPT TO:<a@b.example>
    ␉                             => line.empty            => -
    ␉QUIT                         => line.tab              => QUIT
    EHLO␉pc.example.org           => line.tab              => EHLO pc.example.org
    RCPT␉TO:␉<a@b.example>        => line.tab              => RCPT TO:<a@b.example>
    GET / HTTP/1.1                => verb.other-protocol   => -
    PASS:hunter2                  => verb.other-protocol   => -
    RETR(1)                       => verb.other-protocol   => -
    """#)
}
