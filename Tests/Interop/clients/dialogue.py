"""Someone who types into a program, line by line, and reads each answer before going on."""

import os
import pty
import re
import select
import subprocess
import termios
import time


class Dialogue:
    def __init__(self, *words, terminal=False):
        """On pipes, as in a script, or on a terminal of its own, as at a desk."""
        self.said = b""
        if terminal:
            ours, theirs = pty.openpty()
            settings = termios.tcgetattr(theirs)
            # Not to read again what was typed, nor line ends that the terminal made.
            settings[1] &= ~termios.OPOST
            settings[3] &= ~termios.ECHO
            termios.tcsetattr(theirs, termios.TCSANOW, settings)
            self.process = subprocess.Popen(
                words, stdin=theirs, stdout=theirs, stderr=subprocess.STDOUT, start_new_session=True)
            os.close(theirs)
            self.input = self.output = ours
        else:
            self.process = subprocess.Popen(
                words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
            self.input, self.output = self.process.stdin.fileno(), self.process.stdout.fileno()

    def read(self, pattern, seconds=10):
        """What matches this regular expression, of what was not read yet; what is before it is passed over."""
        deadline = time.monotonic() + seconds
        while not (match := re.compile(pattern, re.DOTALL).search(self.said)):
            if not self.hear(deadline - time.monotonic()):
                raise AssertionError(f"no {pattern!r} came, but {self.said!r}")
        self.said = self.said[match.end():]
        return match.group()

    def read_to(self, octets, seconds=20):
        """All that comes up to these octets, with them. Letters are too long for expressions."""
        deadline = time.monotonic() + seconds
        start = 0
        while (place := self.said.find(octets, start)) < 0:
            start = max(0, len(self.said) - len(octets))
            if not self.hear(deadline - time.monotonic()):
                raise AssertionError(f"no {octets!r} came, but {self.said[-2000:]!r}")
        read, self.said = self.said[:place + len(octets)], self.said[place + len(octets):]
        return read

    def hear(self, seconds):
        """Whether anything came."""
        if seconds <= 0 or not select.select([self.output], [], [], seconds)[0]:
            return False
        try:
            octets = os.read(self.output, 1 << 16)
        except OSError:
            # The terminal's other side is closed.
            octets = b""
        self.said += octets
        return bool(octets)

    def type(self, octets, then=None):
        """Types, and with `then` waits for the answer."""
        while octets:
            octets = octets[os.write(self.input, octets[:1024]):]
        return self.read(then) if then else b""

    def end(self, seconds=10):
        """All that was not read yet, until the program ends by itself."""
        deadline = time.monotonic() + seconds
        while self.hear(deadline - time.monotonic()):
            pass
        self.process.wait(timeout=max(0.1, deadline - time.monotonic()))
        return self.said

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        if self.process.stdin:
            self.process.stdin.close()
            self.process.stdout.close()
        else:
            os.close(self.output)
