import MailProtocol

extension Slip {
  /// What people type in the place of a POP3 command.
  static let pop3 = rows(
    .pop3,
    #"""
    USER=dewey                                           => verb.no-space            => USER dewey
    USER:dewey                                           => verb.no-space            => USER dewey
    USER: dewey                                          => verb.extra-sign          => USER dewey
    USERdewey                                            => verb.no-space            => USER dewey
    USERS dewey                                          => verb.typo                => USER dewey
    USERNAME dewey                                       => verb.typo                => USER dewey
    USER(dewey)                                          => verb.no-space            => USER dewey
    USER"dewey"                                          => verb.no-space            => USER dewey
    PASS:hunter2                                         => verb.no-space            => PASS hunter2
    PASShunter2                                          => verb.no-space            => PASS hunter2
    PASS: hunter2                                        => verb.extra-sign          => PASS hunter2
    PASSWORD hunter2                                     => verb.typo                => PASS hunter2
    USER dewey hunter2                                   => argument.extra           => USER dewey
    RETR(9)                                              => verb.no-space            => RETR 9
    RETR (9)                                             => argument.not-a-number    => RETR 9
    RETR:2                                               => verb.no-space            => RETR 2
    RETR#2                                               => verb.no-space            => RETR 2
    RETR #2                                              => argument.not-a-number    => RETR 2
    RETR-2                                               => verb.no-space            => RETR 2
    RETR no 9                                            => argument.not-a-number    => RETR 9
    RETR no. 9                                           => argument.not-a-number    => RETR 9
    RETR number 9                                        => argument.not-a-number    => RETR 9
    RETR message 2                                       => argument.not-a-number    => RETR 2
    RETR message two                                     => argument.not-a-number    => RETR 2
    RETR the 2nd                                         => argument.not-a-number    => RETR 2
    DELE 1,2                                             => argument.list            => DELE 1
    DELE 1 2                                             => argument.list            => DELE 1
    DELE 1, 2                                            => argument.list            => DELE 1
    DELE 1-3                                             => argument.list            => DELE 1
    DELE 1..3                                            => argument.list            => DELE 1
    DELE 1 - 3                                           => argument.list            => DELE 1
    DELE 1 to 3                                          => argument.list            => DELE 1
    DELE 1 and 2                                         => argument.list            => DELE 1
    DELE all                                             => argument.list            => -
    DELE *                                               => argument.list            => -
    RETR 1:*                                             => argument.list            => RETR 1
    LIST all                                             => argument.list            => LIST
    LIST *                                               => argument.list            => LIST
    LIST -l                                              => argument.not-a-number    => LIST
    LIST messages                                        => argument.not-a-number    => LIST
    UIDL all                                             => argument.list            => UIDL
    RETR *                                               => argument.list            => -
    RETR 2.                                              => argument.not-a-number    => RETR 2
    RETR +2                                              => argument.not-a-number    => RETR 2
    RETR 2nd                                             => argument.not-a-number    => RETR 2
    RETR two                                             => argument.not-a-number    => RETR 2
    RETR second                                          => argument.not-a-number    => RETR 2
    RETR hai                                             => argument.not-a-number    => RETR 2
    RETR l                                               => argument.not-a-number    => RETR 1
    RETR 1O                                              => argument.not-a-number    => RETR 10
    RETR 1.0                                             => argument.not-a-number    => -
    RETR 0x10                                            => argument.not-a-number    => -
    RETR 1x                                              => argument.not-a-number    => RETR 1
    RETR -1                                              => argument.negative        => -
    RETR (0)                                             => argument.not-a-number    => -
    RETR 2 please                                        => argument.extra           => RETR 2
    RETR last                                            => argument.not-a-number    => -
    TOP 1,0                                              => argument.not-a-number    => TOP 1 0
    TOP 1 2 3                                            => argument.extra           => TOP 1 2
    TOP 1 lines 5                                        => argument.not-a-number    => TOP 1 5
    TOP(1,0)                                             => verb.no-space            => TOP 1 0
    TOP 1 O                                              => argument.not-a-number    => TOP 1 0
    TOP 1                                                => argument.top-needs-lines => TOP 1 0
    TOP1 0                                               => verb.no-space            => TOP 1 0
    ␠STAT                                                => verb.stray-space         => STAT
    ␉STAT                                                => line.tab                 => STAT
    RETR␉1                                               => line.tab                 => RETR 1
    STAT␉                                                => line.tab                 => STAT
    ST AT                                                => verb.stray-space         => STAT
    STA T                                                => verb.stray-space         => STAT
    D ELE 1                                              => verb.stray-space         => DELE 1
    R E T R 1                                            => verb.stray-space         => RETR 1
    "STAT"                                               => verb.extra-sign          => STAT
    'STAT'                                               => verb.extra-sign          => STAT
    "RETR 1"                                             => verb.extra-sign          => RETR 1
    STAT;                                                => verb.extra-sign          => STAT
    STAT.                                                => verb.extra-sign          => STAT
    stat()                                               => verb.extra-sign          => stat
    -STAT                                                => verb.extra-sign          => STAT
    STAT|more                                            => verb.extra-sign          => STAT
    STTA;                                                => verb.extra-sign          => STAT
    ␠␠STTA                                               => verb.stray-space         => STAT
    ␠␠foo                                                => verb.unknown             => -
    ␠␠␠PASS hunter2                                      => verb.stray-space         => PASS hunter2
    STAT1                                                => verb.typo                => STAT
    RETR1                                                => verb.no-space            => RETR 1
    DELETE 1                                             => verb.typo                => DELE 1
    delete all                                           => verb.typo                => -
    LISTE                                                => verb.typo                => LIST
    QUIT now                                             => argument.extra           => QUIT
    RSET 2                                               => argument.rset-takes-none => RSET
    C: STAT 1                                            => input.pasted-prompt      => STAT
    C: RETR 2.                                           => input.pasted-prompt      => RETR 2
    LIST,1                                               => verb.no-space            => LIST 1
    HELO x                                               => verb.other-protocol      => -
    MAIL FROM:<a@b.example>                              => verb.other-protocol      => -
    DATA:                                                => verb.other-protocol      => -
    tanstaaf                                             => verb.unknown             => -
    READ 1                                               => verb.unknown             => -
    REST 3                                               => verb.myth                => -
    AUTHLOGIN                                            => verb.no-space            => AUTH LOGIN
    APOPx y                                              => verb.typo                => -
    USER                                                 => argument.missing         => -
    USER=                                                => verb.extra-sign          => -
    USER:                                                => verb.extra-sign          => -
    USER-dewey                                           => verb.no-space            => USER dewey
    USER,dewey                                           => verb.no-space            => USER dewey
    USER;dewey                                           => verb.no-space            => USER dewey
    USER.dewey                                           => verb.no-space            => USER dewey
    USER<dewey>                                          => verb.no-space            => USER dewey
    USER='dewey'                                         => verb.no-space            => USER dewey
    USER="dewey"                                         => verb.no-space            => USER dewey
    USER:"dewey"                                         => verb.no-space            => USER dewey
    USER: "dewey"                                        => verb.extra-sign          => USER "dewey"
    user=dewey                                           => verb.no-space            => USER dewey
    USER: dewey hunter2                                  => verb.extra-sign          => USER dewey
    USER dewey duck                                      => argument.extra           => USER dewey
    USRE=dewey                                           => verb.typo                => USER dewey
    USE R dewey                                          => verb.stray-space         => USER dewey
    U SER dewey                                          => verb.stray-space         => USER dewey
    US ER dewey                                          => verb.stray-space         => USER dewey
    'USER dewey'                                         => verb.extra-sign          => USER dewey
    "USER dewey"                                         => verb.extra-sign          => USER dewey
    (USER dewey)                                         => verb.extra-sign          => USER dewey
    USER dewey // me                                     => input.pasted-prompt      => USER dewey
    PASS=hunter2                                         => verb.no-space            => PASS hunter2
    PASS,hunter2                                         => verb.no-space            => PASS hunter2
    PASS(hunter2)                                        => verb.no-space            => PASS hunter2
    PASS-hunter2                                         => verb.no-space            => PASS hunter2
    PA SS hunter2                                        => verb.stray-space         => PASS hunter2
    "PASS hunter2"                                       => verb.extra-sign          => PASS hunter2
    PASS; hunter2                                        => verb.extra-sign          => PASS hunter2
    PAS hunter2                                          => verb.typo                => PASS hunter2
    PASSW hunter2                                        => verb.typo                => PASS hunter2
    PASSWORD=hunter2                                     => verb.typo                => PASS hunter2
    password: hunter2                                    => verb.typo                => PASS hunter2
    APOP mrose c4c9 x                                    => argument.extra           => -
    LIST(1)                                              => verb.no-space            => LIST 1
    LIST#1                                               => verb.no-space            => LIST 1
    LIST.                                                => verb.extra-sign          => LIST
    LIST()                                               => verb.extra-sign          => LIST
    LIST;1                                               => verb.no-space            => LIST 1
    LIST1,2                                              => verb.no-space            => LIST 1
    LIST 1,2                                             => argument.list            => LIST 1
    LIST all messages                                    => argument.list            => LIST
    LIST every                                           => argument.list            => LIST
    LIST -a                                              => argument.not-a-number    => LIST
    LIST .                                               => argument.not-a-number    => LIST
    LIST ?                                               => argument.not-a-number    => LIST
    LIST "1"                                             => argument.not-a-number    => LIST 1
    LIST one                                             => argument.not-a-number    => LIST 1
    LIST 1.                                              => argument.not-a-number    => LIST 1
    LIST 1;                                              => argument.not-a-number    => LIST 1
    LIST 1!                                              => argument.not-a-number    => LIST 1
    LIST [1]                                             => argument.not-a-number    => LIST 1
    LIST {1}                                             => argument.not-a-number    => LIST 1
    LIST <1>                                             => argument.not-a-number    => LIST 1
    LIST n1                                              => argument.not-a-number    => LIST 1
    LIST 0                                               => argument.zero            => -
    UIDL(3)                                              => verb.no-space            => UIDL 3
    UIDL no 3                                            => argument.not-a-number    => UIDL 3
    UIDL 1-                                              => argument.not-a-number    => UIDL 1
    RETR 1,                                              => argument.not-a-number    => RETR 1
    RETR ,1                                              => argument.not-a-number    => RETR 1
    RETR 1;2                                             => argument.list            => RETR 1
    RETR 1&2                                             => argument.list            => RETR 1
    RETR 1+2                                             => argument.list            => RETR 1
    RETR 1/2                                             => argument.list            => RETR 1
    RETR 1:3                                             => argument.list            => RETR 1
    RETR 1 or 2                                          => argument.list            => RETR 1
    RETR 1, 2 and 3                                      => argument.list            => RETR 1
    RETR one two                                         => argument.list            => RETR 1
    RETR first                                           => argument.not-a-number    => RETR 1
    RETR 1st                                             => argument.not-a-number    => RETR 1
    RETR 3rd                                             => argument.not-a-number    => RETR 3
    RETR the third                                       => argument.not-a-number    => RETR 3
    RETR third message                                   => argument.not-a-number    => RETR 3
    RETR mail 2                                          => argument.not-a-number    => RETR 2
    RETR mail2                                           => argument.not-a-number    => RETR 2
    RETR msg#2                                           => argument.not-a-number    => RETR 2
    RETR number two                                      => argument.not-a-number    => RETR 2
    RETR n. 2                                            => argument.not-a-number    => RETR 2
    RETR no.2                                            => argument.not-a-number    => RETR 2
    RETR no2                                             => argument.not-a-number    => RETR 2
    RETR -2                                              => argument.negative        => -
    RETR --2                                             => argument.not-a-number    => -
    RETR 2-                                              => argument.not-a-number    => RETR 2
    RETR 2 -                                             => argument.extra           => RETR 2
    RETR "2"                                             => argument.not-a-number    => RETR 2
    RETR '2'                                             => argument.not-a-number    => RETR 2
    RETR 2"                                              => argument.not-a-number    => RETR 2
    RETR =2                                              => argument.not-a-number    => RETR 2
    RETR : 2                                             => argument.not-a-number    => RETR 2
    RETR two letters                                     => argument.not-a-number    => RETR 2
    RETR 2 now please                                    => argument.extra           => RETR 2
    RETR please 2                                        => argument.not-a-number    => RETR 2
    RETR 2abcdef                                         => argument.not-a-number    => -
    RETR 2.5                                             => argument.not-a-number    => -
    RETR 1e3                                             => argument.not-a-number    => -
    RETR 99999999999                                     => argument.too-big         => -
    RETR (99999999999)                                   => argument.not-a-number    => -
    RETR O                                               => argument.not-a-number    => -
    RETR I                                               => argument.not-a-number    => RETR 1
    RETR everything                                      => argument.list            => -
    RETR ALL                                             => argument.list            => -
    RETR *.*                                             => argument.not-a-number    => -
    RETR inbox                                           => argument.not-a-number    => -
    RETR ba                                              => argument.not-a-number    => RETR 3
    RETR;2                                               => verb.no-space            => RETR 2
    RETR,2                                               => verb.no-space            => RETR 2
    RETR=2                                               => verb.no-space            => RETR 2
    RETR/2                                               => verb.no-space            => RETR 2
    RETR'2'                                              => verb.no-space            => RETR 2
    RETR"2"                                              => verb.no-space            => RETR 2
    RETR[2]                                              => verb.no-space            => RETR 2
    RETR{2}                                              => verb.no-space            => RETR 2
    RETR<2>                                              => verb.no-space            => RETR 2
    RETR_2                                               => verb.no-space            => RETR 2
    RETR2,3                                              => verb.no-space            => RETR 2
    RETR2nd                                              => verb.no-space            => RETR 2
    RETRtwo                                              => verb.typo                => -
    RE TR 2                                              => verb.stray-space         => RETR 2
    RETR(1,2)                                            => verb.no-space            => RETR 1
    RETR(message 2)                                      => verb.no-space            => RETR 2
    retr no. 9!                                          => argument.not-a-number    => RETR 9
    DELE(1)                                              => verb.no-space            => DELE 1
    DELE#1                                               => verb.no-space            => DELE 1
    DELE 1;2;3                                           => argument.list            => DELE 1
    DELE 1 2 3                                           => argument.list            => DELE 1
    DELE 1 through 3                                     => argument.list            => DELE 1
    DELE 2 3                                             => argument.list            => DELE 2
    DELE all messages                                    => argument.list            => -
    DELE every message                                   => argument.list            => -
    DEL E 1                                              => verb.stray-space         => DELE 1
    DELETE(1)                                            => verb.typo                => DELE 1
    DELETE all                                           => verb.typo                => -
    TOP 1,10                                             => argument.not-a-number    => TOP 1 10
    TOP(1 10)                                            => verb.no-space            => TOP 1 10
    TOP 1;10                                             => argument.not-a-number    => TOP 1 10
    TOP 1/10                                             => argument.not-a-number    => TOP 1 10
    TOP 1-10                                             => argument.not-a-number    => TOP 1 10
    TOP 1 10 lines                                       => argument.extra           => TOP 1 10
    TOP message 1 lines 10                               => argument.not-a-number    => TOP 1 10
    TOP 1 ten                                            => argument.not-a-number    => TOP 1 10
    TOP one ten                                          => argument.not-a-number    => TOP 1 10
    TOP all                                              => argument.not-a-number    => -
    TOP 1 all                                            => argument.not-a-number    => -
    TOP 1 -1                                             => argument.negative        => -
    TOP 1.                                               => argument.not-a-number    => -
    TOP (1) 0                                            => argument.not-a-number    => TOP 1 0
    TO P 1 0                                             => verb.stray-space         => TOP 1 0
    STAT?                                                => verb.extra-sign          => STAT
    STAT!                                                => verb.extra-sign          => STAT
    STAT,                                                => verb.extra-sign          => STAT
    STAT:                                                => verb.extra-sign          => STAT
    STAT()                                               => verb.extra-sign          => STAT
    [STAT]                                               => verb.extra-sign          => STAT
    <STAT>                                               => verb.extra-sign          => STAT
    {STAT}                                               => verb.extra-sign          => STAT
    *STAT*                                               => verb.extra-sign          => STAT
    .STAT                                                => verb.extra-sign          => STAT
    STAT&                                                => verb.extra-sign          => STAT
    STAT;LIST                                            => verb.extra-sign          => STAT
    STAT, LIST                                           => verb.extra-sign          => STAT
    STAT && LIST                                         => argument.extra           => STAT
    STAT all                                             => argument.extra           => STAT
    STATS                                                => verb.typo                => STAT
    STTA.                                                => verb.extra-sign          => STAT
    S T A T                                              => verb.stray-space         => STAT
    QUIT.                                                => verb.extra-sign          => QUIT
    "QUIT"                                               => verb.extra-sign          => QUIT
    'quit'                                               => verb.extra-sign          => quit
    `QUIT`                                               => verb.extra-sign          => QUIT
    QUIT()                                               => verb.extra-sign          => QUIT
    Q UIT                                                => verb.stray-space         => QUIT
    QU IT                                                => verb.stray-space         => QUIT
    QUIT QUIT                                            => argument.extra           => QUIT
    NOOP!                                                => verb.extra-sign          => NOOP
    CAPA;                                                => verb.extra-sign          => CAPA
    CAPAx                                                => verb.typo                => CAPA
    RSET()                                               => verb.extra-sign          => RSET
    RSET all                                             => argument.rset-takes-none => RSET
    ␠␠QUIT                                               => verb.stray-space         => QUIT
    ␠␠RETR(2)                                            => verb.stray-space         => RETR 2
    ␠␠READ 1                                             => verb.unknown             => -
    ␉␉QUIT                                               => line.tab                 => QUIT
    TOP␉1␉0                                              => line.tab                 => TOP 1 0
    RETR 1␉                                              => line.tab                 => RETR 1
    ␠␉STAT                                               => line.tab                 => STAT
    foo␉bar                                              => line.tab                 => -
    USER␉dewey                                           => line.tab                 => USER dewey
    HELO=x                                               => verb.other-protocol      => -
    MAIL:x                                               => verb.other-protocol      => -
    STLS.                                                => verb.extra-sign          => STLS
    AUTH=LOGIN                                           => verb.no-space            => AUTH LOGIN
    AUTH PLAIN a b                                       => argument.extra           => -
    LAN G vi                                             => verb.stray-space         => LANG vi
    LANG vi en                                           => argument.extra           => LANG vi
    hello                                                => verb.unknown             => -
    what now?                                            => verb.unknown             => -
    """#)
}
