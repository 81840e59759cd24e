import MailProtocol

extension Slip {
  /// What people type behind MAIL and RCPT.
  static let paths = rows(
    .smtp,
    #"""
    RCPT TO:(a@b.example)                               => path.wrong-brackets => RCPT TO:<a@b.example>
    RCPT TO:"a@b.example"                               => path.wrong-brackets => RCPT TO:<a@b.example>
    RCPT TO:'a@b.example'                               => path.wrong-brackets => RCPT TO:<a@b.example>
    RCPT TO:[a@b.example]                               => path.wrong-brackets => RCPT TO:<a@b.example>
    RCPT TO:{a@b.example}                               => path.wrong-brackets => RCPT TO:<a@b.example>
    RCPT TO:`a@b.example`                               => path.wrong-brackets => RCPT TO:<a@b.example>
    RCPT TO:<(a@b.example)>                             => path.wrong-brackets => RCPT TO:<a@b.example>
    RCPT TO:(<a@b.example>)                             => path.wrong-brackets => RCPT TO:<a@b.example>
    RCPT TO:<"a@b.example">                             => path.wrong-brackets => RCPT TO:<a@b.example>
    RCPT TO:"<a@b.example>"                             => path.wrong-brackets => RCPT TO:<a@b.example>
    RCPT TO:a at b.example                              => path.no-at          => RCPT TO:<a@b.example>
    RCPT TO:<a at b.example>                            => path.no-at          => RCPT TO:<a@b.example>
    RCPT TO:<a(at)b.example>                            => path.no-at          => RCPT TO:<a@b.example>
    RCPT TO:<a@@b.example>                              => path.extra-sign     => RCPT TO:<a@b.example>
    RCPT TO:a@@b.example                                => path.extra-sign     => RCPT TO:<a@b.example>
    RCPT TO:<a,b.example>                               => path.no-at          => RCPT TO:<a@b.example>
    RCPT TO:<a@b,com>                                   => path.extra-sign     => RCPT TO:<a@b.com>
    RCPT TO:a@b,com                                     => path.extra-sign     => RCPT TO:<a@b.com>
    RCPT TO:<mailto:a@b.example>                        => path.extra-sign     => RCPT TO:<a@b.example>
    RCPT TO:mailto:a@b.example                          => path.extra-sign     => RCPT TO:<a@b.example>
    RCPT TO:<<a@b.example>>                             => path.extra-sign     => RCPT TO:<a@b.example>
    RCPT TO:< a@b.example >                             => path.space-inside   => RCPT TO:<a@b.example>
    RCPT TO: < a@b.example >                            => path.space-inside   => RCPT TO:<a@b.example>
    MAIL FROM :<a@b.example>                            => path.space          => MAIL FROM:<a@b.example>
    MAIL FROM : <a@b.example>                           => path.space          => MAIL FROM:<a@b.example>
    RCPT TO:<a@b.example>;                              => path.extra-sign     => RCPT TO:<a@b.example>
    RCPT TO:<a@b.example>.                              => path.extra-sign     => RCPT TO:<a@b.example>
    RCPT TO:<a@b.example>,                              => path.extra-sign     => RCPT TO:<a@b.example>
    RCPT TO:<a@b.example>x                              => path.extra-sign     => RCPT TO:<a@b.example>
    RCPT TO:<a@b.example>)                              => path.extra-sign     => RCPT TO:<a@b.example>
    RCPT TO:<a@b.example>,<c@d.example>                 => path.two-recipients => RCPT TO:<a@b.example>
    RCPT TO:<a@b.example> <c@d.example>                 => path.two-recipients => RCPT TO:<a@b.example>
    RCPT TO:<a@b.example>;<c@d.example>                 => path.two-recipients => RCPT TO:<a@b.example>
    RCPT TO:<a@b.example,c@d.example>                   => path.two-recipients => RCPT TO:<a@b.example>
    RCPT TO:a@b.example c@d.example                     => path.two-recipients => RCPT TO:<a@b.example>
    RCPT TO:a@b.example, c@d.example                    => path.two-recipients => RCPT TO:<a@b.example>
    RCPT TO:Bob <a@b.example>, Al <c@d.example>         => path.two-recipients => RCPT TO:<a@b.example>
    RCPT TO:<a@b.example> NOTIFY=NEVER <c@d.example>    => path.two-recipients => RCPT TO:<a@b.example>
    RCPT T0:<a@b.example>                               => path.wrong-keyword  => RCPT TO:<a@b.example>
    MAIL FORM:<a@b.example>                             => path.wrong-keyword  => MAIL FROM:<a@b.example>
    MAIL FRM:<a@b.example>                              => path.wrong-keyword  => MAIL FROM:<a@b.example>
    MAIL FROM=<a@b.example>                             => path.no-colon       => MAIL FROM:<a@b.example>
    MAIL FROM;<a@b.example>                             => path.no-colon       => MAIL FROM:<a@b.example>
    MAIL FROM -> <a@b.example>                          => path.no-colon       => MAIL FROM:<a@b.example>
    MAIL TO:<a@b.example>                               => path.wrong-keyword  => MAIL FROM:<a@b.example>
    RCPT FROM:<a@b.example>                             => path.wrong-keyword  => RCPT TO:<a@b.example>
    MAIL TO a@b.example                                 => path.wrong-keyword  => MAIL FROM:<a@b.example>
    RCPT TO:<bob>                                       => path.no-domain      => -
    RCPT TO:<bob@>                                      => path.no-domain      => -
    RCPT TO:<@b.example>                                => path.bad-address    => -
    RCPT TO:<@>                                         => path.bad-address    => -
    RCPT TO:@                                           => path.bad-address    => -
    RCPT TO:<b ob@c.example>                            => path.space-inside   => -
    RCPT TO:<bob @c.example>                            => path.space-inside   => RCPT TO:<bob@c.example>
    RCPT TO:<bob@ c.example>                            => path.space-inside   => RCPT TO:<bob@c.example>
    RCPT TO:<bob@c. example>                            => path.space-inside   => RCPT TO:<bob@c.example>
    RCPT TO:<bob@c.example.>                            => path.stray-dot      => RCPT TO:<bob@c.example>
    RCPT TO:<bob@.c.example>                            => path.stray-dot      => RCPT TO:<bob@c.example>
    RCPT TO:<.bob@c.example>                            => path.stray-dot      => RCPT TO:<bob@c.example>
    RCPT TO:<bob.@c.example>                            => path.stray-dot      => RCPT TO:<bob@c.example>
    RCPT TO:<bo..b@c..example>                          => path.stray-dot      => RCPT TO:<bo.b@c.example>
    RCPT TO:Bob <bob@c.example>                         => path.display-name   => RCPT TO:<bob@c.example>
    RCPT TO:"Bob" <bob@c.example>                       => path.display-name   => RCPT TO:<bob@c.example>
    RCPT TO:"Bob Jones" bob@c.example                   => path.display-name   => RCPT TO:<bob@c.example>
    RCPT TO:<Bob bob@c.example>                         => path.display-name   => RCPT TO:<bob@c.example>
    RCPT TO:<Bob <bob@c.example>>                       => path.display-name   => RCPT TO:<bob@c.example>
    RCPT TO:bob@c.example (Bob)                         => path.display-name   => RCPT TO:<bob@c.example>
    RCPT TO:<bob@c.example> (Bob)                       => path.display-name   => RCPT TO:<bob@c.example>
    RCPT TO:(Bob) <bob@c.example>                       => path.display-name   => RCPT TO:<bob@c.example>
    RCPT TO:bob@c.example <bob@c.example>               => path.display-name   => RCPT TO:<bob@c.example>
    RCPT TO:<bob@c.example                              => path.one-bracket    => RCPT TO:<bob@c.example>
    RCPT TO:bob@c.example>                              => path.one-bracket    => RCPT TO:<bob@c.example>
    RCPT TO:>bob@c.example<                             => path.wrong-brackets => RCPT TO:<bob@c.example>
    RCPT TO:<bob@c.example)                             => path.wrong-brackets => RCPT TO:<bob@c.example>
    RCPT TO:(bob@c.example>                             => path.wrong-brackets => RCPT TO:<bob@c.example>
    RCPT TO:bob@c.example;                              => path.extra-sign     => RCPT TO:<bob@c.example>
    RCPT TO:bob@c.example.                              => path.stray-dot      => RCPT TO:<bob@c.example>
    RCPT TO:<bob@c.example;>                            => path.extra-sign     => RCPT TO:<bob@c.example>
    RCPT TO::<bob@c.example>                            => path.extra-sign     => RCPT TO:<bob@c.example>
    RCPT TO:TO:<bob@c.example>                          => path.extra-sign     => RCPT TO:<bob@c.example>
    RCPT TO TO:<bob@c.example>                          => path.no-colon       => RCPT TO:<bob@c.example>
    RCPT TO                                             => path.no-colon       => -
    RCPT to:                                            => path.empty          => -
    RCPT TO:<>                                          => path.empty          => -
    MAIL FROM:< >                                       => path.space-inside   => MAIL FROM:<>
    MAIL FROM:()                                        => path.empty          => -
    MAIL FROM:<a@b.example>SIZE=100                     => path.extra-sign     => MAIL FROM:<a@b.example> SIZE=100
    MAIL FROM: <a@b.example> SIZE=100                   => path.space          => MAIL FROM:<a@b.example> SIZE=100
    MAIL FROM:a@b.example size=100                      => path.no-brackets    => MAIL FROM:<a@b.example> size=100
    MAIL FROM:(a@b.example) SIZE=100                    => path.wrong-brackets => MAIL FROM:<a@b.example> SIZE=100
    MAIL <a@b.example>                                  => path.no-keyword     => MAIL FROM:<a@b.example>
    MAIL a@b.example                                    => path.no-keyword     => MAIL FROM:<a@b.example>
    RCPT tom@x.example                                  => path.no-keyword     => RCPT TO:<tom@x.example>
    RCPT bob                                            => path.no-keyword     => -
    MAIL FROMa@b.example                                => path.no-colon       => MAIL FROM:<a@b.example>
    MAIL FROM<a@b.example>                              => path.no-colon       => MAIL FROM:<a@b.example>
    MAIL F ROM:<a@b.example>                            => path.wrong-keyword  => MAIL FROM:<a@b.example>
    MAIL FROM:<a@[192.0.2.300]>                         => path.bad-address    => -
    MAIL FROM:<a@b_c.example>                           => path.bad-address    => -
    MAIL FROM:<a@b c>                                   => path.space-inside   => -
    MAIL FROM:<A@B.EXAMPLE                              => path.one-bracket    => MAIL FROM:<A@B.EXAMPLE>
    MAIL FROM:<bob@c.example> <                         => path.extra-sign     => MAIL FROM:<bob@c.example>
    MAIL FROM:<bob@c.example>>                          => path.extra-sign     => MAIL FROM:<bob@c.example>
    MAIL FROM:<bob@c.example>)>                         => path.extra-sign     => MAIL FROM:<bob@c.example>
    MAIL FROM:<bob@c.example.>                          => path.stray-dot      => MAIL FROM:<bob@c.example>
    MAIL FROM:<.bob@c.example>                          => path.stray-dot      => MAIL FROM:<bob@c.example>
    MAIL FROM:<bob@c.example;>                          => path.extra-sign     => MAIL FROM:<bob@c.example>
    MAIL FROM:<bob@c.example,>                          => path.extra-sign     => MAIL FROM:<bob@c.example>
    MAIL FROM:<,bob@c.example>                          => path.extra-sign     => MAIL FROM:<bob@c.example>
    MAIL FROM:;<bob@c.example>                          => path.extra-sign     => MAIL FROM:<bob@c.example>
    MAIL FROM:=<bob@c.example>                          => path.extra-sign     => MAIL FROM:<bob@c.example>
    MAIL FROM:-<bob@c.example>                          => path.extra-sign     => MAIL FROM:<bob@c.example>
    MAIL FROM:*bob@c.example*                           => path.extra-sign     => MAIL FROM:<bob@c.example>
    MAIL FROM:/bob@c.example/                           => path.extra-sign     => MAIL FROM:<bob@c.example>
    MAIL FROM:|bob@c.example|                           => path.extra-sign     => MAIL FROM:<bob@c.example>
    MAIL FROM:<bob@c.example> ;                         => path.extra-sign     => MAIL FROM:<bob@c.example>
    MAIL FROM:<bob@c.example> .                         => path.extra-sign     => MAIL FROM:<bob@c.example>
    MAIL FROM:<bob@c.example>!                          => path.extra-sign     => MAIL FROM:<bob@c.example>
    MAIL FROM:<bob@c.example>?                          => path.extra-sign     => MAIL FROM:<bob@c.example>
    MAIL FROM:<bob@c.example>//                         => path.extra-sign     => MAIL FROM:<bob@c.example>
    MAIL FROM:<bob@c.example> // me                     => input.pasted-prompt => MAIL FROM:<bob@c.example>
    MAIL FROM:<bob@c.example>\                          => path.bad-address    => -
    MAIL FROM:<bob@c.example>'                          => path.extra-sign     => MAIL FROM:<bob@c.example>
    MAIL FROM:<bob@c.example>"                          => path.extra-sign     => MAIL FROM:<bob@c.example>
    MAIL FROM:'<bob@c.example>'                         => path.wrong-brackets => MAIL FROM:<bob@c.example>
    MAIL FROM:"Bob"<bob@c.example>                      => path.display-name   => MAIL FROM:<bob@c.example>
    MAIL FROM:Bob<bob@c.example>                        => path.display-name   => MAIL FROM:<bob@c.example>
    MAIL FROM:bob bob@c.example                         => path.display-name   => MAIL FROM:<bob@c.example>
    MAIL FROM:bob@c.example bob                         => path.no-brackets    => MAIL FROM:<bob@c.example> bob
    MAIL FROM:bob@c.example, bob                        => path.display-name   => MAIL FROM:<bob@c.example>
    MAIL FROM:<bob@c.example>,bob                       => path.extra-sign     => MAIL FROM:<bob@c.example>
    MAIL FROM:<bob@c.example, bob>                      => path.display-name   => MAIL FROM:<bob@c.example>
    MAIL FROM:<bob@c,example>                           => path.extra-sign     => MAIL FROM:<bob@c.example>
    MAIL FROM:<bob@mail.c,org>                          => path.extra-sign     => MAIL FROM:<bob@mail.c.org>
    MAIL FROM:<bob@c;example>                           => path.extra-sign     => MAIL FROM:<bob@c.example>
    MAIL FROM:<bob@c:25>                                => path.extra-sign     => MAIL FROM:<bob@c>
    MAIL FROM:<bob@c/example>                           => path.extra-sign     => MAIL FROM:<bob@c.example>
    MAIL FROM:<bob@c.example:25>                        => path.extra-sign     => MAIL FROM:<bob@c.example>
    MAIL FROM:<bob@c.example/x>                         => path.bad-address    => -
    MAIL FROM:<bob@@@c.example>                         => path.extra-sign     => MAIL FROM:<bob@c.example>
    MAIL FROM:<bob@c@d.example>                         => path.bad-address    => -
    MAIL FROM:<@bob@c.example>                          => path.extra-sign     => MAIL FROM:<bob@c.example>
    MAIL FROM:<bob@c.example@>                          => path.extra-sign     => MAIL FROM:<bob@c.example>
    MAIL FROM:<bob at c dot example>                    => path.no-domain      => -
    MAIL FROM:<bob[at]c.example>                        => path.no-at          => MAIL FROM:<bob@c.example>
    MAIL FROM:<bob (at) c.example>                      => path.no-at          => MAIL FROM:<bob@c.example>
    MAIL FROM:<bob AT c.example>                        => path.no-at          => MAIL FROM:<bob@c.example>
    MAIL FROM:<bob;c.example>                           => path.no-at          => MAIL FROM:<bob@c.example>
    MAIL FROM:<bob#c.example>                           => path.no-at          => MAIL FROM:<bob@c.example>
    MAIL FROM:<bob"c.example>                           => path.no-at          => MAIL FROM:<bob@c.example>
    MAIL FROM:<bob.c.example>                           => path.no-domain      => -
    MAIL FROM:<c.example>                               => path.no-domain      => -
    MAIL FROM:bob                                       => path.no-domain      => -
    MAIL FROM:bob smith                                 => path.no-domain      => -
    MAIL FROM:"bob"                                     => path.no-domain      => -
    MAIL FROM:<MAILTO:bob@c.example>                    => path.extra-sign     => MAIL FROM:<bob@c.example>
    MAIL FROM:<smtp:bob@c.example>                      => path.extra-sign     => MAIL FROM:<bob@c.example>
    MAIL FROM:<mailto://bob@c.example>                  => path.extra-sign     => MAIL FROM:<bob@c.example>
    MAIL FROM:<http://c.example>                        => path.extra-sign     => -
    MAIL FROM:< bob@c.example>                          => path.space-inside   => MAIL FROM:<bob@c.example>
    MAIL FROM:<bob@c.example >                          => path.space-inside   => MAIL FROM:<bob@c.example>
    MAIL FROM:< <bob@c.example> >                       => path.extra-sign     => MAIL FROM:<bob@c.example>
    MAIL FROM:<bob @ c.example>                         => path.space-inside   => MAIL FROM:<bob@c.example>
    MAIL FROM:bob @ c.example                           => path.space-inside   => MAIL FROM:<bob@c.example>
    MAIL FROM:<bob@c .example>                          => path.space-inside   => MAIL FROM:<bob@c.example>
    MAIL FROM:<bob@ c .example >                        => path.space-inside   => MAIL FROM:<bob@c.example>
    MAIL FROM:<bob jones@c.example>                     => path.space-inside   => -
    MAIL FROM:<>>                                       => path.empty          => -
    MAIL FROM:<<>>                                      => path.empty          => -
    MAIL FROM:<                                         => path.empty          => -
    MAIL FROM:>                                         => path.empty          => -
    MAIL FROM:><                                        => path.empty          => -
    MAIL FROM:<bob@c.example>, SIZE=10                  => path.extra-sign     => MAIL FROM:<bob@c.example> SIZE=10
    MAIL FROM:<bob@c.example>; SIZE=10                  => path.extra-sign     => MAIL FROM:<bob@c.example> SIZE=10
    MAIL FROM:bob@c.example; SIZE=10                    => path.extra-sign     => MAIL FROM:<bob@c.example> SIZE=10
    MAIL FROM:(bob@c.example                            => path.wrong-brackets => MAIL FROM:<bob@c.example>
    MAIL FROM:bob@c.example)                            => path.wrong-brackets => MAIL FROM:<bob@c.example>
    MAIL FROM:[bob@c.example                            => path.wrong-brackets => MAIL FROM:<bob@c.example>
    MAIL FROM:<bob@c.example]                           => path.wrong-brackets => MAIL FROM:<bob@c.example>
    MAIL FROM:{bob@c.example>                           => path.wrong-brackets => MAIL FROM:<bob@c.example>
    MAIL FROM:<bob@[192.0.2.1]                          => path.bad-address    => -
    MAIL FROM:bob@[192.0.2.1]                           => path.no-brackets    => MAIL FROM:<bob@[192.0.2.1]>
    MAIL FROM:(bob@[192.0.2.1])                         => path.bad-address    => -
    MAIL FROM:<bob@[192.0.2.1]>;                        => path.bad-address    => -
    MAIL FROM:<o'brien@c.example>;                      => path.extra-sign     => MAIL FROM:<o'brien@c.example>
    MAIL FROM:'o'brien@c.example'                       => path.wrong-brackets => MAIL FROM:<o'brien@c.example>
    MAIL FROM:<"a b"@c.example>;                        => path.bad-address    => -
    MAIL FROM:<"a b"@c.example                          => path.bad-address    => -
    MAIL FROM:<a b@c.example>                           => path.space-inside   => -
    MAIL FROM:<bob+tag@c.example                        => path.one-bracket    => MAIL FROM:<bob+tag@c.example>
    MAIL FROM:<-bob@c.example>;                         => path.extra-sign     => MAIL FROM:<-bob@c.example>
    MAIL FROM:<bob_@c.example>;                         => path.extra-sign     => MAIL FROM:<bob_@c.example>
    MAIL FROM:<@a.example,@b.example:bob@c.example      => path.bad-address    => -
    RCPT TO:<@a.example:bob@c.example>;                 => path.bad-address    => -
    RCPT TO:<Postmaster>;                               => path.extra-sign     => RCPT TO:<Postmaster>
    RCPT TO:Postmaster                                  => path.no-brackets    => RCPT TO:<Postmaster>
    RCPT TO: Postmaster                                 => path.no-brackets    => RCPT TO:<Postmaster>
    RCPT TO:(Postmaster)                                => path.wrong-brackets => RCPT TO:<Postmaster>
    RCPT TO:<postmaster                                 => path.one-bracket    => RCPT TO:<postmaster>
    RCPT TO:<bob@c.example>,<bob@c.example>             => path.two-recipients => RCPT TO:<bob@c.example>
    RCPT TO:<a@b.example> and <c@d.example>             => path.two-recipients => RCPT TO:<a@b.example>
    RCPT TO:<a@b.example>&<c@d.example>                 => path.two-recipients => RCPT TO:<a@b.example>
    RCPT TO:<a@b.example>|<c@d.example>                 => path.two-recipients => RCPT TO:<a@b.example>
    RCPT TO:<a@b.example>/<c@d.example>                 => path.two-recipients => RCPT TO:<a@b.example>
    RCPT TO:<a@b.example><c@d.example>                  => path.two-recipients => RCPT TO:<a@b.example>
    RCPT TO:a@b.example;c@d.example                     => path.two-recipients => RCPT TO:<a@b.example>
    RCPT TO:<a@b.example;c@d.example>                   => path.two-recipients => RCPT TO:<a@b.example>
    RCPT TO:<a@b.example> TO:<c@d.example>              => path.two-recipients => RCPT TO:<a@b.example>
    RCPT TO:<a@b.example>, <c@d.example>, <e@f.example> => path.two-recipients => RCPT TO:<a@b.example>
    RCPT TO:<A@B.EXAMPLE> <C@D.EXAMPLE>                 => path.two-recipients => RCPT TO:<A@B.EXAMPLE>
    MAIL FROM:<a@b.example>,<c@d.example>               => path.two-recipients => MAIL FROM:<a@b.example>
    RCPT CC:<a@b.example>                               => path.wrong-keyword  => RCPT TO:<a@b.example>
    RCPT BCC:<a@b.example>                              => path.wrong-keyword  => RCPT TO:<a@b.example>
    RCPT T:<a@b.example>                                => path.wrong-keyword  => RCPT TO:<a@b.example>
    RCPT TOO:<a@b.example>                              => path.wrong-keyword  => RCPT TO:<a@b.example>
    RCPT Ro: a@b.example                                => path.wrong-keyword  => RCPT TO:<a@b.example>
    RCPT TO.<a@b.example>                               => path.wrong-keyword  => RCPT TO:<a@b.example>
    RCPT TO,<a@b.example>                               => path.no-colon       => RCPT TO:<a@b.example>
    RCPT TO-<a@b.example>                               => path.wrong-keyword  => RCPT TO:<a@b.example>
    RCPT TO <a@b.example>                               => path.no-colon       => RCPT TO:<a@b.example>
    RCPT TO a@b.example                                 => path.no-colon       => RCPT TO:<a@b.example>
    RCPT TO;a@b.example                                 => path.no-colon       => RCPT TO:<a@b.example>
    RCPT TO=a@b.example                                 => path.no-colon       => RCPT TO:<a@b.example>
    RCPT TO : <a@b.example>                             => path.space          => RCPT TO:<a@b.example>
    RCPT TO :a@b.example                                => path.space          => RCPT TO:<a@b.example>
    RCPT TO: <a@b.example>                              => path.space          => RCPT TO:<a@b.example>
    RCPT TO:  <a@b.example>                             => path.space          => RCPT TO:<a@b.example>
    RCPT TO: a@b.example                                => path.no-brackets    => RCPT TO:<a@b.example>
    MAIL FROM                                           => path.no-colon       => -
    MAIL FROM:                                          => path.empty          => -
    MAIL FORM:                                          => path.wrong-keyword  => -
    MAIL TO:                                            => path.wrong-keyword  => -
    MAIL from<>                                         => path.no-colon       => MAIL FROM:<>
    MAIL <>                                             => path.no-keyword     => MAIL FROM:<>
    RCPT <a@b.example>,<c@d.example>                    => path.no-keyword     => RCPT TO:<a@b.example>
    MAIL Bob <a@b.example>                              => path.no-keyword     => MAIL FROM:<a@b.example>
    """#)
}
