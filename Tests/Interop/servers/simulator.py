"""Starts `mailtutor serve` with the same users, letters and limits as the real servers."""

import os
import pathlib
import re
import shutil
import signal
import subprocess
import tempfile
import threading

import programs
import real

BINARY = ".build/debug/mailtutor"
SOURCES = programs.HERE.parents[2]


class Simulator:
    """`mailtutor serve` with the words of `dovecot` and of Postfix or Exim."""

    def __init__(self, smtp, users, letters):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="mt-"))
        # A pack of its own, so that the scenario finds the letters.
        for name in ("Lessons", "Locales"):
            shutil.copytree(SOURCES / name, self.folder / "data" / name)
        for letter in letters:
            shutil.copy(letter, self.folder / "data" / "Lessons" / "mail")
        self.process = subprocess.Popen(
            [BINARY, "serve", "--pop3", "0", "--smtp", "0", "--quiet", "--data", self.folder / "data",
             "--scenario", self.scenario(smtp, users, letters)],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            env=dict(os.environ, HOME=str(self.folder), LC_ALL="C.UTF-8"))
        # Its output ends with it, and so does the reading, if it says nothing for too long.
        patience = threading.Timer(30, self.process.kill)
        patience.start()
        self.ports = {}
        output = ""
        while len(self.ports) < 2:
            line = self.process.stdout.readline()
            output += line
            if not line:
                patience.cancel()
                self.stop()
                raise AssertionError(f"mailtutor serve does not start:\n{output}")
            if match := re.match(r"listening (\w+) \S+:(\d+)", line):
                self.ports[match.group(1)] = int(match.group(2))
        patience.cancel()

    def scenario(self, smtp, users, letters):
        mailbox = ", ".join(f"mail/{letter.name}" for letter in letters)
        accounts = "".join(
            f"  - {{user: {name}, password: {password}, mailbox: [{mailbox if name.startswith('huey') else ''}]}}\n"
            for name, password in users)
        path = self.folder / "scenario.yaml"
        path.write_text(f"""format: 1
personality: {{pop3: dovecot, smtp: {smtp}}}
hostname: mail.example.net
clock: real
relay: refuse
capabilities:
  pop3: {{add: [AUTH PLAIN LOGIN CRAM-MD5]}}
  smtp: {{add: [AUTH PLAIN LOGIN CRAM-MD5]}}
accounts:
{accounts}""")
        return path

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.communicate(timeout=10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.communicate()
        shutil.rmtree(self.folder, ignore_errors=True)
