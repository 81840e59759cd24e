"""A learner at a terminal, for the tests: a home of its own, a mailtutor in a pseudo-terminal, keys in, screen out."""

import atexit
import base64
import codecs
import contextlib
import functools
import hashlib
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import tempfile
import termios
import time
import unicodedata
import unittest

import pexpect

import pack
from screen import Screen

PATIENCE = 10  # seconds; a prompt comes in milliseconds, but a loaded machine may take its time

PROMPT = re.compile(r"(?:\$|>|\?|(?:pop3|smtp) [a-z0-9() ]+>) $")
ENTER, CTRL_C, CTRL_D = "\r", "\x03", "\x04"
LEFT, RIGHT, UP, DOWN = "\x1b[D", "\x1b[C", "\x1b[A", "\x1b[B"
HOME, END, DELETE, BACKSPACE, TAB = "\x1b[H", "\x1b[F", "\x1b[3~", "\x7f", "\t"
PASTE = "\x1b[200~{}\x1b[201~"


@functools.lru_cache(None)
def installed():
    """A copy of the program with its lessons, laid out as it is installed: a build that goes on beside the tests
    cannot take the program away from under them."""
    built = pathlib.Path(os.environ.get("MAILTUTOR") or pack.ROOT / ".build/debug/mailtutor")
    folder = pathlib.Path(tempfile.mkdtemp(prefix="mailtutor-tests-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    (folder / "bin").mkdir()
    binary = folder / "bin/mailtutor"
    deadline = time.monotonic() + 60
    while True:  # the linker replaces the file: it is missing, empty or half written for a moment
        with contextlib.suppress(OSError, subprocess.SubprocessError):
            shutil.copy(built, binary)
            if subprocess.run([binary, "--version"], capture_output=True, timeout=20).returncode == 0:
                break
        if time.monotonic() > deadline:
            raise FileNotFoundError(f"{built} does not run")
        time.sleep(1)
    for name in ("Lessons", "Locales"):
        shutil.copytree(pack.ROOT / name, folder / "share/mailtutor" / name)
    return binary


def squeezed(text):
    """Without white space and code marks: how a text is wrapped, coloured or composed does not matter."""
    return re.sub(r"[\s`]+", "", unicodedata.normalize("NFC", text))


class Terminal:
    """mailtutor in a pseudo-terminal. Nothing is ever slept for: each wait is for something on the screen."""

    def __init__(self, home, *arguments, columns=80, rows=24, env=None, command=None):
        self.home = home
        self.screen = Screen(rows, columns)
        self.octets = b""
        self._decode = codecs.getincrementaldecoder("utf-8")("strict").decode
        command = command or [str(installed()), *arguments]
        environment = {**home.environment, **(env or {})}
        self.child = pexpect.spawn(
            command[0], command[1:], env={k: v for k, v in environment.items() if v is not None},
            cwd=str(home.folder), dimensions=(rows, columns), timeout=PATIENCE, echo=True)
        self.child.delaybeforesend = None
        self.child.ptyproc.delayafterclose = self.child.ptyproc.delayafterterminate = 0.05
        home.test.addCleanup(self.close)

    def close(self):
        if not self.child.closed:
            self.child.close(force=True)

    # Looking

    def read(self, seconds=0.05):
        """What has come meanwhile. False when mailtutor is gone."""
        try:
            octets = self.child.read_nonblocking(65536, timeout=seconds)
        except pexpect.TIMEOUT:
            return True
        except pexpect.EOF:
            return False
        self.octets += octets
        self.screen.feed(self._decode(octets))
        return True

    def wait(self, until, what, seconds=PATIENCE):
        """Reads until `until()` holds."""
        deadline = time.monotonic() + seconds
        while not until():
            if not self.read():
                if until():
                    return
                raise AssertionError(f"mailtutor ended before {what}:\n{self.framed()}")
            if time.monotonic() > deadline:
                raise AssertionError(f"no {what} in {seconds} s:\n{self.framed()}")

    def wait_for(self, text):
        self.wait(lambda: squeezed(text) in squeezed(self.screen.text()), f"“{text}”")

    def settle(self, quiet=0.3):
        """Until nothing more comes: only for what must *not* appear."""
        size = -1
        while size != len(self.octets):
            size = len(self.octets)
            if not self.read(quiet):
                return

    def prompt(self, after=-1):
        """Waits for a prompt with nothing typed behind it, below the row `after`, and for the editor behind it: a
        moment before, keys would be the terminal driver's; which prompt it is."""
        self.wait(lambda: self.screen.row > after and self._is_at_prompt(), "prompt")
        return self.screen.at_cursor.rstrip(" ")

    def _is_at_prompt(self):
        row = self.screen.rows[self.screen.row]
        return self.screen.column == len(row.cells) and PROMPT.fullmatch(row.text) and not self.mode(termios.ICANON)

    def framed(self):
        lines = self.screen.text().split("\n")[-40:]
        return "\n".join("  | " + line for line in lines) + f"\n  last octets: {self.octets[-160:]!r}"

    # Typing

    def keys(self, keys):
        self.child.send(keys.encode() if isinstance(keys, str) else keys)

    def enter(self, line=""):
        """Types a line; what is on the screen between it and the next prompt."""
        start = self.screen.row
        self.keys(line + ENTER)
        return self.shown_since(start)

    def shown_since(self, row):
        self.prompt(after=row)
        return self.screen.text(row + 1, self.screen.row)

    def play(self, lines):
        shown = ""
        for line in lines:
            shown = self.enter(line)
        return shown

    def first_start(self, language="en"):
        """Answers the question for the language; what is shown then."""
        languages = pack.LANGUAGES + ((pack.PSEUDO,) if language == pack.PSEUDO else ())
        self.prompt()
        self.home.test.assertSays(self.screen.text(), pack.menu(languages))
        return self.enter(str(languages.index(language) + 1))

    def octets_of(self, keys):
        """What mailtutor takes from these keys as the text of a line: `/base64` says it octet by octet."""
        shown = self.enter("/base64 " + keys)
        found = re.search(r"inbase64is([A-Za-z0-9+/=]+),exactly", squeezed(shown))
        if not found:
            raise AssertionError(f"no answer to /base64:\n{self.framed()}")
        return base64.b64decode(found[1]).decode()

    # Leaving

    def exit_code(self, seconds=PATIENCE):
        """Waits for the end; the exit code, or minus the signal."""
        deadline = time.monotonic() + seconds
        while self.read(0.1):
            if time.monotonic() > deadline:
                raise AssertionError(f"mailtutor does not end:\n{self.framed()}")
        self.child.close()
        return self.child.exitstatus if self.child.exitstatus is not None else -self.child.signalstatus

    def quit(self):
        self.keys("/quit" + ENTER)
        return self.exit_code()

    def kill(self, number=signal.SIGKILL):
        os.kill(self.child.pid, number)

    def mode(self, flag):
        """A local mode of the terminal, such as termios.ECHO."""
        return bool(termios.tcgetattr(self.child.child_fd)[3] & flag)

    def resize(self, rows, columns):
        self.settle()
        self.screen.resize(rows, columns)
        self.child.setwinsize(rows, columns)


class Home:
    """A learner's home: its folders, its environment, and what is in its progress file."""

    def __init__(self, test):
        self.test = test
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="mailtutor-home-"))
        test.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.state = self.folder / "state/mailtutor"
        self.events_file = self.state / "events.jsonl"
        kept = {k: v for k, v in os.environ.items() if k in ("PATH", "TMPDIR", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")}
        self.environment = {
            **kept, "HOME": str(self.folder), "XDG_STATE_HOME": str(self.folder / "state"),
            "XDG_CONFIG_HOME": str(self.folder / "config"), "LANG": "C.UTF-8", "TERM": "xterm-256color"}

    def events(self):
        if not self.events_file.exists():
            return []
        return [json.loads(line) for line in self.events_file.read_text(encoding="utf-8").splitlines()]

    def judged(self):
        """The judged lines as (line, verdict, diagnosis)."""
        return [
            (event.get("line"), event.get("verdict"), event.get("diagnosis"))
            for event in self.events() if event["event"] == "line.judged"]

    def chain_breaks(self):
        """Numbers of the lines that do not name the digest of the one before; lines of older versions may come first."""
        breaks, before = [], None
        for number, line in enumerate(self.events_file.read_bytes().splitlines()):
            previous = json.loads(line).get("previous")
            is_old = previous is None and before is not None and not breaks and b'"previous"' not in before
            if not is_old and previous != (before and hashlib.sha256(before).hexdigest()):
                breaks.append(number)
            before = line
        return breaks

    def files_with(self, text):
        return [
            str(file.relative_to(self.folder))
            for file in sorted(self.folder.rglob("*")) if file.is_file() and text.encode() in file.read_bytes()]


class Ended:
    def __init__(self, result):
        self.code = result.returncode
        self.output = result.stdout.decode("utf-8")
        self.errors = result.stderr.decode("utf-8")


class TerminalTest(unittest.TestCase):
    language = "en"

    def setUp(self):
        self.home = Home(self)
        if self.language == pack.PSEUDO:
            self.home.environment["MAILTUTOR_DATA"] = str(pack.pseudo_data())

    def terminal(self, *arguments, **options):
        return Terminal(options.pop("home", self.home), *arguments, **options)

    def lesson(self, lesson=pack.FIRST_SESSION, until=None, language="en", **options):
        """A terminal in a lesson, at the step `until`."""
        terminal = self.terminal("learn", lesson, "--lang", language, *options.pop("arguments", ()), **options)
        terminal.prompt()
        terminal.play(pack.solution(lesson, until) if until else [])
        return terminal

    def run_tutor(self, *arguments, input="", env=None, seconds=30):
        """mailtutor without a terminal."""
        environment = {**self.home.environment, **(env or {})}
        return Ended(
            subprocess.run(
                [installed(), *arguments], input=input.encode() if isinstance(input, str) else input,
                capture_output=True, env={k: v for k, v in environment.items() if v is not None},
                cwd=self.home.folder, timeout=seconds))

    def assertSays(self, text, expected):
        """However it is wrapped and coloured."""
        if squeezed(expected) not in squeezed(text):
            self.fail(f"not said: “{expected}”, in:\n{text}")

    def assertSaysNot(self, text, unexpected):
        if squeezed(unexpected) in squeezed(text):
            self.fail(f"said: “{unexpected}”, in:\n{text}")

    def diagnosed(self, text, *ids, language="en"):
        """Where one of these diagnoses is told, whatever values its sentence has; -1 when none is. `network.` is all of
        that kind."""
        places = []
        for key, sentence in pack.sentences(language, "diagnoses").items():
            identifier = key.removesuffix(".what")
            if key == identifier or not any(identifier.startswith(it) if it.endswith(".") else identifier == it for it in ids):
                continue
            fixed = [re.escape(squeezed(part)) for part in re.split(r"\{[^{}]*\}", sentence)]
            if found := re.search(".*?".join(fixed), squeezed(text)):
                places.append(found.start())
        return min(places, default=-1)

    def assertDiagnosed(self, text, *ids, language="en"):
        if self.diagnosed(text, *ids, language=language) < 0:
            self.fail(f"none of {ids} is told in:\n{text}")
