"""The programs that people type into: openssl s_client, nc, telnet."""

import subprocess

from client_test import ClientTest, missing, needs, program_says
from dialogue import Dialogue
from letters import ADDRESS, LETTERS, LF_LETTER, SENDER, stuffed, with_crlf, without_trace
from server import OFFERS, scenario

# nc of OpenBSD, which Debian has; others know no -C.
needs_openbsd_nc = (
    (lambda test: test) if "CRLF" in program_says("nc", "-h")
    else missing("this nc has no -C; Tests/Interop/clients/setup installs OpenBSD's"))


# What is typed before a letter, and the codes that answer it.
OPENING = (
    (b"EHLO client.example", b"250"), (b"MAIL FROM:<%s>" % SENDER.encode(), b"250"),
    (b"RCPT TO:<%s>" % ADDRESS.encode(), b"250"), (b"DATA", b"354"))


class ByHand(ClientTest):
    def dialogue(self, *words, terminal=False):
        return self.enterContext(Dialogue(*words, terminal=terminal))

    def send(self, line, letter, end=b"\n"):
        """One letter, each command after the reply to the one before. `end` is the line end that is typed."""
        for command, code in OPENING:
            line.type(command + end, then=code + rb" [^\n]*\n")
        line.type(stuffed(letter).replace(b"\r\n", end), then=rb"(?:^|\n)250 [^\n]*\n")
        line.type(b"QUIT" + end, then=rb"221 [^\n]*\n")

    def fetch(self, line, end=b"\n"):
        """The letters of the maildrop, as this program shows them."""
        line.type(b"USER dewey" + end, then=rb"\+OK[^\n]*\n")
        line.type(b"PASS tanstaaf" + end, then=rb"\+OK[^\n]*\n")
        count = int(line.type(b"STAT" + end, then=rb"\+OK[^\n]*\n").split()[1])
        letters = []
        for number in range(1, count + 1):
            line.type(b"RETR %d" % number + end, then=rb"\+OK[^\n]*\n")
            wire = b"\r\n" + line.read_to(b"\r\n.\r\n")
            letters.append(without_trace(wire[:-3].replace(b"\r\n.", b"\r\n")[2:]))
            line.type(b"DELE %d" % number + end, then=rb"\+OK[^\n]*\n")
        line.type(b"QUIT" + end, then=rb"\+OK[^\n]*\n")
        return letters


@needs("openssl")
class OpenSSL(ByHand):
    def client(self, protocol, way):
        port = self.port(protocol, "implicit" if way == "connect" else "none")
        upgrade = ["-starttls", protocol] if way == "starttls" else []
        return self.dialogue(
            "openssl", "s_client", "-quiet", "-crlf", *upgrade, "-connect", f"127.0.0.1:{port}", "-verify_quiet")

    def test_a_letter_by_each_way(self):
        for way in ("connect", "starttls"):
            for name in ("plain", "dots", "last line a dot", "eight bits", "utf-8", "empty lines", "a long line"):
                with self.subTest(name, way=way):
                    smtp = self.client("smtp", way)
                    if way == "connect":
                        smtp.read(rb"220 [^\n]*\n")
                    self.send(smtp, LETTERS[name])
                    smtp.end()
                    pop3 = self.client("pop3", way)
                    if way == "connect":
                        pop3.read(rb"\+OK[^\n]*\n")
                    self.assertEqual(self.fetch(pop3), [LETTERS[name]])
                    pop3.end()

    def test_all_at_once(self):
        said, _ = self.run_program(
            "openssl", "s_client", "-quiet", "-connect", f"127.0.0.1:{self.port('pop3', 'implicit')}",
            input=b"USER huey\r\nPASS sesame\r\nSTAT\r\nQUIT\r\n")
        self.assertIn(b"+OK 2 345605\r\n", said)
        self.assertEqual(said.count(b"+OK"), 5)

    def test_without_crlf(self):
        # Commands may end with LF where nobody is strict.
        said, _ = self.run_program(
            "openssl", "s_client", "-quiet", "-starttls", "pop3", "-connect", f"127.0.0.1:{self.port('pop3')}",
            input=b"USER huey\nPASS sesame\nRETR 2\nQUIT\n")
        self.assertGreater(len(said), 344400)

    def test_versions_of_tls(self):
        for version in ("-tls1_2", "-tls1_3"):
            with self.subTest(version):
                said, _ = self.run_program(
                    "openssl", "s_client", "-quiet", version, "-connect",
                    f"127.0.0.1:{self.port('smtp', 'implicit')}", input=b"QUIT\r\n")
                self.assertIn(b"221 ", said)
        # RFC 8996 took these away.
        for version in ("-tls1", "-tls1_1"):
            with self.subTest(version):
                done = subprocess.run(
                    ["openssl", "s_client", "-quiet", version, "-cipher", "DEFAULT:@SECLEVEL=0", "-connect",
                     f"127.0.0.1:{self.port('smtp', 'implicit')}"],
                    input=b"QUIT\r\n", capture_output=True, timeout=20)
                self.assertNotIn(b"220 ", done.stdout)


@needs("nc")
class Netcat(ByHand):
    def client(self, protocol, *words):
        return self.dialogue("nc", *words, "127.0.0.1", str(self.port(protocol)))

    def greeted(self, protocol, *words):
        line = self.client(protocol, *words)
        line.read(rb"^[^\n]*\n")
        return line

    @needs_openbsd_nc
    def test_letters_with_crlf(self):
        for name, letter in LETTERS.items():
            with self.subTest(name):
                self.send(self.greeted("smtp", "-C"), letter)
                self.assertTrue(self.fetch(self.greeted("pop3", "-C")) == [letter])

    def test_letters_with_crlf_of_ones_own(self):
        for name, letter in LETTERS.items():
            with self.subTest(name):
                self.send(self.greeted("smtp"), letter, end=b"\r\n")
                self.assertTrue(self.fetch(self.greeted("pop3"), end=b"\r\n") == [letter])

    def test_all_at_once_with_bare_line_feeds(self):
        # The input ends before the answers come.
        said, _ = self.run_program(
            "nc", "-w", "5", "127.0.0.1", str(self.port("pop3")), input=b"USER huey\nPASS sesame\nRETR 2\nQUIT\n")
        self.assertGreater(len(said), 344400)
        self.assertTrue(said.splitlines()[-1].startswith(b"+OK"))

    def test_a_letter_does_not_end_at_bare_line_feeds(self):
        # Commands do; a letter ends at CRLF.CRLF and nothing else, or letters could be smuggled. RFC 5321 §4.1.1.4.
        line = self.greeted("smtp")
        for command, code in OPENING:
            line.type(command + b"\n", then=code + rb" [^\n]*\n")
        line.type(LF_LETTER + b".\nQUIT\n")
        self.assertFalse(line.hear(1))
        line.type(b"\r\n.\r\nQUIT\r\n", then=b"250 [^\n]*\n")
        line.read(b"221 [^\n]*\n")
        self.assertDelivered(with_crlf(LF_LETTER + b".\nQUIT\n\n"))


class NetcatAtAnOldServer(ByHand):
    scenario = scenario(more=OFFERS + "end-of-data: lf\n")

    @needs("nc")
    def test_a_letter_ends_at_bare_line_feeds(self):
        line = self.dialogue("nc", "127.0.0.1", str(self.port("smtp")))
        line.read(b"220 [^\n]*\n")
        self.send(line, LETTERS["dots"])
        self.assertDelivered(LETTERS["dots"])


@needs("telnet")
class Telnet(ByHand):
    def client(self, protocol):
        line = self.dialogue("telnet", "127.0.0.1", str(self.port(protocol)), terminal=True)
        line.read(rb"Escape character is [^\n]*\n")
        line.read(rb"(?:220|\+OK)[^\n]*\n")
        return line

    def test_a_letter_at_a_desk(self):
        for name in ("plain", "dots", "last line a dot", "utf-8", "no body", "empty lines", "a long line"):
            with self.subTest(name):
                smtp = self.client("smtp")
                self.send(smtp, LETTERS[name])
                self.assertIn(b"Connection closed by foreign host.", smtp.end())
                self.assertDelivered(LETTERS[name])

    def test_reading_at_a_desk(self):
        for name in ("plain", "dots", "last line a dot", "utf-8", "empty lines"):
            with self.subTest(name):
                self.deliver(LETTERS[name])
                pop3 = self.client("pop3")
                self.assertEqual(self.fetch(pop3), [LETTERS[name]])
                self.assertIn(b"Connection closed by foreign host.", pop3.end())

    def test_from_a_script(self):
        line = self.dialogue("telnet", "127.0.0.1", str(self.port("pop3")))
        line.read(rb"\+OK POP3[^\n]*\n")
        line.type(b"USER huey\n", then=rb"\+OK[^\n]*\n")
        line.type(b"PASS sesame\n", then=rb"\+OK[^\n]*\n")
        self.assertIn(b"+OK 2 345605", line.type(b"STAT\n", then=rb"\+OK[^\n]*\n"))
        line.type(b"QUIT\n")
        line.end()
