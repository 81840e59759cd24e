"""A password that is typed in the wrong place, or in the wrong way, is on no screen of a pipe, in no log and in no file."""

import json
import socket
import subprocess
import threading

import pack
import test_connect
from servers import Served
from sessions import installed

SECRET = "hunter2"
ENCODED = "aHVudGVyMg=="  # the secret in base64

# What a server must not see twice, in the order in which people try it; none of it opens a session or closes one.
LINES = [
    f"PASS {SECRET}", f"PAS {SECRET}", f"pass:{SECRET}", f"PASS{SECRET}", f"USER dewey {SECRET}", f"USER dewey:{SECRET}",
    f"LOGIN dewey {SECRET}", f"a1 LOGIN dewey {SECRET}", f"LOGN dewey {SECRET}", f"AUTH XOAUTH2 {SECRET}",
    f"AUTH FOO {ENCODED}", "AUTH FOO", "ZGV3ZXk=", ENCODED, f"AUHT PLAIN {ENCODED}", f"APOP dewey {SECRET}", "AUTH FOO",
    SECRET, f"curl -u dewey:{SECRET} pop3://host", f"telnet dewey:{SECRET}@host 110", f"pop3://dewey:{SECRET}@host/",
    f"密码 {SECRET}", f"mật khẩu {SECRET}",
]


class Secrets(test_connect.ConnectTest):
    def assertNoSecret(self, text, what):
        for secret in (SECRET, ENCODED):
            if secret in text:
                line = next(line for line in text.splitlines() if secret in line)
                self.fail(f"{what} has the secret: {line}")

    def assertNoFileHasIt(self):
        self.assertEqual(self.home.files_with(SECRET) + self.home.files_with(ENCODED), [])

    def test_in_a_lesson(self):
        """At the shell's prompt, before the login, after it, and when the connection is gone."""
        for lesson in ("pop3/first-session", "smtp/first-letter"):
            first = pack.solution(lesson)
            for count in (0, 1, 2, 3, 5):
                with self.subTest(lesson=lesson, count=count):
                    for options in ((), ("--json",)):
                        self.setUp()
                        # A lone word is a program at the shell's prompt, and an answer at a question.
                        typed = [line for line in LINES if line != SECRET]
                        lines = [*first[:count], *typed, "/why", "/quit", ""]
                        ended = self.run_tutor(
                            "learn", lesson, "--lang", "en", *options, input="\n".join(lines))
                        self.assertNoSecret(ended.output + ended.errors, f"the output of learn {options}")
                        self.assertIn("•••", ended.output)
                        self.assertNoFileHasIt()

    def test_in_connect(self):
        served = Served(self)
        for scheme in ("pop3", "smtp"):
            for options in ((), ("--json",), ("--log", "session.log")):
                with self.subTest(scheme=scheme, options=options):
                    start = ["EHLO me.example.org"] if scheme == "smtp" else []
                    # Three failed logins close a session.
                    for lines in (LINES[:8], LINES[8:15], LINES[15:]):
                        ended = self.run_tutor(
                            "connect", served.url(scheme), "--lang", "en", *options,
                            input="\n".join([*start, *lines, "/why", "QUIT", ""]))
                        self.assertNoSecret(ended.output + ended.errors, f"the output of connect {options}")
                        self.assertIn("•••", ended.output)
        self.assertNoFileHasIt()

    def test_into_serve(self):
        for options in ((), ("--json",)):
            served = subprocess.Popen(
                [installed(), "serve", "--pop3", "0", "--smtp", "0", "--lang", "en", *options], stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT, env=self.home.environment, cwd=self.home.folder)
            self.addCleanup(served.kill)
            ports, said = [], b""
            while len(ports) < 2:
                line = served.stdout.readline()
                said += line
                if options:
                    ports.append(int(json.loads(line)["address"].rsplit(":", 1)[1]))
                else:
                    ports.append(int(line.rsplit(b":", 1)[1]))
            rest = []
            reader = threading.Thread(target=lambda: rest.append(served.stdout.read()))
            reader.start()
            for port in ports:
                for lines in (LINES[:8], LINES[8:15], LINES[15:]):
                    with socket.create_connection(("127.0.0.1", port), timeout=30) as client:
                        with client.makefile("rwb") as stream:
                            stream.readline()
                            stream.write("\r\n".join(["EHLO me.example.org", *lines, "QUIT", ""]).encode())
                            stream.flush()
                            stream.read()
            served.terminate()
            reader.join(timeout=20)
            log = (said + rest[0]).decode()
            served.stdout.close()
            self.assertNoSecret(log, f"the log of serve {options}")
            self.assertIn("•••", log)
            self.assertIn("XOAUTH2", log)
        self.assertNoFileHasIt()
