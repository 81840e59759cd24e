"""What the log of `mailtutor serve` says of each no, and of each silence."""

import re
import socket
import subprocess
import threading

from sessions import TerminalTest, installed

WORLD = """
personality: modern
mode: {mode}
hostname: mail.example.net
relay: refuse
accounts:
  - {{user: dewey, password: secret}}
limits: {{recipients: 1, message: 2KB}}
"""


class ServeLog(TerminalTest):
    def serve(self, *options, mode=None):
        """A server with its log; its ports."""
        if mode:
            (self.home.folder / "world.yaml").write_text(WORLD.format(mode=mode), encoding="utf-8")
            options += ("--scenario", "world.yaml")
        self.process = subprocess.Popen(
            [installed(), "serve", "--pop3", "0", "--smtp", "0", "--lang", "en", *options], stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, env=self.home.environment, cwd=self.home.folder)
        self.addCleanup(self.process.kill)
        ports = {}
        while len(ports) < 2:
            found = re.match(rb"listening (\w+) \S+:(\d+)", self.process.stdout.readline())
            ports[found[1].decode()] = int(found[2])
        self.said = []
        self.reader = threading.Thread(target=lambda: self.said.append(self.process.stdout.read()))
        self.reader.start()
        return ports

    def log(self):
        self.process.terminate()
        self.reader.join(timeout=20)
        self.process.stdout.close()
        return self.said[0].decode()

    @staticmethod
    def talk(port, octets, ends=True):
        """What the server answers to all of it; without a QUIT, until it has taken it."""
        with socket.create_connection(("127.0.0.1", port), timeout=30) as client:
            client.sendall(octets)
            if not ends:
                client.shutdown(socket.SHUT_WR)
            answer = b""
            while piece := client.recv(65536):
                answer += piece
            return answer.decode()

    @staticmethod
    def letter(*lines):
        return "\r\n".join(["EHLO a.example", "MAIL FROM:<x@a.example>", *lines, "QUIT", ""]).encode()

    def test_each_no_has_its_reason(self):
        ports = self.serve(mode="lenient")
        self.talk(ports["smtp"], self.letter(
            "RCPT TO:<nobody@mail.example.net>", "RCPT TO:<a@else.example>", "RCPT TO:<dewey@mail.example.net>",
            "RCPT TO:<dewey@mail.example.net>", "DATA", "x" * 2500, ".", "AUTH XOAUTH2 hunter2", "HELP FOO"))
        self.talk(ports["smtp"], b"EHLO a.example\r\nAUTH LOGIN\r\nZGV3ZXk=\r\nc2VjcmV0Cg==\r\nQUIT\r\n")
        self.talk(ports["smtp"], b"EHLO a.example\r\nBDAT 5\r\nhello" + b"NOOP\r\nQUIT\r\n")
        with socket.create_connection(("127.0.0.1", ports["pop3"]), timeout=30) as first:
            stream = first.makefile("rb")
            first.sendall(b"USER dewey\r\nPASS secret\r\n")
            for _ in range(3):
                stream.readline()
            self.talk(ports["pop3"], b"USER dewey\r\nPASS secret\r\nQUIT\r\n")
        self.talk(ports["pop3"], b"USER dewey\r\nPASS no\r\n" * 3)
        log = self.log()
        for reason in ("no-such-user", "relay-denied", "too-many-recipients", "letter-too-large", "base64.newline",
                       "auth.no-such-mechanism", "maildrop-in-use", "too-many-failed-logins", "state.no-mail"):
            self.assertIn(f"[{reason}", log.replace(" · ", "]"), log)
        self.assertIn("XOAUTH2", log)
        self.assertNotIn("hunter2", log)
        self.assertIn("C: hello\n", log)
        self.assertIn("C: NOOP\n", log)
        self.assertIn("BDAT came before", log)
        self.assertNotRegex(log, r"\{[a-z]+\}")

    def test_who_ends_lines_with_lf_is_told(self):
        """A strict server waits for the end of the line, and any server for the end of the letter."""
        ports = self.serve(mode="strict")
        for name in ("pop3", "smtp"):
            self.talk(ports[name], b"NOOP\nNOOP\n", ends=False)
        self.assertEqual(self.log().count("[line.waits-for-crlf"), 4)
        ports = self.serve()
        self.talk(
            ports["smtp"], b"EHLO a\nMAIL FROM:<>\nRCPT TO:<learner@mail.example.net>\nDATA\nhi\n.\n", ends=False)
        self.assertIn("[data.bare-lf", self.log())

    def test_a_long_line_of_a_letter(self):
        ports = self.serve(mode="strict")
        self.talk(ports["smtp"], self.letter("RCPT TO:<dewey@mail.example.net>", "DATA", "x" * 1200, "."))
        log = self.log()
        self.assertIn("998", log)
        self.assertNotIn("{limit}", log)

    def test_names_that_make_trouble(self):
        """In the world of its own, at every domain; what it prints at the start names them."""
        ports = self.serve()
        def reply(*lines):
            answers = [line[:3] for line in self.talk(ports["smtp"], self.letter(*lines)).splitlines() if line[3] == " "]
            return answers[3:3 + len(lines)]
        for domain in ("mail.example.net", "else.example"):
            for name, codes in (("busy", ["450"]), ("later", ["451"]), ("full", ["452", "552"]), ("nobody", ["550"]),
                                ("spam", ["550"]), ("closing", ["421"])):
                with self.subTest(name=name, domain=domain):
                    self.assertEqual(reply(*[f"RCPT TO:<{name}@{domain}>" for _ in codes])[:len(codes)], codes)
                    self.assertEqual(
                        reply(f"RCPT TO:<data-{name}@{domain}>", "DATA", "Subject: x\r\n\r\nx\r\n.")[2], codes[0])
                    self.assertEqual(reply("RSET", f"MAIL FROM:<from-{name}@{domain}>")[1], codes[0])
        self.assertIn("busy@", self.log())
