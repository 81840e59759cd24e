"""What only a raw socket says to `mailtutor serve`: cuts, floods, silence."""

import poplib
import resource
import smtplib
import socket
import threading
import unittest

from letters import ADDRESS
from server import Server


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

    def test_the_size_of_a_letter_without_a_line_end(self):
        # BDAT may bring one. What RETR sends for it is what LIST says. RFC 3030 §2, RFC 1939 §11.
        with Server("--quiet") as running:
            self.talk(
                running, "smtp",
                b"EHLO c\r\nMAIL FROM:<a@b.example>\r\nRCPT TO:<%s>\r\n"
                b"BDAT 16 LAST\r\nSubject: a\r\n\r\nhiQUIT\r\n" % ADDRESS.encode())
            said = self.talk(running, "pop3", b"USER dewey\r\nPASS tanstaaf\r\nRETR 1\r\nQUIT\r\n")
            reply, letter = said[said.index(b"Return-Path: ") - 20:].split(b"octets\r\n")
            letter = letter[:letter.index(b"\r\n.\r\n") + 2]
            self.assertEqual(int(reply.split()[-1]), len(letter))

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
            self.assertLess(self.resident(running), 200 << 10)

    def resident(self, running):
        """Kilobytes."""
        with open(f"/proc/{running.process.pid}/status") as file:
            return next(int(line.split()[1]) for line in file if line.startswith("VmRSS"))

    def test_ten_thousand_connections(self):
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        if hard < 13_000:
            self.skipTest(f"a process may open only {hard} files here")
        self.addCleanup(resource.setrlimit, resource.RLIMIT_NOFILE, (soft, hard))
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
        with Server("--quiet", "--per-address", "20000") as running:
            before = self.resident(running)
            for number in range(10_000):
                client = self.connect(running, ("pop3", "smtp")[number % 2])
                # Half a command, so that each has something to keep.
                client.sendall(b"NOO")
            said = self.talk(running, "pop3", b"USER huey\r\nPASS sesame\r\nSTAT\r\nQUIT\r\n")
            self.assertIn(b"+OK 2 345605\r\n", said)
            # 16 KiB each at most.
            self.assertLess(self.resident(running) - before, 10_000 * 16)

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
