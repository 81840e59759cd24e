"""Scripts of commands, and a client that plays one to a server and writes down each answer.

    # a comment
    == What this session is about           a new connection, and for POP3 maildrops of its own
    C: USER huey                            a line, and its reply is awaited
    P: NOOP                                 a line that is sent together with the next; its reply is read in turn
    D: Subject: hi                          a line of a letter: no reply; left out when the letter was not invited
    X: QUIT\\n                               exactly these octets, and a reply is awaited
    2: USER huey                            as C, on a second connection
    (tls)                                   shake hands now
    (again)                                 the server has closed; connect anew

Escapes: \\r \\n \\t \\0 \\xHH \\\\; {a*64} repeats; {plain USER PASS}, {cram USER PASS} and {base64 TEXT} are SASL's words,
with {base64 …} for any octets.
"""

import base64
import dataclasses
import hashlib
import hmac
import re
import socket
import ssl

# Dovecot waits ten seconds for a maildrop that another session has.
PATIENCE = 15
ESCAPES = {"r": "\r", "n": "\n", "t": "\t", "0": "\0", "\\": "\\"}
MULTILINE = {"RETR", "TOP", "CAPA", "LIST", "UIDL"}


@dataclasses.dataclass(frozen=True)
class Step:
    kind: str
    text: str
    number: int


@dataclasses.dataclass(frozen=True)
class Session:
    script: str
    title: str
    steps: tuple


@dataclasses.dataclass(frozen=True)
class Answer:
    """`status` is `+OK`, `-ERR`, `+`, a code, `closed`, `refused` or `nothing`; `left out` for a letter not invited."""

    step: Step
    status: str
    first: bytes = b""
    rest: tuple = ()


def read(path):
    """The sessions of a script."""
    sessions = []
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if not line or line.startswith("#"):
            continue
        if line.startswith("== "):
            sessions.append((line[3:], []))
        elif line in ("(tls)", "(again)"):
            sessions[-1][1].append(Step(line, "", number))
        elif re.match(r"[CPDX2]:( |$)", line):
            sessions[-1][1].append(Step(line[0], line[3:], number))
        else:
            raise AssertionError(f"{path}:{number}: no line of a script: {line}")
    name = f"{path.parent.name}/{path.stem}"
    return [Session(name, title, tuple(steps)) for title, steps in sessions]


def octets(text, challenge=b""):
    """What a script's text stands for."""
    def word(match):
        inside = match.group(1)
        repeated = re.fullmatch(r"(.+)\*(\d+)", inside)
        if repeated:
            return repeated.group(1) * int(repeated.group(2))
        name, *words = inside.split(" ")
        if name == "base64":
            return base64.b64encode(octets(" ".join(words))).decode()
        if name == "plain":
            return base64.b64encode(("\0" + "\0".join(words)).encode()).decode()
        if name == "cram":
            digest = hmac.new(words[1].encode(), base64.b64decode(challenge), hashlib.md5).hexdigest()
            return base64.b64encode(f"{words[0]} {digest}".encode()).decode()
        return match.group()

    text = re.sub(r"\{([^{}]+)\}", word, text)
    return re.sub(rb"\\(x..|.)", escaped, text.encode())


def escaped(match):
    inside = match.group(1).decode()
    return bytes([int(inside[1:], 16)]) if len(inside) == 3 else ESCAPES[inside].encode()


class Gone(Exception):
    """The server closed, or says nothing."""


class Line:
    """One connection to a server."""

    def __init__(self, port):
        try:
            self.socket = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
        except OSError:
            raise Gone("refused") from None
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.buffer = b""

    def line(self):
        while b"\n" not in self.buffer:
            try:
                more = self.socket.recv(1 << 16)
            except TimeoutError:
                raise Gone("nothing") from None
            except OSError:
                more = b""
            if not more:
                raise Gone("closed")
            self.buffer += more
        line, _, self.buffer = self.buffer.partition(b"\n")
        # Each line of a reply ends with CRLF. RFC 1939 §3, RFC 5321 §2.3.8.
        if not line.endswith(b"\r"):
            raise AssertionError(f"a bare LF ends {line!r}")
        return line[:-1]

    def smtp_reply(self):
        lines = [self.line()]
        while lines[-1][3:4] == b"-":
            lines.append(self.line())
        # One code on all of them. RFC 5321 §4.2.1.
        assert all(re.fullmatch(rb"\d{3}([ -].*)?", line, re.S) for line in lines), lines
        assert len({line[:3] for line in lines}) == 1, lines
        return lines[0][:3].decode(), lines[0], tuple(lines[1:])

    def pop3_reply(self, command):
        first = self.line()
        status = first.split(b" ")[0].decode("utf-8", "replace")
        verb, _, argument = command.replace("\t", " ").partition(" ")
        if verb.upper() == "AUTH":
            several = not argument
        else:
            # A server decides for itself whether it has seen a number behind LIST or UIDL.
            isOne = verb.upper() in ("LIST", "UIDL") and re.fullmatch(rb"\+OK \d+ [!-9;-~]+", first)
            several = verb.upper() in MULTILINE and not isOne
        rest = []
        while status == "+OK" and several:
            line = self.line()
            if line == b".":
                break
            rest.append(line[1:] if line.startswith(b".") else line)
        return status, first, tuple(rest)

    def start_tls(self):
        context = ssl._create_unverified_context()
        self.socket = context.wrap_socket(self.socket)
        self.buffer = b""


class Player:
    """Plays a session to one server; `number` tells its users from those of the other sessions."""

    def __init__(self, session, port, number):
        self.session, self.port, self.number = session, port, number
        self.isPOP3 = session.script.startswith("pop3/")
        self.answers = []
        self.lines = {}
        self.challenge = b""
        self.last = ""

    def play(self):
        """An answer for each step that awaits one; it ends early when the server is gone."""
        try:
            self.connection("C")
            waiting, pieces = [], b""
            for step in self.session.steps:
                if step.kind == "(again)":
                    self.lines.pop("C").socket.close()
                    self.connection("C")
                elif step.kind == "(tls)":
                    if self.last in ("+OK", "220"):
                        self.lines["C"].start_tls()
                elif step.kind in "DP":
                    pieces += self.octets(step) + b"\r\n"
                    waiting += [step] if step.kind == "P" else []
                else:
                    isLetter = pieces and not waiting
                    if isLetter and self.last != "354":
                        self.answers.append(Answer(step, "left out"))
                    else:
                        pieces += self.octets(step) + (b"" if step.kind == "X" else b"\r\n")
                        line = self.connection(step.kind)
                        self.send(line, pieces)
                        for asked in [*waiting, step]:
                            self.ask(asked, line)
                    waiting, pieces = [], b""
            # What was not asked for: a reply too many shows that a server and its client are out of step.
            for line in self.lines.values():
                line.socket.settimeout(0.2)
                self.ask(Step("(end)", "(end)", 0), line, "NOOP")
        except Gone:
            pass
        finally:
            for line in self.lines.values():
                line.socket.close()
        return self.answers

    def connection(self, kind):
        name = "2" if kind == "2" else "C"
        if name not in self.lines:
            greeting = Step("(hello)", "(hello)", 0)
            try:
                self.lines[name] = Line(self.port)
            except Gone as gone:
                self.answers.append(Answer(greeting, str(gone)))
                raise
            self.ask(greeting, self.lines[name])
        return self.lines[name]

    def octets(self, step):
        text = step.text
        if self.isPOP3:
            text = re.sub(r"(?<![a-z])(huey|dewey)\b", rf"\g<1>{self.number}", text)
        return octets(text, self.challenge)

    def send(self, line, pieces):
        try:
            line.socket.sendall(pieces)
        except OSError:
            # It hung up; what it said before is still read.
            pass

    def ask(self, step, line, command=None):
        try:
            command = command or octets(step.text).decode("latin-1")
            status, first, rest = line.pop3_reply(command) if self.isPOP3 else line.smtp_reply()
        except Gone as gone:
            self.answers.append(Answer(step, str(gone)))
            raise
        if status in ("+", "334"):
            self.challenge = first.partition(b" ")[2]
        self.last = status
        self.answers.append(Answer(step, status, first, rest))
