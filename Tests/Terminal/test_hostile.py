"""A server that means harm, or has lost its mind: whatever it sends, the terminal stays the learner's."""

import os
import pathlib
import re
import time

import pack
from servers import Certificates, Scripted
from sessions import CTRL_C, ENTER, TerminalTest
from test_connect import ConnectTest

# What must never reach a terminal from a server: what follows ESC here is what mailtutor and libedit never write.
EVIL = {
    "a colour": b"\x1b[31mred",
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
    "C1 controls": b"\x9b31m\x9d0;owned\x9c\xc2\x9b2J\xc2\x85",
    "bidi": "\u202egnitrevni\u2066\u2069\u200f".encode(),
    "invisible": "zero\u200bwidth\ufeff\u00ad\u2028".encode(),
    "a bell": b"\x07\x07\x07",
    "DEL and tabs": b"\x7f\x7f\ta\tb\x0b\x0c",
    "many marks": b"e" + "\u0301".encode() * 500,
    "a format": b"%s%n%x {name} {n|a|b} `code` \\(x)",
    "a long line": b"x" * 100_000,
    "spaces": b" " * 5000,
}
# Of these nothing may be found in what came to the terminal. SGR alone is mailtutor's own.
FORBIDDEN = re.compile(
    rb"\x1b[\]PXZ^_c\\]|\x1b\[(?:[0-9;]*n|c|H|2J|31m)|\x07|\x00|\xc2[\x80-\x9f]"
    + b"|".join([b""] + ["".join(c).encode() for c in "\u202e\u2066\u2069\u200f\u200b\ufeff\u2028"]))


class HostileTest(ConnectTest):
    def server(self, serve, limit=30):
        return Scripted(self, serve, limit)

    def peak(self, terminal):
        """The most memory that mailtutor ever had, in megabytes."""
        status = pathlib.Path(f"/proc/{terminal.child.pid}/status").read_text()
        return int(re.search(r"VmHWM:\s+(\d+) kB", status)[1]) // 1024

    def assertSane(self, terminal, ended=(0, 69)):
        """Nothing of the server's has reached the terminal, and there is a prompt or an end."""
        # `Screen` raises an error for every sequence and control that it does not know.
        found = FORBIDDEN.search(terminal.octets)
        self.assertIsNone(found, found and terminal.octets[max(0, found.start() - 60):found.end() + 60])
        for line in terminal.screen.text().splitlines():
            self.assertNotRegex(line, r"^(?:fine)?pop3 transaction> QUIT")

    def play(self, terminal, lines):
        """Types lines while mailtutor lives; its exit code, None when it is at a prompt."""
        for line in lines:
            if not self.until_prompt(terminal):
                return terminal.exit_code()
            terminal.keys(line + ENTER)
        return None if self.until_prompt(terminal) else terminal.exit_code()

    def until_prompt(self, terminal, seconds=20):
        """False when the program has ended."""
        deadline = time.monotonic() + seconds
        time.sleep(0.02)
        while terminal.read(0.05):
            if terminal._is_at_prompt() and not terminal.read_more():
                return True
            if time.monotonic() > deadline:
                self.fail(f"neither a prompt nor an end:\n{terminal.framed()}")
        return False
