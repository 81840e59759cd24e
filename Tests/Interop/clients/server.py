"""Starts `mailtutor serve` for a test, and stops it. The suites use it."""

import os
import re
import select
import signal
import subprocess
import tempfile
import time

BINARY = ".build/debug/mailtutor"
DOORS = ("pop3", "smtp", "pop3s", "smtps")

MECHANISMS = ("PLAIN", "LOGIN", "CRAM-MD5", "SCRAM-SHA-256")


def scenario(pop3="rfc1939", smtp="rfc5321", more=""):
    """A world with two accounts, its servers called by their personalities' names."""
    return f"""
format: 1
personality: {{pop3: {pop3}, smtp: {smtp}}}
hostname: mail.example.net
relay: refuse
accounts:
  - {{user: dewey, password: tanstaaf}}
  - {{user: huey, password: sesame, mailbox: [{{size: 1205}}, {{size: 344400}}]}}
{more}"""


# TLS in the middle and every mechanism, on top of what the RFCs' own examples have.
OFFERS = f"""
capabilities:
  pop3: {{add: [CAPA, STLS, PIPELINING, RESP-CODES, AUTH {" ".join(MECHANISMS)}]}}
  smtp: {{add: [STARTTLS, AUTH {" ".join(MECHANISMS)}, SMTPUTF8, CHUNKING, DSN, ENHANCEDSTATUSCODES]}}
"""
SCENARIO = scenario(more=OFFERS)


class Server:
    """A running `mailtutor serve` with all four doors on free ports."""

    def __init__(self, *options, scenario=SCENARIO):
        self.folder = tempfile.TemporaryDirectory(prefix="mailtutor-interop-")
        path = os.path.join(self.folder.name, "scenario.yaml")
        with open(path, "w") as file:
            file.write(scenario)
        doors = [word for door in DOORS for word in (f"--{door}", "0")]
        environment = dict(
            os.environ, HOME=self.folder.name, LC_ALL="C.UTF-8", XDG_STATE_HOME=self.folder.name,
            XDG_CONFIG_HOME=self.folder.name)
        self.process = subprocess.Popen(
            [BINARY, "serve", *doors, "--scenario", path, *options],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=environment)
        os.set_blocking(self.process.stdout.fileno(), False)
        self.output = ""
        self.ports = {}
        for door in DOORS:
            line = self.wait_for(rf'listening {door} \S+:(\d+)\n|:(\d+)","event":"listening","name":"{door}"')
            self.ports[door] = int(line.group(1) or line.group(2))

    def wait_for(self, pattern, seconds=10):
        """What the server printed, as soon as it matches."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            match = re.search(pattern, self.output)
            if match:
                return match
            if select.select([self.process.stdout], [], [], 0.1)[0]:
                octets = os.read(self.process.stdout.fileno(), 1 << 16)
                self.output += octets.decode("utf-8", "replace")
                if not octets:
                    break
        match = re.search(pattern, self.output)
        if match:
            return match
        raise AssertionError(f"mailtutor serve did not print {pattern!r}, but:\n{self.output}")

    def stop(self, number=signal.SIGTERM):
        """Its exit code; all that it printed is in `output`."""
        if self.process.poll() is None:
            self.process.send_signal(number)
        os.set_blocking(self.process.stdout.fileno(), True)
        rest, _ = self.process.communicate(timeout=20)
        self.output += rest.decode("utf-8", "replace")
        return self.process.returncode

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.kill()
            self.process.communicate()
        self.folder.cleanup()
