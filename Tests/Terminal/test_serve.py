"""`mailtutor serve` in a terminal."""

import poplib
import re
import signal
import time

from sessions import TerminalTest

CTRL_S, CTRL_Q = "\x13", "\x11"
SOON = 3  # seconds; the log has one of them


class PausedTerminal(TerminalTest):
    def setUp(self):
        super().setUp()
        self.served = self.terminal("serve", "--pop3", "0", "--lang", "en")
        self.served.wait_for("The account is")
        self.port = int(re.search(r"listening pop3 127\.0\.0\.1:(\d+)", self.served.screen.text())[1])

    def session(self):
        client = poplib.POP3("127.0.0.1", self.port, timeout=10)
        client.user("learner")
        client.pass_("secret")
        client.quit()

    def test_it_serves_and_ends(self):
        self.served.keys(CTRL_S)
        for _ in range(20):
            self.session()
        started = time.monotonic()
        self.served.kill(signal.SIGINT)
        self.assertEqual(self.served.exit_code(), 0)
        self.assertLess(time.monotonic() - started, SOON)
        self.assertNotIn("#20 C: QUIT", self.served.screen.text())

    def test_what_was_paused_is_shown_after_all(self):
        self.served.keys(CTRL_S)
        self.session()
        self.served.keys(CTRL_Q)
        self.served.wait_for("#1 C: QUIT")
        self.served.kill(signal.SIGINT)
        self.assertEqual(self.served.exit_code(), 0)
