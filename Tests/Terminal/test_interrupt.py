"""Ctrl-C while `connect` and `learn --server` are connecting or shaking hands: half a second, 130, one sentence."""

import contextlib
import pathlib
import signal
import socket
import subprocess
import threading
import time
import unittest

import pack
from servers import Scripted
from sessions import CTRL_C, ENTER, TerminalTest, installed

PATIENCE = 20  # seconds until the program has come to the place where it is interrupted
SOON = 0.5  # seconds
SYN_SENT = "02"  # /proc/net/tcp


class FullBacklog:
    """A port on loopback that answers no SYN: its queue is full, and nobody accepts."""

    def __init__(self, test):
        self.listener = socket.socket()
        self.listener.bind(("127.0.0.1", 0))
        self.listener.listen(0)
        self.port = self.listener.getsockname()[1]
        self.callers = []
        for _ in range(4):
            caller = socket.socket()
            caller.setblocking(False)
            with contextlib.suppress(BlockingIOError):
                caller.connect(self.listener.getsockname())
            self.callers.append(caller)
        test.addCleanup(self.stop)
        self.waiting = self.waiting_callers()

    def waiting_callers(self):
        """Sockets of this machine whose SYN to this port has no answer."""
        here = f":{self.port:04X}"
        rows = [row.split() for row in pathlib.Path("/proc/net/tcp").read_text().splitlines()[1:]]
        return sum(1 for row in rows if row[2].endswith(here) and row[3] == SYN_SENT)

    def wait_for_caller(self):
        wait_until(lambda: self.waiting_callers() > self.waiting, "a caller")

    def stop(self):
        for one in [self.listener, *self.callers]:
            one.close()


class Silent:
    """A server that greets, answers each line with the next of its replies, and then says nothing for ever."""

    def __init__(self, test, *replies):
        self.reached = threading.Event()

        def serve(peer):
            for number, reply in enumerate(replies):
                if number:
                    peer.hear()
                peer.say(reply)
            if replies:
                # The first octets of a handshake.
                peer.connection.recv(1)
            self.reached.set()
            peer.wait()

        self.server = Scripted(test, serve)
        self.port = self.server.port

    def wait_for_caller(self):
        if not self.reached.wait(PATIENCE):
            raise AssertionError("nobody called")


def wait_until(condition, what):
    deadline = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > deadline:
            raise AssertionError(f"no {what} in {PATIENCE} s")
        time.sleep(0.005)


class Interrupted(TerminalTest):
    def assertEndsSoon(self, terminal, language="en"):
        started = time.monotonic()
        terminal.keys(CTRL_C)
        while terminal.read(0.02):
            if time.monotonic() > started + PATIENCE:
                self.fail(f"mailtutor does not end:\n{terminal.framed()}")
        seconds = time.monotonic() - started
        self.assertEqual(terminal.exit_code(), 130, terminal.framed())
        self.assertLess(seconds, SOON)
        self.assertSays(terminal.screen.text(), pack.ui(language, "connect.given-up"))
        self.assertNotIn("network.", terminal.screen.text())

    @unittest.skipUnless(pathlib.Path("/proc/net/tcp").exists(), "the queue of a port is seen on Linux only")
    def test_connecting(self):
        for language in pack.LANGUAGES:
            with self.subTest(language):
                server = FullBacklog(self)
                terminal = self.terminal("connect", f"pop3://127.0.0.1:{server.port}", "--lang", language)
                server.wait_for_caller()
                self.assertEndsSoon(terminal, language)

    def test_handshake_from_the_first_octet(self):
        for scheme in ("pop3s", "smtps"):
            with self.subTest(scheme):
                server = Silent(self)
                terminal = self.terminal("connect", f"{scheme}://127.0.0.1:{server.port}", "--lang", "en")
                server.wait_for_caller()
                self.assertEndsSoon(terminal)

    def test_handshake_in_the_middle(self):
        cases = {
            "pop3": ([b"+OK ready\r\n", b"+OK begin\r\n"], ["STLS"]),
            "smtp": ([b"220 ready\r\n", b"250-a\r\n250 STARTTLS\r\n", b"220 begin\r\n"], ["EHLO a", "STARTTLS"]),
        }
        for scheme, (replies, lines) in cases.items():
            with self.subTest(scheme):
                server = Silent(self, *replies)
                terminal = self.terminal("connect", f"{scheme}://127.0.0.1:{server.port}", "--lang", "en")
                for line in lines:
                    terminal.prompt()
                    terminal.keys(line + ENTER)
                server.wait_for_caller()
                self.assertEndsSoon(terminal)
                self.assertIn("begin", terminal.screen.text())

    def test_a_lesson(self):
        server = Silent(self)
        url = f"pop3s://learner@127.0.0.1:{server.port}"
        terminal = self.terminal("learn", pack.FIRST_SESSION, "--lang", "en", "--server", url)
        server.wait_for_caller()
        self.assertEndsSoon(terminal)
        self.assertEqual(self.home.events(), [])

    def test_without_a_terminal(self):
        for options in ([], ["--json"]):
            with self.subTest(options):
                server = Silent(self)
                process = subprocess.Popen(
                    [installed(), "connect", f"pop3s://127.0.0.1:{server.port}", "--lang", "en", *options],
                    stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=self.home.environment)
                self.addCleanup(process.kill)
                server.wait_for_caller()
                started = time.monotonic()
                process.send_signal(signal.SIGINT)
                said, _ = process.communicate(timeout=PATIENCE)
                self.assertLess(time.monotonic() - started, SOON)
                self.assertEqual(process.returncode, 130)
                self.assertSays(said.decode(), pack.ui("en", "connect.given-up"))
