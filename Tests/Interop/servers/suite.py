"""The same scripts of commands to Dovecot, Postfix, Exim and to `mailtutor serve`: the answers are compared.

Where a status differs, `differences.txt` has a row for it with the RFC's section and who is right; a row that covers
nothing is a failure too.
"""

import os
import re
import subprocess
import sys
import tempfile
import pathlib
import unittest
from concurrent.futures import ThreadPoolExecutor

import differences
import programs
import real
import scripts
import simulator

LETTERS = [programs.HERE / "letters" / f"{name}.eml" for name in ("plain", "header", "dots")]
AT_ONCE = 24


def sessions_of(protocol):
    return [
        session for path in sorted((programs.HERE / protocol).glob("*.txt")) for session in scripts.read(path)]


def pairs(theirs, ours):
    """Answers to the same step, as far as both servers are in step: to the first letter that only one invited."""
    for their, our in zip(theirs, ours):
        assert their.step == our.step
        if their.status == our.status == "left out":
            continue
        if "left out" in (their.status, our.status):
            return
        yield their, our
        # Only one of them takes the next line for an answer to a challenge or for a letter's, or shakes hands.
        if their.status != our.status and (
                {their.status, our.status} & {"334", "354", "+"} or their.step.text in ("STARTTLS", "STLS now")):
            return


def contents_differ(session, their, our):
    """What else must be equal besides the status: letters, counts, sizes, extensions. None when it is."""
    verb = their.step.text.split(" ")[0].upper()
    if verb == "EHLO" and their.status == "250":
        return extensions_differ({line[4:] for line in their.rest}, {line[4:] for line in our.rest})
    if not session.script.startswith("pop3/") or their.status != "+OK":
        return None
    if verb == "CAPA":
        return extensions_differ(set(their.rest), set(our.rest))
    if verb in ("RETR", "TOP") and their.rest != our.rest:
        return f"the letter is another: {their.rest} and {our.rest}"
    if verb == "LIST" and (their.rest, numbers(their)) != (our.rest, numbers(our)):
        return f"{their.first} {their.rest} and {our.first} {our.rest}"
    if verb == "STAT" and numbers(their) != numbers(our):
        return f"{their.first} and {our.first}"
    if verb == "UIDL":
        lines = our.rest or ([our.first[4:]] if our.first != b"+OK" else [])
        count = len(their.rest) if not our.first[4:] else 1
        # One to 70 characters from ! to ~. RFC 1939 §7.
        if not all(re.fullmatch(rb"\d+ [!-~]{1,70}", line) for line in lines) or len(set(lines)) != count:
            return f"{their.rest} and {our.rest}"
    return None


# PIPECONNECT is Exim's own, and CAPA needs no line in its own reply. How one logs in may be told before the login or
# always (RFC 2449 §6).
OPTIONAL = re.compile(rb"PIPECONNECT|CAPA|USER|SASL .*")


def extensions_differ(theirs, ours):
    """Whatever the order."""
    different = sorted(line for line in theirs ^ ours if not OPTIONAL.fullmatch(line))
    return f"announced by one only: {different}" if different else None


def numbers(answer):
    return re.findall(rb"\d+", answer.first)


def table(server, rows):
    """One line for each answer that differs: where, what was sent, theirs, ours."""
    lines = [f"\n{len(rows)} answers differ from {server}'s:"]
    for session, their, our, wrong in rows:
        lines.append(
            f"{session.script}:{their.step.number}  [{session.title}]  {their.step.text[:90]!r}\n"
            f"      theirs {shown(their)}\n      ours   {shown(our)}" + (f"\n      {wrong}" if wrong else ""))
    return "\n".join(lines)


def shown(answer):
    return f"{answer.status:8} {answer.first.decode('utf-8', 'replace')!r}"


class RealServers(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(cls.enterClassContext(tempfile.TemporaryDirectory(prefix="mt-", dir="/tmp")))
        cls.folder.chmod(0o755)

    def real(self, name):
        """The running server, or a test that is skipped with a sentence; with CI=true nothing is skipped."""
        if objection := programs.objection(name):
            if os.environ.get("CI") == "true":
                self.fail(objection)
            self.skipTest(objection)
        if not (self.folder / "key.pem").exists():
            real.make_certificate(self.folder)
        values = {"certificate": self.folder / "certificate.pem", "key": self.folder / "key.pem"}
        match name:
            case "dovecot": server = real.Dovecot(real.users(len(sessions_of("pop3"))), LETTERS, **values)
            case "postfix": server = real.Postfix(sasl=self.real("dovecot").sasl, **values)
            case "exim": server = real.Exim(**values)
        self.addCleanup(server.stop)
        return server

    def ours(self, smtp):
        server = simulator.Simulator(smtp, real.users(len(sessions_of("pop3"))), LETTERS)
        self.addCleanup(server.stop)
        return server

    def test_dovecot(self):
        self.compare("dovecot", self.real("dovecot").port, self.ours("postfix").ports["pop3"], "pop3")

    def test_postfix(self):
        self.compare("postfix", self.real("postfix").port, self.ours("postfix").ports["smtp"], "smtp")

    def test_exim(self):
        self.compare("exim", self.real("exim").port, self.ours("exim").ports["smtp"], "smtp")

    def compare(self, server, their_port, our_port, protocol):
        sessions = sessions_of(protocol)
        rows = [row for row in differences.read() if server in row.servers]
        unused = {(row, line) for row in rows for line in row.lines}
        unexpected, compared = [], 0
        with ThreadPoolExecutor(AT_ONCE) as pool:
            theirs, ours = [
                [pool.submit(scripts.Player(session, port, number).play)
                 for number, session in enumerate(sessions)] for port in (their_port, our_port)]
        theirs, ours = [job.result() for job in theirs], [job.result() for job in ours]
        for session, their_answers, our_answers in zip(sessions, theirs, ours):
            found = []
            for their, our in pairs(their_answers, our_answers):
                # Who hung up after an answer that differs has said so by it.
                if found and "closed" in (their.status, our.status):
                    break
                compared += 1
                found = [(row, line) for row in rows for line in row.covering(server, session, their, our)]
                unused.difference_update(found)
                if their.status != our.status and not found:
                    unexpected.append((session, their, our, ""))
                elif their.status == our.status and (wrong := contents_differ(session, their, our)):
                    unexpected.append((session, their, our, wrong))
        if os.environ.get("WORDS"):
            print(table(f"{server} (words)", [
                (session, their, our, "") for session, *both in zip(sessions, theirs, ours)
                for their, our in pairs(*both) if (their.first, their.rest) != (our.first, our.rest)]))
        print(f"{server}: {compared} answers compared in {len(sessions)} sessions, {len(rows)} rows of differences")
        message = table(server, unexpected)
        message += "".join(
            f"\nno longer so: {row.script}: {line}: theirs {row.theirs}, ours {row.ours}"
            for row, line in sorted(unused, key=str))
        if unexpected or unused:
            self.fail(message)


if __name__ == "__main__":
    if len(sys.argv) > 1 and "/" in sys.argv[1]:
        simulator.BINARY = sys.argv.pop(1)
    os.environ["MAILTUTOR"] = str(pathlib.Path(simulator.BINARY).resolve())
    from test_connect import WithDovecot, WithExim, WithPostfix  # noqa: F401, in a terminal
    unittest.main(verbosity=2)
