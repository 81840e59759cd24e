"""A server that means harm, or has lost its mind: whatever it sends, the terminal stays the learner's."""

import json
import pathlib
import re
import threading
import time

import test_connect
from servers import Certificates, Scripted
from sessions import CTRL_C, ENTER

PATIENCE = 20  # seconds

# What must never reach a terminal from a server: what follows ESC here is what mailtutor and libedit never write.
EVIL = {
    "a colour": b"\x1b[45;5mred",
    "a cleared screen": b"\x1b[2J\x1b[H",
    "a title": b"\x1b]0;owned\x07",
    "a title with ST": b"\x1b]2;owned\x1b\\",
    "a clipboard": b"\x1b]52;c;b3duZWQ=\x07",
    "a question to the terminal": b"\x1b[6n\x1b[c\x1bZ",
    "a device string": b"\x1bP+q544e\x1b\\",
    "carriage returns": b"fine\rpop3 transaction> \r\r",
    "a fake prompt": b"\rpop3 transaction> QUIT",
    "backspaces": b"safe\x08\x08\x08\x08evil",
    "NULs": b"a\x00b\x00\x00c",
    "invalid UTF-8": b"\xff\xfe\xc0\x80\xed\xa0\x80\xf5\x80",
    "half a character": b"caf\xc3",
    "C1 controls": b"\x9b45m\x9d0;owned\x9c\xc2\x9b2J\xc2\x85",
    "bidi": "\u202egnitrevni\u2066\u2069\u200f".encode(),
    "invisible": "zero\u200bwidth\ufeff\u00ad\u2028".encode(),
    "a bell": b"\x07\x07\x07",
    "DEL and tabs": b"\x7f\x7f\ta\tb\x0b\x0c",
    "many marks": b"e" + "\u0301".encode() * 500,
    "a format": b"%s%n%x {name} {n|a|b} `code` \\(x)",
    "a long line": b"x" * 100_000,
    "spaces": b" " * 5000,
}
# Of these nothing may come to the terminal; SGR alone is mailtutor's own. `Screen` refuses whatever it does not know.
FORBIDDEN = re.compile(
    rb"\x1b[\]PXZ^_\\c]|\x1b\[(?:6n|c|H|2J|45;5m|45m|33;1m)|[\x00\x07\x0b\x0c]|\xc2[\x80-\x9f]|"
    + b"|".join(character.encode() for character in "\u202e\u2066\u2069\u200f\u200b\ufeff\u2028"))
MEGABYTES = 300


class HostileTest(test_connect.ConnectTest):
    def opened(self, serve, scheme="pop3", *arguments, limit=30):
        self.server = Scripted(self, serve, limit)
        return self.terminal("connect", self.server.url(scheme), "--lang", "en", *arguments)

    def is_at_prompt(self, terminal, after=-1, seconds=PATIENCE):
        """Waits for a prompt below the row `after`; False when the program has ended instead."""
        deadline = time.monotonic() + seconds
        while terminal.read(0.05):
            if terminal.screen.row > after and terminal._is_at_prompt():
                return True
            if time.monotonic() > deadline:
                self.fail(f"neither a prompt nor an end:\n{terminal.framed()[-3000:]}")
        return False

    def play(self, terminal, lines):
        """Types lines as long as there is a prompt, and leaves; the exit code."""
        row = -1
        for line in [*lines, "/quit"]:
            if not self.is_at_prompt(terminal, row):
                break
            row = terminal.screen.row
            self.assertModest(terminal)
            terminal.keys(line + ENTER)
        return terminal.exit_code(PATIENCE)

    def assertModest(self, terminal):
        """Never, not for a moment, much memory."""
        status = pathlib.Path(f"/proc/{terminal.child.pid}/status")
        found = re.search(r"VmHWM:\s+(\d+) kB", status.read_text() if status.exists() else "")
        if found:
            self.assertLess(int(found[1]) // 1024, MEGABYTES, "megabytes")

    def assertSane(self, terminal):
        """Nothing of the server's has acted on the terminal."""
        found = FORBIDDEN.search(terminal.octets)
        self.assertIsNone(found, found and terminal.octets[max(0, found.start() - 80):found.end() + 80])
        for line in terminal.screen.text().splitlines():
            self.assertNotRegex(line, r"^pop3 transaction> QUIT", "a prompt that the server made")


class Words(HostileTest):
    """What a reply may hold, in each place of a reply."""

    def test_pop3(self):
        for name, octets in EVIL.items():
            with self.subTest(name):
                self.setUp()

                def serve(peer):
                    peer.say(b"+OK " + octets + b"\r\n")
                    while line := peer.hear():
                        if line.startswith((b"LIST", b"CAPA")):
                            peer.say(b"+OK " + octets + b"\r\n1 " + octets + b"\r\n" + octets + b"\r\n.\r\n")
                        elif line.startswith((b"USER", b"PASS", b"QUIT")):
                            peer.say(b"+OK " + octets + b"\r\n")
                        else:
                            peer.say(b"-ERR [" + octets[:60] + b"] " + octets + b"\r\n" if b"]" not in octets else b"-ERR\r\n")

                terminal = self.opened(serve, "pop3", "--log", "log")
                code = self.play(terminal, [
                    "CAPA", "/explain", "USER a", "STTA", "/why", "PASS b", "STAT", "LIST", "/explain", "/where", "/lang zh",
                    "/explain"])
                self.assertEqual(code, 0)
                self.assertSane(terminal)
                log = (self.home.folder / "log").read_bytes()
                self.assertIsNone(FORBIDDEN.search(log), "in the log")
                terminal.close()

    def test_smtp(self):
        for name, octets in EVIL.items():
            with self.subTest(name):
                self.setUp()

                def serve(peer):
                    peer.say(b"220-" + octets + b"\r\n220 " + octets + b"\r\n")
                    while line := peer.hear():
                        code = b"250" if line.startswith((b"EHLO", b"MAIL")) else b"550"
                        peer.say(code + b"-" + octets + b"\r\n" + code + b" 2.1.0 " + octets + b"\r\n")

                terminal = self.opened(serve, "smtp")
                code = self.play(terminal, [
                    "EHLO a", "/explain", "MAIL FROM:<a@b.example>", "RCPT TO:<c@d.example>", "/why", "/where", "NOOP"])
                self.assertEqual(code, 0)
                self.assertSane(terminal)
                terminal.close()

    def test_as_json(self):
        """No raw control there either: a JSON file is looked at in terminals, too."""
        for name, octets in EVIL.items():
            with self.subTest(name):

                def serve(peer):
                    peer.say(b"+OK " + octets + b"\r\n")
                    peer.hear()
                    peer.say(b"-ERR " + octets + b"\r\n")
                    peer.wait()

                server = Scripted(self, serve)
                ended = self.run_tutor("connect", server.url(), "--json", "--cast", "cast", input="CAPA\n/quit\n")
                self.assertEqual(ended.code, 0)
                self.assertIsNone(FORBIDDEN.search(ended.output.encode()))
                for line in ended.output.splitlines():
                    json.loads(line)

    def test_a_certificate(self):
        """Its names and its issuer are a server's words, too."""
        evil = Certificates(self, common_name="Au\x1b[45mthority", names="DNS:\x1b]0;owned\x07,IP:127.0.0.1")

        def serve(peer):
            peer.connection = evil.wrap(peer.connection)
            peer.say(b"+OK ready\r\n")
            peer.wait()

        for trust in (["--insecure"], []):
            terminal = self.opened(serve, "pop3s", *trust)
            code = self.play(terminal, ["/where"])
            self.assertEqual(code, 0 if trust else 69)
            self.assertSane(terminal)


class Volume(HostileTest):
    TEN = 10_000_000

    def test_a_long_line(self):
        places = {
            "greeting": (b"+OK " + b"x" * self.TEN + b"\r\n", b"+OK\r\n.\r\n"),
            "greeting that is none": (b"x" * self.TEN + b"\r\n", b"+OK\r\n.\r\n"),
            "reply": (b"+OK hello\r\n", b"-ERR " + b"x" * self.TEN + b"\r\n"),
            "capability": (b"+OK hello\r\n", b"+OK\r\n" + b"x" * self.TEN + b"\r\n.\r\n"),
            "escapes": (b"+OK hello\r\n", b"-ERR " + b"\x1b[45m" * (self.TEN // 5) + b"\r\n"),
            "many lines": (b"+OK hello\r\n", b"+OK\r\n" + b"TOP\r\n" * (self.TEN // 5) + b".\r\n"),
        }
        for name, (greeting, reply) in places.items():
            with self.subTest(name):

                def serve(peer):
                    peer.say(greeting)
                    while peer.hear() != b"":
                        peer.say(reply)

                terminal = self.opened(serve)
                self.assertIn(self.play(terminal, ["CAPA", "/explain", "/where"]), (0, 69))
                self.assertSane(terminal)
                # A learner can still read what is on the screen.
                self.assertLess(len(terminal.octets), 200_000)
                terminal.close()

    def test_a_long_line_of_smtp(self):
        def serve(peer):
            peer.say(b"220 hello\r\n")
            peer.hear()
            peer.say(b"250-a\r\n" + (b"250-" + b"x" * 1000 + b"\r\n") * 10_000 + b"250 z\r\n")
            peer.wait()

        terminal = self.opened(serve, "smtp")
        self.assertIn(self.play(terminal, ["EHLO a", "/explain"]), (0, 69))
        self.assertSane(terminal)

    def test_without_an_end(self):
        """Ctrl-C gives the prompt back, and memory stays bounded."""
        floods = {
            "lines": (b"+OK hello\r\n", b"+OK\r\n", b"1 120\r\n" * 1000),
            "one line": (b"+OK hello\r\n", b"+OK ", b"x" * 7000),
            "replies": (b"+OK hello\r\n", b"+OK\r\n.\r\n", b"+OK and again\r\n" * 500),
            "NULs": (b"+OK hello\r\n", b"+OK\r\n", b"\x00" * 7000),
            "greeting": (b"", b"", b"+OK hello" * 700),
        }
        for name, (greeting, reply, flood) in floods.items():
            with self.subTest(name):

                def serve(peer):
                    peer.say(greeting)
                    if reply:
                        peer.hear()
                    peer.say(reply)
                    peer.flood(flood)

                terminal = self.opened(serve, limit=20)
                if reply:
                    self.assertTrue(self.is_at_prompt(terminal))
                    terminal.keys("CAPA" + ENTER)
                self.read_for(terminal, 3)
                ended = False
                for _ in range(5):
                    if ended or terminal._is_at_prompt():
                        break
                    terminal.keys(CTRL_C)
                    deadline = time.monotonic() + 3
                    while not ended and not terminal._is_at_prompt() and time.monotonic() < deadline:
                        ended = not terminal.read(0.05)
                else:
                    self.fail(f"no prompt after Ctrl-C:\n{terminal.framed()[-2000:]}")
                if not ended:
                    self.assertModest(terminal)
                    terminal.keys("/quit" + ENTER)
                self.assertIn(terminal.exit_code(), (0, 69))
                self.assertSane(terminal)
                self.server.stop()
                terminal.close()

    def read_for(self, terminal, seconds):
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline and terminal.read(0.05):
            if terminal.screen.row % 50 == 0:
                self.assertModest(terminal)


class Moments(HostileTest):
    """Hanging up, and 421, whenever it hurts. The learner gets a sentence, and exit code 0 or 69."""

    POP3 = {"USER": b"+OK\r\n", "PASS": b"+OK\r\n", "STAT": b"+OK 1 100\r\n", "DELE 1": b"+OK\r\n",
            "RETR 1": b"+OK\r\nSubject: a\r\n\r\nb\r\n.\r\n"}
    SMTP = {"EHLO a": b"250-a\r\n250 SIZE\r\n", "MAIL FROM:<a@b.example>": b"250 OK\r\n",
            "RCPT TO:<c@d.example>": b"250 OK\r\n", "DATA": b"354 go\r\n"}

    def session(self, greeting, replies, stop, last):
        """A server that does as told up to command number `stop`, then says `last` and hangs up."""
        def serve(peer):
            peer.say(greeting if stop >= 0 else last)
            for number, reply in enumerate(replies.values()):
                if stop < 0:
                    return
                peer.hear()
                if number == stop:
                    peer.say(last)
                    return
                peer.say(reply)

        return serve

    def assertTold(self, terminal, code):
        self.assertIn(code, (0, 69))
        self.assertSane(terminal)
        return terminal.screen.text()

    def test_hung_up_after_each_command(self):
        for scheme, greeting, replies in (("pop3", b"+OK a\r\n", self.POP3), ("smtp", b"220 a\r\n", self.SMTP)):
            for stop, line in enumerate(replies):
                for last in (b"", b"+O" if scheme == "pop3" else b"25", b"+OK x\r\nmore\r\n" if line == "RETR 1" else b"",
                             b"250-half\r\n" if line == "EHLO a" else b""):
                    with self.subTest(line, last=last):
                        terminal = self.opened(self.session(greeting, replies, stop, last), scheme)
                        code = self.play(terminal, [*list(replies)[:stop + 1], "NOOP"])
                        self.assertEqual(code, 69)
                        told = self.assertTold(terminal, code)
                        # DELE has marked a message, and a lost line keeps it.
                        lost = "quit.forgotten" if line == "RETR 1" else "reply.connection-lost"
                        self.assertDiagnosed(told, lost)
                        terminal.close()

    def test_hung_up_in_the_greeting(self):
        for last in (b"", b"+O", b"+OK ready", b"\r\n", b"\x00"):
            with self.subTest(last):
                terminal = self.opened(self.session(b"", {}, -1, last))
                code = self.play(terminal, ["USER a", "NOOP"])
                self.assertEqual(code, 69)
                self.assertDiagnosed(
                    self.assertTold(terminal, code), "network.lost", "network.no-greeting", "reply.connection-lost")

    def test_hung_up_in_a_letter(self):
        def serve(peer):
            peer.say(b"220 a\r\n")
            for reply in self.SMTP.values():
                peer.hear()
                peer.say(reply)
            peer.hear()

        terminal = self.opened(serve, "smtp")
        code = self.play(terminal, [*self.SMTP, "Subject: a", "", "b", ".", "yes"])
        self.assertEqual(code, 69)
        self.assertDiagnosed(self.assertTold(terminal, code), "reply.connection-lost")

    def test_421_at_each_moment(self):
        for stop, line in [(-1, "greeting"), *enumerate(self.SMTP)]:
            for closes in (True, False):
                with self.subTest(line, closes=closes):
                    serve = self.session(b"220 a\r\n", self.SMTP, stop, b"421 4.3.2 a Going down\r\n")

                    def lingering(peer):
                        serve(peer)
                        if not closes:
                            peer.wait()

                    terminal = self.opened(lingering, "smtp")
                    code = self.play(terminal, [*list(self.SMTP)[:stop + 1], "NOOP"] if closes else list(self.SMTP)[:stop + 1])
                    told = self.assertTold(terminal, code)
                    self.assertEqual(code, 69 if closes else 0)
                    self.assertIn("S: 421 4.3.2 a Going down", told)
                    terminal.close()

    def test_421_while_nothing_was_asked(self):
        gone = threading.Event()

        def serve(peer):
            peer.say(b"220 a\r\n")
            peer.hear()
            peer.say(b"250 a\r\n")
            gone.wait(10)
            peer.say(b"421 4.4.2 Idle too long\r\n")

        terminal = self.opened(serve, "smtp")
        self.assertTrue(self.is_at_prompt(terminal))
        terminal.enter("EHLO a")
        gone.set()
        self.assertEqual(terminal.exit_code(), 69)
        shown = terminal.screen.text()
        self.assertIn("S: 421 4.4.2 Idle too long", shown)
        self.assertDiagnosed(shown, "reply.connection-lost")

    def test_replies_before_commands(self):
        """They are shown as what they are, and do not drive the session on by themselves."""
        def serve(peer):
            peer.say(b"+OK ready\r\n+OK\r\n+OK logged in\r\n+OK 3 300\r\n")
            while line := peer.hear():
                peer.say(b"-ERR no " + line.split(b" ")[0] + b"\r\n")

        terminal = self.opened(serve)
        self.assertTrue(self.is_at_prompt(terminal))
        self.assertEqual(terminal.screen.at_cursor, "pop3 authorization> ")
        terminal.play(["USER a", "PASS b"])
        self.assertEqual(terminal.screen.at_cursor, "pop3 authorization> ")
        self.assertSays(terminal.screen.text(), "S: -ERR no PASS")
        self.assertEqual(terminal.quit(), 0)
        self.assertSane(terminal)

    def test_a_reply_that_is_none(self):
        for reply in (b"\r\n", b"\n", b"OK\r\n", b"250\r\n", b"999 what\r\n", b"+\r\n", b"+OK\n", b"-ERR\r", b"\x00\r\n",
                      b"250 OK\r\r\n", b"25 OK\r\n", b"250_OK\r\n", b"250-a\r\n251 b\r\n"):
            for scheme, greeting in (("pop3", b"+OK a\r\n"), ("smtp", b"220 a\r\n")):
                with self.subTest(reply, scheme=scheme):

                    answered = threading.Event()

                    def serve(peer):
                        peer.say(greeting)
                        peer.hear()
                        peer.say(reply + b"\r\n")
                        answered.set()
                        peer.hear()

                    terminal = self.opened(serve, scheme)
                    self.assertTrue(self.is_at_prompt(terminal))
                    row = terminal.screen.row
                    terminal.keys("NOOP" + ENTER)
                    # Ctrl-C before the line has left would be none.
                    self.assertTrue(answered.wait(20))
                    self.read_until_quiet(terminal)
                    terminal.keys(CTRL_C)
                    if self.is_at_prompt(terminal, row):
                        terminal.keys("/quit" + ENTER)
                    self.assertIn(terminal.exit_code(), (0, 69))
                    self.assertSane(terminal)
                    terminal.close()

    def read_until_quiet(self, terminal):
        size = -1
        while size != len(terminal.octets) and terminal.read(0.2):
            size = len(terminal.octets)

    def test_a_greeting_that_takes_its_time(self):
        first, second = threading.Event(), threading.Event()

        def serve(peer):
            first.wait(20)
            peer.say(b"220-please wait\r\n")
            second.wait(20)
            peer.say(b"220 now\r\n")
            while line := peer.hear():
                peer.say(b"250 a\r\n" if line.startswith(b"EHLO") else b"221 bye\r\n")

        terminal = self.opened(serve, "smtp")
        terminal.wait_for("Connected to")
        first.set()
        terminal.settle()
        self.assertFalse(terminal._is_at_prompt())
        second.set()
        self.assertTrue(self.is_at_prompt(terminal))
        self.assertSays(terminal.screen.text(), "S: 220-please wait\nS: 220 now")
        terminal.enter("EHLO a")
        self.assertEqual(terminal.screen.at_cursor, "smtp greeted> ")

    def test_one_octet_at_a_time(self):
        def serve(peer):
            peer.say_slowly("+OK grüße <1.2@a>\r\n".encode())
            while line := peer.hear():
                peer.say_slowly(b"+OK\r\nTOP\r\nUIDL\r\n.\r\n" if line == b"CAPA" else b"+OK 2 320\r\n")

        terminal = self.opened(serve)
        self.assertTrue(self.is_at_prompt(terminal))
        self.assertSays(terminal.screen.text(), "S: +OK grüße <1.2@a>")
        self.assertSays(terminal.enter("CAPA"), "S: +OK\nS: TOP\nS: UIDL\nS: .")
        terminal.play(["USER a", "PASS b"])
        self.assertEqual(terminal.screen.at_cursor, "pop3 transaction> ")


class Handshakes(HostileTest):
    def test_hung_up_during_tls(self):
        def early(peer):
            peer.connection.recv(1)

        def at_once(peer):
            pass

        def nonsense(peer):
            peer.connection.recv(100)
            peer.say(b"\x16\x03\x03\x00\x05hello" + bytes(range(256)) * 4)

        def alert(peer):
            peer.connection.recv(100)
            peer.say(b"\x15\x03\x01\x00\x02\x02\x28")

        for serve in (early, at_once, nonsense, alert):
            with self.subTest(serve.__name__):
                terminal = self.opened(serve, "pop3s", "--insecure")
                self.assertEqual(terminal.exit_code(), 69)
                self.assertDiagnosed(terminal.screen.text(), "network.")
                self.assertSane(terminal)

    def test_hung_up_in_the_upgrade(self):
        def answered(then):
            def serve(peer):
                peer.say(b"+OK a\r\n")
                peer.hear()
                peer.say(b"+OK begin\r\n")
                then(peer)
            return serve

        cases = {
            "at once": lambda peer: None,
            "after a while": lambda peer: peer.connection.recv(10),
            "in clear": lambda peer: (peer.connection.recv(500), peer.say(b"+OK what?\r\n"), peer.wait()),
            "nonsense": lambda peer: (peer.connection.recv(500), peer.say(b"\x16\x03\x03\xff\xff\x1b[45m"), peer.wait()),
        }
        for name, then in cases.items():
            with self.subTest(name):
                terminal = self.opened(answered(then), "pop3", "--insecure")
                self.assertEqual(self.play(terminal, ["STLS", "CAPA"]), 69)
                self.assertDiagnosed(terminal.screen.text(), "network.", "reply.connection-lost")
                self.assertSane(terminal)
                terminal.close()

    def test_words_in_clear_behind_the_go_ahead_are_no_replies_of_the_encrypted_session(self):
        """What stands behind the answer to STLS was put there by who stands in between. RFC 3207 §6; CVE-2011-0411."""
        certificates = Certificates(self)

        def serve(peer):
            peer.say(b"+OK a\r\n")
            peer.hear()
            peer.say(b"+OK begin\r\n+OK injected\r\n+OK injected\r\n")
            peer.connection = certificates.wrap(peer.connection)
            while peer.hear():
                peer.say(b"-ERR the true answer\r\n")

        terminal = self.opened(serve, "pop3", "--insecure")
        self.assertTrue(self.is_at_prompt(terminal))
        terminal.keys("STLS" + ENTER)
        self.read(terminal)
        if terminal.child.isalive() and terminal._is_at_prompt():
            terminal.keys("CAPA" + ENTER)
            self.read(terminal)
            shown = terminal.screen.text()
            self.assertGreater(shown.find("the true answer"), 0)
        self.assertNotIn("injected", terminal.screen.text())

    def read(self, terminal, seconds=2):
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline and terminal.read(0.1):
            pass
