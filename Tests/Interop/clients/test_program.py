"""`mailtutor serve` as a command: how it stops, what it logs, its exit codes."""

import json
import poplib
import signal
import socket
import subprocess
import unittest

import server
from server import Server


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
            (["--pop3", str(taken.getsockname()[1])], 69, "Another program has port"),
            (["--pop3", "0", "--scenario", "/nowhere.yaml"], 74, "no file `/nowhere.yaml`"),
            (["--pop3", "0", "--scenario", __file__], 65, "test_program.py:1:"),
            (["--pop3", "0", "--cert", "/nowhere", "--key", "/nowhere"], 74, "/nowhere cannot be read"),
            (["--pop3", "0", "--cert", "/nowhere"], 64, "--key"),
            (["--pop3", "0", "--personality", "nobody"], 64, "no personality `nobody`"),
        ]
        for options, code, words in cases:
            with self.subTest(options):
                done = subprocess.run([server.BINARY, "serve", *options], capture_output=True, text=True, timeout=20)
                self.assertEqual(done.returncode, code, done.stderr)
                self.assertIn(words, done.stderr)
        taken.close()
