"""Real clients send letters to `mailtutor serve` and fetch them again; what arrives is compared octet for octet."""

import json
import poplib
import shutil
import signal
import smtplib
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
import unittest

import server
from server import Server

ADDRESS = "dewey@mail.example.net"
UNVERIFIED = ssl._create_unverified_context()

# Everything that a letter may have and that a careless server spoils.
LETTERS = {
    "plain": b"From: a@b.example\r\nSubject: plain\r\n\r\nHello.\r\n",
    "dots": b"Subject: dots\r\n\r\n.\r\n..\r\n.hidden\r\n...\r\nend.\r\n",
    "eight bits": b"Subject: bits\r\n\r\n" + bytes(range(0xA0, 0x100)) + b"\r\n",
    "no body": b"Subject: nothing\r\n\r\n",
    "long": b"Subject: long\r\n\r\n" + b"".join(b"%05d %s\r\n" % (i, b"x" * 60) for i in range(20000)),
    "empty lines": b"Subject: holes\r\n\r\n" + b"\r\n" * 50,
}


def installed(program):
    return unittest.skipUnless(shutil.which(program), f"{program} is not installed")


class Clients(unittest.TestCase):
    def setUp(self):
        self.server = self.enterContext(Server("--quiet"))

    def pop3(self, user="dewey", password="tanstaaf", tls=False):
        if tls:
            client = poplib.POP3_SSL("127.0.0.1", self.server.ports["pop3s"], timeout=10, context=UNVERIFIED)
        else:
            client = poplib.POP3("127.0.0.1", self.server.ports["pop3"], timeout=10)
        client.user(user)
        client.pass_(password)
        return client

    def smtp(self, tls=False):
        if tls:
            return smtplib.SMTP_SSL("127.0.0.1", self.server.ports["smtps"], timeout=10, context=UNVERIFIED)
        return smtplib.SMTP("127.0.0.1", self.server.ports["smtp"], timeout=10)

    def fetch_all(self, tls=False):
        """The letters in the maildrop, without the lines that the server put on top; the maildrop is then empty."""
        client = self.pop3(tls=tls)
        letters = []
        for number in range(1, client.stat()[0] + 1):
            reply, lines, _ = client.retr(number)
            octets = b"".join(line + b"\r\n" for line in lines)
            # The size that was announced is the size that came. RFC 1939 §11.
            self.assertEqual(int(reply.split()[1]), len(octets))
            letters.append(self.without_trace(octets))
            client.dele(number)
        client.quit()
        return letters

    def without_trace(self, octets):
        lines = octets.split(b"\r\n")
        self.assertTrue(lines[0].startswith(b"Return-Path: "))
        self.assertTrue(lines[1].startswith(b"Received: "))
        while lines[2].startswith(b"\t"):
            del lines[2]
        return b"\r\n".join(lines[2:])

    def test_smtplib_and_poplib(self):
        for tls in (False, True):
            with self.smtp(tls) as client:
                for letter in LETTERS.values():
                    client.sendmail("a@b.example", [ADDRESS], letter)
            self.assertEqual(self.fetch_all(tls), list(LETTERS.values()))

    def test_unknown_people_are_refused(self):
        with self.smtp() as client:
            with self.assertRaises(smtplib.SMTPRecipientsRefused) as refused:
                client.sendmail("a@b.example", ["nobody@mail.example.net", "who@else.example"], LETTERS["plain"])
        codes = sorted(code for code, _ in refused.exception.recipients.values())
        self.assertEqual(codes, [550, 550])
        self.assertEqual(self.fetch_all(), [])

    @installed("curl")
    def test_curl(self):
        for tls in ("", "s"):
            for name, letter in LETTERS.items():
                with self.subTest(name, tls=tls), tempfile.NamedTemporaryFile() as file:
                    file.write(letter)
                    file.flush()
                    self.curl(
                        f"smtp{tls}://127.0.0.1:{self.server.ports['smtp' + tls]}", "--mail-from", "a@b.example",
                        "--mail-rcpt", ADDRESS, "--upload-file", file.name)
                    fetched = self.curl(
                        f"pop3{tls}://127.0.0.1:{self.server.ports['pop3' + tls]}/1", "--user", "dewey:tanstaaf")
                    self.assertEqual(self.without_trace(fetched), letter)
                    self.assertEqual(self.fetch_all(), [letter])

    def curl(self, *words):
        done = subprocess.run(
            ["curl", "--silent", "--show-error", "--insecure", "--max-time", "20", *words], capture_output=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    @installed("openssl")
    def test_openssl(self):
        said = subprocess.run(
            ["openssl", "s_client", "-quiet", "-connect", f"127.0.0.1:{self.server.ports['pop3s']}"],
            input=b"USER huey\r\nPASS sesame\r\nSTAT\r\nQUIT\r\n", capture_output=True, timeout=20).stdout
        self.assertIn(b"+OK 2 345605\r\n", said)
        self.assertEqual(said.count(b"+OK"), 5)

    @installed("nc")
    def test_nc(self):
        # Line ends of `nc` are bare LF; its input ends before the answers come.
        said = subprocess.run(
            ["nc", "-w", "5", "127.0.0.1", str(self.server.ports["pop3"])],
            input=b"USER huey\nPASS sesame\nRETR 2\nQUIT\n", capture_output=True, timeout=20).stdout
        self.assertGreater(len(said), 344400)
        self.assertTrue(said.splitlines()[-1].startswith(b"+OK"))


class Wire(unittest.TestCase):
    """What only a raw socket says."""

    def connect(self, running, door):
        client = socket.create_connection(("127.0.0.1", running.ports[door]), timeout=20)
        self.addCleanup(client.close)
        return client

    def talk(self, running, door, octets, piece=None):
        """All that the server says to these octets and the end of input after them."""
        client = self.connect(running, door)
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for start in range(0, len(octets), piece or len(octets)):
            client.sendall(octets[start:start + (piece or len(octets))])
        client.shutdown(socket.SHUT_WR)
        said = b""
        while True:
            more = client.recv(1 << 16)
            if not more:
                return said
            said += more

    def test_pipelined_and_octet_by_octet(self):
        letter = (
            b"EHLO c.example\r\nMAIL FROM:<a@b.example>\r\nRCPT TO:<%s>\r\nDATA\r\nSubject: hi\r\n\r\n..dot\r\n.\r\nQUIT\r\n"
            % ADDRESS.encode())
        with Server("--quiet") as running:
            whole = self.talk(running, "smtp", letter)
            pieces = self.talk(running, "smtp", letter, piece=1)
            self.assertEqual([line[:3] for line in whole.splitlines()], [line[:3] for line in pieces.splitlines()])
            self.assertTrue(whole.splitlines()[-1].startswith(b"221"))
            said = self.talk(running, "pop3", b"USER dewey\r\nPASS tanstaaf\r\nSTAT\r\nQUIT\r\n")
            self.assertIn(b"\r\n+OK 2 ", said)

    def test_an_unfinished_letter_changes_nothing(self):
        with Server("--quiet") as running:
            self.talk(
                running, "smtp",
                b"HELO c\r\nMAIL FROM:<a@b.example>\r\nRCPT TO:<%s>\r\nDATA\r\nhalf a let" % ADDRESS.encode())
            self.talk(running, "pop3", b"USER huey\r\nPASS sesame\r\nDELE 1\r\n")
            said = self.talk(running, "pop3", b"USER huey\r\nPASS sesame\r\nSTAT\r\nQUIT\r\n")
            self.assertIn(b"+OK 2 345605\r\n", said)
            said = self.talk(running, "pop3", b"USER dewey\r\nPASS tanstaaf\r\nSTAT\r\nQUIT\r\n")
            self.assertIn(b"+OK 0 0\r\n", said)

    def test_many_at_once_lose_nothing(self):
        with Server("--quiet") as running:
            def send(number):
                with smtplib.SMTP("127.0.0.1", running.ports["smtp"], timeout=20) as client:
                    for turn in range(5):
                        client.sendmail("a@b.example", [ADDRESS], b"Subject: %d.%d\r\n\r\n" % (number, turn))
            threads = [threading.Thread(target=send, args=(number,)) for number in range(40)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            client = poplib.POP3("127.0.0.1", running.ports["pop3"], timeout=10)
            client.user("dewey")
            client.pass_("tanstaaf")
            subjects = {client.retr(number)[1][-2] for number in range(1, client.stat()[0] + 1)}
            client.quit()
        self.assertEqual(subjects, {b"Subject: %d.%d" % (n, t) for n in range(40) for t in range(5)})

    def test_a_line_without_end_and_a_deaf_client(self):
        with Server("--quiet") as running:
            endless = self.connect(running, "smtp")
            endless.sendall(b"x" * (1 << 20))
            deaf = self.connect(running, "pop3")
            deaf.sendall(b"USER huey\r\nPASS sesame\r\n" + b"RETR 2\r\n" * 4000)
            said = self.talk(running, "smtp", b"HELO c\r\nQUIT\r\n")
            self.assertTrue(said.splitlines()[-1].startswith(b"221"))
            # 1.4 GB were asked for.
            with open(f"/proc/{running.process.pid}/status") as file:
                resident = next(int(line.split()[1]) for line in file if line.startswith("VmRSS"))
            self.assertLess(resident, 200 << 10)

    def test_limits_are_told(self):
        with Server("--connections", "2", "--idle", "1") as running:
            first, second = self.connect(running, "smtp"), self.connect(running, "pop3")
            first.recv(1000), second.recv(1000)
            self.assertTrue(self.talk(running, "pop3", b"\r\n").startswith(b"-ERR [SYS/TEMP] too many"))
            self.assertTrue(self.talk(running, "smtp", b"\r\n").startswith(b"421 4.3.2 "))
            # No words without a handshake.
            self.assertEqual(self.connect(running, "pop3s").recv(1000), b"")
            self.assertTrue(first.recv(1000).startswith(b"421 4.4.2 "))
            # RFC 1939 §3: without a word.
            self.assertEqual(second.recv(1000), b"")
            running.wait_for("closed: limit-silence")
            running.wait_for("closed: limit-connections")


class Program(unittest.TestCase):
    """The command itself."""

    def test_stops_cleanly_with_sessions_open(self):
        for number in (signal.SIGTERM, signal.SIGINT):
            with self.subTest(number), Server() as running:
                client = socket.create_connection(("127.0.0.1", running.ports["smtp"]), timeout=10)
                client.recv(1000)
                self.assertEqual(running.stop(number), 0)
                self.assertTrue(client.recv(1000).startswith(b"421 4.3.2 "))
                client.close()
                self.assertIn("closed: limit-shutdown", running.output)

    def test_the_log_says_why_and_keeps_secrets(self):
        with Server("--plain") as running:
            client = poplib.POP3("127.0.0.1", running.ports["pop3"], timeout=10)
            for line in ("STTA", "USER dewey", "PASS tanstaaf", "PAS tanstaaf", "USER \x1b[2J", "QUIT\x1b[2J"):
                try:
                    client._shortcmd(line)
                except poplib.error_proto:
                    pass
            client.close()
            running.wait_for("closed")
            running.stop()
        self.assertIn("#1 C: PASS •••", running.output)
        self.assertIn("[verb.typo · RFC 1939 §3]", running.output)
        self.assertNotIn("tanstaaf", running.output)
        self.assertNotIn("\x1b", running.output)

    def test_json(self):
        with Server("--json") as running:
            client = poplib.POP3("127.0.0.1", running.ports["pop3"], timeout=10)
            client.user("dewey")
            client.quit()
            running.wait_for('"event":"closed"')
            running.stop()
        events = [json.loads(line) for line in running.output.splitlines()]
        self.assertEqual([event["event"] for event in events[:4]], ["listening"] * 4)
        self.assertEqual(
            [event["event"] for event in events[4:]],
            ["opened", "server", "client", "server", "client", "server", "closed"])
        self.assertEqual(events[-1]["ending"], "finished")

    def test_errors_are_a_sentence_and_a_code(self):
        taken = socket.create_server(("127.0.0.1", 0))
        cases = [
            (["--pop3", str(taken.getsockname()[1])], 69, "another program has it"),
            (["--pop3", "0", "--scenario", "/nowhere.yaml"], 74, "/nowhere.yaml cannot be read"),
            (["--pop3", "0", "--scenario", __file__], 65, "suite.py:1:"),
            (["--pop3", "0", "--cert", "/nowhere", "--key", "/nowhere"], 74, "/nowhere cannot be read"),
            (["--pop3", "0", "--cert", "/nowhere"], 64, "--key"),
            (["--pop3", "0", "--personality", "nobody"], 64, "no personality nobody"),
        ]
        for options, code, words in cases:
            with self.subTest(options):
                done = subprocess.run([server.BINARY, "serve", *options], capture_output=True, text=True, timeout=20)
                self.assertEqual(done.returncode, code, done.stderr)
                self.assertIn(words, done.stderr)
        taken.close()


if __name__ == "__main__":
    if len(sys.argv) > 1 and "/" in sys.argv[1]:
        server.BINARY = sys.argv.pop(1)
    unittest.main(verbosity=2)
