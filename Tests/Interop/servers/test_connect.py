"""`mailtutor connect` and `learn --server` in a terminal, with Dovecot, Postfix and Exim at the other end."""

import os
import pathlib
import re
import sys
import tempfile
import termios

import programs
import real

sys.path.append(str(programs.HERE.parents[1] / "Terminal"))
import pack
import sessions
from sessions import ENTER

LETTERS = [programs.HERE / "letters" / f"{name}.eml" for name in ("plain", "header", "dots")]
ADDRESS = "dewey@mail.example.net"
PLAIN = "AUTH PLAIN AGRld2V5AHRhbnN0YWFm"


class RealServerTest(sessions.TerminalTest):
    def setUp(self):
        super().setUp()
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory(prefix="mt-", dir="/tmp")))
        self.folder.chmod(0o755)
        self.certificate, self.key = real.make_certificate(self.folder)

    def real(self, name):
        """The running server, or a test that is skipped with a sentence; with CI=true nothing is skipped."""
        if objection := programs.objection(name):
            if os.environ.get("CI") == "true":
                self.fail(objection)
            self.skipTest(objection)
        values = {"certificate": self.certificate, "key": self.key}
        match name:
            case "dovecot": server = real.Dovecot(real.users(0), LETTERS, **values)
            case "postfix": server = real.Postfix(sasl=self.real("dovecot").sasl, **values)
            case "exim": server = real.Exim(**values)
        self.addCleanup(server.stop)
        return server

    def connect(self, scheme, server, *arguments):
        terminal = self.terminal("connect", f"{scheme}://127.0.0.1:{server.port}", "--lang", "en", *arguments)
        terminal.prompt()
        return terminal

    def lesson_of(self, lesson, url, *arguments, language="en"):
        terminal = self.terminal("learn", lesson, "--server", url, "--lang", language, *arguments)
        terminal.prompt()
        return terminal

    def password(self, terminal, secret):
        terminal.keys("PASS" + ENTER)
        terminal.wait(lambda: terminal.screen.typed_line == "PASS ", "the question")
        terminal.wait(lambda: not terminal.mode(termios.ECHO), "echo off")
        start = terminal.screen.row
        terminal.keys(secret + ENTER)
        shown = terminal.shown_since(start)
        self.assertEqual(terminal.screen.at_cursor, "pop3 transaction> ", shown)
        return shown

    def bye(self, terminal, line="QUIT", code=0):
        terminal.keys(line + ENTER)
        self.assertEqual(terminal.exit_code(), code, terminal.framed())

    def assertNowhere(self, secret, terminal):
        self.assertEqual(self.home.files_with(secret), [])
        self.assertNotIn(secret.encode(), terminal.octets)


class WithDovecot(RealServerTest):
    def test_a_session(self):
        terminal = self.connect("pop3", self.real("dovecot"), "--log", "log", "--cast", "cast")
        self.assertSays(terminal.screen.text(), "S: +OK Dovecot (Debian) ready.")
        self.assertDiagnosed(terminal.enter("STAT"), "state.not-logged-in")
        terminal.enter("USER huey")
        self.password(terminal, "sesame")
        self.assertRegex(terminal.enter("STAT"), r"S: \+OK 3 \d+")
        terminal.play(["LIST", "RETR 1", "TOP 2 1", "UIDL", "DELE 1"])
        terminal.enter("QUIT")
        self.assertEqual(terminal.screen.at_cursor, "? ")
        terminal.play(["no", "RSET"])
        self.bye(terminal)
        self.assertNowhere("sesame", terminal)

    def test_quit_removes_after_a_yes(self):
        server = self.real("dovecot")
        for count in (3, 2):
            terminal = self.connect("pop3", server)
            terminal.enter("USER huey")
            self.password(terminal, "sesame")
            self.assertSays(terminal.enter("STAT"), f"S: +OK {count} ")
            terminal.play(["DELE 1", "QUIT"])
            self.bye(terminal, "yes")

    def test_upgraded(self):
        server = self.real("dovecot")
        terminal = self.connect("pop3", server, "--insecure")
        terminal.enter("CAPA")
        shown = terminal.enter("STLS")
        self.assertSays(shown, "Encrypted with TLSv1.3")
        self.assertSays(shown, pack.ui("en", "connect.unverified"))
        self.assertSays(terminal.enter("/where"), "The certificate is for mail.example.net")
        terminal.enter("USER dewey")
        self.password(terminal, "tanstaaf")
        self.bye(terminal)
        self.bye(self.connect("pop3", server), "STLS", code=69)

    def test_every_login(self):
        server = self.real("dovecot")
        for lines in ([PLAIN], ["AUTH PLAIN", PLAIN.split()[-1]], ["AUTH LOGIN", "ZGV3ZXk=", "dGFuc3RhYWY="]):
            ended = self.run_tutor(
                "connect", f"pop3://127.0.0.1:{server.port}", "--lang", "en", "--log", "log", "--cast", "cast",
                input="\n".join([*lines, "STAT", "QUIT", ""]))
            self.assertEqual((ended.code, ended.errors), (0, ""))
            self.assertIn("S: +OK 0 0", ended.output)
            for secret in ("tanstaaf", "dGFuc3RhYWY", "RhbnN0YWFm"):
                self.assertEqual(self.home.files_with(secret), [])

    def test_a_wrong_password(self):
        terminal = self.connect("pop3", self.real("dovecot"))
        terminal.enter("USER dewey")
        self.assertDiagnosed(terminal.enter("PASS wrong"), "auth.wrong")
        self.assertEqual(terminal.quit(), 0)

    def test_the_first_lesson(self):
        server = self.real("dovecot")
        for language in pack.LANGUAGES:
            with self.subTest(language):
                terminal = self.lesson_of(
                    "first-session", f"pop3://huey@127.0.0.1:{server.port}", language=language)
                terminal.play(["b", "USER huey"])
                self.password(terminal, "sesame")
                octets = re.search(r"S: \+OK 3 (\d+)", terminal.enter("STAT"))[1]
                terminal.play([octets, "b", "LIST", "RETR 9", "RETR 2", "QUIT"])
                self.bye(terminal, "")
                shown = terminal.screen.text()
                self.assertSays(
                    shown, pack.ui(language, "finished.lesson", title=pack.title(pack.FIRST_SESSION, language)))
                self.assertNotIn("✗", shown)
                self.assertNowhere("sesame", terminal)
                terminal.close()

    def test_the_first_lesson_encrypted(self):
        """From the first octet, and by STLS in the middle of the lesson."""
        server = self.real("dovecot")
        for scheme, port, upgrade in (("pop3s", server.tls_port, []), ("pop3", server.port, ["STLS"])):
            with self.subTest(scheme):
                terminal = self.lesson_of("first-session", f"{scheme}://huey@127.0.0.1:{port}", "--insecure")
                terminal.play(["b", *upgrade, "USER huey"])
                self.assertSays(terminal.screen.text(), pack.ui("en", "connect.unverified"))
                self.password(terminal, "sesame")
                octets = re.search(r"S: \+OK 3 (\d+)", terminal.enter("STAT"))[1]
                terminal.play([octets, "b", "LIST", "RETR 9", "RETR 2", "QUIT"])
                self.bye(terminal, "")
                self.assertSays(
                    terminal.screen.text(),
                    pack.ui("en", "finished.lesson", title=pack.title(pack.FIRST_SESSION, "en")))
                terminal.close()
        # Nobody vouches for that certificate.
        terminal = self.terminal("learn", "first-session", "--server", f"pop3s://huey@127.0.0.1:{server.tls_port}")
        self.assertEqual(terminal.exit_code(), 69)

    def test_an_empty_mailbox(self):
        """There is no second letter to fetch, and that is nobody's fault."""
        terminal = self.lesson_of("first-session", f"pop3://dewey@127.0.0.1:{self.real('dovecot').port}")
        terminal.play(["b", "USER dewey"])
        self.password(terminal, "tanstaaf")
        terminal.play(["STAT", "0", "b", "LIST", "RETR 9"])
        shown = terminal.enter("RETR 2")
        self.assertSays(shown, "you did nothing wrong")
        self.assertNotIn("✗", shown)


class Letters:
    """What Postfix and Exim have in common."""

    def envelope(self, terminal):
        terminal.play([f"MAIL FROM:<{ADDRESS}>", f"RCPT TO:<{ADDRESS}>", "DATA"])
        self.assertEqual(terminal.screen.at_cursor, "smtp data> ")

    def test_a_letter(self):
        terminal = self.connect("smtp", self.real(self.server))
        self.assertDiagnosed(terminal.enter(f"MAIL FROM:<{ADDRESS}>"), "state.no-hello")
        terminal.enter("EHLO pc.example.org")
        self.envelope(terminal)
        terminal.play(["Subject: By hand", "", "..a dot"])
        self.assertSays(terminal.enter("."), pack.ui("en", "connect.ask-letter", recipients=ADDRESS))
        self.assertSays(terminal.enter("no"), pack.ui("en", "connect.not-sent"))
        terminal.enter(".")
        self.assertRegex(terminal.enter("yes"), r"(?m)^S: 250 ")
        self.assertEqual(terminal.screen.at_cursor, "smtp greeted> ")
        self.bye(terminal)

    def test_upgraded(self):
        server = self.real(self.server)
        terminal = self.connect("smtp", server, "--insecure", "--log", "log")
        terminal.enter("EHLO pc.example.org")
        shown = terminal.enter("STARTTLS")
        self.assertSays(shown, "Encrypted with TLSv1.3")
        self.assertSays(shown, pack.ui("en", "connect.hello-again"))
        self.assertEqual(terminal.screen.at_cursor, "smtp connected> ")
        terminal.enter("EHLO pc.example.org")
        self.assertRegex(terminal.enter(PLAIN), r"(?m)^S: 235 ")
        self.envelope(terminal)
        terminal.play(["Subject: By hand", "", "Encrypted.", ".", "yes"])
        self.assertEqual(terminal.screen.at_cursor, "smtp greeted> ")
        self.bye(terminal)
        self.assertEqual(self.home.files_with(PLAIN.split()[-1]), [])
        terminal = self.connect("smtp", server)
        terminal.enter("EHLO pc.example.org")
        self.bye(terminal, "STARTTLS", code=69)

    def first_lesson(self, *arguments, upgrade=()):
        terminal = self.lesson_of("first-letter", *arguments, "--address", ADDRESS)
        terminal.play(["a", "EHLO pc.example.org", *upgrade, f"MAIL FROM:<{ADDRESS}>", "DATA", f"RCPT TO:<{ADDRESS}>",
                       "DATA", "Subject: A letter by hand", "", "Good morning,", ".", "yes", "c", "QUIT"])
        self.bye(terminal, "")
        shown = terminal.screen.text()
        self.assertSays(shown, pack.ui("en", "finished.lesson", title=pack.title(pack.FIRST_LETTER, "en")))
        self.assertNotIn("✗", shown)
        terminal.close()
        return shown

    def test_the_first_lesson(self):
        self.first_lesson(f"smtp://127.0.0.1:{self.real(self.server).port}")

    def test_the_first_lesson_encrypted(self):
        """From the first octet, and by STARTTLS in the middle of the lesson."""
        server = self.real(self.server)
        unverified = pack.ui("en", "connect.unverified")
        self.assertSays(self.first_lesson(f"smtps://127.0.0.1:{server.tls_port}", "--insecure"), unverified)
        shown = self.first_lesson(
            f"smtp://127.0.0.1:{server.port}", "--insecure", upgrade=["STARTTLS", "EHLO pc.example.org"])
        self.assertSays(shown, unverified)


class WithPostfix(Letters, RealServerTest):
    server = "postfix"


class WithExim(Letters, RealServerTest):
    server = "exim"
