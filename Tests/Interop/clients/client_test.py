"""What the tests with real clients share: a server, a way to run a program, and the maildrop as it truly is."""

import concurrent.futures
import os
import shutil
import smtplib
import socket
import ssl
import subprocess
import unittest

from letters import ADDRESS, SENDER, without_trace
from server import SCENARIO, Server

UNVERIFIED = ssl._create_unverified_context()
# How a connection is protected: not at all, from the middle on, from the first octet.
TLS = ("none", "upgrade", "implicit")


def missing(reason):
    """Where everything can be installed a missing client is a failure; elsewhere it is a sentence."""
    if os.environ.get("CI") != "true":
        return unittest.skip(reason)

    def failing(test):
        if isinstance(test, type):
            test.setUp = lambda self: self.fail(reason)
            return test
        return lambda self: self.fail(reason)
    return failing


def needs(program):
    """Marks a test, or all tests of a class."""
    if shutil.which(program):
        return lambda test: test
    return missing(f"{program} is not installed; Tests/Interop/clients/setup installs it")


def program_says(*words):
    """What a program says of itself; nothing when it is not there."""
    if not shutil.which(words[0]):
        return ""
    done = subprocess.run(words, stdin=subprocess.DEVNULL, capture_output=True, timeout=20)
    return (done.stdout + done.stderr).decode("utf-8", "replace")


class ClientTest(unittest.TestCase):
    scenario = SCENARIO

    def setUp(self):
        self.server = self.enterContext(Server("--quiet", scenario=self.scenario))

    def port(self, protocol, tls="none"):
        return self.server.ports[protocol + ("s" if tls == "implicit" else "")]

    def run_program(self, *words, input=b"", code=0):
        """Its output and its errors. A `code` of None is any code but 0."""
        # No settings of whoever runs the tests, and nothing of theirs written to.
        environment = dict(os.environ, HOME=self.server.folder.name, LC_ALL="C.UTF-8")
        for name in ("CURL_HOME", "NETRC", "SWAKS_HOME", "XDG_CONFIG_HOME", "ALL_PROXY", "all_proxy"):
            environment.pop(name, None)
        done = subprocess.run(words, input=input, capture_output=True, timeout=60, env=environment)
        told = f"{words}\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}"
        if code is None:
            self.assertNotEqual(done.returncode, 0, told)
        else:
            self.assertEqual(done.returncode, code, told)
        return done.stdout, done.stderr

    def file(self, name, octets):
        """Its path, in a folder that goes with the test."""
        path = os.path.join(self.server.folder.name, name)
        with open(path, "wb") as file:
            file.write(octets)
        return path

    def at_once(self, attempt, cases):
        """A failed login is answered late, so that guessing takes time; here the attempts wait side by side."""
        with concurrent.futures.ThreadPoolExecutor(len(cases)) as pool:
            list(pool.map(attempt, cases))

    def deliver(self, *letters):
        with smtplib.SMTP("127.0.0.1", self.port("smtp"), timeout=20) as client:
            for letter in letters:
                client.sendmail(SENDER, [ADDRESS], letter)

    def delivered(self, user="dewey", password="tanstaaf"):
        """The letters that the clients sent, without what the server put on top; the maildrop is then empty.

        No client's reading is trusted here: octets come from the socket. RFC 1939 §3.
        """
        letters = []
        line = socket.create_connection(("127.0.0.1", self.port("pop3")), timeout=20)
        with line, line.makefile("rb") as replies:
            def ask(words):
                if words:
                    line.sendall(words + b"\r\n")
                reply = replies.readline()
                self.assertTrue(reply.startswith(b"+OK") and reply.endswith(b"\r\n"), (words, reply))
                return reply
            ask(b"")
            ask(b"USER %s" % user.encode())
            ask(b"PASS %s" % password.encode())
            count = int(ask(b"STAT").split()[1])
            for number in range(1, count + 1):
                size = int(ask(b"LIST %d" % number).split()[2])
                ask(b"RETR %d" % number)
                wire = b""
                while not (b"\r\n" + wire).endswith(b"\r\n.\r\n"):
                    more = replies.readline()
                    self.assertNotEqual(more, b"", "the line went down in the middle of a letter")
                    wire += more
                octets = (b"\r\n" + wire[:-3]).replace(b"\r\n.", b"\r\n")[2:]
                # The size that was announced is the size that came. RFC 1939 §11.
                self.assertEqual(len(octets), size)
                letters.append(without_trace(octets))
                ask(b"DELE %d" % number)
            ask(b"QUIT")
        return letters

    def assertDelivered(self, *letters):
        delivered = self.delivered()
        self.assertEqual(len(delivered), len(letters))
        for octets, letter in zip(delivered, letters):
            # assertEqual would compute a difference of megabytes.
            self.assertTrue(octets == letter, f"{octets[:3000]}\nis not\n{letter[:3000]}")
